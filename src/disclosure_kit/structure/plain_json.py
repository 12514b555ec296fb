"""Report → the plain tree as JSON: what ``json.dumps`` makes of it, written faster.

Of the tables nearly all is the same in every report: names of rows and columns. It is written once
for a table, with a place for each figure.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from ..model.form import Form
from ..model.report import Report, TableData
from ..model.table import RepeatingTable, Table
from ..model.values import all_whole
from .plain import before_tables, behind_tables, places, plain_value, repeated

_written: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def json_without_sources(report: Report, form: Form, more: dict[str, Any]) -> str:
    """``plain.without_sources`` and ``more`` behind it as JSON without blanks."""
    around = {**before_tables(report, form), "tables": None, **behind_tables(report, form), **more}
    # In a text such a quotation mark is not alone, and nothing before the tables is called so.
    before, _, behind = _written(around).partition('"tables":null')
    return f'{before}"tables":{{{",".join(_tables(report, form))}}}{behind}'


def _tables(report: Report, form: Form) -> Iterator[str]:
    for name, table in form.tables.items():
        data = report.tables.get(name)
        if data is None:
            continue
        if isinstance(table, Table):
            yield _cells(table, data)
        elif isinstance(table, RepeatingTable):
            yield f"{_written(name)}:{_written(repeated(table, data))}"


def _cells(table: Table, data: TableData) -> str:
    """A table behind its name."""
    pattern, cells, units = table.kept(_pattern)
    figures: tuple[Any, ...] = data.at(cells)
    if not all_whole(figures):  # a count JSON writes as Python does
        given = zip(figures, units, strict=True)
        figures = tuple(
            v if type(v) is int else _written(plain_value(v, unit)) for v, unit in given
        )
    return pattern % figures


def _pattern(table: Table) -> tuple[str, tuple[tuple[str, str], ...], tuple[str | None, ...]]:
    """A table as JSON with a ``%s`` for each figure; where these stand in the data, and the units
    that the form fixes."""
    rows = table.kept(places)
    written = (
        f"{_name(row)}:{{{','.join(f'{_name(column)}:%s' for column, _, _ in columns)}}}"
        for row, columns in rows.items()
    )
    every = [place for places_of in rows.values() for place in places_of]
    cells, units = tuple(cell for _, cell, _ in every), tuple(unit for *_, unit in every)
    return f"{_name(table.id)}:{{{','.join(written)}}}", cells, units


def _name(name: str) -> str:
    return _written(name).replace("%", "%%")
