"""Tables whose rows are whatever the body entered: read by their heads alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from attrs import frozen
from frozendict import frozendict

from ..model.raw import RawGrid
from ..model.report import TableData
from ..model.table import Band, Column, RepeatingTable
from ..model.values import NOT_FILLED, Address, Value
from .figures import read_figure
from .found import rows_of
from .header import Head, Header, paths, resolve
from .labels import bare
from .matched import MatchedTable, Refusal


@frozen
class Repeating:
    """What one grid says of a table whose rows are the body's own."""

    table: RepeatingTable
    place: str
    rows: tuple[Mapping[str, tuple[Value, str]], ...]
    notices: tuple[str, ...]
    refusals: tuple[Refusal, ...]


_SUMS: Final = ("合计", "总计", "小计", "共计")


def repeating(table: RepeatingTable, grid: RawGrid) -> Repeating | None:
    """``grid`` as ``table``, where one of its rows has every head of it."""
    band = Band("", table.columns, ())
    wanted = [path[-1] for path in paths(table.columns)]
    header = Header()
    named: dict[Head, Column | None] | None = None
    rows: list[Mapping[str, tuple[Value, str]]] = []
    notices: list[str] = []
    refusals: list[Refusal] = []
    for row, cells in rows_of(grid):
        if named is None:
            header.add(row, cells)
            heads = header.heads()
            columns = resolve(heads, band)
            if all(any(c is column for c in columns) for column in wanted):
                named = dict(zip(heads, columns, strict=True))
            continue
        said = [cell for cell in cells if cell.text.strip()]
        if not said:
            continue
        below = len(cells) == len(named) and all(
            cell.column == head.first and cell.width == head.last - head.first + 1
            for cell, head in zip(cells, named, strict=True)
        )
        if not below or any(bare(cell.text) in _SUMS or cell.height > 1 for cell in said):
            why = "这一行是合计" if below else "这一行的格子与表头对不上"
            refusals += [Refusal(cell.place, cell.text, why) for cell in said]
            continue
        values: dict[str, tuple[Value, str]] = {}
        for cell, column in zip(cells, named.values(), strict=True):
            if column is None or column.id is None:
                continue
            figure = read_figure(cell.text, column)
            if figure.value is None:
                refusals.append(Refusal(cell.place, cell.text, figure.refused, None, column.label))
            else:
                values[column.id] = (figure.value, cell.place)
                if figure.notice:
                    notices.append(f"{cell.place}（{column.label}）：{figure.notice}")
        rows.append(values)
    if named is None:
        return None
    return Repeating(table, grid.place, tuple(rows), tuple(notices), tuple(refusals))


def joined(parts: Sequence[tuple[int, Repeating]]) -> MatchedTable:
    table = parts[0][1].table
    rows = [row for _, part in parts for row in part.rows]
    keys = [f"r{number}" for number in range(1, len(rows) + 1)]
    cells: dict[tuple[str, str], Value] = {}
    sources: dict[Address, str] = {}
    for key, row in zip(keys, rows, strict=True):
        for column, (value, place) in row.items():
            sources[Address(table.id, key, column)] = place
            if value is not NOT_FILLED:
                cells[key, column] = value
    return MatchedTable(
        table.id,
        TableData(tuple(keys), frozendict(cells)),
        frozendict(sources),
        tuple(number for number, _ in parts),
        tuple(notice for _, part in parts for notice in part.notices),
        tuple(refusal for _, part in parts for refusal in part.refusals),
    )
