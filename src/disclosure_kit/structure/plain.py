"""Report → the plain tree of the contract; the inverse of ``structure.values``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..model.form import Form
from ..model.report import (
    Attachment,
    Block,
    Heading,
    Image,
    ItemList,
    Report,
    SmallTable,
    TableBlock,
    TableData,
    Text,
)
from ..model.table import RepeatingTable, Table
from ..model.values import NOT_FILLED, CellState, Money, Share, Value
from .shape import FORMAT


def to_plain(report: Report, form: Form) -> dict[str, Any]:
    """``report`` as mappings, lists and scalars, in the order of the form."""
    return {**without_sources(report, form), "sources": dict(report.sources)}


def without_sources(report: Report, form: Form) -> dict[str, Any]:
    """The same, without where its figures once stood."""
    tables = dict(_tables(report, form))
    return {**before_tables(report, form), "tables": tables, **behind_tables(report, form)}


def before_tables(report: Report, form: Form) -> dict[str, Any]:
    """What of it stands before the tables."""
    return {
        "format": FORMAT,
        "edition": report.edition,
        "region": report.region,
        "year": report.year,
        "agency": _given(
            {"name": report.agency.name, "kind": report.agency.kind, "code": report.agency.code}
        ),
        "title": report.title,
        "preamble": [_block(block) for block in report.preamble],
        "sections": {
            section.id: {"title": part.title, "body": [_block(block) for block in part.body]}
            for section in form.sections
            if (part := report.sections.get(section.id)) is not None
        },
    }


def behind_tables(report: Report, form: Form) -> dict[str, Any]:
    """What stands behind them."""
    signature = report.signature
    return {
        "figures": {
            key: plain_value(report.figures[key], form.figures[key].unit)
            for key in form.figures
            if key in report.figures
        },
        "document_number": report.document_number,
        "addressee": report.addressee,
        "attachments": [_attachment(one) for one in report.attachments],
        "signature": _given(
            {
                "agency": signature.agency,
                "date": signature.date.isoformat() if signature.date else None,
            }
        )
        if signature
        else None,
    }


def _attachment(attachment: Attachment) -> str | dict[str, Any]:
    if not attachment.body:
        return attachment.name
    return {"name": attachment.name, "body": [_block(block) for block in attachment.body]}


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Text():
            return _given({"text": block.text, "level": block.level, "lead": block.lead})
        case Heading():
            return {"heading": block.text, "level": block.level}
        case ItemList():
            levels = {"levels": list(block.levels)} if block.levels else {}
            return {"list": list(block.items), "ordered": block.ordered, **levels}
        case TableBlock():
            return {"table": block.table}
        case SmallTable():
            rows = [list(row) for row in block.rows]
            return {"table": {"caption": block.caption, "rows": rows, "head": block.head}}
        case Image():
            return {"image": block.path, "caption": block.caption}


def _tables(report: Report, form: Form) -> Iterator[tuple[str, Any]]:
    for name, table in form.tables.items():
        data = report.tables.get(name)
        if data is None:
            continue
        if isinstance(table, Table):
            yield name, _cells(table, data)
        elif isinstance(table, RepeatingTable):
            yield name, repeated(table, data)


def _cells(table: Table, data: TableData) -> dict[str, dict[str, Any]]:
    cells = data.cells
    return {
        row: {
            column: value
            if type(value := cells.get(cell, NOT_FILLED)) is int  # as it is
            else plain_value(value, unit)
            for column, cell, unit in columns
        }
        for row, columns in table.kept(places).items()
    }


def places(table: Table) -> dict[str, list[tuple[str, tuple[str, str], str | None]]]:
    """Of each row its columns, where they stand in the data, and the units that the form fixes."""
    return {
        row: [(name, key, column.unit) for name, (key, column) in columns.items()]
        for row, columns in table.by_row.items()
    }


def repeated(table: RepeatingTable, data: TableData) -> list[dict[str, Any]]:
    """The rows of a table that has as many as the report gives it."""
    return [{"key": key, **_row(table, data, key)} for key in data.rows]


def _row(table: RepeatingTable, data: TableData, key: str) -> dict[str, Any]:
    return {
        column.id: plain_value(data.cells.get((key, column.id), NOT_FILLED), column.unit)
        for column in table.columns
        if column.id
    }


def plain_value(value: Value, unit: str | None) -> Any:
    """A cell as the contract writes it; ``unit`` is the form's own, where it fixes one."""
    match value:
        case CellState.NOT_FILLED:
            return None
        case CellState.NOT_APPLICABLE:
            return "n/a"
        case Money():
            amount = f"{value.amount:f}"
            own_unit = value.unit and unit is None
            return {"value": amount, "unit": value.unit} if own_unit else amount
        case Share():
            return f"{value.percent:f}"
        case _:
            return value
