"""The tables of a document that carries its data: each visible figure, with what the data know
of it (its unit, the key of its row), and where the two differ."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve, frozen
from frozendict import frozendict

from ..model.difference import Difference
from ..model.form import Form
from ..model.report import Report, TableData
from ..model.table import RepeatingTable, Table
from ..model.values import NOT_FILLED, Value
from ..view import format_value, table_title
from .differences import cell_difference, seen


@frozen
class Settled:
    """The tables as they are visible, and every difference."""

    tables: frozendict[str, TableData]
    differences: tuple[Difference, ...]


def settle_tables(visible: Report, data: Report, form: Form) -> Settled:
    """Every table of ``form``; ``visible`` has its rows under the keys of ``data`` where it can.

    A table that does not stand in the document is not in the report.
    """
    tables: dict[str, TableData] = {}
    found: list[Difference] = []
    for name, table in form.tables.items():
        mine, other = visible.tables.get(name), data.tables.get(name)
        title = f"“{table_title(table.title, form)}”"
        if isinstance(table, RepeatingTable):
            own = _rows_that_say(table, other)
            if mine is not None and mine.rows != own:
                tables[name] = mine
                found.append(Difference(name, f"{title}的行数", str(len(mine.rows)), str(len(own))))
                continue
            table = table.with_rows(other.rows if other else ())
        if not isinstance(table, Table):
            continue
        if mine is None:
            if other is not None and _says(other):
                found.append(Difference(name, title, "", "有数据的表", text=True))
            elif other is not None:
                tables[name] = other
            continue
        alike = other is not None and mine.cells == other.cells
        differing = () if alike else tuple(_differing(table, visible, data, form))
        found += differing
        if other is not None or _says(mine):
            tables[name] = _settled(table, mine, other or mine, differing)
    return Settled(frozendict(tables), tuple(found))


def _differing(table: Table, visible: Report, data: Report, form: Form) -> Iterator[Difference]:
    for address, column in table.cells.items():
        if difference := cell_difference(address, column, visible, data, form):
            yield difference


def _settled(
    table: Table, mine: TableData, other: TableData, differing: tuple[Difference, ...]
) -> TableData:
    """``other``, with the visible values in the cells that differ; blanks are no cells of it."""
    filled = other.keys == table.keys and NOT_FILLED not in other.figures
    if not differing and filled:
        return other
    visible = {difference.address for difference in differing}
    cells: dict[tuple[str, str], Value] = {}
    for address, key in zip(table.cells, table.keys, strict=True):
        value = (mine if str(address) in visible else other).cells.get(key, NOT_FILLED)
        if value is not NOT_FILLED:
            cells[key] = value
    return evolve(other, cells=frozendict(cells))


def _says(data: TableData) -> bool:
    return any(value is not NOT_FILLED for value in data.cells.values())


def _rows_that_say(table: RepeatingTable, data: TableData | None) -> tuple[str, ...]:
    """The keys of the rows that print anything: an empty one is not read."""
    if data is None:
        return ()
    columns = {column.id: column for column in table.columns}
    return tuple(
        row
        for row in data.rows
        if any(
            seen(format_value(value, columns[name]))
            for (key, name), value in data.cells.items()
            if key == row
        )
    )


def with_their_keys(visible: Report, data: Report, form: Form) -> Report:
    """``visible``, the rows of its repeating tables under the keys that ``data`` has for them:
    the same rows in the same order, where they are as many."""
    repeating = [
        (name, table, mine)
        for name, table in form.tables.items()
        if isinstance(table, RepeatingTable) and (mine := visible.tables.get(name)) is not None
    ]
    if not repeating:
        return visible
    tables, sources = dict(visible.tables), dict(visible.sources)
    for name, table, mine in repeating:
        rows = _rows_that_say(table, data.tables.get(name))
        if len(rows) != len(mine.rows):
            continue
        key = dict(zip(mine.rows, rows, strict=True))
        cells = {(key[row], column): value for (row, column), value in mine.cells.items()}
        tables[name] = TableData(rows, frozendict(cells))
        places = {
            (row, column.id): sources.pop(f"{name}.{row}.{column.id}", "")
            for row in mine.rows
            for column in table.columns
        }
        sources |= {f"{name}.{key[r]}.{column}": place for (r, column), place in places.items()}
    return evolve(visible, tables=frozendict(tables), sources=frozendict(sources))
