"""How many planted faults the checks find, and how often they name the wrong cell.

python -m benchmarks.recall [--each N] [--seed N] [figures|prose]
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping

from attrs import frozen

from disclosure_kit import Loaded, check
from disclosure_kit.model.finding import Finding, Outcome, Proposal
from disclosure_kit.model.values import Money, number

from .faults import Changes, Fault, plant
from .identities import Equation, broken, equations, repairs
from .prose_recall import measure_prose, prose_table
from .reports import Cell, Subject, session, subjects
from .table import Row, printed

COLUMNS = (
    "planted",
    "break an identity",
    "found",
    "missed",
    "determined",
    "named first, of determined",
    "listed, of determined",
    "named first, of found",
    "listed, of found",
)


@frozen
class Measured:
    """What became of one planted fault."""

    fault: Fault
    bound: bool
    found: bool
    determined: bool
    first: bool
    listed: bool


def measure_figures(seed: int, each: int) -> Iterator[Measured]:
    """Faults planted in the tables of the reports whose figures agree as published."""
    sound = []
    rules = {}
    before = {}
    for subject in subjects():
        rules[subject.name] = equations(subject.edition, subject.figures)
        if not broken(rules[subject.name], subject.figures):
            sound.append(subject)
            before[subject.name] = Counter(outcomes(subject.loaded))
    for subject, fault in plant(seed, sound, each):
        new = Counter(outcomes(subject.changed(fault.changes))) - before[subject.name]
        yield _measured(subject, fault, rules[subject.name], list(new))


def outcomes(loaded: Loaded) -> tuple[Outcome, ...]:
    """What the checks say of a report; a check that fails itself is no measurement."""
    assessment = check(session(), loaded)
    if assessment.crashed:
        raise RuntimeError("\n".join(assessment.crashed.values()))
    return assessment.outcomes


def _measured(
    subject: Subject, fault: Fault, rules: list[Equation], new: list[Outcome]
) -> Measured:
    figures = {
        **subject.figures,
        **{c: v for c, v in fault.changes.items() if not isinstance(v, Money)},
    }
    names = {".".join(cell) for cell in fault.changes}
    failing = broken(rules, figures)
    blanked = {c for c, v in fault.changes.items() if v is None}
    bound = bool(failing) or any(blanked & set(rule.signs) for rule in rules)
    reach = names | {".".join(cell) for rule in failing for cell in rule.signs}
    smallest = repairs(rules, figures, min(len(fault.changes), 2)) if failing else []
    proposed = [p for outcome in new if isinstance(outcome, Finding) for p in outcome.proposals]
    return Measured(
        fault,
        bound,
        any(not reach.isdisjoint(outcome.addresses) for outcome in new),
        smallest == [frozenset(fault.changes)],
        _named(proposed[: len(fault.changes)], subject, fault.changes),
        _named(proposed, subject, fault.changes),
    )


def _named(proposals: list[Proposal], subject: Subject, changes: Changes) -> bool:
    """All changed cells are proposed, each with the figure that stood there before."""
    proposed = {(p.address, _plain(p.proposed)) for p in proposals}
    return all((".".join(c), _plain(_true(subject, c))) in proposed for c in changes)


def _true(subject: Subject, cell: Cell) -> int | Money | None:
    return subject.figures[cell] if cell in subject.figures else subject.money[cell]


def _plain(value: object) -> str:
    if isinstance(value, Money):
        value = number(value)
    return str(value)


def figures_table(measured: Iterator[Measured]) -> list[Row]:
    counts: dict[str, Counter[str]] = {}
    for one in measured:
        count = counts.setdefault(one.fault.kind, Counter())
        count["planted"] += 1
        count["break an identity"] += one.bound
        count["found"] += one.found and one.bound
        count["missed"] += one.bound and not one.found
        count["determined"] += one.determined
        count["named first, of determined"] += one.determined and one.first
        count["listed, of determined"] += one.determined and one.listed
        count["named first, of found"] += one.found and one.first
        count["listed, of found"] += one.found and one.listed
    rows = [Row(kind, tuple(count[c] for c in COLUMNS)) for kind, count in counts.items()]
    total: Mapping[str, int] = sum(counts.values(), Counter())
    return [*rows, Row("all", tuple(total[c] for c in COLUMNS))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="?", choices=("figures", "prose"))
    parser.add_argument("--each", type=int, default=300, help="faults of each kind")
    parser.add_argument("--seed", type=int, default=20261125)
    wanted = parser.parse_args()
    if wanted.what != "prose":
        print(printed("figures", COLUMNS, figures_table(measure_figures(wanted.seed, wanted.each))))
    if wanted.what != "figures":
        print(prose_table(measure_prose(wanted.seed, wanted.each)))


if __name__ == "__main__":
    main()
