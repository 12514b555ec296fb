"""All checks over one case: isolated from each other, collected, sorted."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import redirect_stdout
from itertools import islice
from typing import Final

from attrs import field, frozen
from frozendict import frozendict

from ..contributions import EVERYWHERE, Check
from ..model.case import Case
from ..model.finding import Finding, NotAssessed, Outcome, Severity
from ..model.form import Form
from ..strict import misfits
from .apart import Answer, Failure

MOST_OUTCOMES: Final = 10_000  # of one check


@frozen
class Accepted:
    """A warning that somebody acknowledged: why, and when (ISO 8601)."""

    finding: Finding
    reason: str
    date: str


@frozen
class Assessment:
    """What the checks said. ``crashed`` are the checks that failed themselves, by code, each
    with its traceback. ``accepted`` are no longer among ``outcomes``; ``expired`` are the messages
    of acknowledgements whose figures or sentences have changed."""

    outcomes: tuple[Outcome, ...] = ()
    crashed: frozendict[str, str] = field(factory=frozendict)
    accepted: tuple[Accepted, ...] = ()
    expired: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(o for o in self.outcomes if isinstance(o, Finding))

    @property
    def not_assessed(self) -> tuple[NotAssessed, ...]:
        return tuple(o for o in self.outcomes if isinstance(o, NotAssessed))

    @property
    def ok(self) -> bool:
        """No error, and no check that failed to run."""
        return not self.crashed and all(f.severity is not Severity.ERROR for f in self.findings)

    @property
    def complete(self) -> bool:
        """Every statutory figure is filled and assessed."""
        return not self.crashed and not any(n.statutory for n in self.not_assessed)


def assess(
    case: Case, checks: Mapping[str, Check], apart: Mapping[str, Answer] | None = None
) -> Assessment:
    """Run every check whose scope covers the report. A crash is told, never swallowed.

    ``apart`` are the answers of checks that were run elsewhere, by code.
    """
    outcomes: list[Outcome] = []
    crashed: dict[str, str] = {}
    # A check may be foreign code: what it prints must not mix with our results.
    with redirect_stdout(sys.stderr):
        for code, check in covering(case, checks).items():
            answer = apart[code] if apart and code in apart else _run(check, case)
            if isinstance(answer, Failure):
                crashed[code] = answer.trace
                answer = (NotAssessed(code, f"检查“{check.title}”{answer.reason}"),)
            outcomes += answer
    return Assessment(tuple(sorted(outcomes, key=case.form.kept(_order))), frozendict(crashed))


def covering(case: Case, checks: Mapping[str, Check]) -> dict[str, Check]:
    """The checks whose scope covers the report."""
    region, edition = case.form.region, case.form.edition.id
    return {
        code: check
        for code, check in checks.items()
        if check.scope is EVERYWHERE or check.scope.covers(region, edition)
    }


def _run(check: Check, case: Case) -> Answer:
    try:
        return tuple(outcomes_of(check, case))
    except (Exception, SystemExit) as error:
        return Failure.of(error)


def outcomes_of(check: Check, case: Case) -> list[Outcome]:
    """What ``check`` yields.

    Raises:
        TypeError: something that is no outcome.
        ValueError: more than anybody could read; whatever the check itself raises.
    """
    said = check.run(case)
    if type(said) is list and not said:  # as most
        return []
    found = list(islice(said, MOST_OUTCOMES + 1))
    if len(found) > MOST_OUTCOMES:
        raise ValueError(f"yielded more than {MOST_OUTCOMES} outcomes")
    for outcome in found:
        if not isinstance(outcome, Finding | NotAssessed):
            raise TypeError(f"yielded {type(outcome).__name__}")
        for misfit in misfits(outcome):
            raise TypeError(misfit)
    return found


def _order(form: Form):  # type: ignore[no-untyped-def]  # a key function
    cells = {address: number for number, address in enumerate(form.cells)}
    sections = {section.id: number for number, section in enumerate(form.sections)}
    figures = {key: number for number, key in enumerate(form.figures)}
    after = len(sections)

    def order(outcome: Outcome) -> tuple[int, int, int, str]:
        kind = 1 if isinstance(outcome, NotAssessed) else 0
        first = outcome.addresses[0] if outcome.addresses else ""
        if first in form.cells:
            table = form.tables[form.cells[first][0].table]
            return kind, sections.get(table.place.section or "", after), cells[first], outcome.code
        figure = form.figures.get(first)
        section = figure.section if figure else first.partition("[")[0]
        place = figures.get(first, -1) - len(figures)
        return kind, sections.get(section, after), place, outcome.code

    return order
