"""The search for the smallest sets against every possible assignment of small systems."""

from __future__ import annotations

import time
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_kit.checking.linear import Sum, System
from disclosure_kit.checking.localisation import MOST, SETS, Extent, localise

LARGEST = 4  # every cell may hold 0 to this, by a sum of its own: so all can be tried


def holds(system: System, values: tuple[int, ...]) -> bool:
    for one in system.sums:
        total = one.constant + sum(factor * values[cell] for cell, factor in one.terms)
        if total > 0 or (one.equal and total != 0):
            return False
    return True


def smallest_sets(system: System) -> tuple[int | None, set[frozenset[int]]]:
    """By trying everything: how many cells must change, and all sets of so many that will do."""
    best: int | None = None
    found: set[frozenset[int]] = set()
    for values in product(range(LARGEST + 1), repeat=len(system.values)):
        if not holds(system, values):
            continue
        changed = frozenset(
            cell
            for cell, (was, now) in enumerate(zip(system.values, values, strict=True))
            if was is not None and was != now
        )
        if best is None or len(changed) < best:
            best, found = len(changed), set()
        if len(changed) == best:
            found.add(changed)
    return best, found


@st.composite
def systems(draw: st.DrawFn) -> System:
    """Up to five cells, blank or not, right or wrong, and up to five sums over them."""
    count = draw(st.integers(1, 5))
    values = draw(st.lists(st.none() | st.integers(0, LARGEST), min_size=count, max_size=count))
    factors = st.sampled_from([1, 1, 1, -1, -1, -1, 2, -3])
    sums = [
        Sum(
            tuple((cell, draw(factors)) for cell in cells),
            draw(st.sampled_from([0, 0, 0, 1, -2])),
            draw(st.sampled_from([True, True, False])),
        )
        for cells in draw(
            st.lists(
                st.lists(st.integers(0, count - 1), min_size=1, max_size=4, unique=True),
                max_size=5,
            )
        )
    ]
    caps = [Sum(((cell, 1),), -LARGEST, equal=False) for cell in range(count)]
    return System(tuple(values), (0,) * count, (*sums, *caps))


@settings(max_examples=300, deadline=None)
@given(systems())
def test_exactly_the_smallest_sets_are_found(system: System) -> None:
    best, sets = smallest_sets(system)
    located = localise(system)
    if best is None or best > MOST:
        assert located.extent is Extent.BEYOND
        assert located.sets == ()
        return
    assert located.extent is Extent.FOUND
    assert located.size == best
    assert {frozenset(c.cell for c in one) for one in located.sets} == sets
    assert len(located.sets) == len(sets)  # each once


@settings(max_examples=100, deadline=None)
@given(systems())
def test_every_set_comes_with_numbers_that_hold(system: System) -> None:
    for one in localise(system).sets:
        values = list(system.values)
        for change in one:
            assert change.value != system.values[change.cell]
            assert change.low is None or change.low <= change.value
            assert change.high is None or change.value <= change.high
            values[change.cell] = change.value
        blanks = [cell for cell, value in enumerate(values) if value is None]
        assert any(
            holds(system, tuple(filling.get(cell, value) for cell, value in enumerate(values)))  # type: ignore[misc]
            for numbers in product(range(LARGEST + 1), repeat=len(blanks))
            for filling in (dict(zip(blanks, numbers, strict=True)),)
        )


@settings(max_examples=100, deadline=None)
@given(systems())
def test_what_is_implied_for_a_blank_cell_is_so_whichever_set_is_changed(system: System) -> None:
    located = localise(system)
    if not located.sets:
        assert located.implied == ()
        return
    _, sets = smallest_sets(system)
    for values in product(range(LARGEST + 1), repeat=len(system.values)):
        changed = frozenset(
            c for c, was in enumerate(system.values) if was is not None and was != values[c]
        )
        if changed in sets and holds(system, values):
            assert all(values[cell] == value for cell, value in located.implied)


def total_of(*parts: int | None, total: int | None) -> System:
    terms = ((0, 1), *((n, -1) for n in range(1, len(parts) + 1)))
    return System((total, *parts), (0,) * (len(parts) + 1), (Sum(terms),))


