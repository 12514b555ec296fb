"""Form → JSON Schema (draft 2020-12) of the report files that fill it."""

from __future__ import annotations

from typing import Any

from .model.form import Form
from .model.lists import DEEPEST
from .model.report import DIVISION_CODE
from .model.table import Column, RepeatingTable, Table
from .model.values import YUAN_PER_UNIT, Kind
from .structure.cells import LARGEST
from .structure.shape import FORMAT
from .structure.small_tables import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS

DECIMAL = r"^-?[0-9]{1,18}(\.[0-9]{1,6})?$"
CODE = f"^{DIVISION_CODE}$".replace(r"\d", "[0-9]")
DATE = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
LEVELS = [2, 3, 4]
TEXT = {"type": "string"}
# As far as a pattern can say what ``media.paths`` lets pass.
PICTURE = {
    "type": "string",
    "pattern": r'^(?![./~\s])(?!.*(/[./]|[:*?"<>|\\])).+\.([Pp][Nn][Gg]|[Jj][Pp][Ee]?[Gg])$',
}
OPTIONAL_TEXT = {"type": ["string", "null"]}


def json_schema(form: Form) -> dict[str, Any]:
    """What ``structure.values`` takes, said in JSON Schema."""
    tables = {t.id: _table(t) for t in form.tables.values() if isinstance(t, Table)}
    tables |= {t.id: _repeating(t) for t in form.tables.values() if isinstance(t, RepeatingTable)}
    ids = [section.id for section in form.sections]
    sections: dict[str, Any] = _object(
        {name: _section([table.id for table in form.tables_in(name)]) for name in ids}
    )
    if not ids:  # nobody sets the outline: sections as found
        word = {"pattern": r"^\S+$"}
        sections = {"type": "object", "propertyNames": word, "additionalProperties": _section([])}
    code = {"type": ["string", "null"], "pattern": CODE}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{form.edition.name}",
        "$defs": _blocks(),
        **_object(
            {
                "format": {"const": FORMAT},
                "edition": {"enum": [form.edition.id, None]},
                "region": code,
                "year": {"type": "integer", "minimum": 1000, "maximum": 9999},
                "agency": _object(
                    {
                        "name": {"type": "string"},
                        "kind": OPTIONAL_TEXT,
                        "code": code,
                    },
                    ["name"],
                ),
                "title": OPTIONAL_TEXT,
                "preamble": _body([]),
                "sections": sections,
                "tables": _object(tables),
                "figures": _object(
                    {
                        key: _cell(Column(figure.label, kind=figure.kind, unit=figure.unit))
                        for key, figure in form.figures.items()
                    }
                ),
                "document_number": OPTIONAL_TEXT,
                "addressee": OPTIONAL_TEXT,
                "attachments": {"type": "array", "items": {"anyOf": [TEXT, _attachment()]}},
                "signature": {
                    "anyOf": [
                        {"type": "null"},
                        _object(
                            {
                                "agency": OPTIONAL_TEXT,
                                "date": {
                                    "type": ["string", "null"],
                                    "format": "date",
                                    "pattern": DATE,
                                },
                            }
                        ),
                    ]
                },
                "sources": {"type": "object"},
                "media": {"type": "object", "additionalProperties": TEXT},
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


def _section(tables: list[str]) -> dict[str, Any]:
    return _object({"title": OPTIONAL_TEXT, "body": _body(tables)})


def _attachment() -> dict[str, Any]:
    return _object({"name": TEXT, "body": _body([])}, ["name"])


def _body(tables: list[str]) -> dict[str, Any]:
    kinds: list[dict[str, Any]] = [{"$ref": f"#/$defs/{name}"} for name in _blocks()]
    if tables:
        kinds.append(_object({"table": {"enum": tables}}, ["table"]))
    return {"type": "array", "items": {"oneOf": kinds}}


def _blocks() -> dict[str, dict[str, Any]]:
    """The blocks that may stand anywhere; a table only in its own section."""
    lead = {"type": ["integer", "null"], "minimum": 0}
    return {
        "text": _object({"text": TEXT, "level": {"enum": [*LEVELS, None]}, "lead": lead}, ["text"]),
        "heading": _object({"heading": TEXT, "level": {"enum": LEVELS}}, ["heading", "level"]),
        "list": _object(
            {
                "list": {"type": "array", "items": TEXT},
                "ordered": {"type": "boolean"},
                "levels": {"type": "array", "items": {"enum": [*range(1, DEEPEST + 1)]}},
            },
            ["list"],
        ),
        "image": _object({"image": PICTURE, "caption": TEXT}, ["image"]),
        "small_table": _object({"table": _small_table()}, ["table"]),
    }


def _small_table() -> dict[str, Any]:
    cell = {"type": "string", "maxLength": LONGEST_CELL}
    row = {"type": "array", "items": cell, "minItems": 2, "maxItems": MOST_COLUMNS}
    rows = {"type": "array", "items": row, "minItems": 1, "maxItems": MOST_ROWS}
    head = {"type": "integer", "minimum": 0}
    return _object({"caption": TEXT, "rows": rows, "head": head}, ["rows"])


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
            most = LARGEST - 1
            given = [{"type": "integer", "minimum": -most, "maximum": most}]
        case Kind.MONEY if column.unit is None:
            unit = {"enum": list(YUAN_PER_UNIT)}
            given = [decimal, _object({"value": decimal, "unit": unit}, ["value", "unit"])]
        case Kind.MONEY | Kind.SHARE:
            given = [decimal]
        case _:
            given = [{"type": "string"}]
    return {"title": column.label, "anyOf": given + blank}
