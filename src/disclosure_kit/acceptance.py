"""Warnings that somebody acknowledged, with the reason: kept in a file beside the report.

An acknowledgement is keyed by the code and by a digest of what the finding speaks of: its
figures and its sentence. It survives every re-run, and ends when one of these changes.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from typing import Any, Final

from attrs import evolve, frozen

from .checking.run import Accepted, Assessment
from .errors import SourceError
from .files import ACCEPTED, STANDARD_INPUT, read_source
from .model.expanded import expanded
from .model.finding import Finding, Part, Severity
from .model.form import Form
from .model.prose import all_passages
from .model.report import Report
from .model.table import Column
from .model.values import Address
from .structure.plain import plain_value

LONGEST_REASON: Final = 1000
_FORMAT: Final = "disclosure-kit/accepted/1"
_KEYS: Final = ("code", "operands", "reason", "date", "message")
_MOST: Final = 1_000_000  # bytes


@frozen
class Acceptance:
    """One acknowledged finding. ``date`` is ISO 8601; ``message`` is what was read then."""

    code: str
    operands: str
    reason: str
    date: str
    message: str


def operands_of(finding: Finding, report: Report, form: Form) -> str:
    """A digest of the figures and the words that ``finding`` speaks of."""
    return _Spoken.of(report, form).digest(finding)


@frozen
class _Spoken:
    """The cells and the words of one report, looked up once for all its findings."""

    report: Report
    form: Form
    cells: Mapping[str, tuple[Address, Column]]
    words: Mapping[str, list[str]]

    @classmethod
    def of(cls, report: Report, form: Form) -> _Spoken:
        words: dict[str, list[str]] = {}
        for passage in all_passages(report):
            words.setdefault(passage.address, []).append(passage.text)
        return cls(report, form, expanded(form, report).cells, words)

    def digest(self, finding: Finding) -> str:
        said: list[Any] = [finding.quote, _plain(finding.expected), _plain(finding.actual)]
        for name in finding.addresses:
            if name in self.cells:
                address, column = self.cells[name]
                said.append([name, plain_value(self.report.value(address), column.unit)])
            elif name in self.form.figures:
                value = self.report.figures.get(name)
                said.append([name, None if value is None else plain_value(value, None)])
            elif not finding.quote:
                # A paragraph may move: its words count, not its place.
                said.append(self.words.get(name, []))
        text = json.dumps([finding.code, said], ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _plain(part: Part | None) -> str | None:
    return None if part is None else str(part)


def accept(finding: Finding, report: Report, form: Form, reason: str, date: str) -> Acceptance:
    """``finding`` as acknowledged.

    Raises:
        ValueError: it is an error; errors are mended, not acknowledged.
    """
    if finding.severity is Severity.ERROR:
        raise ValueError(f"{finding.code} is an error")
    operands = operands_of(finding, report, form)
    return Acceptance(finding.code, operands, reason, date, finding.message)


def apply(
    assessment: Assessment, known: Iterable[Acceptance], report: Report, form: Form
) -> Assessment:
    """``assessment`` with what was acknowledged set apart; what matches nothing is ``expired``,
    but where the check could not say (last year's report is not at hand this time)."""
    by_key = {(entry.code, entry.operands): entry for entry in known}
    if not by_key:
        return assessment
    spoken = _Spoken.of(report, form)
    used: set[tuple[str, str]] = set()
    left = []
    accepted: list[Accepted] = []
    for outcome in assessment.outcomes:
        if isinstance(outcome, Finding) and outcome.severity is not Severity.ERROR:
            key = outcome.code, spoken.digest(outcome)
            if key in by_key:
                used.add(key)
                accepted.append(Accepted(outcome, by_key[key].reason, by_key[key].date))
                continue
        left.append(outcome)
    silent = {item.code for item in assessment.not_assessed}
    expired = tuple(
        entry.message
        for key, entry in by_key.items()
        if key not in used and entry.code not in silent
    )
    return evolve(assessment, outcomes=tuple(left), accepted=tuple(accepted), expired=expired)


def dump(entries: Iterable[Acceptance]) -> bytes:
    """The file beside the report."""
    listed = [{key: getattr(entry, key) for key in _KEYS} for entry in entries]
    tree = {"format": _FORMAT, "accepted": listed}
    return (json.dumps(tree, ensure_ascii=False, indent=2) + "\n").encode()


def parse(content: bytes, name: str) -> tuple[Acceptance, ...]:
    """The acknowledgements in a file.

    Raises:
        SourceError: it is not such a file; it must not be overwritten then.
    """
    wrong = SourceError(
        f"{name}：不是核对说明文件，或已损坏", hint="请改正或移走这个文件；没有采用其中的说明"
    )
    if len(content) > _MOST:
        raise wrong
    try:
        tree = json.loads(content)
    except (ValueError, RecursionError):
        raise wrong from None
    if not isinstance(tree, dict) or tree.get("format") != _FORMAT:
        raise wrong
    listed = tree.get("accepted")
    if not isinstance(listed, list):
        raise wrong
    entries = []
    for item in listed:
        if not (
            isinstance(item, dict)
            and set(item) == set(_KEYS)
            and all(isinstance(value, str) for value in item.values())
        ):
            raise wrong
        entries.append(Acceptance(**item))
    return tuple(entries)


def acceptances_beside(name: str) -> tuple[Acceptance, ...]:
    """What was acknowledged of the report in the file ``name``.

    Raises:
        SourceError: the file beside it cannot be read.
    """
    beside = name + ACCEPTED
    if name == STANDARD_INPUT or not os.path.lexists(beside):
        return ()
    return parse(read_source(beside).content, beside)
