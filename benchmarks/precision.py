"""All checks over the corpus as published, each finding against the labels made by reading.

python -m benchmarks.precision [--all]
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum

from attrs import frozen

from disclosure_kit import Loaded, Source, check, read
from disclosure_kit.errors import DisclosureError
from disclosure_kit.model.finding import Finding

from .judged import Judgement, judgements
from .labels import Label, Labelled, artefact_kinds, kinds_of, labelled, squeezed
from .reports import session
from .table import Row, printed

ENOUGH = 10  # firings; fewer say nothing


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


def loaded(report: Labelled) -> Loaded | str:
    """The report, or why it is refused."""
    try:
        return read(session(), Source(report.file.name, report.file.read_bytes()))
    except DisclosureError as error:
        return str(error)


def year_before(report: Labelled, reports: Sequence[Labelled]) -> Labelled | None:
    """The same body's report of the year before, where the corpus has it."""
    match = re.fullmatch(r"(.+)-(\d{4})(?:-\w+)?", report.file.stem)
    if match is None:
        return None
    wanted = f"{match.group(1)}-{int(match.group(2)) - 1}"
    return next((other for other in reports if other.file.stem == wanted), None)


def judge(report: Labelled, found: Finding, known: Sequence[Judgement]) -> Judged:
    """First the faults, then what is right, then what was read since, then the artefacts."""
    kinds = kinds_of(found.code)
    here = [
        label for label in report.wrong if label.kind in kinds and _concerns(report, found, label)
    ]
    if here:
        best = min(here, key=lambda label: label.artefact)
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


def _concerns(report: Labelled, found: Finding, label: Label) -> bool:
    """The finding may speak of this fault. One without words is of a table or the whole report,
    where the kind is enough; of a missing section its number must be named."""
    if found.quote or _lines(found):
        return _meets(report, found, label)
    if label.kind == "section_missing":
        numbers = re.findall("[一二三四五六]", label.should)
        return not numbers or any(f"{number}、" in found.message for number in numbers)
    return True


def _meets(report: Labelled, found: Finding, label: Label) -> bool:
    """They speak of the same words, or where the finding has none, of the same line."""
    if not found.quote:
        return squeezed(label.quote) in squeezed(found.message) or (
            label.line in _lines(found) and not _one_line(report)
        )
    quote, wanted = squeezed(found.quote), squeezed(label.quote)
    return wanted in quote or quote in wanted or _overlap(quote, wanted)


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


def measure() -> Iterator[tuple[Labelled, list[Judged] | str]]:
    """For each report what was found, or why it was refused."""
    reports = list(labelled())
    known = list(judgements())
    for report in reports:
        this = loaded(report)
        if isinstance(this, str):
            yield report, this
            continue
        before = year_before(report, reports)
        last = loaded(before) if before else None
        assessment = check(session(), this, last if isinstance(last, Loaded) else None)
        if assessment.crashed:
            raise RuntimeError("\n".join(assessment.crashed.values()))
        yield report, [judge(report, found, known) for found in assessment.findings]


def by_code(judged: Sequence[Judged]) -> str:
    """Firings and verdicts of each code, with its precision where there is enough to say it."""
    counts: dict[str, Counter[Verdict]] = {}
    sure: Counter[str] = Counter()
    for one in judged:
        counts.setdefault(one.finding.code, Counter())[one.verdict] += 1
        is_true = one.verdict is Verdict.TRUE
        sure[one.finding.code] += is_true and (one.label is None or one.label.sure)
    rows = []
    for code, count in sorted(counts.items()):
        decided = count[Verdict.TRUE] + count[Verdict.FALSE]
        share = f"{count[Verdict.TRUE] / decided:.2f}" if decided >= ENOUGH else "unmeasured"
        rows.append(Row(code, (count.total(), *(count[v] for v in Verdict), sure[code], share)))
    return printed("code", ["n", *Verdict, "of true: sure", "precision"], rows)


def by_kind(results: Sequence[tuple[Labelled, list[Judged] | str]]) -> str:
    """Of the sure faults in the reports that could be read, those that a finding speaks of."""
    sure: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for report, judged in results:
        if isinstance(judged, str):
            continue
        met = {(label.kind, label.line, label.quote) for label in _met(report, judged)}
        for label in report.wrong:
            if label.sure and not label.artefact:
                sure[label.kind] += 1
                found[label.kind] += (label.kind, label.line, label.quote) in met
    rows = [Row(kind, (n, found[kind], n - found[kind])) for kind, n in sorted(sure.items())]
    rows.append(Row("all", (sure.total(), found.total(), sure.total() - found.total())))
    return printed("kind", ["labelled", "found", "not found"], rows)


def _met(report: Labelled, judged: Sequence[Judged]) -> Iterator[Label]:
    """Every label that some finding speaks of: one finding may speak of several."""
    for label in report.wrong:
        speaking = [one.finding for one in judged if label.kind in kinds_of(one.finding.code)]
        if any(_concerns(report, finding, label) for finding in speaking):
            yield label


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="every finding, not only the doubtful")
    wanted = parser.parse_args()
    results = list(measure())
    judged = [one for _, found in results if not isinstance(found, str) for one in found]
    print(by_code(judged))
    print(by_kind(results))
    for report, found in results:
        if isinstance(found, str):
            print(f"not read: {report.file.name}: {found.splitlines()[0]}")
    doubtful = (Verdict.FALSE, Verdict.UNMATCHED)
    for one in judged:
        if wanted.all or one.verdict in doubtful:
            print(f"{one.verdict} {one.report.file.stem} {one.finding.code}: {one.near}")


if __name__ == "__main__":
    main()
