"""Sentences as offices write them: what each check on words must find, and what it must not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import ON_WORDS
from frozendict import frozendict
from on_words import told
from ruamel.yaml import YAML

from disclosure_kit.model.example import Example
from disclosure_kit.model.finding import Finding

FOLDER = Path(__file__).parent / "sentences"
LEAST_WRONG, LEAST_RIGHT = 5, 8
# What no single sentence shows: see test_document.py.
STRUCTURAL = {
    "section-renamed", "section-misplaced", "aspect-missing", "statement-missing",
    "section-bare", "signing-date", "edition-tables",
}  # fmt: skip


def tables() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for file in sorted(FOLDER.glob("*.yaml")):
        found |= YAML(typ="safe").load(file.read_text("utf-8"))
    return found


TABLES = tables()


def found(code: str, text: str | list[str]) -> list[Finding]:
    table = TABLES[code]
    paragraphs = (text,) if isinstance(text, str) else tuple(text)
    example = Example(
        texts=frozendict({table.get("section", "overview"): paragraphs}),
        agency=table.get("agency", "示例县人民政府"),
    )
    return told(code, example)


def sentences(kind: str) -> list[Any]:
    return [
        pytest.param(code, text, id=f"{code}-{number}")
        for code, table in TABLES.items()
        for number, text in enumerate(table[kind])
    ]


@pytest.mark.parametrize(("code", "text"), sentences("wrong"))
def test_found(code: str, text: str | list[str]) -> None:
    findings = found(code, text)
    assert findings, text
    for finding in findings:
        assert finding.message
        assert finding.advice
        assert finding.addresses


@pytest.mark.parametrize(("code", "text"), sentences("right"))
def test_silent(code: str, text: str | list[str]) -> None:
    assert [finding.message for finding in found(code, text)] == []


def test_every_check_on_words_has_enough_of_both() -> None:
    assert set(TABLES) | STRUCTURAL == ON_WORDS
    for code, table in TABLES.items():
        assert len(table["wrong"]) >= LEAST_WRONG, code
        assert len(table["right"]) >= LEAST_RIGHT, code
