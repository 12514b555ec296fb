"""Slips planted in the words of the published reports: found by the right check, or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from attrs import frozen

from disclosure_kit import Loaded, Source, check, read
from disclosure_kit.errors import DisclosureError
from disclosure_kit.model.edition import OutlineKind

from .labels import kinds_of, labelled
from .reports import session
from .slips import Planted, Text, plant
from .table import Row, printed

COLUMNS = ("planted", "found", "told as something else", "not read any more", "missed")


@frozen
class Told:
    """What the checks said of one planted slip that they did not say before."""

    planted: Planted
    codes: frozenset[str] | None  # None: the file was refused

    @property
    def column(self) -> str:
        if self.codes is None:
            return "not read any more"
        if any(self.planted.kind in kinds_of(code) for code in self.codes):
            return "found"
        return "told as something else" if self.codes else "missed"


def texts() -> list[Text]:
    """The published texts that can be read."""
    found = []
    for report in labelled():
        if report.file.suffix == ".html":
            continue
        text = report.file.read_text("utf-8")
        loaded = loaded_text(report.file.name, text)
        if loaded is not None:
            found.append((report, text, loaded))
    names = [loaded.report.agency.name for _, _, loaded in found if loaded.report.agency.name]
    return [
        Text(
            labels,
            text,
            loaded.report.year,
            loaded.form.edition.outline is OutlineKind.FIXED,
            loaded.report.agency.name,
            _others(loaded.report.agency.name, names),
        )
        for labels, text, loaded in found
    ]


def _others(name: str, names: list[str]) -> tuple[str, ...]:
    return tuple(other for other in dict.fromkeys(names) if other[:2] != name[:2])


def loaded_text(name: str, text: str) -> Loaded | None:
    """The report, or ``None`` where it is refused."""
    try:
        return read(session(), Source(name, text.encode()))
    except DisclosureError:
        return None


def said(loaded: Loaded) -> Counter[tuple[str, str]]:
    """Code and message of every finding."""
    assessment = check(session(), loaded)
    if assessment.crashed:
        raise RuntimeError("\n".join(assessment.crashed.values()))
    return Counter((finding.code, finding.message) for finding in assessment.findings)


def measure_prose(seed: int, each: int) -> Iterator[Told]:
    subjects = texts()
    before = {}
    for subject in subjects:
        loaded = loaded_text(subject.labels.file.name, subject.text)
        assert loaded is not None  # texts() read it
        before[subject.text] = said(loaded)
    for planted in plant(seed, subjects, each):
        loaded = loaded_text(planted.subject.labels.file.name, planted.text)
        if loaded is None:
            yield Told(planted, None)
            continue
        now = said(loaded)
        new = now - before[planted.subject.text]
        yield Told(planted, frozenset(code for code, _ in new))


def prose_table(told: Iterator[Told]) -> str:
    counts: dict[str, Counter[str]] = {}
    for one in told:
        count = counts.setdefault(one.planted.how, Counter())
        count["planted"] += 1
        count[one.column] += 1
    total: Counter[str] = sum(counts.values(), Counter())
    rows = [Row(how, tuple(count[c] for c in COLUMNS)) for how, count in counts.items()]
    return printed("words", COLUMNS, [*rows, Row("all", tuple(total[c] for c in COLUMNS))])
