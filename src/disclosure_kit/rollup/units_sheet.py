"""The sheet with every unit on a row: in the report's own workbook, or where they are many, in one
beside it, which is written as it is drawn.

A sheet of some hundred units is all that our reader of reports takes (and that opens at once), and
the report's workbook has to stay one.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from ..errors import OutputError
from ..forms.canvas import Canvas
from ..forms.planned import GRID_TOP
from ..forms.writer import CREATED
from ..placing import refused_in_words
from .givers import head, in_words, lacking, short
from .provenance import Provenance, opened
from .tally import State, Total, plain_value
from .writing import Made

SHEET: Final = "各单位"
MOST_CELLS: Final = 100_000  # in the report's own workbook: a quarter of what its reader takes
MOST_UNITS: Final = 1_048_000  # that a sheet has rows for
_A3: Final = 8
_HEADS: Final = ("序号", "单位", "代码", "文件", "说明")
_WIDTHS: Final = (6, 26, 14, 30, 18)
_FIRST: Final = GRID_TOP + 2  # title, hint, a blank row, two rows of heads
_HINT: Final = (
    "每个单位一行，红的没有计入；最后一行是合计，批注写明来历。"
    "出处另见 .rollup.json，用 why 命令可以查。"
)


def few(made: Made) -> bool:
    """Whether the units stand in the report's own workbook."""
    rows = len(made.body.members) + len(made.body.missing)
    return rows * len(_added(made)) <= MOST_CELLS


def write_units(path: Path, made: Made) -> None:
    """A workbook of the units alone, row by row: no more than one of them is in memory.

    Raises:
        OutputError: more units than a sheet has rows, or it cannot be written.
    """
    count = len(made.body.members) + len(made.body.missing)
    if count > MOST_UNITS:
        raise OutputError(
            f"{path.name}：一张工作表放不下 {count} 个单位",
            hint="请把成品写成 .json；哪个数从哪里来，用 why 查",
        )
    with refused_in_words(path):
        book = xlsxwriter.Workbook(path, {"constant_memory": True, "use_zip64": True})
        book.set_properties({"created": CREATED, "title": f"{made.body.name}：各单位的数"})
        draw_units(made, Canvas(book), SHEET)
        book.close()


def draw_units(made: Made, canvas: Canvas, name: str) -> None:
    """The sheet, from its first row to its last: one that is written at once takes no other way."""
    # Not one of the form's sheets: neither locked nor printed as those are.
    sheet = canvas.book.add_worksheet(name)
    added = _added(made)
    canvas.title(sheet, f"{made.body.name}：各单位的数", _HINT, len(_HEADS))
    _draw_heads(made, added, sheet, canvas)
    last = _draw_rows(opened(made.path), added, sheet, canvas)
    last = _draw_missing(made, len(added), last, sheet, canvas)
    _draw_totals(made, added, last + 1, sheet, canvas)
    sheet.freeze_panes(_FIRST, 2)
    sheet.repeat_rows(GRID_TOP, _FIRST - 1)
    sheet.repeat_columns(0, 1)
    sheet.set_paper(_A3)
    sheet.set_landscape()
    sheet.set_print_scale(70)
    sheet.set_footer("&C&A  第 &P 页 共 &N 页")
    sheet.autofilter(_FIRST - 1, 0, last, len(_HEADS) + len(added) - 1)


def _added(made: Made) -> list[Total]:
    return [total for total in made.totals if total.state is not State.NOT_ADDED]


def _draw_heads(made: Made, added: list[Total], sheet: Worksheet, canvas: Canvas) -> None:
    look = canvas.look(
        border=1, bold=True, bg_color="#D9E2F3", align="center", text_wrap=True, font_size=10
    )
    for column, width in enumerate(_WIDTHS):
        sheet.write_blank(GRID_TOP, column, None, look)
        sheet.set_column(column, column, width)
    start = len(_HEADS)
    for title, width in _tables(made, added):
        if width > 1:
            sheet.merge_range(GRID_TOP, start, GRID_TOP, start + width - 1, title, look)
        else:
            sheet.write_string(GRID_TOP, start, title, look)
        start += width
    amounts = {amount.address for amount in made.adding.amounts}
    sheet.set_row(_FIRST - 1, 74)
    for column, text in enumerate((*_HEADS, *(total.label for total in added))):
        sheet.write_string(_FIRST - 1, column, text, look)
    for column, total in enumerate(added, len(_HEADS)):
        sheet.set_column(column, column, 18 if total.address in amounts else 12)


