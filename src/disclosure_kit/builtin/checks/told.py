"""A finding on words: the place, a short excerpt for the message, the whole sentence as quote."""

from __future__ import annotations

from typing import Final

from ...model.finding import Finding, Severity
from ...model.prose import Passage

_STOPS: Final = "。！？；\n"
_AROUND: Final = 12
_REACH: Final = 300  # how far the ends of a sentence are looked for


def excerpt(text: str, start: int, end: int, around: int = _AROUND) -> str:
    """What stands at ``start`` to ``end`` with a few characters before and behind, inside its
    sentence; … where more of the sentence was left out."""
    first, last = _sentence(text, start, end)
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
    start, end = span
    first, last = _sentence(passage.text, start, end)
    return Finding(
        code=code,
        severity=severity,
        message=f"“{excerpt(passage.text, start, end)}”：{what}",
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
