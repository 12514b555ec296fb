"""Sheets of our workbook without its hidden sheet: copied into another file, or cut out of it.

What we wrote for whoever fills them in (hints, checks, the list of what is open) would read as
words and figures of the report. Here it is made blank, cell by cell, so that every place stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

from attrs import frozen

from .grid import Corner, Grid
from .key import CHECKS, COVER, PREVIOUS, SHEET, TODO, squeezed
from .planned import GRID_TOP
from .read_words import head_of

_ASIDE: Final = {  # sheets that hold nothing of the report: their heads
    TODO: ("类别", "内容", "状态"),
    COVER: ("机关名称",),
    PREVIOUS: ("项目", "上年数"),
}
_BESIDE: Final = ("核算数", "核对", "规则")
_TITLE: Final = "标题"

Keeps: TypeAlias = Callable[[int, int], bool]


@frozen
class Keyless:
    """The sheets with what is the unit's own; ``notices`` say that others' words are left out."""

    grids: list[Grid]
    notices: tuple[str, ...] = ()


def without_our_words(name: str, grids: Iterable[Grid]) -> Keyless:
    """``grids``, those that were once drawn by us without what we drew around the figures."""
    kept = []
    ours = []
    for grid in grids:
        keeps = _keeps(grid)
        if keeps is None:
            kept.append(grid)
            continue
        ours.append(grid.name)
        kept.append(_blanked(grid, keeps))
    if not ours:
        return Keyless(kept)
    told = (
        f"{name}：{'、'.join(ours)}是本程序生成的工作表，但缺少隐藏的工作表“{SHEET}”"
        "（多半是复制到了别的文件）：封面、填写说明、自动核对和上年数据没有读取"
    )
    return Keyless(kept, (told,))


def _keeps(grid: Grid) -> Keeps | None:
    """Which cells of a sheet of ours are the unit's; None where it is another's."""
    heads = _ASIDE.get(grid.labels.get((0, 0), ""))
    if heads and all(grid.labels.get((GRID_TOP, n)) == head for n, head in enumerate(heads)):
        return _nothing
    top, columns = head_of(grid)
    if top is not None and columns == [0, 1, 2, 3, 4]:
        titles = {row for row in range(top) if grid.labels.get((row, 0)) == _TITLE}
        return lambda row, column: column == 1 and (row > top or row in titles)
    beside = next(_beside(grid), None)
    below = next((r for r in range(len(grid.rows)) if _is_checks(grid, r)), None)
    if beside is None and below is None:
        return None
    last = len(grid.rows) if below is None else below
    edge = None if beside is None else beside[1]
    return lambda row, column: row != 1 and row < last and (edge is None or column < edge)


def _nothing(_row: int, _column: int) -> bool:
    return False


def _beside(grid: Grid) -> Iterator[Corner]:
    for (row, column), text in sorted(grid.labels.items()):
        if row <= GRID_TOP and text == _BESIDE[0]:
            found = tuple(grid.labels.get((row, column + n)) for n in range(len(_BESIDE)))
            if found == _BESIDE:
                yield row, column


def _is_checks(grid: Grid, row: int) -> bool:
    return grid.labels.get((row, 0)) == squeezed(CHECKS)


def _blanked(grid: Grid, keeps: Keeps) -> Grid:
    rows = [
        [value if keeps(row, column) else "" for column, value in enumerate(cells)]
        for row, cells in enumerate(grid.rows)
    ]
    merges = [merge for merge in grid.merges if keeps(merge[0], merge[1])]
    uncomputed = frozenset(corner for corner in grid.uncomputed if keeps(*corner))
    return Grid(grid.name, rows, merges, grid.hidden, grid.hidden_rows, uncomputed)
