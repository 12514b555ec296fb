"""The core as a plugin: everything the kit can do is registered by the hooks a county uses.

Importing this imports nothing: the command knows the names of the core's commands from here
(``commands.COMMANDS``) without loading a kit.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .plugin import PLUGIN

__all__ = ["PLUGIN"]


def __getattr__(name: str) -> Any:
    """``PLUGIN``, imported on first use."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.plugin"), name)
