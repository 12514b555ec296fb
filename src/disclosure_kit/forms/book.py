"""A workbook of ours being read: its sheets, what stood where, and what is wrong."""

from __future__ import annotations

import datetime

from attrs import define, field

from ..model.raw import KeyPath
from .grid import Grid
from .key import COVER, Key, squeezed
from .words import decimal_words, unshield


@define
class Book:
    """The sheets as found, the key that says what they mean, and what reading gathers."""

    name: str
    grids: list[Grid]
    key: Key
    places: dict[KeyPath, str] = field(factory=dict)
    problems: dict[tuple[str, str], None] = field(factory=dict)  # place and words, each once
    notices: list[str] = field(factory=list)

    def refuse(self, place: str, words: str) -> None:
        """Note what is wrong and where: a cell, a sheet, or nowhere."""
        self.problems[place, words] = None

    def place(self, path: KeyPath) -> str:
        """Where a value stood; of one that was not read, its parent's place."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, COVER)

    def sheet(self, label: str, name: str) -> Grid | None:
        """The sheet whose first column names it; else the one of that name."""
        label = squeezed(label)
        found = [
            grid
            for grid in self.grids
            if any(grid.labels.get((row, 0)) == label for row in range(min(8, len(grid.rows))))
        ]
        if len(found) == 1:
            return found[0]
        named = [grid for grid in found or self.grids if grid.name == name]
        if len(named) == 1:
            return named[0]
        if found:
            names = "、".join(grid.name for grid in found)
            self.refuse(names, f"都标着“{label}”，不知以哪个工作表为准")
        else:
            self.refuse("", f"没有标着“{label}”的工作表（原名 {name}），可能已被删除或改了首行")
        return None

    def words(self, grid: Grid, row: int, column: int) -> str:
        """The text of a cell; a number as it reads."""
        if (row, column) in grid.uncomputed:
            self.refuse(grid.place(row, column), "是公式，没有算得的值")
            return ""
        value = grid.at(row, column)
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, int | float):
            return decimal_words(float(value))
        if isinstance(value, datetime.datetime | datetime.date):
            return value.strftime("%Y-%m-%d")
        return unshield(str(value)) if value is not None else ""
