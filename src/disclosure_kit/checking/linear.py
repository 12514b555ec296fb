"""Cells and the sums that bind them, in whole numbers.

Money is counted in its smallest part, so every calculation here is exact.
"""

from __future__ import annotations

from functools import cached_property
from math import gcd

from attrs import define, evolve, frozen

MOST_BLANK = 300  # cells to eliminate; no statutory table has as many


@frozen
class Sum:
    """``Σ factor × cell + constant``, which must be 0 (``equal``) or at most 0."""

    terms: tuple[tuple[int, int], ...]
    constant: int = 0
    equal: bool = True


@define(frozen=True, slots=False)
class System:
    """Cells by number, and sums over them.

    ``values``: None is a blank cell, which may be any number from its floor up.
    ``floors``: the least that a cell may hold; None where it may be negative.
    """

    values: tuple[int | None, ...]
    floors: tuple[int | None, ...]
    sums: tuple[Sum, ...]

    @cached_property
    def sums_of(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """By cell, the sums that hold it, each with its factor there."""
        found: list[list[tuple[int, int]]] = [[] for _ in self.values]
        for number, one in enumerate(self.sums):
            for cell, factor in one.terms:
                found[cell].append((number, factor))
        return tuple(tuple(places) for places in found)

    @cached_property
    def known(self) -> tuple[int, ...]:
        """By sum, its cells that are not blank, as a set of bits."""
        return tuple(
            sum(1 << cell for cell, _ in one.terms if self.values[cell] is not None)
            for one in self.sums
        )

    @cached_property
    def settled(self) -> tuple[int, ...]:
        """By sum, its constant with the cells that are not blank added."""
        return tuple(
            one.constant + sum(factor * (self.values[cell] or 0) for cell, factor in one.terms)
            for one in self.sums
        )

    @cached_property
    def blank(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """By sum, its terms that are blank."""
        return tuple(
            tuple(term for term in one.terms if self.values[term[0]] is None) for one in self.sums
        )

    def opened(self, cells: tuple[int, ...]) -> System:
        """The same with these cells blank."""
        values = tuple(None if n in cells else v for n, v in enumerate(self.values))
        return evolve(self, values=values)

    def with_consequences(self) -> System:
        """The same with the sums that follow from these and hold at most one blank cell.

        Two sums over the same two blanks may contradict each other although each alone
        could hold; what follows from both says so. Not tried with very many blank cells.
        """
        if self.values.count(None) > MOST_BLANK:
            return self
        derived = _eliminated(self)
        return evolve(self, sums=(*self.sums, *derived)) if derived else self


def _eliminated(system: System) -> list[Sum]:
    """Gauss-Jordan elimination of the blank cells from the equal sums that hold any."""
    rows = [
        (dict(one.terms), one.constant)
        for one, blank in zip(system.sums, system.blank, strict=True)
        if blank and one.equal
    ]
    pivoted: list[tuple[dict[int, int], int]] = []
    while rows:
        terms, constant = rows.pop(min(range(len(rows)), key=lambda n: len(rows[n][0])))
        blanks = [cell for cell in terms if system.values[cell] is None]
        if not blanks:
            pivoted.append((terms, constant))
            continue
        pivot = min(blanks, key=lambda cell: (sum(cell in row for row, _ in rows), cell))
        rows = [_without(row, (terms, constant), pivot) for row in rows]
        pivoted = [_without(row, (terms, constant), pivot) for row in pivoted]
        pivoted.append((terms, constant))
    given = {frozenset(one.terms) for one in system.sums}
    found = []
    for terms, constant in pivoted:
        blanks = [cell for cell in terms if system.values[cell] is None]
        one = Sum(tuple(sorted(terms.items())), constant)
        if len(blanks) <= 1 and frozenset(one.terms) not in given:
            found.append(one)
    return found


def _without(
    row: tuple[dict[int, int], int], by: tuple[dict[int, int], int], pivot: int
) -> tuple[dict[int, int], int]:
    """``row`` freed of the cell ``pivot`` by the help of ``by``."""
    if pivot not in row[0]:
        return row
    ours, theirs = by[0][pivot], row[0][pivot]
    terms = {cell: factor * ours for cell, factor in row[0].items()}
    for cell, factor in by[0].items():
        terms[cell] = terms.get(cell, 0) - factor * theirs
    constant = row[1] * ours - by[1] * theirs
    shared = gcd(constant, *terms.values()) or 1
    return {c: f // shared for c, f in terms.items() if f}, constant // shared
