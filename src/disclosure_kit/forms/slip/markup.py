"""The names of workbooks' tags."""

from __future__ import annotations

from typing import Final

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def tag(name: str) -> str:
    """A tag of the namespace of workbooks."""
    return f"{{{MAIN}}}{name}"
