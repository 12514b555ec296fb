"""Tables of the form as published text prints them: one cell to a line, laid out with blanks as a
printout leaves them, or as markdown. Told anew from the printed grid, not from the readers."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from decimal import Decimal
from random import Random
from typing import TypeAlias

from attrs import frozen
from frozendict import frozendict

from disclosure_kit.model.form import Form
from disclosure_kit.model.layout import GridCell, Role, layout
from disclosure_kit.model.report import Agency, Report, TableData
from disclosure_kit.model.table import Table
from disclosure_kit.model.values import NOT_FILLED, Kind, Money, Value
from disclosure_kit.view import format_value

Printer: TypeAlias = Callable[[Table, TableData], list[str]]


def report_of(form: Form, random: Random, density: float) -> Report:
    """A report of small and large figures, that share of its cells filled."""
    tables: dict[str, TableData] = {}
    for table in form.tables.values():
        if not isinstance(table, Table):
            continue
        cells: dict[tuple[str, str], Value] = {}
        for address, column in table.cells.items():
            if random.random() >= density:
                continue
            figure = random.choice([0, 0, 0, random.randint(0, 99), random.randint(0, 30_000)])
            if column.kind is Kind.MONEY:
                amount = Decimal(figure) / 100
                cells[address.row, address.column] = Money(amount, column.unit or "元")
            else:
                sign = random.choice([1, -1]) if column.kind is Kind.SIGNED else 1
                cells[address.row, address.column] = sign * figure
        rows = tuple(dict.fromkeys(address.row for address in table.cells))
        tables[table.id] = TableData(rows, frozendict(cells))
    agency = Agency("某某镇人民政府")
    return Report(form.edition.id, form.year, agency, None, tables=frozendict(tables))


def text_of(cell: GridCell, table: Table, data: TableData) -> str:
    """What a cell of the printed grid shows."""
    if cell.address is None:
        return cell.text
    value = data.cells.get((cell.address.row, cell.address.column), NOT_FILLED)
    return format_value(value, table.cells[cell.address])


def document(form: Form, report: Report, printer: Printer) -> str:
    """A report whose tables ``printer`` prints."""
    lines = [f"某某镇人民政府{form.year}年政府信息公开工作年度报告", ""]
    if not form.sections:
        lines = [f"政府信息公开情况统计表（{form.year}年度）", ""]
    for section in form.sections:
        lines += [section.title, ""]
        tables = [t for t in form.tables_in(section.id) if isinstance(t, Table)]
        for table in tables:
            lines += [*printer(table, report.tables[table.id]), ""]
        if not tables:
            lines += ["我镇做好各项工作，取得了成效。", ""]
    for table in form.annexes:
        if table.id in report.tables:
            lines += printer(table, report.tables[table.id])
    return "\n".join(lines) + "\n"


@frozen
class Stacked:
    """One cell to a line: ``gap`` blank lines behind every cell, ``more`` behind a row; labels
    longer than ``width`` broken. ``blanks``: a blank cell leaves its line."""

    gap: int
    more: int
    width: int
    blanks: bool = True

    def __call__(self, table: Table, data: TableData) -> list[str]:
        lines: list[str] = []
        for row in layout(table):
            for cell in row.cells:
                if cell.continues:
                    continue
                text = text_of(cell, table, data)
                if text or self.blanks:
                    lines += [*_broken(text, self.width), *[""] * self.gap]
            lines += [""] * self.more
        return lines


def _broken(text: str, width: int) -> list[str]:
    if text.isascii():
        return [text]
    return [text[at : at + width] for at in range(0, len(text), width)]


@frozen
class LaidOut:
    """Columns as a printout gives them: ``stubs`` the widths of the label columns, ``column`` that
    of a figure column, in characters; cells broken to their width, centred from above to below.
    ``align``: where a figure stands in its cell. ``wide``: a full-width character takes two
    columns of the file. ``page``: lines on a page, the number of the page below."""

    stubs: tuple[int, ...]
    column: int
    align: str
    wide: bool
    page: int | None = None

    def __call__(self, table: Table, data: TableData) -> list[str]:
        widths = self._widths(table)
        left = [sum(widths[:n]) for n in range(len(widths) + 1)]
        rows = layout(table)
        boxes = [
            (top, cell, self._lines(text_of(cell, table, data), left, cell))
            for top, row in enumerate(rows)
            for cell in row.cells
            if not cell.continues
        ]
        heights = [1] * len(rows)
        for top, cell, lines in sorted(boxes, key=lambda box: box[1].height):
            missing = len(lines) - sum(heights[top : top + cell.height])
            heights[top + cell.height - 1] += max(0, missing)
        tops = [sum(heights[:n]) for n in range(len(rows) + 1)]
        canvas: list[list[tuple[int, str]]] = [[] for _ in range(tops[-1])]
        for top, cell, lines in boxes:
            free = tops[top + cell.height] - tops[top] - len(lines)
            for n, line in enumerate(lines):
                begin = self._begin(line, left[cell.left], left[cell.left + cell.width], cell)
                canvas[tops[top] + free // 2 + n].append((begin, line))
        return list(self._paged([self._drawn(sorted(line)) for line in canvas], set(tops)))

    def _widths(self, table: Table) -> list[int]:
        unit = [6] if table.unit_label is not None else []
        stubs = list(self.stubs[-table.stub :]) if table.stub else []
        figures = len(table.grid) - len(stubs) - len(unit)
        return [*stubs, *unit, *[self.column] * figures]

    def _lines(self, text: str, left: list[int], cell: GridCell) -> list[str]:
        width = left[cell.left + cell.width] - left[cell.left] - 2
        return _broken(text, max(1, width)) if text else []

    def _begin(self, text: str, left: int, right: int, cell: GridCell) -> int:
        """The column of the file: of figures, which are ASCII, the last ones stand straight."""
        scale = 2 if self.wide else 1
        if cell.role is not Role.FIGURE or self.align == "left":
            return left * scale
        free = (right - left - 2) * scale - len(text)
        return left * scale + max(0, free if self.align == "right" else free // 2)

    def _drawn(self, texts: list[tuple[int, str]]) -> str:
        line, at = "", 0
        for begin, text in texts:
            line += " " * (begin - at) + text
            at = begin + sum(_columns(c) if self.wide else 1 for c in text)
        return line

    def _paged(self, lines: list[str], tops: set[int]) -> Iterator[str]:
        number = 1
        for at, line in enumerate(lines):
            if self.page and at and at % self.page == 0:
                yield from ("", f"-{number}-", "")
                number += 1
            if at in tops:
                yield ""
            yield line


def _columns(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1


def markdown(table: Table, data: TableData) -> list[str]:
    """A row to a line, a cell for every column of the grid: merged ones leave blanks."""
    lines: list[str] = []
    for number, row in enumerate(layout(table)):
        texts: list[str] = []
        for cell in row.cells:
            texts += [text_of(cell, table, data), *[""] * (cell.width - 1)]
        lines.append(f"| {' | '.join(texts)} |")
        if number == 0:
            lines.append("|" + "---|" * len(texts))
    return lines


def between_strokes(table: Table, data: TableData) -> list[str]:
    """As ``markdown``, but with no stroke before the first cell nor behind the last."""
    lines = [line for line in markdown(table, data) if not line.startswith("|---")]
    return [line[2:-2] for line in lines]


def in_lines(table: Table, data: TableData) -> list[str]:
    """A row to a line, its cells parted by a blank; blank cells leave nothing."""
    rows = [
        [text_of(c, table, data) for c in row.cells if not c.continues] for row in layout(table)
    ]
    return [" ".join(text for text in texts if text) for texts in rows]
