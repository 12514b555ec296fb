"""Whether a callable is the kit's own through and through, so that it may run in this process."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from functools import partial
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any, Final

_KIT: Final = __name__.partition(".")[0]
# Whose classes may stand in what the kit makes of a plugin's data; functions are ours alone.
_PLAIN: Final = frozenset({_KIT, "builtins", "decimal", "datetime", "functools", "frozendict"})
_PATHS: Final = "pathlib"


def is_ours(code: Callable[..., Any]) -> bool:
    """Whether a callable is the kit's own, as in what a folder without code contributes.

    A ``partial`` of ours that holds a plugin's function or value anywhere is not.
    """
    called = code
    while isinstance(called, partial):
        called = called.func
    if not isinstance(called, FunctionType) or _package(called) != _KIT:
        return False
    try:
        _Ours(io.BytesIO()).dump(code)
    except Exception:  # a stranger in it, or something that cannot be looked through
        return False
    return True


def _package(named: Any) -> str:
    return str(named.__module__).partition(".")[0]


class _Ours(pickle.Pickler):
    """Goes through all that a value holds."""

    def persistent_id(self, held: Any) -> None:
        if isinstance(held, type):
            if _package(held) not in (*_PLAIN, _PATHS):
                raise ValueError(f"{held} is none of ours")
        elif isinstance(held, FunctionType | BuiltinFunctionType | MethodType) and (
            _package(held) != _KIT
        ):
            raise ValueError(f"{held} is none of ours")
