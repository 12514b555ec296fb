"""A report that fills all of a form: each figure another number, so that none is taken for
another."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from itertools import count
from typing import Final

from attrs import evolve
from frozendict import frozendict

from ..model.edition import Section
from ..model.expanded import expanded
from ..model.form import Form
from ..model.report import (
    Agency,
    Block,
    Heading,
    Narrative,
    Report,
    Signature,
    TableBlock,
    TableData,
    Text,
)
from ..model.table import RepeatingTable, Table
from ..model.values import Kind, Money, Share, Value

_ROWS: Final = ("r1", "r2")


def filled_report(form: Form, agency: str) -> Report:
    """Every section with its sub-sections and tables, every cell and every stated figure."""
    report = Report(form.edition.id, form.year, Agency(agency), None, form.region)
    repeating = {
        name: TableData(_ROWS, frozendict())
        for name, table in form.tables.items()
        if isinstance(table, RepeatingTable)
    }
    long = expanded(form, evolve(report, tables=frozendict(repeating)))
    numbers = count(1)
    tables = {
        table.id: _data(table, numbers)
        for table in long.tables.values()
        if isinstance(table, Table)
    }
    figures = {
        key: _value(figure.kind, figure.unit, next(numbers)) for key, figure in form.figures.items()
    }
    return evolve(
        report,
        preamble=(Text("根据有关规定编制本报告。"),),
        sections=frozendict(
            (section.id, Narrative(section.title, tuple(_body(section, form))))
            for section in form.sections
        ),
        tables=frozendict(tables),
        figures=frozendict(figures),
        signature=Signature(agency, datetime.date(form.year + 1, 1, 15)),
    )


def _body(section: Section, form: Form) -> Iterator[Block]:
    yield Text("有关情况如下。")
    for part in form.subsections_in(section.id):
        yield Heading(part.title, 2)
        yield Text("按要求办理。")
    for table in form.tables_in(section.id):
        yield TableBlock(table.id)


def _data(table: Table, numbers: Iterator[int]) -> TableData:
    cells = {
        (address.row, address.column): _value(column.kind, column.unit, next(numbers))
        for address, column in table.cells.items()
    }
    return TableData(tuple(dict.fromkeys(row for row, _ in cells)), frozendict(cells))


def _value(kind: Kind, unit: str | None, number: int) -> Value:
    match kind:
        case Kind.MONEY:
            return Money(Decimal(number), unit or "元")
        case Kind.SHARE:
            return Share(Decimal(number))
        case Kind.TEXT:
            return f"第{number}项"
        case _:
            return number
