"""The workbook of a body that is added up: its form, a comment on every total, and its units."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from attrs import frozen
from xlsxwriter.worksheet import Worksheet

from ..forms.drawing import Drawing
from ..forms.planned import GRID_TOP
from ..forms.writer import write_workbook
from ..model.report import Report
from .provenance import Provenance, opened
from .tally import State, Total, plain_value
from .writing import Made

SHEET: Final = "各单位"
MOST_UNITS: Final = 1000  # on the sheet; 200,000 cells are what Excel opens without complaint
_NAMED: Final = 10  # units in a comment
_A3: Final = 8
_HEADS: Final = ("序号", "单位", "代码", "文件", "说明")
_WIDTHS: Final = (6, 26, 14, 30, 18)
_FIRST: Final = GRID_TOP + 2  # title, hint, a blank row, two rows of heads


@frozen
class _Unit:
    """One row of the sheet: its values by address, and where each stood."""

    name: str
    code: str
    file: str
    note: str
    values: dict[str, Any]
    places: dict[str, str]


def workbook(made: Made, report: Report) -> bytes:
    """The file: ``report``, with what its provenance tells of each total.

    Raises:
        OutputError: a text too long for a cell.
    """
    units = _units(opened(made.path)) if len(made.body.members) <= MOST_UNITS else ()
    return write_workbook(report, made.form, beside=partial(_draw, made, tuple(units)))


def _units(found: Provenance) -> Iterator[_Unit]:
    for unit in found.units():
        addresses, places = found.addresses(unit), found.places(unit)
        notes = []
        if unit.get("errors"):
            notes.append(f"有错误 {unit['errors']} 处")
        if unit.get("late"):
            notes.append("逾期")
        if "units" in unit:
            notes.append(f"由 {unit['units']} 个单位汇总")
        yield _Unit(
            unit["name"],
            unit["code"] or "",
            unit["file"],
            "；".join(notes),
            dict(zip(addresses, unit["values"], strict=True)),
            dict(zip(addresses, places, strict=False)),
        )


def _draw(made: Made, units: tuple[_Unit, ...], drawing: Drawing) -> None:
    for total in made.totals:
        spot = drawing.plan.spots.get(total.address)
        if spot is not None:
            _comment(drawing.sheets[spot.sheet], spot.row, spot.column, _told(total, units, made))
    _draw_units(made, units, drawing)


def _told(total: Total, units: tuple[_Unit, ...], made: Made) -> str:
    """Where a total comes from, as its comment says it."""
    lines = [_head(total, made)]
    gave = [unit for unit in units if _weight(unit.values.get(total.address))]
    gave.sort(key=lambda unit: -_weight(unit.values[total.address]))
    for unit in gave[:_NAMED] if total.state is not State.NOT_ADDED else ():
        place = f"!{unit.places[total.address]}" if unit.places.get(total.address) else ""
        lines.append(f"{_words(unit.values[total.address])}  {unit.name}（{unit.file}{place}）")
    if len(gave) > _NAMED and total.state is not State.NOT_ADDED:
        lines.append(f"……另有 {len(gave) - _NAMED} 个单位，见“{SHEET}”")
    lines += [f"缺：{name}" for name in total.lacking[:_NAMED]]
    if total.lacks > _NAMED:
        lines.append(f"……另有 {total.lacks - _NAMED} 个单位没有填")
    return "\n".join([*lines, f"口径：{total.why}"])


def _head(total: Total, made: Made) -> str:
    count = len(made.body.members)
    match total.state:
        case State.WHOLE:
            return f"合计：{count} 个单位相加"
        case State.PARTIAL:
            return f"不是全部：只有已计入的 {count} 个单位相加"
        case State.NOT_APPLICABLE:
            return "各单位都不适用"
        case State.NOT_ADDED:
            return "没有相加"
        case State.INCOMPLETE:
            return "没有合计：单位不全或没有填全"


def _weight(value: Any) -> float:
    """For the order in a comment alone; nothing is added with it."""
    if isinstance(value, list):
        return abs(float(value[0])) * {"万元": 1e4, "亿元": 1e8}.get(value[1], 1)
    return abs(value) if isinstance(value, int) else 0


def _words(value: Any) -> str:
    return f"{value[0]}{value[1]}" if isinstance(value, list) else str(value)


def _comment(sheet: Worksheet, row: int, column: int, text: str) -> None:
    lines = sum(1 + len(line) // 24 for line in text.split("\n"))
    options = {"author": "", "width": 330, "height": 18 * lines + 10, "font_size": 9}
    sheet.write_comment(row, column, text, options)


def _draw_units(made: Made, units: tuple[_Unit, ...], drawing: Drawing) -> None:
    # Not one of the form's sheets: neither locked nor printed as those are.
    sheet = drawing.book.add_worksheet(SHEET if SHEET not in drawing.sheets else f"{SHEET}（汇总）")
    added = [total for total in made.totals if total.state is not State.NOT_ADDED]
    hint = "每个单位一行；最后一行是合计，批注写明来历。出处另见 .rollup.json，用 why 命令可以查。"
    if not units:
        hint = f"单位超过 {MOST_UNITS} 个，这里不逐一列出；出处见 .rollup.json，用 why 命令查。"
    drawing.title(sheet, f"{made.body.name}：各单位的数", hint, len(_HEADS))
    if not units:
        return
    _draw_heads(made, added, sheet, drawing)
    words = drawing.look(border=1, text_wrap=True, font_size=10)
    number = drawing.look(border=1, align="center", font_size=10)
    blank = drawing.look(border=1, align="center", font_size=10, bg_color="#FFEB9C")
    for at, unit in enumerate(units):
        row = _FIRST + at
        sheet.write_number(row, 0, at + 1, number)
        for column, text in enumerate((unit.name, unit.code, unit.file, unit.note), 1):
            drawing.text(sheet, row, column, text, words)
        for column, total in enumerate(added, len(_HEADS)):
            value = unit.values.get(total.address)
            if value is None:
                sheet.write_string(row, column, "未填", blank)
            else:
                _write(sheet, row, column, value, number)
    _draw_totals(made, added, _FIRST + len(units), sheet, drawing)
    sheet.freeze_panes(_FIRST, 2)
    sheet.repeat_rows(GRID_TOP, _FIRST - 1)
    sheet.repeat_columns(0, 1)
    sheet.set_paper(_A3)
    sheet.set_landscape()
    sheet.set_print_scale(70)
    sheet.set_footer("&C&A  第 &P 页 共 &N 页")
    sheet.autofilter(_FIRST - 1, 0, _FIRST + len(units) - 1, len(_HEADS) + len(added) - 1)


def _draw_heads(made: Made, added: list[Total], sheet: Worksheet, drawing: Drawing) -> None:
    head = drawing.look(
        border=1, bold=True, bg_color="#D9E2F3", align="center", text_wrap=True, font_size=10
    )
    for column, (text, width) in enumerate(zip(_HEADS, _WIDTHS, strict=True)):
        sheet.merge_range(GRID_TOP, column, GRID_TOP + 1, column, text, head)
        sheet.set_column(column, column, width)
    start = len(_HEADS)
    groups: list[tuple[str, int]] = []
    for total in added:
        cell = made.form.cells.get(total.address)
        title = made.form.tables[cell[0].table].title if cell else "文中数据"
        if groups and groups[-1][0] == title:
            groups[-1] = title, groups[-1][1] + 1
        else:
            groups.append((title, 1))
    for title, width in groups:
        if width > 1:
            sheet.merge_range(GRID_TOP, start, GRID_TOP, start + width - 1, title, head)
        else:
            sheet.write_string(GRID_TOP, start, title, head)
        start += width
    for column, total in enumerate(added, len(_HEADS)):
        sheet.write_string(GRID_TOP + 1, column, total.label, head)
        is_amount = any(total.address == amount.address for amount in made.adding.amounts)
        sheet.set_column(column, column, 18 if is_amount else 12)
    sheet.set_row(GRID_TOP + 1, 74)


def _draw_totals(
    made: Made, added: list[Total], row: int, sheet: Worksheet, drawing: Drawing
) -> None:
    look = drawing.look(border=1, bold=True, bg_color="#F2F2F2", align="center", font_size=10)
    short = drawing.look(
        border=1, bold=True, bg_color="#FFC7CE", font_color="#9C0006", align="center", font_size=10
    )
    label = "合计" if made.body.whole else "合计（单位不全）"
    for column in range(len(_HEADS)):
        sheet.write_string(row, column, label if column == 1 else "", look)
    for column, total in enumerate(added, len(_HEADS)):
        value = plain_value(total.value)
        if value is None:
            sheet.write_string(row, column, "不完整", short)
        else:
            _write(sheet, row, column, value, look)
        _comment(sheet, row, column, f"{total.label}\n{_head(total, made)}\n口径：{total.why}")


def _write(sheet: Worksheet, row: int, column: int, value: Any, look: Any) -> None:
    if isinstance(value, int):
        sheet.write_number(row, column, value, look)
    else:
        sheet.write_string(row, column, "/" if value == "n/a" else _words(value), look)
