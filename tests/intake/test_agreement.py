"""What all readings agree on, and all ways to part a run: held against trying everything."""

from __future__ import annotations

from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_kit.intake.agreement import Puzzle, Tie, agreed
from disclosure_kit.intake.ways import Budget, Cut, ExhaustedError, Sum, ways
from disclosure_kit.model.rules import Relation
from disclosure_kit.model.table import Column

MANY = 10**6
VALUES = st.integers(0, 6)


@st.composite
def puzzles(draw: st.DrawFn) -> Puzzle:
    way = st.tuples(VALUES, VALUES)
    rows = draw(st.lists(st.lists(way, max_size=3).map(tuple), min_size=2, max_size=4))
    sign = st.sampled_from([1, -1])
    ties = []
    for column in draw(st.lists(st.integers(0, 1), max_size=3)):
        own = draw(st.lists(st.integers(0, len(rows) - 1), min_size=1, unique=True))
        terms = tuple((row, column, draw(sign)) for row in own)
        ties.append(Tie(terms, draw(st.sampled_from(Relation))))
    return Puzzle(tuple(rows), tuple(ties))


def readings(puzzle: Puzzle) -> list[tuple[tuple[int | None, ...], ...]]:
    def kept(tie: Tie, chosen: tuple[tuple[int | None, ...], ...]) -> bool:
        total = sum(sign * (chosen[row][column] or 0) for row, column, sign in tie.terms)
        return total == 0 if tie.relation is Relation.EQUAL else total <= 0

    return [c for c in product(*puzzle.rows) if all(kept(tie, c) for tie in puzzle.ties)]


@settings(max_examples=200)
@given(several=st.lists(puzzles(), min_size=1, max_size=2))
def test_agreed_is_what_every_reading_says(several: list[Puzzle]) -> None:
    several = [p for p in several if len(p.rows) == len(several[0].rows)]
    found = [reading for puzzle in several for reading in readings(puzzle)]
    got = agreed(several, Budget(MANY))
    if not found:
        assert got is None
        return
    first = {(r, c): v for r, way in enumerate(found[0]) for c, v in enumerate(way)}
    same = {at: v for at, v in first.items() if all(x[at[0]][at[1]] == v for x in found)}
    assert got == same


@settings(max_examples=200)
@given(
    text=st.text("0012", min_size=1, max_size=8),
    width=st.integers(1, 4),
    blank=st.none() | st.integers(0, 3),
    summed=st.booleans(),
)
def test_ways_are_all_and_only_those_that_fit(
    text: str, width: int, blank: int | None, summed: bool
) -> None:
    sums = [Sum({n: 1 if n == width - 1 else -1 for n in range(width)})] if summed else []
    blank = None if blank is None else blank % width
    cut = Cut(text, (Column("件数"),) * width)
    tried = set()
    for edges in combinations(range(1, len(text)), width - 1):
        tried.add(tuple(text[a:b] for a, b in zip((0, *edges), (*edges, len(text)), strict=True)))
    if blank is not None and width > 1:
        for edges in combinations(range(1, len(text)), width - 2):
            own = [text[a:b] for a, b in zip((0, *edges), (*edges, len(text)), strict=True)]
            tried.add((*own[:blank], "", *own[blank:]))
    plain = {way for way in tried if all(c == "0" or not c.startswith("0") for c in way)}
    counts = {tuple(int(c) if c else None for c in way) for way in plain}
    if summed:
        counts = {way for way in counts if (way[-1] or 0) == sum(v or 0 for v in way[:-1])}
    found = list(ways(cut, sums, Budget(MANY), blank))
    assert set(found) == counts
    assert len(found) == len(counts)


def test_a_spent_budget_is_no_answer() -> None:
    row = tuple((n, n) for n in range(50))
    puzzle = Puzzle((row, row), (Tie(((0, 0, 1), (1, 1, -1))),))
    with pytest.raises(ExhaustedError):
        agreed([puzzle], Budget(60))
