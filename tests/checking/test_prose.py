"""Sentences that contradict the tables or themselves, and sentences that only look so.

See prose/README.md: the sentences were written for these tests.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from prose_under_test import case, findings, load

from disclosure_kit.model.finding import Finding

SAID = load("said.yaml")
SILENT = [(why, sentence) for why, told in load("silent.yaml").items() for sentence in told]


def told(finding: Finding) -> str:
    figure = finding.actual if finding.code == "text-claim" else finding.expected
    return f"{finding.code} {figure if not isinstance(figure, Decimal) else f'{figure:f}'}"


def test_there_are_enough() -> None:
    assert sum(len(case["finds"]) > 0 for case in SAID) >= 60
    assert len(SILENT) >= 80
    assert len({sentence for _, sentence in SILENT}) == len(SILENT)


@pytest.mark.parametrize("said", SAID, ids=lambda said: said["say"])
def test_what_contradicts_is_told(said: dict[str, Any]) -> None:
    found = findings(case(said["say"]))
    assert [told(f) for f in found] == [
        " ".join((code, f"{Decimal(figure):f}")) for code, figure in map(str.split, said["finds"])
    ]
    assert all("“" in f.message and f.addresses[-1] == "overview[0]" for f in found)


@pytest.mark.parametrize(("why", "sentence"), SILENT, ids=[s for _, s in SILENT])
def test_what_only_looks_wrong_is_not(why: str, sentence: str) -> None:
    assert findings(case(sentence)) == [], why
