"""Cases that a jurist writes: see cases/README.md."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from conftest import EXAMPLES, ON_WORDS
from ruamel.yaml import YAML

from disclosure_kit import Loaded, Session, Source, app, read

CASES = Path(__file__).parent / "cases"
KEYS = {
    "name", "base", "set", "drop", "previous", "previous_set",
    "findings", "not_assessed", "complete",
}  # fmt: skip


def cases() -> list[Any]:
    found = [
        pytest.param(case, id=f"{file.stem}-{case['name']}")
        for file in sorted(CASES.glob("*.yaml"))
        for case in YAML(typ="safe").load(file.read_text("utf-8"))
    ]
    assert len(found) >= 12
    return found


def changed(kit: Session, base: str, cells: dict[str, Any], drop: tuple[str, ...] = ()) -> Loaded:
    """The example with these cells changed, through the reader as any other file."""
    tree = YAML(typ="safe").load((EXAMPLES / f"{base}.yaml").read_text("utf-8"))
    for address, value in cells.items():
        table, row, column = _split(tree["tables"], address)
        tree["tables"][table][row][column] = value
    for section in drop:
        del tree["sections"][section]
    return read(kit, Source("例.json", json.dumps(tree, ensure_ascii=False).encode()))


def _split(tables: dict[str, Any], address: str) -> tuple[str, str, str]:
    table, _, rest = address.partition(".")
    for row, cells in tables[table].items():
        if rest.startswith(f"{row}.") and rest.removeprefix(f"{row}.") in cells:
            return table, row, rest.removeprefix(f"{row}.")
    raise AssertionError(f"no cell {address}")


@pytest.mark.parametrize("case", cases())
def test_case(kit: Session, case: dict[str, Any]) -> None:
    assert set(case) <= KEYS
    loaded = changed(kit, case["base"], case.get("set", {}), tuple(case.get("drop", ())))
    previous = None
    if "previous" in case:
        last = changed(kit, case["previous"], case.get("previous_set", {}))
        year = loaded.report.year - 1
        previous = evolve(last, report=evolve(last.report, year=year))
    assessment = app.check(kit, loaded, previous)
    codes = [finding.code for finding in assessment.findings]
    assert [code for code in codes if code not in ON_WORDS] == case["findings"]
    if "not_assessed" in case:
        left = [i.code for i in assessment.not_assessed if i.code not in ON_WORDS]
        assert sorted(left) == sorted(case["not_assessed"])
    if "complete" in case:
        assert assessment.complete is case["complete"]
