"""The complete reports that faults are planted in, with the figures keyed by hand.

The three examples that ship with the kit are reports of the corpus, and not taken twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from attrs import evolve, frozen
from frozendict import frozendict
from ruamel.yaml import YAML

from disclosure_kit import KitSpec, Loaded, Session, Source, load_kit, read
from disclosure_kit.model.values import NOT_FILLED, Money, Value

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "tests" / "corpus"
YUNNAN = ROOT / "plugins" / "yunnan"

Cell = tuple[str, str, str]  # table, row, column
Figures = Mapping[Cell, int | None]


@cache
def session() -> Session:
    """The core and 云南, and nothing that happens to be installed."""
    return load_kit(KitSpec(plugins=(str(YUNNAN),), installed=False))


@frozen
class Subject:
    """A report with the figures that stand in it; ``None`` is a blank cell."""

    name: str
    edition: str
    loaded: Loaded
    figures: frozendict[Cell, int | None]
    money: frozendict[Cell, Money]

    def changed(self, changes: Mapping[Cell, int | Money | None]) -> Loaded:
        """The report with other values in these cells."""
        tables = dict(self.loaded.report.tables)
        for (table, row, column), value in changes.items():
            data = tables[table]
            new: Value = NOT_FILLED if value is None else value
            tables[table] = evolve(data, cells=data.cells.set((row, column), new))
        return evolve(self.loaded, report=evolve(self.loaded.report, tables=frozendict(tables)))


def subjects() -> Iterator[Subject]:
    """Every report whose statutory tables are whole."""
    for file in sorted((CORPUS / "expected").glob("*.yaml")):
        keyed = _yaml(file)
        if _whole(keyed["tables"]) and keyed["year"]:
            tree = {
                "format": "disclosure-kit/report/1",
                "edition": keyed["edition"],
                "year": keyed["year"],
                "agency": {"name": "某市人民政府"},
                "tables": _legible(keyed["tables"]),
            }
            yield _subject(file.stem, json.dumps(tree, ensure_ascii=False).encode())


def _yaml(file: Path) -> Any:
    return YAML(typ="safe", pure=True).load(file.read_text("utf-8"))


def _whole(tables: Mapping[str, Any]) -> bool:
    if "statistics" in tables:
        return True
    rows = tables.get("applications", {})
    return {"received", "handled_total", "carried_out"} <= set(rows) and "remedies" in tables


def _legible(tables: Mapping[str, Any]) -> dict[str, Any]:
    return {
        table: {
            row: {column: None if v == "illegible" else v for column, v in cells.items()}
            for row, cells in rows.items()
        }
        for table, rows in tables.items()
    }


def _subject(name: str, content: bytes) -> Subject:
    loaded = read(session(), Source("report.json", content))
    figures: dict[Cell, int | None] = {}
    money: dict[Cell, Money] = {}
    for address, _ in loaded.form.cells.values():
        value = loaded.report.value(address)
        cell = address.table, address.row, address.column
        if isinstance(value, Money):
            money[cell] = value
        elif isinstance(value, int) or value is NOT_FILLED:
            figures[cell] = value if isinstance(value, int) else None
    return Subject(name, loaded.report.edition, loaded, frozendict(figures), frozendict(money))
