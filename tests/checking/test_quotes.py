"""What a finding on words quotes: an acknowledgement lasts as long. Many are one."""

from __future__ import annotations

from itertools import chain
from typing import Any

import pytest
from conftest import ON_WORDS, TODAY
from forms_under_test import session
from on_words import TABLES, form_for, found

from disclosure_kit.acceptance import accept, operands_of
from disclosure_kit.checking.examples import case_of
from disclosure_kit.model.example import Example, saying
from disclosure_kit.model.finding import Finding, NotAssessed, Severity

# Told once for the report, or of numbers that no output prints: not the words as they stand.
GATHERED = {"half-width", "full-width", "personal-data"}
WRONG = [(code, text) for code, table in TABLES.items() for text in table["wrong"]]


def spoken_of(code: str, texts: tuple[str, ...]) -> tuple[Any, list[Finding]]:
    case = case_of(saying(*texts), form_for, session().settings, TODAY)
    outcomes = session().registry.checks[code].run(case)
    return case, [o for o in outcomes if isinstance(o, Finding)]


@pytest.mark.parametrize(("code", "text"), WRONG)
def test_a_finding_quotes_the_sentence_it_speaks_of(code: str, text: str | list[str]) -> None:
    everything = "\n".join([text] if isinstance(text, str) else text)
    for finding in found(code, text):
        assert finding.quote
        if code not in GATHERED:
            assert all(part in everything for part in finding.quote.split("\n")), finding.quote


@pytest.mark.parametrize("code", sorted(ON_WORDS - {"edition-tables"}))
def test_the_failing_example_has_a_quote(code: str) -> None:
    check = session().registry.checks[code]
    assert isinstance(check.failing, Example)
    case = case_of(check.failing, form_for, session().settings, TODAY)
    findings = [o for o in check.run(case) if isinstance(o, Finding)]
    assert findings
    assert all(finding.quote for finding in findings)


@pytest.mark.parametrize(
    ("code", "before", "other", "after"),
    [
        ("cut-off", "截止目前，共公开20条。", "新增一段。", "截止目前，共公开21条。"),
        ("doubled-word", "公开工作工作取得实效。", "新增一段。", "公开工作工作取得成效。"),
        ("full-stop", "无此类情况发生", "新增一段。", "全年无此类情况发生"),
    ],
)
def test_an_acknowledgement_lasts_as_long_as_the_sentence(
    code: str, before: str, other: str, after: str
) -> None:
    case, (finding,) = spoken_of(code, (before,))
    kept = accept(finding, case.report, case.form, "已核对", "2026-01-20")
    moved, (still,) = spoken_of(code, (other, before))
    assert operands_of(still, moved.report, moved.form) == kept.operands
    changed, (new,) = spoken_of(code, (after,))
    assert operands_of(new, changed.report, changed.form) != kept.operands


def test_many_findings_of_one_cause_are_one_with_all_their_places() -> None:
    five = tuple(f"截止{month}月底，公开{month}条。" for month in range(1, 6))
    case, findings = spoken_of("cut-off", five)
    assert len(findings) == 5
    case, (one,) = spoken_of("cut-off", (*five, "截止年底，公开完毕。"))
    assert "共 6 处" in one.message
    assert one.severity is Severity.WARNING
    assert one.addresses == tuple(f"overview[{at}]" for at in range(6))
    assert one.quote.split("\n")[-1] == "截止年底，公开完毕。"
    operands = operands_of(one, case.report, case.form)
    case, (other,) = spoken_of("cut-off", (*five, "截止年底，公开很多。"))
    assert operands_of(other, case.report, case.form) != operands


def test_no_number_of_a_person_is_printed() -> None:
    _, findings = spoken_of(
        "personal-data", ("张某（11010519491231002X）和李某13800138000、王某13900139000均已答复。",)
    )
    printed = "".join(chain.from_iterable((f.message, f.quote, f.advice) for f in findings))
    assert len(findings) == 3
    assert not any(n in printed for n in ("19491231", "13800138000", "13900139000"))
    assert "均已答复" in findings[0].quote


def test_a_missing_date_is_not_assessed_and_the_report_stays_complete() -> None:
    case = case_of(Example(), form_for, session().settings, TODAY)
    (outcome,) = session().registry.checks["signing-date"].run(case)
    assert isinstance(outcome, NotAssessed)
    assert not outcome.statutory
    assert "落款日期" in outcome.reason
