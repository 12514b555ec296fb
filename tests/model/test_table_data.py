"""The cells of a table made of columns are what they are made of one by one."""

from __future__ import annotations

import pickle

import pytest
from attrs import evolve
from frozendict import frozendict

from disclosure_kit.model.report import TableData
from disclosure_kit.model.values import NOT_FILLED

ROWS, KEYS, FIGURES = ("r", "s"), (("r", "a"), ("s", "a")), (1, 2)
PLAIN = TableData(ROWS, frozendict({("r", "a"): 1, ("s", "a"): 2}))


def made() -> TableData:
    return TableData.of_columns(ROWS, KEYS, FIGURES)


def test_both_are_one_value() -> None:
    assert made() == PLAIN
    assert hash(made()) == hash(PLAIN)
    assert repr(made()) == repr(PLAIN)
    assert evolve(made(), rows=("r",)) == evolve(PLAIN, rows=("r",))
    assert pickle.loads(pickle.dumps(made())) == pickle.loads(pickle.dumps(PLAIN)) == PLAIN
    assert (PLAIN.keys, PLAIN.figures) == (KEYS, FIGURES)


def test_a_mapping_is_made_for_who_asks() -> None:
    data = made()
    assert data.at(KEYS) == FIGURES
    assert "cells" not in vars(data)
    other = (("s", "a"), ("r", "b"))
    assert data.at(other) == PLAIN.at(other) == (2, NOT_FILLED)
    assert "cells" in vars(data)


def test_it_has_nothing_else() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        made().nothing  # noqa: B018
    with pytest.raises(AttributeError):
        made().rows = ()  # type: ignore[misc]
