"""The cover of a workbook: whose report it is, of which year, who signs it."""

from __future__ import annotations

import datetime
import re
from typing import Any, Final

from .book import Book
from .grid import Grid
from .key import ATTACHMENT, COVER, COVER_FIELDS, squeezed

_DAY: Final = re.compile(r"(\d{4})(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})日?", re.ASCII)


def read_cover(book: Book, data: dict[str, Any]) -> None:
    """Put what the cover says into ``data``."""
    data["agency"] = {"name": book.key.agency}
    grid = book.sheet(COVER, COVER)
    if grid is None:
        return
    attachments: list[str] = []
    seen: set[str] = set()
    for row in range(len(grid.rows)):
        label = grid.labels.get((row, 0))
        where = COVER_FIELDS.get(label or "")
        value = grid.at(row, 1)
        if label == ATTACHMENT and value is not None:
            attachments.append(book.words(grid, row, 1))
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
    data["attachments"] = attachments
    if "signature" not in data and book.key.signed:
        data["signature"] = {}
    code = data["agency"].get("code") or ""
    if book.key.region and code and not code.startswith(book.key.region):
        book.notices.append(
            f"{grid.name}：区划代码“{code}”与生成表格时的区划 {book.key.region} 不一致，"
            f"按区划 {book.key.region} 的格式处理"
        )


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
