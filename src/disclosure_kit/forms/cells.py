"""Cells of a sheet: their letters and numbers."""

from __future__ import annotations

import re
from typing import Final

from attrs import frozen

_CELL: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})", re.ASCII)


def column_name(column: int) -> str:
    """``A`` for 0, ``AA`` for 26."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def corner_of(reference: str) -> tuple[int, int] | None:
    """Row and column from 0 of ``B7``; None where it names no cell."""
    match = _CELL.fullmatch(reference)
    if match is None or int(match[2]) == 0:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


@frozen
class Spot:
    """A cell: its sheet, its row and column from 0."""

    sheet: str
    row: int
    column: int

    @property
    def a1(self) -> str:
        return f"{column_name(self.column)}{self.row + 1}"
