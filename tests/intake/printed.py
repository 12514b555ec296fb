"""A table of the form as a reader would find it: its printed grid with figures in it."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve

from disclosure_kit.model.layout import layout
from disclosure_kit.model.raw import RawCell, RawGrid
from disclosure_kit.model.report import TableData
from disclosure_kit.model.table import Table
from disclosure_kit.model.values import NOT_FILLED
from disclosure_kit.view import format_value


def printed(table: Table, data: TableData) -> RawGrid:
    """``table`` drawn with ``data``."""
    cells = []
    for number, row in enumerate(layout(table)):
        for cell in row.cells:
            if cell.continues:
                continue
            text = "".join(cell.lines) or cell.text
            if cell.address is not None:
                value = data.cells.get((cell.address.row, cell.address.column), NOT_FILLED)
                text = format_value(value, table.cells[cell.address])
            place = f"第 1 个表格第 {number + 1} 行第 {cell.left + 1} 列"
            cells.append(RawCell(text, number, cell.left, place, cell.height, cell.width))
    return RawGrid(tuple(cells), "第 1 个表格", 0)


def rewritten(grid: RawGrid, change: Callable[[RawCell], RawCell]) -> RawGrid:
    """``grid`` with every cell changed."""
    return evolve(grid, cells=tuple(change(cell) for cell in grid.cells))


def without_row(grid: RawGrid, row: int) -> RawGrid:
    """``grid`` with one row taken out, merged cells one row shorter."""
    cells = []
    for cell in grid.cells:
        last = cell.row + cell.height - 1
        if cell.row <= row <= last:
            if cell.height == 1:
                continue
            cell = evolve(cell, height=cell.height - 1)
        elif cell.row > row:
            cell = evolve(cell, row=cell.row - 1)
        cells.append(cell)
    return evolve(grid, cells=tuple(cells))


def with_row(grid: RawGrid, at: int, texts: list[str]) -> RawGrid:
    """``grid`` with a row put in before row ``at``; merged cells that it cuts grow."""
    taken = set()
    cells = []
    for cell in grid.cells:
        if cell.row < at < cell.row + cell.height:
            taken.update(range(cell.column, cell.column + cell.width))
            cell = evolve(cell, height=cell.height + 1)
        elif cell.row >= at:
            cell = evolve(cell, row=cell.row + 1)
        cells.append(cell)
    for column, text in enumerate(texts):
        if column not in taken:
            cells.append(RawCell(text, at, column, f"新增行第 {column + 1} 列"))
    return evolve(grid, cells=tuple(cells))


def cut(grid: RawGrid, at: int, repeat: int = 0) -> list[RawGrid]:
    """``grid`` in two, as a page break leaves it; the first ``repeat`` rows again on the second
    page."""
    above, below = [], []
    for cell in grid.cells:
        last = cell.row + cell.height - 1
        if cell.row < repeat:
            below.append(cell)
        if cell.row < at:
            above.append(evolve(cell, height=min(cell.height, at - cell.row)))
            if last >= at:
                below.append(
                    evolve(cell, text="", row=repeat, height=last - at + 1, place=cell.place + "续")
                )
        else:
            below.append(evolve(cell, row=cell.row - at + repeat))
    return [
        RawGrid(tuple(above), "第 1 个表格", 0),
        RawGrid(tuple(below), "第 2 个表格", 0),
    ]


def moved(grid: RawGrid, first: int, order: list[int]) -> RawGrid:
    """``grid`` with the columns from ``first`` on in another order; only where none is merged."""
    place = {first + old: first + new for new, old in enumerate(order)}
    return rewritten(grid, lambda cell: evolve(cell, column=place.get(cell.column, cell.column)))
