"""The way to a Dask cluster, told in words for clerks where it leads nowhere."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Any, Final

from ..errors import OutputError, UsageError

CONNECTING: Final = 20.0  # seconds for the scheduler to answer
WORKERLESS: Final = 60.0  # for a worker to come, first of all or instead of those that were lost


def installed() -> Any:
    """Dask.

    Raises:
        UsageError: it is not there.
    """
    try:
        return import_module("distributed")
    except ImportError:
        raise UsageError(
            "--scheduler 要用 Dask，这里没有装",
            hint="请安装：pip install 'disclosure_kit[cluster]'",
        ) from None


def connected(dask: Any, address: str) -> Any:
    """A client of the scheduler at ``address``, behind which somebody works.

    Raises:
        UsageError: it is no address.
        OutputError: nobody answers, or nobody works.
    """
    try:
        client = dask.Client(address, timeout=CONNECTING, set_as_default=False)
    except ValueError as error:
        raise UsageError(f"--scheduler {address}：不是调度器的地址（{error}）") from None
    except (OSError, TimeoutError):
        raise OutputError(
            f"调度器 {address} 没有应答，一份也没有做",
            hint="请看地址是否写对（如 tcp://10.1.2.3:8786），调度器是否在运行",
        ) from None
    try:
        client.wait_for_workers(1, timeout=WORKERLESS)
    except Exception:
        with suppress(Exception):
            client.close(timeout=5)
        raise OutputError(
            f"调度器 {address} 上没有工作进程，一份也没有做",
            hint="请先在各机器上启动：dask worker 〈调度器地址〉 --nthreads 1",
        ) from None
    return client


@contextmanager
def quiet() -> Iterator[None]:
    """Dask says in English on standard error what is told here in words for clerks."""
    known = [name for name in logging.root.manager.loggerDict if name.startswith("distributed")]
    before = {name: logging.getLogger(name).level for name in known}
    for name in before:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)
