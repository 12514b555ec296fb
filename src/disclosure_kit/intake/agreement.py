"""What all consistent readings of a table agree on.

A *puzzle* gives for every row the ways to part it, and relations between the rows in each column.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from attrs import evolve, frozen

from ..model.rules import Relation
from .ways import Budget, Way

Cells: TypeAlias = dict[tuple[int, int], int | None]


@frozen
class Tie:
    """A relation between rows: the cells (row, column, sign) add up to 0, or at most 0."""

    terms: tuple[tuple[int, int, int], ...]
    relation: Relation = Relation.EQUAL


@frozen
class Puzzle:
    """The ways of each row, and the ties that a reading must keep."""

    rows: tuple[tuple[Way, ...], ...]
    ties: tuple[Tie, ...]

    def narrowed(self, budget: Budget) -> Puzzle | None:
        """Without the ways that can be in no reading, as the bounds of each tie show; None where
        a row is left without a way."""
        rows = list(self.rows)
        if not all(rows):
            return None
        changed = True
        while changed:
            changed = False
            for tie in self.ties:
                before = [rows[row] for row, _, _ in tie.terms]
                if not _narrow(tie, rows, budget):
                    return None
                changed = changed or before != [rows[row] for row, _, _ in tie.terms]
        return evolve(self, rows=tuple(rows))

    def with_row(self, row: int, chosen: Iterable[Way]) -> Puzzle:
        rows = list(self.rows)
        rows[row] = tuple(chosen)
        return evolve(self, rows=tuple(rows))

    def solved(self, budget: Budget) -> tuple[Way, ...] | None:
        """One reading that keeps all ties, or None."""
        narrowed = self.narrowed(budget)
        if narrowed is None:
            return None
        undecided = [row for row, some in enumerate(narrowed.rows) if len(some) > 1]
        if not undecided:
            return tuple(some[0] for some in narrowed.rows)
        row = min(undecided, key=lambda at: len(narrowed.rows[at]))
        for way in narrowed.rows[row]:
            found = narrowed.with_row(row, (way,)).solved(budget)
            if found is not None:
                return found
        return None


def _narrow(tie: Tie, rows: list[tuple[Way, ...]], budget: Budget) -> bool:
    """Keep in each row of ``tie`` the ways that some choice in the others can balance."""
    said = []
    for row, column, sign in tie.terms:
        budget.spend(len(rows[row]))
        said.append([sign * (way[column] or 0) for way in rows[row]])
    low = sum(map(min, said))
    high = sum(map(max, said))
    for (row, _, _), values in zip(tie.terms, said, strict=True):
        if len(values) == 1:
            continue
        least, most = low - min(values), high - max(values)
        rows[row] = tuple(
            way
            for way, value in zip(rows[row], values, strict=True)
            if least + value <= 0 and (tie.relation is Relation.AT_MOST or most + value >= 0)
        )
        if not rows[row]:
            return False
    return low <= 0 and (tie.relation is Relation.AT_MOST or high >= 0)


def agreed(puzzles: Iterable[Puzzle], budget: Budget) -> Cells | None:
    """The cells that are the same in every reading of every one of ``puzzles``; None where there
    is no reading at all.

    Raises:
        ExhaustedError: the budget is spent before that is known.
    """
    cells: Cells | None = None
    for puzzle in puzzles:
        narrowed = puzzle.narrowed(budget)
        if narrowed is None:
            continue
        if cells is None:
            first = narrowed.solved(budget)
            if first is None:
                continue
            cells = {(r, c): value for r, way in enumerate(first) for c, value in enumerate(way)}
        for row in range(len(narrowed.rows)):
            _contradict(narrowed, row, cells, budget)
    return cells


def _contradict(puzzle: Puzzle, row: int, cells: Cells, budget: Budget) -> None:
    """Take out of ``cells`` those in which a reading differs from them in ``row``."""
    while True:
        other = [way for way in puzzle.rows[row] if _differs(row, way, cells)]
        if not other:
            return
        found = puzzle.with_row(row, other).solved(budget)
        if found is None:
            return
        for at, way in enumerate(found):
            for column, value in enumerate(way):
                if (at, column) in cells and cells[at, column] != value:
                    del cells[at, column]


def _differs(row: int, way: Sequence[int | None], cells: Cells) -> bool:
    return any((row, at) in cells and cells[row, at] != value for at, value in enumerate(way))
