"""Tables in text whose cells run together: ``110000011`` for 11, 0, 0, 0, 0, 0, 11.

A figure is taken only where every reading of its table agrees on it; what readings are, is told
in docs/reference/figures.md. Whatever is parted is told, and whatever stays undecided is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from attrs import define, field
from frozendict import frozendict

from ..model.labels import column_label, row_label
from ..model.report import TableData
from ..model.rules import Identity
from ..model.table import Table
from ..model.values import NOT_FILLED, Address, Value
from .deciding import decide
from .matched import MatchedTable, Refusal, short
from .passage import Passage
from .printed_row import PrintedRow
from .runs import Run, runs_in
from .ways import Budget

_STEPS: Final = 150_000  # of all searches in one table; a real one takes a few thousand
_MOST: Final = 20_000  # characters of a table; no real one has a fifth of it


def run_together(
    passage: Passage, table: Table, identities: Sequence[Identity]
) -> MatchedTable | None:
    """What ``passage`` says of ``table``; None where it is drawn with strokes, too long, holds no
    row of it under the form's own heads, or labels without a single figure: in text these may
    have been lost."""
    text = "\n".join(paragraph.text for paragraph in passage.paragraphs)
    if len(text) > _MOST or "|" in text:
        return None
    runs, unheaded = runs_in(text, table)
    if not any(run.shown for run in runs):
        return None
    reading = _Reading(table, _places(passage))
    for part in unheaded:
        title = part.band.title or table.title
        reading.refuse(part.place, part.figures, f"“{title}”的表头不是本版本的表头")
    rows = []
    for run in runs:
        if run.row.id is not None:
            rows.append(PrintedRow.of(run, identities))
        elif any(map(str.isdigit, run.shown)):
            reading.refuse(run.place, run.shown, f"“{run.row.label}”一行在表式中没有数据")
    belied = decide(rows, identities, Budget(_STEPS))
    for row in rows:
        reading.take(row)
    if belied:
        reading.notices.append(
            f"“{table.title}”表内的数不合勾稽关系；只有一格不合或空着的各种分法都相同的数，已读取"
        )
    known = {run.row.id for run in runs}
    missing = dict.fromkeys(a.row for a in table.cells if a.row not in known)
    if missing and not unheaded:
        names = "、".join(f"“{row_label(table, row)}”" for row in missing)
        reading.notices.append(f"（{table.title}）中没有找到这些行，按未填写处理：{names}")
    return reading.matched()


def _places(passage: Passage) -> Callable[[int], str]:
    """The paragraph that each character of the joined text stands in."""
    starts: list[tuple[int, str]] = []
    at = 0
    for paragraph in passage.paragraphs:
        starts.append((at, paragraph.place))
        at += len(paragraph.text) + 1

    def place(offset: int) -> str:
        return next(name for start, name in reversed(starts) if start <= offset)

    return place


@define
class _Reading:
    table: Table
    place: Callable[[int], str]
    cells: dict[Address, Value] = field(factory=dict)
    sources: dict[Address, str] = field(factory=dict)
    notices: list[str] = field(factory=list)
    refusals: list[Refusal] = field(factory=list)

    def refuse(self, at: int, text: str, reason: str, label: str = "") -> None:
        self.refusals.append(Refusal(self.place(at), text, reason, label=label))

    def take(self, row: PrintedRow) -> None:
        run = row.run
        place = self.place(run.place)
        open_columns: list[str] = []
        for number, column in enumerate(run.columns):
            address = Address(self.table.id, run.row.id or "", column.id or "")
            figure = row.cells.get(number)
            if figure is None or figure.value is None:
                open_columns.append(column_label(self.table, address.column, address.row))
                continue
            self.sources[address] = place
            if figure.value is not NOT_FILLED:
                self.cells[address] = figure.value
            if figure.notice:
                self.notices.append(f"{place}（{self._label(run)}）：{figure.notice}")
        zeros = all(row.cells[n].value in (0, NOT_FILLED) for n in row.cells)
        if len(run.columns) > len(run.shown.split()) and not open_columns and not zeros:
            figures = "、".join(str(row.cells[n].value) for n in range(len(run.columns)))
            self.notices.append(
                f"{place}（{self._label(run)}）：数字连在一起“{short(run.shown)}”，分为 {figures}"
            )
        if open_columns:
            whole = len(open_columns) == len(run.columns)
            label = self._label(run) + ("" if whole else "·" + "、".join(open_columns))
            self.refuse(run.place, run.shown, row.reason, label)

    def _label(self, run: Run) -> str:
        return row_label(self.table, run.row.id or "")

    def matched(self) -> MatchedTable:
        rows = tuple(dict.fromkeys(address.row for address in self.table.cells))
        return MatchedTable(
            self.table.id,
            TableData(
                rows,
                frozendict(
                    {(a.row, a.column): self.cells[a] for a in self.table.cells if a in self.cells}
                ),
            ),
            frozendict({a: self.sources[a] for a in self.table.cells if a in self.sources}),
            (),
            tuple(self.notices),
            tuple(self.refusals),
        )
