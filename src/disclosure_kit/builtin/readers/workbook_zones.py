"""Where on one sheet a table ends and the next part of the report begins."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any, Final

from ...forms.grid import Grid
from ...structure.wording import top_ordinal

_NUMBER: Final = re.compile(r"[-+－＋]?[\d,，.．％%\s]*\d[\d,，.．％%\s]*")


def filled_in(grid: Grid, row: int) -> list[int]:
    """The columns of a row in which something stands."""
    return [column for column in range(len(grid.rows[row])) if grid.at(row, column) is not None]


def zones_of(grid: Grid) -> list[range]:
    """The rows of a sheet, parted where a numbered title stands over the head of a table.

    A row ``一、…`` of a table whose figures are blank looks like a title too. But a head names
    the columns of figures: below a title, before the first row with a figure, words stand in
    a column of that row; below a row of a table they stand in the columns of its labels.
    """
    starts = []
    words: set[int] = set()
    figures: set[int] = set()
    for row in reversed(range(len(grid.rows))):
        columns = filled_in(grid, row)
        numbers = {column for column in columns if _is_number(grid.at(row, column))}
        if numbers:
            words, figures = set(), numbers
            continue
        if len(columns) == 1 and words & figures and _is_title(grid.at(row, columns[0])):
            starts.append(row)
        words |= {c for c in range(len(grid.rows[row])) if (row, c) in grid.labels}
    edges = [0, *reversed(starts), len(grid.rows)]
    return [range(a, b) for a, b in pairwise(edges) if a < b]


def _is_title(value: Any) -> bool:
    return isinstance(value, str) and top_ordinal(value.strip()) is not None


def _is_number(value: Any) -> bool:
    if isinstance(value, str):
        return _NUMBER.fullmatch(value.strip()) is not None
    return isinstance(value, int | float) and not isinstance(value, bool)
