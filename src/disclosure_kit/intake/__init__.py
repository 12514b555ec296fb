"""What a table of a file says, put under the addresses of the form: by label, never by position."""

from __future__ import annotations

from .figures import Figure, read_figure
from .grids import match_grids
from .matched import Intake, MatchedTable, Refusal, UnknownGrid
from .ragged import grid_of_text

__all__ = [
    "Figure",
    "Intake",
    "MatchedTable",
    "Refusal",
    "UnknownGrid",
    "grid_of_text",
    "match_grids",
    "read_figure",
]
