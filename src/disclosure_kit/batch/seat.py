"""The worker's end: its kit, built once in each process, and the reports it is given."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Final

from ..app import Again, Session
from ..cache import stamps
from .order import Order
from .work import Made, Task, make

# Whoever runs a task in another process can hand over nothing but the task: what outlives it there
# can only be kept by the module. A kit is costly to build, and serves one report at a time.
_SEAT: list[tuple[Again, Order]] = []
_KIT: list[tuple[tuple[Again, tuple[str, ...]], Session]] = []
_ONE_AT_A_TIME: Final = threading.Lock()


def sit(again: Again, order: Order) -> None:
    """Begin as a worker process of our own: it is told once what is asked, leaves Ctrl-C to its
    parent, and does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _SEAT[:] = [(again, order)]
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def work_here(tasks: Sequence[Task]) -> list[Made]:
    """The reports of ``tasks`` in the worker that sat down before."""
    [(again, order)] = _SEAT
    return work(again, order, tasks)


def work(again: Again, order: Order, tasks: Sequence[Task]) -> list[Made]:
    """The reports of ``tasks``, in whatever process or thread this is.

    Raises:
        UsageError, PluginError: the kit cannot be built here, or not the same.
    """
    with in_its_turn(again) as session:
        return [make(session, order, task) for task in tasks]


@contextmanager
def in_its_turn(again: Again) -> Iterator[Session]:
    """The kit of this process, for one thread at a time; another kit takes its place, and so does
    the same one where its files were edited: the worker of a cluster serves many runs."""
    with _ONE_AT_A_TIME:
        wanted = again, tuple(_stamps(again))
        if not _KIT or _KIT[0][0] != wanted:
            _KIT[:] = [(wanted, again())]
        yield _KIT[0][1]


def _stamps(again: Again) -> Iterator[str]:
    """The files of a kit as the disk knows them now; what is wrong with one, ``again`` says."""
    for path in again.files:
        with suppress(OSError):
            if os.path.isdir(path):
                yield from stamps(path)
            else:
                status = os.stat(path)
                yield f"{path} {status.st_size} {status.st_mtime_ns}"