def test_two_blanks_that_contradict_each_other_only_together() -> None:
    """Rows of 5 and 3, columns of 4 and 3: each sum alone could hold."""
    blank = (None,) * 4
    sums = (
        Sum(((0, 1), (1, 1), (4, -1))),
        Sum(((2, 1), (3, 1), (5, -1))),
        Sum(((0, 1), (2, 1), (6, -1))),
        Sum(((1, 1), (3, 1), (7, -1))),
    )
    located = localise(System((*blank, 5, 3, 4, 3), (0,) * 8, sums))
    assert located.extent is Extent.FOUND
    assert [[c.cell for c in one] for one in located.sets] == [[4], [5], [6], [7]]


def test_sums_that_no_cell_can_mend_are_beyond() -> None:
    system = System((3,), (0,), (Sum(((0, 1),), -3), Sum((), 1)))
    assert localise(system).extent is Extent.BEYOND


def test_two_sums_that_push_each_other_up_come_to_an_end() -> None:
    """x = y and x = y + 1 for blank x and y: no bound is ever wrong, yet nothing can hold."""
    sums = (Sum(((0, 1), (1, -1))), Sum(((0, 1), (1, -1)), 1), Sum(((2, 1),), -1))
    assert localise(System((None, None, 1), (0, 0, 0), sums)).extent is Extent.BEYOND


def test_a_cell_of_any_size_and_sign() -> None:
    huge = 10**40
    located = localise(total_of(huge, 1, total=huge))
    assert [(c.cell, c.value) for one in located.sets for c in one] == [
        (0, huge + 1), (1, huge - 1), (2, 0),
    ]  # fmt: skip
    signed = System((0, 5), (None, 0), (Sum(((0, 1), (1, 1))),))
    assert [(c.cell, c.value) for one in localise(signed).sets for c in one] == [(0, -5), (1, 0)]


def test_a_range_is_told_as_one() -> None:
    at_most = System((9, 4), (0, 0), (Sum(((0, 1), (1, -1)), equal=False),))
    (low,), (high,) = localise(at_most).sets
    assert (low.cell, low.value, low.low, low.high) == (0, 4, 0, 4)
    assert (high.cell, high.value, high.low, high.high) == (1, 9, 9, None)


def test_more_sets_than_anybody_reads_are_not_all_listed() -> None:
    """600 cells of 1 that may come to 599: any one of them may be the wrong one."""
    count = SETS + 100
    at_most = Sum(tuple((n, 1) for n in range(count)), 1 - count, equal=False)
    located = localise(System((1,) * count, (0,) * count, (at_most,)))
    assert located.extent is Extent.PARTLY
    assert len(located.sets) == SETS


def test_a_proof_without_end_is_given_up_and_said_so() -> None:
    """2x + 2y = 2z + 1 has no whole numbers, but no bound of a blank cell ever shows it."""
    parity = tuple(Sum(((n, 2), (n + 1, 2), (n + 2, -2)), 1) for n in range(30))
    wrong = Sum(((32, 1), (33, -1)))
    located = localise(System(((None,) * 32) + (1, 2), (0,) * 34, (*parity, wrong)))
    assert located.extent is Extent.UNDECIDED
    assert located.sets == ()


@pytest.mark.parametrize("blank_share", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("wrong", [3, 500])
def test_a_very_large_table_ends_within_its_budget(blank_share: float, wrong: int) -> None:
    """60 rows and 60 columns with totals; the budget is counted, not the time."""
    chance, size = Random(3), 60
    parts = [[chance.randrange(30) for _ in range(size)] for _ in range(size)]
    values: list[int | None] = [value for row in parts for value in row]
    sums = []
    for line in range(size):
        for cells in (range(line * size, (line + 1) * size), range(line, size * size, size)):
            total = sum(values[cell] or 0 for cell in cells)
            values.append(total)
            sums.append(Sum(((len(values) - 1, 1), *((cell, -1) for cell in cells))))
    for cell in chance.sample(range(size * size), int(blank_share * size * size)):
        values[cell] = None
    for cell in chance.sample([n for n, v in enumerate(values) if v is not None], min(wrong, 120)):
        values[cell] = 1 + (values[cell] or 0)
    begin = time.process_time()
    located = localise(System(tuple(values), (0,) * len(values), tuple(sums)))
    assert time.process_time() - begin < 10
    if blank_share == 0:
        assert located.extent is (Extent.FOUND if wrong == 3 else Extent.BEYOND)
