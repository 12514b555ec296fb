"""How many planted faults the checks find, and how often they name the wrong cell.

python -m benchmarks.recall [--each N] [--seed N] [figures|prose]
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping

from attrs import frozen

from disclosure_kit import Loaded, check
from disclosure_kit.model.finding import Finding, Outcome
from disclosure_kit.model.values import Money

from .faults import Fault, plant
from .identities import Equation, broken, equations, repairs
from .prose_recall import measure_prose, prose_table
from .reports import Subject, session, subjects
from .table import Row, printed

COLUMNS = (
    "planted",
    "break an identity",
    "found",
    "missed",
    "among the smallest sets",
    "listed, of these",
    "determined",
    "named first, of these",
    "with their figures",
    "named first, of all found",
)


@frozen
class Measured:
    """What became of one planted fault."""

    fault: Fault
    bound: bool
    found: bool
    smallest: bool
    determined: bool
    first: bool
    figures: bool
    listed: bool

    @property
    def columns(self) -> tuple[bool, ...]:
        """What it counts for, in the order of COLUMNS."""
        return (
            True,
            self.bound,
            self.bound and self.found,
            self.bound and not self.found,
            self.smallest,
            self.smallest and self.listed,
            self.determined,
            self.determined and self.first,
            self.determined and self.first and self.figures,
            self.bound and self.found and self.first,
        )


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
    failing = broken(rules, figures)
    summed = set().union(*(rule.signs for rule in rules))
    changed = frozenset(fault.changes) & summed
    bound = bool(failing) or any(fault.changes[cell] is None for cell in changed)
    concerned = changed.union(*(rule.signs for rule in failing))
    reach = {".".join(cell) for cell in concerned}
    smallest = repairs(rules, figures, min(len(changed), 2)) if failing else []
    wanted = {(".".join(cell), str(subject.figures[cell])) for cell in changed}
    sets = [_sets(outcome) for outcome in new if isinstance(outcome, Finding)]
    first = set().union(*(found[0] for found in sets if found))
    within = [one for found in sets for one in found if _cells(one) <= _cells(wanted)]
    return Measured(
        fault,
        bound,
        any(not reach.isdisjoint(outcome.addresses) for outcome in new),
        changed in smallest,
        smallest == [changed],
        bool(changed) and _cells(first) == _cells(wanted),
        first == wanted,
        _cells(set().union(*within)) == _cells(wanted),
    )


def _cells(changes: set[tuple[str, str]]) -> set[str]:
    return {address for address, _ in changes}


def _sets(finding: Finding) -> list[set[tuple[str, str]]]:
    """Cells that must change together, with their figures; the likeliest set first."""
    groups: dict[int, set[tuple[str, str]]] = {}
    for proposal in finding.proposals:
        if proposal.group:  # 0 is what the sums leave to a blank cell
            change = proposal.address, str(proposal.proposed)
            groups.setdefault(proposal.group, set()).add(change)
    return [groups[number] for number in sorted(groups)]


def figures_table(measured: Iterator[Measured]) -> list[Row]:
    counts: dict[str, Counter[str]] = {}
    for one in measured:
        count = counts.setdefault(one.fault.kind, Counter())
        count.update({column: int(yes) for column, yes in zip(COLUMNS, one.columns, strict=True)})
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
