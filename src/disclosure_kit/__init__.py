"""Annual reports on open government information: read, checked, and rendered as official Word.

The public names; all else may move. See docs/reference/api.md.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .version import __version__

if TYPE_CHECKING:
    from .app import Loaded, Session, check, read, render
    from .batch.many import Rendered, render_many
    from .comparing.pair import compare
    from .comparing.table import side_by_side
    from .hookspecs import hookimpl
    from .host import KitSpec, load_kit
    from .model.raw import Source
    from .recognise import Wishes
    from .rollup import RollUp, RollUpOptions, roll_up
    from .verification import Certificate, verify

_HOMES = {
    "Certificate": "verification",
    "KitSpec": "host",
    "load_kit": "host",
    "hookimpl": "hookspecs",
    "Loaded": "app",
    "Session": "app",
    "Rendered": "batch.many",
    "RollUp": "rollup",
    "RollUpOptions": "rollup",
    "Wishes": "recognise",
    "check": "app",
    "compare": "comparing.pair",
    "read": "app",
    "render": "app",
    "render_many": "batch.many",
    "roll_up": "rollup",
    "Source": "model.raw",
    "side_by_side": "comparing.table",
    "verify": "verification",
}


def __getattr__(name: str) -> Any:
    """A public name, imported on first use: ``disclosure_kit`` alone starts at once."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{home}", __name__), name)


def __dir__() -> list[str]:
    return __all__


__all__ = [
    "Certificate",
    "KitSpec",
    "Loaded",
    "Rendered",
    "RollUp",
    "RollUpOptions",
    "Session",
    "Source",
    "Wishes",
    "__version__",
    "check",
    "compare",
    "hookimpl",
    "load_kit",
    "read",
    "render",
    "render_many",
    "roll_up",
    "side_by_side",
    "verify",
]
