"""The cover of a workbook: whose report it is, of which year, who signs it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any, Final

from .book import Book
from .grid import Grid
from .key import ATTACHMENT, COVER, COVER_FIELDS, SheetKey, squeezed
from .read_words import read_narrative

_DAY: Final = re.compile(r"(\d{4})(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})日?", re.ASCII)


def read_cover(book: Book, data: dict[str, Any]) -> None:
    """Put what the cover says into ``data``."""
    data["agency"] = {"name": book.key.agency}
    grid = book.sheet(COVER, COVER)
    if grid is None:
        return
    attachments: list[Any] = []
    rows = 0
    bodies = {int(sheet.id): sheet for sheet in book.key.attachments}
    seen: set[str] = set()
    for row in range(len(grid.rows)):
        label = grid.labels.get((row, 0))
        where = COVER_FIELDS.get(label or "")
        value = grid.at(row, 1)
        if label == ATTACHMENT:
            name = None if value is None else book.words(grid, row, 1)
            sheet = bodies.pop(rows, None)
            attachments += _attachment(book, grid.place(row, 1), name, sheet, len(attachments))
            rows += 1
        if not where or label is None:
            continue
        if label in seen:
            book.refuse(grid.place(row, 1), f"“{label}”重复")
        seen.add(label)
        book.places[tuple(where.split("."))] = grid.place(row, 1)
        _field(book, data, where, grid, row)
    for label, where in COVER_FIELDS.items():
        if where and label not in seen:
            book.refuse(grid.name, f"找不到“{label}”一行")
    for sheet in bodies.values():
        book.refuse(grid.name, f"找不到“{sheet.name}”所属的“{ATTACHMENT}”一行")
    data["attachments"] = attachments
    if "signature" not in data and book.key.signed:
        data["signature"] = {}
    code = data["agency"].get("code") or ""
    if book.key.region and code and not code.startswith(book.key.region):
        book.notices.append(
            f"{grid.name}：区划代码“{code}”与生成表格时的区划 {book.key.region} 不一致，"
            f"按区划 {book.key.region} 的格式处理"
        )


def _attachment(
    book: Book, place: str, name: str | None, sheet: SheetKey | None, number: int
) -> Iterator[Any]:
    """An attachment with its text, if it has a sheet; nothing for a blank row."""
    path = ("attachments", number)
    body = read_narrative(book, sheet, path)[1] if sheet else []
    book.places[path] = place
    if body and name is None:
        book.refuse(place, f"没有填写附件的名称，“{sheet.name if sheet else ''}”却有正文")
    elif name is not None:
        yield {"name": name, "body": body} if body else name


def _field(book: Book, data: dict[str, Any], where: str, grid: Grid, row: int) -> None:
    if where == "year":
        value = grid.at(row, 1)
        if book.words(grid, row, 1) != str(book.key.year):
            book.refuse(
                grid.place(row, 1),
                f"年度是“{value}”，而这份表格是为 {book.key.year} 年度生成的；换年度请重新生成",
            )
        return
    group, _, name = where.rpartition(".")
    into = data.setdefault(group, {}) if group and grid.at(row, 1) is not None else data
    if grid.at(row, 1) is None:
        if where == "agency.name":
            book.refuse(grid.place(row, 1), "没有填写机关名称")
        return
    if where == "signature.date":
        into[name] = _day(book, grid, row)
    else:
        into[name] = book.words(grid, row, 1)


def _day(book: Book, grid: Grid, row: int) -> str | None:
    value = grid.at(row, 1)
    if isinstance(value, datetime.datetime | datetime.date):
        return value.strftime("%Y-%m-%d")
    match = _DAY.fullmatch(squeezed(str(value)))
    if match is None:
        book.refuse(grid.place(row, 1), f"应是日期，写作 2025-01-15，不能是“{value}”")
        return None
    year, month, day = match.groups()
    return f"{year}-{int(month):02}-{int(day):02}"
