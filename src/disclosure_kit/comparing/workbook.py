"""A comparison as a workbook: same input, same bytes; a text is never a formula."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

import xlsxwriter

from ..errors import OutputError
from ..forms.defusing import like_a_formula
from .grids import NO_SUCH, Grid, Look, Shown, grids, title_of
from .pair import Comparison
from .table import SideBySide

_CREATED: Final = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC).replace(tzinfo=None)
_MOST_COLUMNS: Final = 16_000
_DIGITS: Final = 15  # that a number in a workbook keeps
_LONGEST: Final = 16_000  # a cell holds 32767 units of UTF-16; a character may take two
_COLOURS: Final = {1: "#9C2A00", -1: "#1F5C2E", 0: "#1A1A1A"}
_LINE: Final = 15  # points
_TALLEST: Final = 405  # that a row may be
_LATIN: Final = 0x2FF  # signs behind it take two columns
_TOP: Final = 2  # the row of the heads


def write_workbook(subject: Comparison | SideBySide) -> bytes:
    """A sheet for every grid.

    Raises:
        OutputError: more reports than a sheet has columns.
    """
    made = grids(subject)
    if any(len(grid.heads) > _MOST_COLUMNS for grid in made):
        raise OutputError(f"一张工作表放不下 {len(made[0].heads)} 列，请分几次对比")
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False})
    book.set_properties({"created": _CREATED, "title": title_of(subject)})
    looks = _Looks(book)
    for grid in made:
        _draw(looks, grid, title_of(subject))
    book.close()
    return buffer.getvalue()


class _Looks:
    """The formats of a book, each made once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, **given: Any) -> Any:
        all_ = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"} | given
        key = tuple(sorted(all_.items()))
        if key not in self._made:
            self._made[key] = self.book.add_format(all_)
        return self._made[key]


def _draw(looks: _Looks, grid: Grid, title: str) -> None:
    sheet = looks.book.add_worksheet(grid.name)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, title, looks(bold=True, font_size=14))
    sheet.set_row(0, 26)
    sheet.write_string(1, 0, grid.note, looks(font_color="#666666", font_size=9))
    head_look = looks(bold=True, bg_color="#E8EEF4", border=1, align="center", text_wrap=True)
    for column, head in enumerate(grid.heads):
        sheet.set_column(column, column, head.width)
        sheet.write_string(_TOP, column, head.text, head_look)
    sheet.set_row(_TOP, _height((head.text for head in grid.heads), grid) + 6)
    for row, cells in enumerate(grid.rows, _TOP + 1):
        sheet.set_row(row, _height((cell.text for cell in cells), grid))
        for column, cell in enumerate(cells):
            _put(sheet, looks, row, column, cell)
    last = _TOP + len(grid.rows)
    sheet.autofilter(_TOP, 0, last, len(grid.heads) - 1)
    sheet.freeze_panes(_TOP + 1, min(2, len(grid.heads) - 1))
    sheet.repeat_rows(_TOP)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")


def _height(texts: Iterable[str], grid: Grid) -> float:
    """What the longest text takes in its column: not every program makes room by itself."""
    lines = (
        -(-sum(1 + (ord(sign) > _LATIN) for sign in text) // (head.width - 2))
        for text, head in zip(texts, grid.heads, strict=False)
    )
    return min(_LINE * max(1, *lines), _TALLEST)


def _put(sheet: Any, looks: _Looks, row: int, column: int, cell: Shown) -> None:
    look: dict[str, Any] = {"border": 1, "border_color": "#BFBFBF"}
    match cell.look:
        case Look.WORDS:
            look |= {"text_wrap": True}
        case Look.REMARK:
            place = "center" if cell.text == NO_SUCH else "left"
            look |= {"text_wrap": True, "align": place, "font_color": "#666666", "font_size": 10}
        case Look.FIGURE:
            look |= {"align": "right"}
        case Look.CHANGE | Look.PERCENT:
            look |= {"align": "right", "font_color": _COLOURS[cell.rise]}
    if cell.number is not None and _exact(cell.number):
        look["num_format"] = _number_format(cell)
        value = cell.number / 100 if cell.look is Look.PERCENT else cell.number
        sheet.write_number(row, column, float(value), looks(**look))
    elif cell.text:
        text = cell.text[:_LONGEST]
        look |= {"num_format": "@"} | ({"quote_prefix": True} if like_a_formula(text) else {})
        sheet.write_string(row, column, text, looks(**look))
    else:
        sheet.write_blank(row, column, None, looks(**look))


def _exact(number: Decimal) -> bool:
    return len(number.as_tuple().digits) <= _DIGITS


def _number_format(cell: Shown) -> str:
    """The number as its text shows it: so many decimals, and a sign where it has one."""
    digits = cell.text.rstrip("%").partition(".")[2]
    shape = f"0.{'0' * len(digits)}" if digits else "0"
    if cell.look is Look.PERCENT:
        return f"+{shape}%;-{shape}%;{shape}%"
    return f"+{shape};-{shape};{shape}" if cell.text.startswith("+") or cell.rise else shape
