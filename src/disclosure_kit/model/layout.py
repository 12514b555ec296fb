"""The printed grid of a table: which label or figure stands in which merged cell.

Template, proof, workbook and page all draw this one grid, so none of them can
differ from the edition.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from attrs import define, evolve, frozen

from .kept import Keeping
from .table import AnyTable, Band, Column, Row, Table, TableView
from .values import Address


class Role(StrEnum):
    """What a printed cell is."""

    BAND = "band"
    CORNER = "corner"
    HEADER = "header"
    TITLE = "title"
    STUB = "stub"
    UNIT = "unit"
    FIGURE = "figure"


@frozen
class GridCell:
    """One cell: grid column of its left edge, columns and rows it spans.

    ``address`` is set where a figure stands. ``continues`` marks the lower rows of a
    cell that began above (``w:vMerge``); they print nothing.
    """

    role: Role
    left: int
    width: int
    height: int = 1
    text: str = ""
    lines: tuple[str, ...] = ()
    address: Address | None = None
    continues: bool = False


@define(frozen=True, slots=False)
class GridRow(Keeping):
    """One printed row, its cells from left to right without gaps."""

    cells: tuple[GridCell, ...]
    header: bool = False


def layout(table: Table) -> tuple[GridRow, ...]:
    """The rows of ``table`` as printed, merged cells included."""
    return table.kept(_layout)


def _layout(table: Table) -> tuple[GridRow, ...]:
    return tuple(row for band in table.bands for row in _band(table, band))


def view_layout(view: TableView, tables: dict[str, AnyTable]) -> tuple[GridRow, ...]:
    """The rows of ``view``: its choice of the other table's rows, under that table's head."""
    table = tables[view.of]
    assert isinstance(table, Table)  # proven by model.consistency
    bands = []
    for band in table.bands:
        chosen = tuple(row for row in band.figure_rows() if row.id in view.rows)
        if chosen:
            bands.append(evolve(band, rows=chosen))
    return layout(evolve(table, bands=tuple(bands), stub=1))


def view_grid(of: Table) -> tuple[int, ...]:
    """The printed columns of a view of ``of``: one for the labels, then the others."""
    return (sum(of.grid[: of.stub]), *of.grid[of.stub :]) if of.stub else of.grid


def _band(table: Table, band: Band) -> Iterator[GridRow]:
    width = len(table.grid)
    unit = 1 if table.unit_label is not None else 0
    first_figure = table.stub + unit
    if band.title is not None:
        yield GridRow((GridCell(Role.BAND, 0, width, text=band.title),), header=True)
    yield from _header(table, band, first_figure)
    above: dict[int, Row] = {}
    for path in band.row_paths():
        leaf = path[-1]
        if leaf.id is None:
            yield GridRow((GridCell(Role.TITLE, 0, width, text=leaf.label),))
            continue
        yield GridRow(tuple(_data_row(table, band, path, above, first_figure)))


def _header(table: Table, band: Band, first_figure: int) -> Iterator[GridRow]:
    depth = max((_depth(column) for column in band.columns), default=1)
    rows: list[list[GridCell]] = [[] for _ in range(depth)]
    if table.stub:
        corner = GridCell(Role.CORNER, 0, table.stub, depth, text=band.stub)
        _put(rows, 0, corner)
    if table.unit_label is not None:
        unit = GridCell(Role.HEADER, table.stub, 1, depth, text=table.unit_label)
        _put(rows, 0, unit)
    left = first_figure
    for column in band.columns:
        left = _head(rows, column, 0, left)
    for cells in rows:
        cells.sort(key=lambda cell: cell.left)
        yield GridRow(tuple(cells), header=True)


def _depth(column: Column) -> int:
    return 1 + max((_depth(child) for child in column.columns), default=0)


def _head(rows: list[list[GridCell]], column: Column, level: int, left: int) -> int:
    width = sum(leaf.span for leaf in column.leaves())
    height = 1 if column.columns else len(rows) - level
    cell = GridCell(Role.HEADER, left, width, height, text=column.label, lines=column.lines)
    _put(rows, level, cell)
    child_left = left
    for child in column.columns:
        child_left = _head(rows, child, level + 1, child_left)
    return left + width


def _put(rows: list[list[GridCell]], level: int, cell: GridCell) -> None:
    rows[level].append(cell)
    for lower in range(level + 1, level + cell.height):
        rows[lower].append(evolve(cell, continues=True, text="", lines=(), height=1))


def _data_row(
    table: Table, band: Band, path: tuple[Row, ...], above: dict[int, Row], first_figure: int
) -> Iterator[GridCell]:
    *groups, leaf = path
    for left, group in enumerate(groups):
        if above.get(left) is group:
            yield GridCell(Role.STUB, left, 1, continues=True)
        else:
            above[left] = group
            for deeper in [key for key in above if key > left]:
                del above[deeper]
            yield GridCell(Role.STUB, left, 1, sum(1 for _ in group.leaves()), text=group.label)
    left = len(groups)
    if table.stub:
        yield GridCell(Role.STUB, left, table.stub - left, text=leaf.label)
    if table.unit_label is not None:
        yield GridCell(Role.UNIT, table.stub, 1, text=leaf.unit or "")
    left = first_figure
    for column in band.figure_columns():
        assert leaf.id is not None  # proven by model.consistency
        assert column.id is not None
        address = Address(table.id, leaf.id, column.id)
        yield GridCell(Role.FIGURE, left, column.span, address=address)
        left += column.span
