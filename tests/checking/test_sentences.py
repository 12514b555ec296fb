"""Sentences as offices write them: what each check on words must find, and what it must not."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import ON_WORDS
from on_words import TABLES, found

LEAST_WRONG, LEAST_RIGHT = 5, 8
# What no single sentence shows: see test_document.py.
STRUCTURAL = {
    "section-renamed", "section-misplaced", "aspect-missing", "statement-missing",
    "section-bare", "signing-date", "edition-tables",
}  # fmt: skip


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
