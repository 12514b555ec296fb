"""Whether a finding speaks of what a label speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from attrs import frozen

from disclosure_kit.model.finding import Finding

from .judged import Judgement
from .labels import Label, Labelled, artefact_kinds, kinds_of, squeezed, text_of


class Verdict(StrEnum):
    """What reading says of a finding."""

    TRUE = "true"
    FALSE = "false"
    ARTEFACT = "artefact"
    UNMATCHED = "unmatched"


@frozen
class Judged:
    """A finding in a report, and the label that decided, if one did."""

    report: Labelled
    finding: Finding
    verdict: Verdict
    label: Label | None = None

    @property
    def near(self) -> str:
        return self.finding.quote or self.finding.message


def judge(report: Labelled, found: Finding, known: Sequence[Judgement]) -> Judged:
    """First the faults, then what is right, then what was read since, then the artefacts."""
    kinds = kinds_of(found.code)
    here = [
        label for label in report.wrong if label.kind in kinds and concerns(report, found, label)
    ]
    if here:
        best = min(here, key=lambda label: (label.artefact, not label.sure))
        verdict = Verdict.ARTEFACT if best.artefact else Verdict.TRUE
        return Judged(report, found, verdict, best)
    for label in report.silent:
        if label.kind in kinds and _meets(report, found, label):
            return Judged(report, found, Verdict.FALSE, label)
    for judgement in known:
        if judgement.speaks_of(report.file.stem, found):
            return Judged(report, found, Verdict(judgement.verdict))
    excused = set().union(*(artefact_kinds()[artefact] for artefact in report.artefacts))
    if kinds & excused:
        return Judged(report, found, Verdict.ARTEFACT)
    return Judged(report, found, Verdict.UNMATCHED)


def concerns(report: Labelled, found: Finding, label: Label) -> bool:
    """A finding may speak of this fault, its code being of the fault's kind.

    The words must meet, or the lines. Where it has neither, or the text is one long line, it is
    of a table or of the whole report, and the kind is enough; a missing section must be named
    by its number.
    """
    if _words(report, found) or (_lines(found) and not _one_line(report)):
        return _meets(report, found, label)
    if label.kind == "section_missing":
        numbers = re.findall("[一二三四五六]", label.should)
        return not numbers or any(f"{number}、" in found.message for number in numbers)
    return True


def _meets(report: Labelled, found: Finding, label: Label) -> bool:
    """They speak of the same words, or where the finding has none, of the same line."""
    words, wanted = _words(report, found), squeezed(label.quote)
    if words:
        return wanted in words or words in wanted or _overlap(words, wanted)
    named = wanted in squeezed(found.message)
    return named or (label.line in _lines(found) and not _one_line(report))


def _words(report: Labelled, found: Finding) -> str:
    """What the finding quotes of the report; nothing where its quote only names what is missing."""
    quote = squeezed(found.quote)
    return quote if quote in text_of(report.file) else ""


def _lines(found: Finding) -> range:
    """The lines of the file that the finding names; none where it names none."""
    match = re.search(r"第\s*(\d+)(?:—(\d+))?\s*行", found.source)
    if match is None:
        return range(0)
    return range(int(match.group(1)), int(match.group(2) or match.group(1)) + 1)


def _one_line(report: Labelled) -> bool:
    """The stored text has no lines to speak of."""
    return "run_together" in report.artefacts


def _overlap(one: str, other: str) -> bool:
    """The end of one is the beginning of the other: a sentence cut at a line's end."""
    shortest = min(len(one), len(other))
    return any(
        one.endswith(other[:size]) or other.endswith(one[:size]) for size in range(6, shortest)
    )
