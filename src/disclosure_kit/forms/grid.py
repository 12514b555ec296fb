"""A sheet as found, for whoever looks for labels in it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from attrs import define, field

from .cells import column_name
from .key import squeezed

Corner = tuple[int, int]


@define(slots=False)
class Grid:
    """A sheet as found: its cells from A1, merges as (top, left, bottom, right)."""

    name: str
    rows: list[list[Any]]
    merges: list[tuple[int, int, int, int]] = field(factory=list)
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    uncomputed: frozenset[Corner] = frozenset()

    def at(self, row: int, column: int) -> Any:
        """What stands in a cell; None where it is blank."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            value = self.rows[row][column]
            return None if value == "" else value
        return None

    @cached_property
    def corners(self) -> dict[Corner, Corner]:
        return {
            (row, column): (top, left)
            for top, left, bottom, right in self.merges
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        }

    def corner(self, row: int, column: int) -> Corner:
        """The first cell of the merged cell that covers this one."""
        return self.corners.get((row, column), (row, column))

    @cached_property
    def labels(self) -> dict[Corner, str]:
        """The text of every cell without white space; a merged one says it in each."""
        found: dict[Corner, str] = {}
        for row, cells in enumerate(self.rows):
            for column, value in enumerate(cells):
                if isinstance(value, str) and (text := squeezed(value)):
                    found[row, column] = text
        for place, corner in self.corners.items():
            if corner in found:
                found[place] = found[corner]
        return found

    def place(self, row: int, column: int) -> str:
        return f"{self.name}!{column_name(column)}{row + 1}"
