"""Units for roll-ups: reports in which every figure is 0 but those named."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from frozendict import frozendict

from disclosure_kit import Loaded, Session
from disclosure_kit.model.form import Form
from disclosure_kit.model.report import Agency, Narrative, Report, TableData, Text
from disclosure_kit.model.values import Kind, Money, Value
from disclosure_kit.structure.plain import to_plain


def form_of(session: Session, edition: str = "2021", region: str | None = None) -> Form:
    found = session.registry.editions[edition]
    return session.registry.form(found, region, found.years.first)


def report_of(
    form: Form,
    name: str,
    values: Mapping[str, Value] = frozendict(),
    code: str | None = None,
    figures: Mapping[str, Value] = frozendict(),
) -> Report:
    tables: dict[str, dict[tuple[str, str], Value]] = {}
    for text, (address, column) in form.cells.items():
        zero: Value = 0 if column.kind is not Kind.MONEY else Money(0 * _ONE, column.unit or "元")
        cell = values.get(text, zero)
        tables.setdefault(address.table, {})[address.row, address.column] = cell
    return Report(
        form.edition.id,
        form.year,
        Agency(name, None, code),
        None,
        region=form.region,
        sections=frozendict((s.id, Narrative(s.title, (Text("无。"),))) for s in form.sections),
        tables=frozendict(
            (name, TableData(tuple(dict.fromkeys(row for row, _ in cells)), frozendict(cells)))
            for name, cells in tables.items()
        ),
        figures=frozendict(figures),
    )


def loaded(form: Form, name: str, values: Mapping[str, Value] = frozendict()) -> Loaded:
    return Loaded(f"{name}.json", report_of(form, name, values), form, ())


def write(
    path: Path,
    form: Form,
    name: str,
    values: Mapping[str, Value] = frozendict(),
    code: str | None = None,
    **keys: Any,
) -> Path:
    """A unit's report as a JSON file; ``keys`` overrule those of its tree."""
    tree = to_plain(report_of(form, name, values, code), form) | keys
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(tree, ensure_ascii=False, indent=1), "utf-8")
    return path


_ONE = Decimal(1)
