"""A workbook being drawn: looks, sheets, and cells with their validation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from attrs import define, field
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ..errors import OutputError
from ..model.table import Column
from ..model.values import Kind, Value
from .cells import Spot, column_name
from .defusing import like_a_formula
from .key import COVER, TODO
from .planned import GRID_TOP, Caption
from .validation import figure_rule
from .words import LONGEST, cell_content

FONT: Final = "宋体"


@define
class Canvas:
    """The book, its looks (each made once) and its visible sheets."""

    book: Any
    formats: dict[tuple[tuple[str, Any], ...], Format] = field(factory=dict, init=False)
    sheets: dict[str, Worksheet] = field(factory=dict, init=False)

    def look(self, **properties: Any) -> Format:
        given = {"font_name": FONT, "font_size": 11, "valign": "vcenter"} | properties
        found = tuple(sorted(given.items()))
        if found not in self.formats:
            self.formats[found] = self.book.add_format(given)
        return self.formats[found]

    def quoted(self, look: Format) -> Format:
        """The same look for a text that stays a text when somebody edits its cell."""
        given = next(given for given, known in self.formats.items() if known is look)
        return self.look(**dict(given), quote_prefix=True)

    def sheet(self, name: str) -> Worksheet:
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.protect(
            "",
            {
                "format_cells": True,
                "format_columns": True,
                "format_rows": True,
                "insert_rows": name not in (TODO, COVER),
            },
        )
        self.sheets[name] = sheet
        return sheet

    def title(self, sheet: Worksheet, label: str, hint: str, width: int) -> None:
        bold = self.look(bold=True, font_size=14, align="left")
        sheet.write_string(0, 0, label, bold)
        sheet.set_row(0, 26)
        if hint:
            grey = self.look(font_color="#666666", text_wrap=True, font_size=9)
            if width > 1:
                sheet.merge_range(1, 0, 1, width - 1, "", grey)
            sheet.write_string(1, 0, hint, grey)
            sheet.set_row(1, 30)

    def figure_look(self, column: Column, marked: bool = False) -> Format:
        kind = column.kind
        numeric = kind in (Kind.COUNT, Kind.SIGNED) or (kind is Kind.MONEY and column.unit)
        given: dict[str, Any] = {
            "border": 1,
            "locked": False,
            "align": "left" if kind is Kind.TEXT else "center",
            "num_format": "General" if kind is Kind.MONEY else "0" if numeric else "@",
        }
        if not numeric:
            given["num_format"] = "@"
        if marked:
            given["bg_color"] = "#FFF2CC"
        return self.look(**given)

    def value(
        self, sheet: Worksheet, spot: Spot, value: Value, column: Column, look: Format
    ) -> None:
        content = cell_content(value, column.unit)
        row, at = spot.row, spot.column
        if content is None:
            sheet.write_blank(row, at, None, look)
        elif isinstance(content, str):
            self.text(sheet, row, at, content, look)
        else:
            sheet.write_number(row, at, content, look)
        rule = figure_rule(column, spot.a1)
        if rule:
            sheet.data_validation(row, at, row, at, rule)

    def text(self, sheet: Worksheet, row: int, column: int, text: str, look: Format) -> None:
        if len(text) > LONGEST + 1:
            raise OutputError(
                f"{sheet.name}!{column_name(column)}{row + 1}：文字有 {len(text)} 字，"
                f"一个单元格放不下（上限 {LONGEST} 字）"
            )
        if text:
            if like_a_formula(text):
                look = self.quoted(look)
            sheet.write_string(row, column, text, look)
        else:
            sheet.write_blank(row, column, None, look)

    def captions(self, sheet: Worksheet, captions: Iterable[Caption]) -> None:
        for caption in captions:
            look = self.look(border=1, text_wrap=True, font_size=9, bg_color="#EAF1FB")
            row, column = caption.spot.row, caption.spot.column
            if caption.width > 1:
                sheet.merge_range(row, column, row, column + caption.width - 1, "", look)
            sheet.write_string(row, column, caption.text, look)
            if "\n" in caption.text:
                sheet.set_row(row, 32)

    def heads(self, sheet: Worksheet, words: tuple[str, ...], widths: tuple[int, ...]) -> None:
        look = self.look(border=1, bold=True, bg_color="#D9E2F3", align="center")
        for column, (word, width) in enumerate(zip(words, widths, strict=True)):
            sheet.write_string(GRID_TOP, column, word, look)
            sheet.set_column(column, column, width)
