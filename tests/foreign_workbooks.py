"""Workbooks that a unit made itself: the printed tables typed into sheets, as openpyxl saves."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from disclosure_kit import Loaded
from disclosure_kit.model.layout import layout
from disclosure_kit.model.table import Table
from disclosure_kit.model.values import NOT_APPLICABLE, NOT_FILLED, Address, Money, Value


def spoken(value: Value) -> Any:
    """A figure as a clerk types it."""
    if value is NOT_FILLED or value is NOT_APPLICABLE:
        return None if value is NOT_FILLED else "/"
    if isinstance(value, Money):
        return f"{value.amount}{value.unit}" if value.unit != "万元" else float(value.amount)
    return value


def draw(
    sheet: Worksheet, table: Table, loaded: Loaded, top: int, left: int = 1
) -> dict[Address, str]:
    """The printed grid with its figures from row ``top`` and column ``left``; where each stands."""
    places = {}
    for number, row in enumerate(layout(table), top):
        for cell in row.cells:
            if cell.continues:
                continue
            here = sheet.cell(number, left + cell.left)
            here.value = "".join(cell.lines) or cell.text
            if cell.address is not None:
                here.value = spoken(loaded.report.value(cell.address))
                places[cell.address] = here.coordinate
            if (cell.height, cell.width) != (1, 1):
                sheet.merge_cells(
                    start_row=number, end_row=number + cell.height - 1,
                    start_column=left + cell.left, end_column=left + cell.left + cell.width - 1,
                )  # fmt: skip
    return places


def own_workbook(
    loaded: Loaded, *, sheets: int = 3, left: int = 1, gap: int = 2
) -> tuple[openpyxl.Workbook, dict[Address, tuple[str, str]]]:
    """Title, sections and tables over one sheet or three; where each figure stands."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sheet1"
    sheet["A1"] = loaded.report.title
    row = 3
    places: dict[Address, tuple[str, str]] = {}
    for section in loaded.form.sections:
        tables = [t for t in loaded.form.tables_in(section.id) if isinstance(t, Table)]
        if tables and sheets > 1 and places:
            sheet = book.create_sheet()
            row = 1
        sheet.cell(row, left).value = section.title
        row += 1
        for table in tables:
            drawn = draw(sheet, table, loaded, row, left)
            places |= {address: (sheet.title, cell) for address, cell in drawn.items()}
            row += len(layout(table)) + gap
        if not tables:
            sheet.cell(row, left).value = "全年工作情况良好。"
            row += gap
    return book, places


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
