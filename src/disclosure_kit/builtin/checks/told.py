"""A finding on words: the place, a short excerpt for the message, the whole sentence as quote;
and many findings of one cause told as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from attrs import evolve

from ...contributions import Check
from ...model.case import Case
from ...model.finding import Finding, Outcome, Severity
from ...model.prose import Passage

_STOPS: Final = "。！？；\n"
_AROUND: Final = 12
_MOST: Final = 5  # findings of one code and severity; more are one finding
_SHOWN: Final = 3
_REACH: Final = 300  # how far the ends of a sentence are looked for


def excerpt(text: str, start: int, end: int, around: int = _AROUND) -> str:
    """What stands at ``start`` to ``end`` with a few characters before and behind, inside its
    sentence; … where more of the sentence was left out."""
    return _cut(text, (start, end), _sentence(text, start, end), around)


def _cut(text: str, span: tuple[int, int], sentence: tuple[int, int], around: int) -> str:
    (start, end), (first, last) = span, sentence
    begin, stop = max(first, start - around), min(last, end + around)
    before = "…" if begin > first else ""
    behind = "…" if stop < last else ""
    return f"{before}{text[begin:stop].strip()}{behind}"


def told(
    code: str,
    severity: Severity,
    passage: Passage,
    span: tuple[int, int],
    what: str,
    advice: str,
    clause: str = "",
) -> Finding:
    """``“…”：what``, of the words at ``span`` of ``passage``."""
    first, last = sentence = _sentence(passage.text, *span)
    return Finding(
        code=code,
        severity=severity,
        message=f"“{_cut(passage.text, span, sentence, _AROUND)}”：{what}",
        addresses=(passage.address,),
        advice=advice,
        clause=clause,
        source=passage.source,
        quote=passage.text[first:last].strip(),
    )


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    low, high = max(0, start - _REACH), min(len(text), end + _REACH)
    before = max(text.rfind(stop, low, start) for stop in _STOPS)
    ends = [at for stop in _STOPS if (at := text.find(stop, max(end - 1, 0), high)) >= 0]
    return (before + 1 if before >= 0 else low), min(ends, default=high - 1) + 1


def at_most(check: Check) -> Check:
    """``check``, its findings told as one where there are many: nobody reads the same sentence
    twenty times."""
    return evolve(check, run=partial(_gathered, check.run))


def _gathered(run: Callable[[Case], Iterable[Outcome]], case: Case) -> list[Outcome]:
    outcomes = list(run(case))
    if len(outcomes) < 2:
        return outcomes
    findings = [outcome for outcome in outcomes if isinstance(outcome, Finding)]
    gathered: list[Outcome] = []
    for severity in Severity:
        alike = [finding for finding in findings if finding.severity is severity]
        gathered += [_one(alike)] if len(alike) > _MOST else alike
    return gathered + [outcome for outcome in outcomes if not isinstance(outcome, Finding)]


def _one(findings: list[Finding]) -> Finding:
    """The places of all; an acknowledgement holds as long as all their sentences stand."""
    advice = tuple(dict.fromkeys(finding.advice for finding in findings))
    shown = "；".join(finding.message for finding in findings[:_SHOWN])
    return evolve(
        findings[0],
        message=f"同类问题共 {len(findings)} 处，如：{shown}",
        addresses=tuple(dict.fromkeys(a for finding in findings for a in finding.addresses)),
        advice=advice[0] if len(advice) == 1 else "请逐处核对改正",
        clause=next((f.clause for f in findings if f.clause), ""),
        quote="\n".join(finding.quote for finding in findings),
    )
