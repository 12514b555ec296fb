"""A table as found, looked at row by row: its rows, its width, which cells are figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..model.raw import RawCell, RawGrid

_FIGURES: Final = frozenset("0123456789.,+-%")


def rows_of(grid: RawGrid) -> Iterator[tuple[int, list[RawCell]]]:
    """Each row in which a cell begins, with every cell that touches it, from left to right."""
    starting: dict[int, list[RawCell]] = {}
    for cell in grid.cells:
        starting.setdefault(cell.row, []).append(cell)
    touching: list[RawCell] = []
    for row in sorted(starting):
        touching = [cell for cell in touching if cell.row + cell.height > row]
        touching += starting[row]
        touching.sort(key=lambda cell: cell.column)
        yield row, list(touching)


def width_of(grid: RawGrid) -> int:
    return max((cell.column + cell.width for cell in grid.cells), default=0)


def is_figure(cell: RawCell) -> bool:
    text = "".join(cell.text.split())
    return bool(text) and any(c.isdigit() for c in text) and set(text) <= _FIGURES


def columns_of(cell: RawCell) -> frozenset[int]:
    return frozenset(range(cell.column, cell.column + cell.width))