def _tables(made: Made, added: list[Total]) -> list[tuple[str, int]]:
    """The table of each column, and over how many columns it goes."""
    groups: list[tuple[str, int]] = []
    for total in added:
        cell = made.form.cells.get(total.address)
        title = made.form.tables[cell[0].table].title if cell else "文中数据"
        if groups and groups[-1][0] == title:
            groups[-1] = title, groups[-1][1] + 1
        else:
            groups.append((title, 1))
    return groups


def _draw_rows(found: Provenance, added: list[Total], sheet: Worksheet, canvas: Canvas) -> int:
    """A row for every unit; the last of them."""
    words = canvas.look(border=1, text_wrap=True, font_size=10)
    number = canvas.look(border=1, align="center", font_size=10)
    blank = canvas.look(border=1, align="center", font_size=10, bg_color="#FFEB9C")
    row = _FIRST - 1
    for row, unit in enumerate(found.units(), _FIRST):
        values = dict(zip(found.addresses(unit), unit["values"], strict=True))
        texts = (
            short(unit["name"]),
            unit["code"] or "",
            short(unit["file"]),
            "；".join(_notes(unit)),
        )
        sheet.write_number(row, 0, row - _FIRST + 1, number)
        for column, text in enumerate(texts, 1):
            canvas.text(sheet, row, column, text, words)
        for column, total in enumerate(added, len(_HEADS)):
            value = values.get(total.address)
            if value is None:
                sheet.write_string(row, column, "未填", blank)
            else:
                _write(sheet, row, column, value, number)
    return row


def _draw_missing(made: Made, figures: int, last: int, sheet: Worksheet, canvas: Canvas) -> int:
    """A row for everybody right below the body of whom nothing counts; the last row then."""
    words = canvas.look(border=1, text_wrap=True, font_size=10, bg_color="#FFC7CE")
    for row, entry in enumerate(made.body.missing, last + 1):
        texts = ("", short(entry.name), entry.code, "", "没有计入", *[""] * figures)
        for column, text in enumerate(texts):
            canvas.text(sheet, row, column, text, words)
    return last + len(made.body.missing)


def _notes(unit: dict[str, Any]) -> Iterator[str]:
    if unit.get("errors"):
        yield f"有错误 {unit['errors']} 处"
    if unit.get("late"):
        yield "逾期"
    if "units" in unit:
        yield f"由 {unit['units']} 个单位汇总"


def _draw_totals(
    made: Made, added: list[Total], row: int, sheet: Worksheet, canvas: Canvas
) -> None:
    look = canvas.look(border=1, bold=True, bg_color="#F2F2F2", align="center", font_size=10)
    short_ = canvas.look(
        border=1, bold=True, bg_color="#FFC7CE", font_color="#9C0006", align="center", font_size=10
    )
    label = "合计" if made.body.whole else "合计（单位不全）"
    for column in range(len(_HEADS)):
        sheet.write_string(row, column, label if column == 1 else "", look)
    for column, total in enumerate(added, len(_HEADS)):
        value = plain_value(total.value)
        if value is None:
            sheet.write_string(row, column, "不完整", short_)
        else:
            _write(sheet, row, column, value, look)
        members = len(made.body.members)
        lines = total.label, head(total, members), *lacking(total), f"口径：{total.why}"
        comment(sheet, row, column, "\n".join(lines))


def comment(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """A comment as large as its text."""
    lines = sum(1 + len(line) // 24 for line in text.split("\n"))
    options = {"author": "", "width": 330, "height": 18 * lines + 10, "font_size": 9}
    sheet.write_comment(row, column, text, options)


def _write(sheet: Worksheet, row: int, column: int, value: Any, look: Any) -> None:
    if isinstance(value, int):
        sheet.write_number(row, column, value, look)
    else:
        sheet.write_string(row, column, "/" if value == "n/a" else in_words(value), look)
