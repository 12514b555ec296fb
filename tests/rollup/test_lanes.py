"""Rows in lanes come to what the figures come to, one by one; what has no place there is told."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_kit.rollup.lanes import Lanes, Running
from disclosure_kit.rollup.row import Shape

LARGEST = 2**32 - 1
ROWS = st.lists(st.lists(st.integers(0, LARGEST), min_size=3, max_size=3), max_size=20)
COUNTS = st.integers(-(10**15), 10**16) | st.sampled_from([0, None, "n/a"])


@given(rows=ROWS)
def test_sums_of_columns(rows: list[list[int]]) -> None:
    running = Running(Lanes(3))
    for figures in rows:
        row = running.lanes.row(figures)
        assert row is not None
        assert running.lanes.figures(row) == tuple(figures)
        running.add(row)
    expected = [sum(column) for column in zip(*rows, strict=True)] or [0, 0, 0]
    assert running.sums() == expected
    assert running.sums() == expected  # asked again, nothing is added twice


def test_no_lane_runs_over() -> None:
    running = Running(Lanes(2))
    row = running.lanes.row([LARGEST, 1])
    assert row is not None
    for _ in range(70_000):  # more than have room before the sums are taken out
        running.add(row)
    assert running.sums() == [70_000 * LARGEST, 70_000]


@pytest.mark.parametrize("figure", [-1, LARGEST + 1, 2**64, None, "n/a"])
def test_what_has_no_place_in_a_lane_makes_no_row(figure: object) -> None:
    assert Lanes(2).row([1, figure]) is None


@given(counts=st.lists(COUNTS, min_size=4, max_size=4))
def test_a_row_keeps_and_writes_what_was_given(counts: list[int | str | None]) -> None:
    shape = Shape(0, tuple("abcd"), ("e",))
    row = shape.row(counts, [None])
    assert shape.counts_of(row) == tuple(counts)
    assert json.loads(row.text) == [*counts, None]
