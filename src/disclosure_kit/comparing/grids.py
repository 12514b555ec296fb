"""What a workbook and a page show alike: grids of words and figures."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from typing import Final

from attrs import frozen

from ..model.clean import clean
from ..model.values import Kind, number
from .change import Cell
from .pair import Comparison
from .table import SideBySide
from .told import LIKENESS, notices_of, place, share

NO_SUCH: Final = "—"
_ABSENT: Final = "“—”：该份报告的格式没有这一项；空白：没有填写；“/”：不适用。"


class Look(Enum):
    """How a cell is drawn."""

    WORDS = "words"
    FIGURE = "figure"
    CHANGE = "change"
    PERCENT = "percent"
    REMARK = "remark"


@frozen
class Shown:
    """A cell: its words, and the number that they are, where they are one. ``rise``: 1 for more
    than last year, -1 for less."""

    text: str
    look: Look = Look.WORDS
    number: Decimal | None = None
    rise: int = 0


@frozen
class Head:
    """The head of a column, and how wide it is in characters."""

    text: str
    width: float


@frozen
class Grid:
    """A sheet, or a table of a page; its first column parts the rows into groups. ``wide``: the
    columns from this one on are the figures of reports."""

    name: str
    note: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Shown, ...], ...]


def title_of(subject: Comparison | SideBySide) -> str:
    """The title of the workbook or page."""
    if isinstance(subject, Comparison):
        return f"{subject.this.agency} {subject.last.year} 年度与 {subject.this.year} 年度对比"
    first, last = subject.heads[0], subject.heads[-1]
    if subject.units:
        return f"{first.year} 年度 {len(subject.heads)} 个机关对比"
    return f"{last.agency} {first.year}—{last.year} 年度对比"


def grids(subject: Comparison | SideBySide) -> tuple[Grid, ...]:
    """The grids of a comparison; those without rows are left out but for the figures."""
    if isinstance(subject, SideBySide):
        made: tuple[Grid, ...] = (_many(subject), _notes(notices_of(subject)))
    else:
        made = (
            _figures(subject),
            _repeats(subject),
            _sections(subject),
            _not_comparable(subject),
            _notes(notices_of(subject)),
        )
    return tuple(grid for number, grid in enumerate(made) if grid.rows or not number)


def _figures(comparison: Comparison) -> Grid:
    last, this = (f"{head.year} 年度" for head in (comparison.last, comparison.this))
    heads = (
        Head("表", 37),
        Head("项目", 60),
        Head(last, 13),
        Head(this, 13),
        Head("增减", 13),
        Head("增减幅度", 11),
        Head("说明", 18),
    )
    rows = tuple(
        (
            Shown(clean(figure.row.table)),
            Shown(clean(figure.row.label)),
            _shown(figure.last),
            _shown(figure.this),
            Shown(
                figure.change.printed,
                Look.CHANGE,
                None if figure.change.unit else figure.change.difference,
                _rise(figure.change.difference),
            ),
            Shown(
                figure.change.printed_percent,
                Look.PERCENT,
                figure.change.percent,
                _rise(figure.change.percent),
            ),
            Shown(figure.change.why, Look.REMARK),
        )
        for figure in comparison.figures
    )
    note = "空白：没有填写，不等于 0；“/”：不适用。上年为 0 或没有填写的，不算幅度。"
    return Grid("数据对比", note, heads, rows)


def _repeats(comparison: Comparison) -> Grid:
    heads = (Head("相同程度", 20), Head("段落", 30), Head("文字", 90))
    rows = tuple(
        (
            Shown(LIKENESS[repeat.likeness]),
            Shown(place(comparison, repeat), Look.REMARK),
            Shown(clean(repeat.passage.text)),
        )
        for repeat in sorted(comparison.repeats, key=lambda r: list(LIKENESS).index(r.likeness))
    )
    return Grid("重复的段落", f"本年的文字：{share(comparison)}。", heads, rows)


def _sections(comparison: Comparison) -> Grid:
    sides = (
        (comparison.last.year, comparison.only_last),
        (comparison.this.year, comparison.only_this),
    )
    rows = tuple(
        (Shown(f"只有 {year} 年度有"), Shown(clean(title)))
        for year, titles in sides
        for title in titles.values()
    )
    return Grid("只一年有的部分", "", (Head("年度", 20), Head("部分", 60)), rows)


def _not_comparable(comparison: Comparison) -> Grid:
    rows = tuple(
        (Shown(item.why), Shown(clean(item.table)), Shown(clean(item.label)))
        for item in comparison.not_comparable
    )
    return Grid(
        "不可比的项目",
        "没有对比，没有换算。",
        (Head("原因", 36), Head("表", 40), Head("项目", 60)),
        rows,
    )


def _notes(notices: list[str]) -> Grid:
    rows = tuple((Shown("说明"), Shown(clean(notice))) for notice in notices)
    return Grid("说明", "", (Head("", 8), Head("内容", 100)), rows)


def _many(table: SideBySide) -> Grid:
    columns = [
        Head(clean(head.agency or head.file) if table.units else f"{head.year} 年度", 13)
        for head in table.heads
    ]
    rows = tuple(
        (Shown(clean(row.table)), Shown(clean(row.label)), *map(_shown, row.cells))
        for row in table.rows
    )
    note = _ABSENT
    if table.left_out:
        titles = "、".join(map(clean, table.left_out.values()))
        note += f"各行由机关自己填写的表没有列入：{titles}。"
    return Grid("对比表", note, (Head("表", 37), Head("项目", 60), *columns), rows)


def _shown(cell: Cell | None) -> Shown:
    if cell is None:
        return Shown(NO_SUCH, Look.REMARK)
    if cell.column.kind is Kind.TEXT:
        return Shown(clean(cell.printed))
    plain = cell.printed.replace("+", "").replace("-", "").replace(".", "").isdigit()
    return Shown(cell.printed, Look.FIGURE, _amount(cell) if plain else None)


def _amount(cell: Cell) -> Decimal | None:
    """The figure as it is printed: an amount in its own unit."""
    value = number(cell.value)
    return None if value is None else Decimal(cell.printed)


def _rise(change: Decimal | None) -> int:
    return 0 if not change else 1 if change > 0 else -1


def groups(grid: Grid) -> Iterator[tuple[str, list[tuple[Shown, ...]]]]:
    """The rows under the word that heads them."""
    found: dict[str, list[tuple[Shown, ...]]] = {}
    for first, *rest in grid.rows:
        found.setdefault(first.text, []).append(tuple(rest))
    yield from found.items()
