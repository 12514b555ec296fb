"""Form → JSON Schema (draft 2020-12) of the report files that fill it."""

from __future__ import annotations

from typing import Any

from .contributions import DIVISION_CODE
from .model.form import Column, Form, RepeatingTable, Table
from .model.values import YUAN_PER_UNIT, Kind
from .structure.values import FORMAT

DECIMAL = r"^-?\d{1,18}(\.\d{1,6})?$"


def json_schema(form: Form) -> dict[str, Any]:
    """What ``structure.values`` takes, said in JSON Schema."""
    tables = {t.id: _table(t) for t in form.tables.values() if isinstance(t, Table)}
    tables |= {t.id: _repeating(t) for t in form.tables.values() if isinstance(t, RepeatingTable)}
    ids = [section.id for section in form.sections]
    sections: dict[str, Any] = _object({name: {"$ref": "#/$defs/section"} for name in ids})
    if not ids:  # nobody sets the outline: sections as found
        sections = {"type": "object", "additionalProperties": {"$ref": "#/$defs/section"}}
    text, texts = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
    optional_text = {"type": ["string", "null"]}
    blocks = {"type": "array", "items": {"$ref": "#/$defs/block"}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{form.edition.name}",
        "$defs": {
            "section": _object({"title": optional_text, "body": blocks}),
            "block": {"oneOf": _blocks()},
        },
        **_object(
            {
                "format": {"const": FORMAT},
                "edition": {"enum": [form.edition.id, None]},
                "region": {"type": ["string", "null"], "pattern": f"^{DIVISION_CODE}$"},
                "year": {"type": "integer"},
                "agency": _object(
                    {"name": text, "kind": optional_text, "code": optional_text}, ["name"]
                ),
                "title": optional_text,
                "preamble": blocks,
                "sections": sections,
                "tables": _object(tables),
                "figures": _object(
                    {
                        key: _cell(Column(figure.label, kind=figure.kind, unit=figure.unit))
                        for key, figure in form.figures.items()
                    }
                ),
                "document_number": optional_text,
                "addressee": optional_text,
                "attachments": texts,
                "signature": {
                    "anyOf": [
                        {"type": "null"},
                        _object(
                            {
                                "agency": optional_text,
                                "date": {"type": ["string", "null"], "format": "date"},
                            }
                        ),
                    ]
                },
                "sources": {"type": "object"},
            },
            ["format", "year", "agency"],
        ),
    }


def _object(properties: dict[str, Any], required: list[str] | None = None) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
    return made | ({"required": required} if required else {})


def _blocks() -> list[dict[str, Any]]:
    text, number = {"type": "string"}, {"type": ["integer", "null"], "minimum": 0}
    return [
        _object({"text": text, "level": number, "lead": number}, ["text"]),
        _object({"heading": text, "level": {"enum": [2, 3, 4]}}, ["heading", "level"]),
        _object(
            {"list": {"type": "array", "items": text}, "ordered": {"type": "boolean"}}, ["list"]
        ),
        _object({"table": text}, ["table"]),
        _object({"image": text, "caption": text}, ["image"]),
    ]


def _table(table: Table) -> dict[str, Any]:
    rows: dict[str, dict[str, Any]] = {}
    for address, column in table.cells.items():
        rows.setdefault(address.row, {})[address.column] = _cell(column)
    return _object({row: _object(cells) for row, cells in rows.items()}) | {"title": table.title}


def _repeating(table: RepeatingTable) -> dict[str, Any]:
    columns = {c.id: _cell(c) for c in table.columns if c.id}
    row = _object({"key": {"type": "string", "minLength": 1}, **columns}, ["key"])
    return {"type": "array", "items": row, "title": table.title}


def _cell(column: Column) -> dict[str, Any]:
    blank = [{"type": "null"}, {"const": "n/a"}]
    decimal = {"type": "string", "pattern": DECIMAL}
    given: list[dict[str, Any]]
    match column.kind:
        case Kind.COUNT | Kind.SIGNED:
            given = [{"type": "integer"}]
        case Kind.MONEY if column.unit is None:
            unit = {"enum": list(YUAN_PER_UNIT)}
            given = [decimal, _object({"value": decimal, "unit": unit}, ["value", "unit"])]
        case Kind.MONEY | Kind.SHARE:
            given = [decimal]
        case _:
            given = [{"type": "string"}]
    return {"title": column.label, "anyOf": given + blank}
