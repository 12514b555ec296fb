"""A comparison in words for clerks, and as JSON for programs (docs/reference/compare.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from ..model.clean import clean
from ..structure.plain import plain_value
from .change import Cell
from .pair import Compared, Comparison, NotComparable
from .repeated import Likeness, Repeat
from .table import Head, Row, SideBySide

LIKENESS: Final = {
    Likeness.SAME: "逐字相同",
    Likeness.BUT_FIGURES: "除年份、数字外相同",
    Likeness.NEARLY: "基本相同",
}
BLANK: Final = "（未填）"
_SHOWN: Final = 30  # characters of a paragraph


def lines(comparison: Comparison) -> Iterator[str]:
    """What has changed, table by table; figures of which there is nothing to tell are counted."""
    last, this = comparison.last, comparison.this
    yield f"{clean(this.agency)}：{last.year} 年度（{last.file}）与 {this.year} 年度（{this.file}）"
    told = [figure for figure in comparison.figures if not figure.silent]
    for table, figures in groupby(told, key=lambda figure: figure.row.table):
        yield f"  {clean(table)}"
        for figure in figures:
            yield f"    {_line(figure)}"
    silent = Counter(figure.this.printed for figure in comparison.figures if figure.silent)
    blank, none = silent.pop("", 0), silent.pop("/", 0)
    counted = [
        f"{what} {count} 项"
        for what, count in (
            ("都是 0 的", silent.total()),
            ("都没有填的", blank),
            ("都是 / 的", none),
        )
        if count
    ]
    if counted:
        yield f"  没有列出：两年{'，'.join(counted)}"
    if comparison.not_comparable:
        yield "  不可比"
        by_table = groupby(comparison.not_comparable, key=lambda item: (item.why, item.table))
        for (why, table), items in by_table:
            yield f"    {why}（{clean(table)}）：{'；'.join(_rows(items))}"
    yield from _words(comparison)


def _line(figure: Compared) -> str:
    change = figure.change
    told = ["持平"] if change.difference == 0 else [change.printed, change.printed_percent]
    why = f"（{change.why}）" if change.why else ""
    both = f"{figure.last.printed or BLANK} → {figure.this.printed or BLANK}"
    return "  ".join(part for part in (clean(figure.row.label), both, *told, why) if part)


def _rows(items: Iterable[NotComparable]) -> Iterator[str]:
    """``规章（3 项）``: the figures of one printed row are told in one."""
    counts = Counter(item.label.partition("·")[0] for item in items)
    for label, count in counts.items():
        yield clean(label) + (f"（{count} 项）" if count > 1 else "")


def _words(comparison: Comparison) -> Iterator[str]:
    yield f"  文字：{share(comparison)}"
    for repeat in comparison.repeats:
        words = f"“{_beginning(repeat.passage.text)}”"
        yield f"    {LIKENESS[repeat.likeness]}  {place(comparison, repeat)}  {words}"
    for year, titles in (
        (comparison.last.year, comparison.only_last),
        (comparison.this.year, comparison.only_this),
    ):
        if titles:
            yield f"  只有 {year} 年度有的部分：{'、'.join(map(clean, titles.values()))}"


def share(comparison: Comparison) -> str:
    """How much of the words stood in the earlier report."""
    if comparison.share is None:
        return "本年没有文字"
    year = comparison.last.year
    return f"约 {round(100 * comparison.share)}% 与 {year} 年度的相同（引言不计）"


def place(comparison: Comparison, repeat: Repeat) -> str:
    """The section that the paragraph stands in, and its text place."""
    title = comparison.titles.get(repeat.passage.section, "")
    return f"{clean(title)} {repeat.passage.address}".strip()


def _beginning(text: str) -> str:
    told = clean(text).strip()
    return told if len(told) <= _SHOWN else f"{told[:_SHOWN]}……"


def notices_of(subject: Comparison | SideBySide) -> list[str]:
    """What a reader has to know beside the figures."""
    if isinstance(subject, Comparison):
        return list(subject.notices)
    return [*subject.notices, *(notice for head in subject.heads for notice in head.notices)]


def tree(comparison: Comparison) -> dict[str, Any]:
    """``compare LAST THIS --json``."""
    return {
        "last": _head(comparison.last),
        "this": _head(comparison.this),
        "figures": [_figure(figure) for figure in comparison.figures],
        "not_comparable": [
            {
                "address": item.address,
                "table": item.table,
                "label": item.label,
                "reason": item.why,
            }
            for item in comparison.not_comparable
        ],
        "repeated_share": None if comparison.share is None else round(comparison.share, 4),
        "repeated": [
            {
                "address": repeat.passage.address,
                "earlier": repeat.earlier.address if repeat.earlier else None,
                "likeness": repeat.likeness.value,
                "text": repeat.passage.text,
            }
            for repeat in comparison.repeats
        ],
        "sections": {
            "only_last": dict(comparison.only_last),
            "only_this": dict(comparison.only_this),
        },
        "notices": notices_of(comparison),
    }


def table_tree(table: SideBySide) -> dict[str, Any]:
    """``compare FILE FILE FILE… --json``."""
    return {
        "columns": [_head(head) for head in table.heads],
        "rows": [
            _named(row)
            | {
                "values": [_plain(cell) for cell in row.cells],
                "absent": [number for number, cell in enumerate(row.cells) if cell is None],
            }
            for row in table.rows
        ],
        "left_out": dict(table.left_out),
        "notices": notices_of(table),
    }


def _head(head: Head) -> dict[str, Any]:
    return {
        "file": head.file,
        "agency": head.agency,
        "year": head.year,
        "edition": head.edition,
    }


def _named(row: Row) -> dict[str, Any]:
    return {
        "address": row.address,
        "table": row.table,
        "label": row.label,
        "other_labels": list(row.other_labels),
    }


def _figure(figure: Compared) -> dict[str, Any]:
    change = figure.change
    return _named(figure.row) | {
        "last": _plain(figure.last),
        "this": _plain(figure.this),
        "difference": _number(change.difference),
        "unit": change.unit,
        "percent": _number(change.percent),
        "reason": change.why,
    }


def _plain(cell: Cell | None) -> Any:
    return None if cell is None else plain_value(cell.value, cell.column.unit)


def _number(value: Decimal | None) -> Any:
    """Whole numbers stay numbers; what has decimals is a string, so that none are lost."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else f"{value:f}"
