"""Calls into contributions: what a plugin's code raises or prints costs only that plugin."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from functools import partial
from typing import Any

from .contributions import Contribution
from .errors import DisclosureError, PluginError
from .plugin import key_of
from .registry import Registry


def is_ours(code: Callable[..., Any]) -> bool:
    """Whether a callable is the kit's own, as in what a folder without code contributes."""
    while isinstance(code, partial):
        code = code.func
    module = getattr(code, "__module__", None) or type(code).__module__
    return module.partition(".")[0] == __name__.partition(".")[0]


@contextmanager
def called(contribution: Contribution, registry: Registry) -> Iterator[None]:
    """Around a call into ``contribution``.

    What it prints goes to standard error. The core's own faults pass as they are: they are
    ours, and are told with their traceback.

    Raises:
        PluginError: the plugin that owns it failed; names it.
    """
    owner = registry.owners[key_of(contribution)]
    with redirect_stdout(sys.stderr):
        try:
            yield
        except DisclosureError:
            raise
        except (Exception, SystemExit) as error:
            if registry.is_core(owner):
                raise
            name = key_of(contribution)[1]
            raise PluginError(
                owner,
                f"插件 {owner} 的 {name} 出错，没有完成：{type(error).__name__}：{error}",
                hint="请把这条提示发给提供插件的单位；只按全国格式处理，请加 --no-plugins",
            ) from error
