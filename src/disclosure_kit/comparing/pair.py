"""One body's report beside its earlier one: figures, repeated words, sections."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen
from frozendict import frozendict

from ..app import Loaded
from .change import Cell, Change, change
from .order import in_order
from .repeated import Repeat, measured, repeats
from .table import Head, Row, SideBySide, side_by_side


@frozen
class Compared:
    """A figure that both forms have, and its change."""

    row: Row
    last: Cell
    this: Cell
    change: Change

    @property
    def silent(self) -> bool:
        """Whether there is nothing to tell: both 0, both blank or both 不适用."""
        return self.last.value == self.this.value and not (
            self.last.printed and self.last.printed.strip("0./")
        )


@frozen
class NotComparable:
    """A figure that only one form has, that the two hold in different kinds, or a table whose
    rows are the body's own."""

    address: str
    table: str
    label: str
    why: str


@frozen
class Comparison:
    """What has changed. ``share`` is how much of this year's words (preamble aside) stood in the
    earlier report, None where it has no words; ``titles`` are those of this year's sections,
    ``only_last`` and ``only_this`` of those that one report alone has, all by id."""

    last: Head
    this: Head
    figures: tuple[Compared, ...]
    not_comparable: tuple[NotComparable, ...]
    repeats: tuple[Repeat, ...]
    titles: frozendict[str, str]
    share: float | None
    only_last: frozendict[str, str]
    only_this: frozendict[str, str]
    notices: tuple[str, ...]


def compare(last: Loaded, this: Loaded, *, renamed: bool = False) -> Comparison:
    """``this`` beside ``last``, an earlier report of the same body.

    Figures of different editions are compared only where both forms have them under one id and
    in one kind; the others are named. ``renamed``: another name is still the same body.

    Raises:
        UsageError: two bodies, one year twice, or ``last`` is the later one.
    """
    in_order(last, this)
    table = side_by_side((last, this), renamed=renamed)
    words = measured(this.report, last.report)
    letters = sum(one.letters for one in words)
    before = {name: part.title for name, part in last.report.sections.items()}
    now = {name: part.title for name, part in this.report.sections.items()}
    return Comparison(
        last=table.heads[0],
        this=table.heads[1],
        figures=tuple(_compared(row) for row in table.rows if row.comparable),
        not_comparable=tuple(_not_comparable(table)),
        repeats=tuple(repeats(this.report, last.report)),
        titles=frozendict(now),
        share=sum(one.shared for one in words) / letters if letters else None,
        only_last=frozendict((name, before[name]) for name in before if name not in now),
        only_this=frozendict((name, now[name]) for name in now if name not in before),
        notices=tuple(_notices(table)),
    )


def _compared(row: Row) -> Compared:
    last, this = row.cells
    assert last is not None  # comparable rows have both
    assert this is not None
    return Compared(row, last, this, change(last, this))


def _not_comparable(table: SideBySide) -> Iterator[NotComparable]:
    for row in table.rows:
        lacking = [head for head, cell in zip(table.heads, row.cells, strict=True) if cell is None]
        if lacking:
            why = f"{'、'.join(f'{head.year} 年度' for head in lacking)}的格式没有这些项目"
            yield NotComparable(row.address, row.table, row.label, why)
        elif not row.comparable:
            yield NotComparable(row.address, row.table, row.label, "两年所填不是一类数")
    for name, title in table.left_out.items():
        yield NotComparable(name, title, "各行", "由机关自己填写，没有逐行对比")


def _notices(table: SideBySide) -> Iterator[str]:
    last, this = table.heads
    if this.year - last.year > 1:
        yield f"两份报告相隔 {this.year - last.year} 年"
    if last.agency != this.agency:
        yield f"机关名称的写法不同：“{last.agency}”，“{this.agency}”"
    if last.edition != this.edition:
        yield f"所用格式不同（{last.edition} 年版，{this.edition} 年版），只对比两版都有的项目"
    for head in table.heads:
        yield from head.notices
