"""A workbook of ours → values by key. Figures are found by their labels, never by position.

Sheets are known by the label in their first column, else by name; rows and columns by the
printed labels. What cannot be found, or is found twice, is refused with its sheet.
"""

from __future__ import annotations

from typing import Any

from ..errors import SourceError
from ..model.raw import RawValues
from ..structure.shape import FORMAT
from .book import Book
from .grid import Grid
from .key import SHEET, key_of
from .read_cover import read_cover
from .read_figures import read_figures, read_tables
from .read_words import read_narrative, read_sections


def ours(grids: list[Grid]) -> bool:
    """Whether a workbook carries our hidden sheet."""
    return any(_is_key(grid) for grid in grids)


def _is_key(grid: Grid) -> bool:
    return grid.at(0, 0) == "format" and str(grid.at(0, 1) or "").startswith("disclosure-kit/")


def read_form(name: str, grids: list[Grid]) -> RawValues:
    """The values of a workbook that we generated.

    Raises:
        SourceError: every cell and label that cannot be read, each with its sheet.
    """
    hidden = next(grid for grid in grids if _is_key(grid))
    try:
        key = key_of([(str(r[0]), str(r[1])) for r in hidden.rows if len(r) > 1])
    except ValueError as error:
        raise SourceError(f"{name} {SHEET}：{error}") from None
    return _read(Book(name, [g for g in grids if g is not hidden], key))


def _read(book: Book) -> RawValues:
    key = book.key
    data: dict[str, Any] = {
        "format": FORMAT,
        "edition": key.edition,
        "region": key.region,
        "year": key.year,
    }
    read_cover(book, data)
    data["preamble"] = read_narrative(book, key.sections[0], ("preamble",))[1]
    data["sections"] = dict(read_sections(book))
    data["tables"] = dict(read_tables(book))
    data["figures"] = dict(read_figures(book))
    _notice_hidden(book)
    if book.problems:
        raise SourceError(
            [
                f"{book.name} {place}{'：' if place else ''}{words}"
                for place, words in book.problems
            ],
            places=[f"{book.name}!{place}" for place, _ in book.problems],
        )
    return RawValues(book.name, data, book.place, tuple(book.notices))


def _notice_hidden(book: Book) -> None:
    for grid in book.grids:
        if grid.hidden:
            book.notices.append(f"{grid.name}：是隐藏的工作表，其中的内容照样读取")
        if grid.hidden_rows:
            rows = "、".join(str(row + 1) for row in sorted(grid.hidden_rows)[:10])
            book.notices.append(f"{grid.name}：第 {rows} 行是隐藏的，其中的数照样读取")
