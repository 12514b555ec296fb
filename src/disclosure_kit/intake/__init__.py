"""What a table of a file says, put under the addresses of the form: by label, never by position."""

from __future__ import annotations

from .drawn import drawn
from .figures import Figure, read_figure
from .grids import match_grids
from .layout_text import laid_out
from .matched import Intake, MatchedTable, Refusal, UnknownGrid, combined, told
from .passage import Passage, Strategy
from .run_together import run_together
from .stacked import listed, stacked

__all__ = [
    "Figure",
    "Intake",
    "MatchedTable",
    "Passage",
    "Refusal",
    "Strategy",
    "UnknownGrid",
    "combined",
    "drawn",
    "laid_out",
    "listed",
    "match_grids",
    "read_figure",
    "run_together",
    "stacked",
    "told",
]
