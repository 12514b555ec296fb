"""A grid made of columns is the grid made of the same cells."""

from __future__ import annotations

import pickle

import pytest
from attrs import asdict, evolve

from disclosure_kit.model.raw import Columns, RawCell, RawGrid

CELLS = (RawCell("项目", 0, 0, "第 1 格", 2, 1), RawCell("12", 0, 1, "第 2 格", 1, 3))


def test_a_grid_of_columns_is_that_of_its_cells() -> None:
    plain = RawGrid(CELLS, "第 1 表", 3)

    def made() -> RawGrid:
        return RawGrid.of_columns(Columns.of(CELLS), "第 1 表", 3)

    assert made().cells == CELLS
    assert made() == plain
    assert hash(made()) == hash(plain)
    assert repr(made()) == repr(plain)
    assert asdict(made()) == asdict(plain)
    assert evolve(made(), after=4) == RawGrid(CELLS, "第 1 表", 4)
    assert pickle.loads(pickle.dumps(made())) == plain
    assert plain.columns == made().columns
    assert made() != RawGrid.of_columns(Columns.of(CELLS[:1]), "第 1 表", 3)
    with pytest.raises(AttributeError, match="others"):
        _ = plain.others  # type: ignore[attr-defined]
