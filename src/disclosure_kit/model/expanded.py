"""A form with the repeating tables as long as one report fills them."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve
from frozendict import frozendict

from .form import Form
from .report import Report
from .table import AnyTable, RepeatingTable


def expanded(form: Form, report: Report) -> Form:
    """``form`` with a fixed row for every row that ``report`` gives a repeating table."""
    if not any(isinstance(table, RepeatingTable) for table in form.tables.values()):
        return form
    return evolve(form, tables=frozendict(_tables(form, report)))


def _tables(form: Form, report: Report) -> Iterator[tuple[str, AnyTable]]:
    for name, table in form.tables.items():
        if isinstance(table, RepeatingTable):
            data = report.tables.get(name)
            yield name, table.with_rows(data.rows if data else ())
        else:
            yield name, table
