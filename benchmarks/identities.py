"""The identities of an edition, read from its data, and the cells that could be wrong.

Written apart from the checks that it measures: the editions are read here as plain TOML, and
nothing of ``disclosure_kit`` adds up.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

from attrs import frozen
from frozendict import frozendict

from .reports import Cell, Figures

EDITIONS = Path(__file__).parent.parent / "src" / "disclosure_kit" / "editions"


@frozen
class Equation:
    """The signed sum of these cells is 0, or at most 0."""

    code: str
    signs: frozendict[Cell, int]
    exact: bool = True

    def span(self, figures: Figures, without: Iterable[Cell] = ()) -> tuple[float, float]:
        """The least and the greatest that the sum may be: a blank stands for 0 or any more."""
        low: float = 0
        high: float = 0
        for cell, sign in self.signs.items():
            if cell in without:
                continue
            value = figures[cell]
            if value is not None:
                low += sign * value
                high += sign * value
            elif sign > 0:
                high = math.inf
            else:
                low = -math.inf
        return low, high

    def holds(self, figures: Figures) -> bool:
        """It holds, or blanks leave it open."""
        low, high = self.span(figures)
        return low <= 0 and (high >= 0 or not self.exact)


@cache
def _declared(edition: str) -> list[dict[str, Any]]:
    tree = tomllib.loads((EDITIONS / f"{edition}.toml").read_text("utf-8"))
    declared: list[dict[str, Any]] = tree["identities"]
    return declared


def equations(edition: str, cells: Iterable[Cell]) -> list[Equation]:
    """Every identity within one year, in every row and column where all its cells are."""
    known = set(cells)
    found = []
    for identity in _declared(edition):
        terms = [(t, 1) for t in identity["left"]] + [(t, -1) for t in identity["right"]]
        if any("@" in term for term, _ in terms):
            continue
        table, by_column = identity["table"], identity["per"] == "column"
        lines = dict.fromkeys(c if by_column else r for t, r, c in known if t == table)
        for line in sorted(lines):
            if line not in identity.get("over", [line]):
                continue
            signs: dict[Cell, int] = {}
            for term, side in terms:
                name = term.removeprefix("-")
                cell = (table, name, line) if by_column else (table, line, name)
                signs[cell] = -side if term.startswith("-") else side
            if signs.keys() <= known:
                exact = identity.get("relation", "=") != "<="
                found.append(Equation(identity["code"], frozendict(signs), exact))
    return found


def broken(rules: Iterable[Equation], figures: Figures) -> list[Equation]:
    return [rule for rule in rules if not rule.holds(figures)]


def repairs(rules: list[Equation], figures: Figures, most: int = 2) -> list[frozenset[Cell]]:
    """The smallest sets of cells, up to ``most``, whose change makes all identities hold."""
    failing = broken(rules, figures)
    if not failing:
        return []
    for size in range(1, most + 1):
        found = [s for s in _covering(rules, failing, size) if _repairable(rules, figures, s)]
        if found:
            return found
    return []


def _covering(
    rules: list[Equation], failing: list[Equation], size: int
) -> Iterator[frozenset[Cell]]:
    """Sets of ``size`` cells that touch every failing identity."""
    common = set.intersection(*(set(rule.signs) for rule in failing))
    if size == 1:
        yield from (frozenset([cell]) for cell in sorted(common))
        return
    touched = sorted(set().union(*(rule.signs for rule in failing)))
    for pair in combinations(touched, size):
        if all(any(cell in rule.signs for cell in pair) for rule in failing):
            yield frozenset(pair)
    others = set().union(*(rule.signs for rule in rules)) - set(touched)
    yield from (frozenset([cell, other]) for cell in sorted(common) for other in sorted(others))


def _repairable(rules: list[Equation], figures: Figures, cells: frozenset[Cell]) -> bool:
    concerned = [rule for rule in rules if not cells.isdisjoint(rule.signs)]
    if len(cells) == 1:
        (cell,) = cells
        return _interval(concerned, figures, cell) is not None
    first, second = sorted(cells)
    return _pair(concerned, figures, first, second)


def _interval(
    rules: Iterable[Equation], figures: Figures, cell: Cell
) -> tuple[float, float] | None:
    """The whole numbers from 0 up that this cell may be, all others being right."""
    low, high = 0.0, math.inf
    for rule in rules:
        if cell not in rule.signs:
            continue
        least, greatest = rule.span(figures, (cell,))
        if not rule.exact:
            greatest = math.inf
        if rule.signs[cell] > 0:  # cell + rest = 0
            low, high = max(low, -greatest), min(high, -least)
        else:
            low, high = max(low, least), min(high, greatest)
    return (low, high) if low <= high else None


def _pair(rules: list[Equation], figures: Figures, first: Cell, second: Cell) -> bool:
    """Whether two cells can be set so that all holds. All sums being of ±1, whole numbers do."""
    alone = [rule for rule in rules if (first in rule.signs) != (second in rule.signs)]
    spans = [
        _interval([r for r in alone if cell in r.signs], figures, cell) for cell in (first, second)
    ]
    if None in spans:
        return False
    (low_x, high_x), (low_y, high_y) = (span for span in spans if span is not None)
    sums, differences = (-math.inf, math.inf), (-math.inf, math.inf)
    for rule in rules:
        if first not in rule.signs or second not in rule.signs:
            continue
        least, greatest = rule.span(figures, (first, second))
        if not rule.exact:
            greatest = math.inf
        bounds = (-greatest, -least) if rule.signs[first] > 0 else (least, greatest)
        if rule.signs[first] == rule.signs[second]:
            sums = max(sums[0], bounds[0]), min(sums[1], bounds[1])
        else:
            differences = max(differences[0], bounds[0]), min(differences[1], bounds[1])
    if sums[0] > sums[1] or differences[0] > differences[1]:
        return False
    # bounds on x, y, x + y and x - y: feasible when the projections on x still meet
    low = max(low_x, sums[0] - high_y, differences[0] + low_y)
    high = min(high_x, sums[1] - low_y, differences[1] + high_y)
    if low > high:
        return False
    both = (sums[0] + differences[0]) / 2, (sums[1] + differences[1]) / 2
    low, high = max(low, both[0]), min(high, both[1])
    if low > high:
        return False
    fixed = sums[0] == sums[1] and differences[0] == differences[1]
    return not fixed or float(low).is_integer()


def determined(rules: list[Equation], figures: Figures, changed: Mapping[Cell, Any]) -> bool:
    """Exactly the changed cells, and no others as few, would make all identities hold again."""
    return repairs(rules, figures, min(len(changed), 2)) == [frozenset(changed)]
