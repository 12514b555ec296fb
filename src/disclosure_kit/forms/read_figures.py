"""The figures of a workbook: tables, and what the prose states."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from ..intake.figures import read_figure
from ..model.table import Column
from ..model.values import Kind
from ..structure.plain import plain_value
from .book import Book
from .finding import Finder
from .grid import Grid
from .key import FIGURES, SheetKey, squeezed
from .words import decimal_words, unshield


def read_tables(book: Book) -> Iterator[tuple[str, Any]]:
    """The tables, each by its id."""
    for sheet in book.key.tables:
        grid = book.sheet(sheet.label, sheet.name)
        if grid is None:
            continue
        rows: dict[str, dict[str, Any]] = {}
        book.places["tables", sheet.id] = grid.name
        for row, column, (at_row, at_column) in Finder(grid, sheet, book.refuse).cells():
            kind, unit = row.kind or column.kind, row.unit or column.unit
            value = _figure(book, grid, at_row, at_column, column.labels[-1], kind, unit)
            rows.setdefault(row.id, {})[column.id] = value
            path = ("tables", sheet.id, row.id, column.id)
            book.places[path] = grid.place(at_row, at_column)
        some = any(v is not None for cells in rows.values() for v in cells.values())
        if some or sheet.filled:
            yield sheet.id, rows
    for sheet in book.key.repeating:
        yield from _repeating(book, sheet)


def _repeating(book: Book, sheet: SheetKey) -> Iterator[tuple[str, Any]]:
    grid = book.sheet(sheet.label, sheet.name)
    if grid is None:
        return
    book.places["tables", sheet.id] = grid.name
    wanted = ["行号", *("·".join(entry.labels) for entry in sheet.columns)]
    top, columns = -1, []
    for row in range(min(40, len(grid.rows))):
        found = {grid.labels.get((row, c)): c for c in range(len(grid.rows[row]))}
        if all(squeezed(label) in found for label in wanted):
            top, columns = row, [found[squeezed(label)] for label in wanted]
            break
    if top < 0:
        book.refuse(grid.name, f"找不到表头“{'、'.join(wanted)}”")
        return
    made: list[dict[str, Any]] = []
    for row in range(top + 1, len(grid.rows)):
        if all(grid.at(row, column) is None for column in columns):
            continue
        number = len(made)
        key = book.words(grid, row, columns[0]) if grid.at(row, columns[0]) is not None else None
        values: dict[str, Any] = {"key": f"r{number + 1}" if key is None else key}
        for entry, column in zip(sheet.columns, columns[1:], strict=True):
            values[entry.id] = _figure(
                book, grid, row, column, entry.labels[-1], entry.kind, entry.unit
            )
            book.places["tables", sheet.id, number, entry.id] = grid.place(row, column)
        made.append(values)
    if made or sheet.filled:
        yield sheet.id, made


def read_figures(book: Book) -> Iterator[tuple[str, Any]]:
    """The figures that the prose states, as far as they are filled."""
    if not book.key.figures:
        return
    grid = book.sheet(FIGURES, FIGURES)
    if grid is None:
        return
    rows: dict[str, list[int]] = {}
    for (row, column), text in grid.labels.items():
        if column == 0:
            rows.setdefault(text, []).append(row)
    for entry in book.key.figures:
        found = rows.get(entry.labels[0], [])
        if len(found) != 1:
            how = "重复" if found else "找不到"
            book.refuse(grid.name, f"“{entry.labels[0]}”一行{how}")
            continue
        value = _figure(book, grid, found[0], 1, entry.labels[0], entry.kind, entry.unit)
        book.places["figures", entry.id] = grid.place(found[0], 1)
        if value is not None:
            yield entry.id, value


def _figure(
    book: Book, grid: Grid, row: int, column: int, label: str, kind: str, unit: str | None
) -> Any:
    """One figure as the contract writes it; refused where it would have to be guessed."""
    value = grid.at(row, column)
    place = grid.place(row, column)
    if (row, column) in grid.uncomputed:
        book.refuse(place, "是公式，没有算得的值；请用 Excel 或 WPS 打开并保存，或改填数")
        return None
    if value is None:
        return None
    if isinstance(value, bool):
        book.refuse(place, f"填的是 {str(value).upper()}，不是数")
        return None
    if isinstance(value, datetime.datetime | datetime.date | datetime.time | datetime.timedelta):
        book.refuse(place, f"是日期或时间（{value}），不是数；请把单元格改成常规格式重填")
        return None
    asked = Column(label, kind=Kind(kind), unit=unit)
    if asked.kind is Kind.TEXT:
        text = value if isinstance(value, str) else decimal_words(float(value))
        return "n/a" if text.strip() in ("/", "不适用") else unshield(text)
    if isinstance(value, int | float):
        if asked.kind is Kind.SHARE:
            book.refuse(place, "没有写明百分数；请写作 37.91%（文字格式）")
            return None
        value = decimal_words(float(value))
    read = read_figure(str(value), asked)
    if read.value is None:
        book.refuse(place, f"“{value}”{read.refused}")
        return None
    if read.notice and not (asked.kind is Kind.MONEY and unit is None):
        book.notices.append(f"{place}：{read.notice}")
    return plain_value(read.value, unit)
