"""The narratives of a workbook: one paragraph a row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from ..model.raw import KeyPath
from .book import Book
from .grid import Grid
from .key import SheetKey, squeezed
from .words import Line, blocks_of

_HEAD: Final = ("样式", "正文")


def read_sections(book: Book) -> Iterator[tuple[str, Any]]:
    """The sections, in the order of the form."""
    made: dict[str, dict[str, Any]] = {
        part.id: {"title": part.title, "body": [{"table": t} for t in part.tables]}
        for part in book.key.plain
    }
    for sheet in book.key.sections[1:]:
        title, body = read_narrative(book, sheet, ("sections", sheet.id))
        if body or sheet.filled:
            made[sheet.id] = {"title": title, "body": body}
    for name in book.key.order:
        if name in made:
            yield name, made[name]


def read_narrative(book: Book, sheet: SheetKey, path: KeyPath) -> tuple[str | None, list[Any]]:
    """The title and the blocks of one narrative sheet."""
    grid = book.sheet(sheet.label, sheet.name)
    if grid is None:
        return None, []
    book.places[path] = grid.name
    top, columns = head_of(grid)
    if top is None:
        book.refuse(grid.name, "找不到“样式、正文”一行")
        return None, []
    title = None
    for row in range(top):
        if grid.labels.get((row, 0)) == "标题" and grid.at(row, 1) is not None:
            title = book.words(grid, row, 1)
    tables = {
        squeezed(t.label): t.id for t in (*book.key.tables, *book.key.repeating, *book.key.views)
    }
    lines: list[Line] = []
    rows: list[int] = []
    for row in range(top + 1, len(grid.rows)):
        values = [grid.at(row, column) for column in columns]
        if all(value is None for value in values):
            continue
        lines.append(_line(book, grid, row, columns))
        rows.append(row)
    blocks: list[Any] = []
    try:
        blocks = list(blocks_of(lines, tables))
    except ValueError as error:
        book.refuse(grid.name, f"{error}")
    body = path if path == ("preamble",) else (*path, "body")
    if len(blocks) == len(rows):
        for number, row in enumerate(rows):
            book.places[(*body, number)] = grid.place(row, columns[1])
    return title, blocks


def head_of(grid: Grid) -> tuple[int | None, list[int]]:
    """The row of the heads of a narrative sheet, and the column of each (-1: it is lost)."""
    wanted = ("样式", "正文", "级", "小标题字数", "图片说明")
    for row in range(min(40, len(grid.rows))):
        found = {grid.labels.get((row, c)): c for c in range(len(grid.rows[row]))}
        if all(name in found for name in _HEAD):
            return row, [found.get(name, -1) for name in wanted]
    return None, []


def _line(book: Book, grid: Grid, row: int, columns: list[int]) -> Line:
    style, text, level, lead, caption = columns

    def given(column: int) -> str | None:
        value = grid.at(row, column)
        if value is None and (row, column) not in grid.uncomputed:
            return None
        if isinstance(value, str):
            return value
        return book.words(grid, row, column)

    def count(column: int) -> int | None:
        value = grid.at(row, column)
        if value is None:
            return None
        if isinstance(value, int | float) and float(value).is_integer():
            return int(value)
        if isinstance(value, str) and re.fullmatch(r"\d{1,5}", value.strip(), re.ASCII):
            return int(value)
        book.refuse(grid.place(row, column), f"应是整数，不能是“{value}”")
        return None

    return Line(
        (given(style) or "").strip(), given(text), count(level), count(lead), given(caption)
    )
