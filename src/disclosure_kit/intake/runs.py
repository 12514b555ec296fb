"""What is printed behind the label of each row of a table in a text, as it stands: a *run*, in
which figures may follow one another without anything between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import frozen

from ..model.table import Band, Column, Row, Table
from .label_order import Found, Letters, labels_in

_HALF_WIDTH: Final[dict[int, int | str]] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    0x3000: " ",
}
_BEFORE: Final = " ”’\"')]】:、。."
_BEHIND: Final = " (“‘\"'[【"
_REMARK: Final = re.compile(r"\s*\((?![\d\s]*\))[^()]{1,80}\)")


@frozen
class Run:
    """The run of ``row``. ``texts`` are the readings of where it ends: the number of the next
    label may be its last digit. ``place`` is where in the text it begins."""

    row: Row
    columns: tuple[Column, ...]
    texts: tuple[str, ...]
    place: int

    @property
    def shown(self) -> str:
        return self.texts[0]


@frozen
class Unheaded:
    """A band of the table whose heads are not, or not all, those of the form."""

    band: Band
    figures: str
    place: int


def runs_in(text: str, table: Table) -> tuple[tuple[Run, ...], tuple[Unheaded, ...]]:
    """The runs of the rows of ``table`` whose labels and heads are found in ``text``, and the
    bands whose heads are not."""
    letters = Letters(text)
    found = labels_in(letters, table)
    runs: list[Run] = []
    unheaded: list[Unheaded] = []
    for band in table.bands:
        own = [label for label in found if label.entry.band is band]
        rows = [_run(row, label, found, text) for row, label in _rows(own, band)]
        if _headed(own, band, letters):
            runs += rows
        elif figures := [run.shown for run in rows if any(map(str.isdigit, run.shown))]:
            unheaded.append(Unheaded(band, " ".join(figures), rows[0].place))
    return tuple(runs), tuple(unheaded)


def _headed(own: Sequence[Found], band: Band, letters: Letters) -> bool:
    """Whether every head of ``band`` stands there, in order, with nothing between them or before
    the first row."""
    heads = [label for label in own if label.entry.column is not None]
    if len(heads) != sum(1 for column in band.columns for _ in _nodes(column)):
        return False
    end = min((x.begin for x in own if x.entry.row is not None), default=heads[-1].end)
    said = sum(len(letters.between(head.begin, head.end)) for head in heads)
    return said == len(letters.between(heads[0].begin, end))


def _nodes(column: Column) -> Iterator[Column]:
    yield column
    for child in column.columns:
        yield from _nodes(child)


def _rows(own: Sequence[Found], band: Band) -> Iterator[tuple[Row, Found]]:
    for label in own:
        if label.entry.row is not None:
            yield label.entry.row, label
    if own and len(band.rows) == 1 and not band.rows[0].label:
        yield band.rows[0], own[-1]  # the one row of a table without labels: behind the heads


def _run(row: Row, label: Found, found: Sequence[Found], text: str) -> Run:
    columns = tuple(
        Column(c.label, c.id, row.kind or c.kind, row.unit or c.unit)
        for c in label.entry.band.figure_columns()
    )
    behind = next((other for other in found if other.begin >= label.end), None)
    cut = text[label.end : len(text) if behind is None else behind.begin]
    texts = [_bare_run(cut, row)]
    if behind is not None and behind.loose:
        texts.append(_bare_run(cut + behind.loose, row))
    return Run(row, columns, tuple(texts), label.end)


def _bare_run(cut: str, row: Row) -> str:
    """``cut`` without what belongs to the labels around it: marks, a remark, the unit's cell."""
    run = cut.translate(_HALF_WIDTH)
    remark = _REMARK.match(run)
    run = " ".join(run[remark.end() if remark else 0 :].split())
    run = run.lstrip(_BEFORE).rstrip(_BEHIND)
    if row.unit is not None and run.startswith(row.unit):
        run = run[len(row.unit) :].strip()
    return run
