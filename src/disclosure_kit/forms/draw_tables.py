"""Tables of figures drawn on their sheets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from xlsxwriter.worksheet import Worksheet

from ..model.layout import GridCell, Role
from ..model.table import Column, RepeatingTable
from ..model.values import NOT_FILLED, Address
from .cells import Spot
from .drawing import Drawing
from .key import SheetKey
from .planned import GRID_TOP, TableSheet
from .words import shield

SPARE_ROWS: Final = 30
HINT: Final = (
    "白格填写：0 也要填 0；没有统计的留空，确实不适用的填 /。灰格不用填。"
    "右侧和下方自动核对，红色为不符。"
)


def draw_table(drawing: Drawing, planned: TableSheet) -> None:
    """A statutory table as it is printed, its checks beside and below."""
    table = planned.table
    sheet = drawing.sheet(planned.name)
    widths = [max(10 if n < table.stub else 7, twips / 105) for n, twips in enumerate(table.grid)]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    drawing.title(sheet, planned.label, HINT, len(table.grid))
    for number_, row in enumerate(planned.rows):
        at = GRID_TOP + number_
        for cell in row.cells:
            if not cell.continues:
                _grid_cell(drawing, sheet, at, cell, table.cells)
        sheet.set_row(at, _height(row.cells, widths))
    first = table.stub + (table.unit_label is not None)
    if first and len(planned.rows) > 12:
        heads = next((n for n, r in enumerate(planned.rows) if not r.header), 0)
        sheet.freeze_panes(GRID_TOP + heads, first)
        sheet.repeat_rows(GRID_TOP, GRID_TOP + heads - 1)
    sheet.print_area(0, 0, planned.last_row, planned.last_column)
    if planned.last_column >= len(table.grid):
        sheet.set_column(len(table.grid), len(table.grid), 2)
        for column in range(len(table.grid) + 1, planned.last_column + 1):
            rule = (column - len(table.grid)) % 3 == 0
            sheet.set_column(column, column, 30 if rule else 10)
    drawing.captions(sheet, planned.captions)


def _grid_cell(
    drawing: Drawing, sheet: Worksheet, row: int, cell: GridCell, cells: Mapping[Address, Column]
) -> None:
    bottom, right = row + cell.height - 1, cell.left + cell.width - 1
    if cell.address is None:
        centred = cell.role in (Role.HEADER, Role.CORNER, Role.BAND, Role.UNIT)
        look = drawing.look(
            border=1,
            text_wrap=True,
            bg_color="#F2F2F2",
            font_size=10,
            align="center" if centred else "left",
            bold=cell.role in (Role.BAND, Role.TITLE),
        )
        if (bottom, right) != (row, cell.left):
            sheet.merge_range(row, cell.left, bottom, right, "", look)
        sheet.write_string(row, cell.left, "\n".join(cell.lines) or cell.text, look)
        return
    column: Column = cells[cell.address]
    value = drawing.report.value(cell.address)
    last = drawing.carried(str(cell.address), value)
    look = drawing.figure_look(column, marked=last)
    if (bottom, right) != (row, cell.left):
        sheet.merge_range(row, cell.left, bottom, right, "", look)
    drawing.value(sheet, Spot(sheet.name, row, cell.left), value, column, look)
    if last:
        sheet.write_comment(row, cell.left, "上年报告的“结转下年度”数，请核对", {"author": ""})


def draw_repeating(drawing: Drawing, key: SheetKey) -> None:
    """A table to which the body adds rows, with spare ones."""
    table = drawing.plan.form.tables[key.id]
    assert isinstance(table, RepeatingTable)
    sheet = drawing.sheet(key.name)
    drawing.title(sheet, key.label, "每行一项；行数不限，可插入行。“行号”各行不同即可。", 6)
    head = drawing.look(border=1, bold=True, bg_color="#F2F2F2", align="center", text_wrap=True)
    leaves = [leaf for column in table.columns for leaf in column.leaves()]
    sheet.write_string(GRID_TOP, 0, "行号", head)
    for number_, entry in enumerate(key.columns):
        sheet.write_string(GRID_TOP, number_ + 1, "·".join(entry.labels), head)
    sheet.set_column(0, len(leaves), 18)
    data = drawing.report.tables.get(key.id)
    rows = data.rows if data else ()
    for number_ in range(len(rows) + SPARE_ROWS):
        at = GRID_TOP + 1 + number_
        row_key = rows[number_] if number_ < len(rows) else None
        open_ = drawing.look(border=1, locked=False, num_format="@")
        drawing.text(sheet, at, 0, shield(row_key) if row_key is not None else "", open_)
        for position, column in enumerate(leaves, 1):
            value = (
                data.cells.get((row_key, column.id or ""), NOT_FILLED)
                if data is not None and row_key is not None
                else NOT_FILLED
            )
            spot = Spot(key.name, at, position)
            drawing.value(sheet, spot, value, column, drawing.figure_look(column))


def _height(cells: tuple[GridCell, ...], widths: list[float]) -> float:
    """Room for the longest label of a row that begins and ends there."""
    lines = 1
    for cell in cells:
        if cell.continues or cell.address is not None:
            continue
        room = sum(widths[cell.left : cell.left + cell.width]) - 1
        printed = cell.lines or (cell.text,)
        units = [sum(2 if ord(c) > 255 else 1 for c in line) for line in printed]
        needed = sum(-(-u // max(2, int(room))) for u in units)
        lines = max(lines, -(-needed // cell.height))
    return max(20.0, 14.5 * lines + 3)
