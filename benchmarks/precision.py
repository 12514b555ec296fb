"""All checks over the corpus as published, each finding against the labels made by reading.

python -m benchmarks.precision [--all]
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from attrs import frozen

from disclosure_kit import Loaded, Source, check, read
from disclosure_kit.errors import DisclosureError

from .judged import judgements
from .labels import Label, Labelled, kinds_of, labelled
from .matching import Judged, Verdict, concerns, judge
from .reports import session
from .table import Row, printed

ENOUGH = 10  # firings; fewer say nothing


@frozen
class Result:
    """What the checks said of one report, or why it is refused; ``untold`` are the kinds of
    fault that they say they could not assess."""

    report: Labelled
    refused: str = ""
    judged: tuple[Judged, ...] = ()
    untold: frozenset[str] = frozenset()


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


def measure() -> Iterator[Result]:
    """Every report of the corpus, with last year's where the corpus has it."""
    reports = list(labelled())
    known = list(judgements())
    for report in reports:
        this = loaded(report)
        if isinstance(this, str):
            yield Result(report, this.splitlines()[0])
            continue
        before = year_before(report, reports)
        last = loaded(before) if before else None
        assessment = check(session(), this, last if isinstance(last, Loaded) else None)
        if assessment.crashed:
            raise RuntimeError("\n".join(assessment.crashed.values()))
        yield Result(
            report,
            judged=tuple(judge(report, found, known) for found in assessment.findings),
            untold=frozenset().union(*(kinds_of(n.code) for n in assessment.not_assessed)),
        )


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


def by_kind(results: Sequence[Result]) -> str:
    """The faults an editor is sure of, in the reports that can be read: found, at least told as
    not assessed, or passed over."""
    counts: dict[str, Counter[str]] = {}
    for result in results:
        if result.refused:
            continue
        for label in result.report.wrong:
            if label.sure and not label.artefact:
                counts.setdefault(label.kind, Counter())[_fate(result, label)] += 1
    columns = ("found", "not assessed", "not found")
    rows = [
        Row(kind, (count.total(), *(count[c] for c in columns)))
        for kind, count in sorted(counts.items())
    ]
    total: Counter[str] = sum(counts.values(), Counter())
    rows.append(Row("all", (total.total(), *(total[c] for c in columns))))
    return printed("kind", ("labelled", *columns), rows)


def _fate(result: Result, label: Label) -> str:
    speaking = [one.finding for one in result.judged if label.kind in kinds_of(one.finding.code)]
    if any(concerns(result.report, finding, label) for finding in speaking):
        return "found"
    return "not assessed" if label.kind in result.untold else "not found"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="every finding, not only the doubtful")
    wanted = parser.parse_args()
    results = list(measure())
    judged = [one for result in results for one in result.judged]
    print(by_code(judged))
    print(by_kind(results))
    for result in results:
        if result.refused:
            print(f"not read: {result.refused}")
    doubtful = (Verdict.FALSE, Verdict.UNMATCHED)
    for one in judged:
        if wanted.all or one.verdict in doubtful:
            print(f"{one.verdict} {one.report.file.stem} {one.finding.code}: {one.near}")


if __name__ == "__main__":
    main()
