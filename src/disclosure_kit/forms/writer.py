"""The planned workbook, drawn with XlsxWriter: same input, same bytes; no macros."""

from __future__ import annotations

import datetime
import io
from decimal import Decimal
from typing import Any, Final

import xlsxwriter
from attrs import define
from xlsxwriter.worksheet import Worksheet

from ..model.form import Column, Form, RepeatingTable
from ..model.layout import GridCell, Role
from ..model.report import Report
from ..model.values import NOT_FILLED, Kind, Value, number
from .canvas import Canvas
from .cells import Spot
from .formulas import FAILS, HOLDS, computed, computed_formula, status, status_formula
from .key import (
    ATTACHMENT,
    COVER,
    COVER_FIELDS,
    FIGURES,
    PREVIOUS,
    SHEET,
    TODO,
    SheetKey,
    rows_of,
)
from .plan import plan
from .planned import GRID_TOP, Operand, Plan, TableSheet
from .todo import todo_rows
from .validation import code_rule
from .words import STYLES, TABLE, cell_content, lines_of, shield

CREATED: Final = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC).replace(tzinfo=None)
FIRST_LINE: Final = 5  # of a narrative: label, title, hint, blank, heads
SPARE_LINES: Final = 60
SPARE_ROWS: Final = 30
HINT: Final = (
    "白格填写：0 也要填 0；没有统计的留空，确实不适用的填 /。灰格不用填。"
    "右侧和下方自动核对，红色为不符。"
)


def write_workbook(report: Report, form: Form, previous: Report | None = None) -> bytes:
    """The workbook of ``form`` with what ``report`` fills; ``previous`` is last year's report.

    Raises:
        OutputError: a text too long for a cell.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_urls": False})
    book.set_properties(
        {
            "created": CREATED,
            "title": report.title
            or form.edition.report_title.format(agency=report.agency.name, year=form.year),
        }
    )
    _Drawing(book, plan(form, report), report, previous).draw()
    book.close()
    return buffer.getvalue()


@define
class _Drawing(Canvas):
    plan: Plan
    report: Report
    previous: Report | None

    def draw(self) -> None:
        key = self.plan.key
        for name in (TODO, COVER):
            self.sheet(name)
        by_id = {sheet.table.id: sheet for sheet in self.plan.tables}
        repeating = {sheet.id: sheet for sheet in key.repeating}
        preamble, *sections = key.sections
        self.narrative(preamble, "", self.report.preamble)
        drawn: set[str] = set()
        own = {sheet.id: sheet for sheet in sections}
        for section in self.plan.form.sections:
            if section.id in own:
                part = self.report.sections.get(section.id)
                title = part.title if part else section.title
                self.narrative(own[section.id], title, part.body if part else ())
            for table in self.plan.form.tables_in(section.id):
                self.any_table(table.id, by_id, repeating, drawn)
        for name in (*by_id, *repeating):
            self.any_table(name, by_id, repeating, drawn)
        if self.plan.form.figures:
            self.figures()
        if self.plan.previous:
            self.last_year()
        self.live_checks()
        self.cover()
        self.todo()
        self.hidden()
        whole = {planned.name for planned in self.plan.tables if len(planned.rows) < 40}
        for name, sheet in self.sheets.items():
            _print_setup(sheet, name, name in whole)
        self.sheets[TODO].activate()

    def any_table(
        self,
        name: str,
        fixed: dict[str, TableSheet],
        repeating: dict[str, SheetKey],
        drawn: set[str],
    ) -> None:
        if name in drawn:
            return
        drawn.add(name)
        if name in fixed:
            self.table(fixed[name])
        elif name in repeating:
            self.repeating(repeating[name])

    # tables

    def table(self, planned: TableSheet) -> None:
        table = planned.table
        sheet = self.sheet(planned.name)
        widths = [
            max(10 if n < table.stub else 7, twips / 105) for n, twips in enumerate(table.grid)
        ]
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        self.title(sheet, planned.label, HINT, len(table.grid))
        for number_, row in enumerate(planned.rows):
            at = GRID_TOP + number_
            for cell in row.cells:
                if not cell.continues:
                    self.grid_cell(sheet, at, cell, table.cells)
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
        self.captions(sheet, planned.captions)

    def grid_cell(self, sheet: Worksheet, row: int, cell: GridCell, cells: Any) -> None:
        bottom, right = row + cell.height - 1, cell.left + cell.width - 1
        if cell.address is None:
            centred = cell.role in (Role.HEADER, Role.CORNER, Role.BAND, Role.UNIT)
            look = self.look(
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
        value = self.report.value(cell.address)
        last = self.carried(str(cell.address), value)
        look = self.figure_look(column, marked=last)
        if (bottom, right) != (row, cell.left):
            sheet.merge_range(row, cell.left, bottom, right, "", look)
        self.value(sheet, Spot(sheet.name, row, cell.left), value, column, look)
        if last:
            sheet.write_comment(row, cell.left, "上年报告的“结转下年度”数，请核对", {"author": ""})

    def carried(self, address: str, value: Value) -> bool:
        """The figure is last year's, which this cell must equal."""
        if self.previous is None or number(value) is None:
            return False
        known = {
            check.left[0].address: check.right[0]
            for check in self.plan.checks
            if len(check.right) == 1 and check.right[0].previous and len(check.left) == 1
        }
        return address in known and self.known(known[address]) == number(value)

    def repeating(self, key: SheetKey) -> None:
        table = self.plan.form.tables[key.id]
        assert isinstance(table, RepeatingTable)
        sheet = self.sheet(key.name)
        self.title(sheet, key.label, "每行一项；行数不限，可插入行。“行号”各行不同即可。", 6)
        head = self.look(border=1, bold=True, bg_color="#F2F2F2", align="center", text_wrap=True)
        leaves = [leaf for column in table.columns for leaf in column.leaves()]
        sheet.write_string(GRID_TOP, 0, "行号", head)
        for number_, entry in enumerate(key.columns):
            sheet.write_string(GRID_TOP, number_ + 1, "·".join(entry.labels), head)
        sheet.set_column(0, len(leaves), 18)
        data = self.report.tables.get(key.id)
        rows = data.rows if data else ()
        for number_ in range(len(rows) + SPARE_ROWS):
            at = GRID_TOP + 1 + number_
            row_key = rows[number_] if number_ < len(rows) else None
            open_ = self.look(border=1, locked=False, num_format="@")
            self.text(sheet, at, 0, shield(row_key) if row_key is not None else "", open_)
            for position, column in enumerate(leaves, 1):
                value = (
                    data.cells.get((row_key, column.id or ""), NOT_FILLED)
                    if data is not None and row_key is not None
                    else NOT_FILLED
                )
                spot = Spot(key.name, at, position)
                self.value(sheet, spot, value, column, self.figure_look(column))

    # figures of the prose, last year, checks

    def figures(self) -> None:
        sheet = self.sheet(FIGURES)
        self.title(sheet, FIGURES, "各部分文字中写到的数。只填写数，正文里仍按原文写。", 3)
        self.heads(sheet, ("项目", "数", "单位"), (50, 18, 8))
        for entry in self.plan.key.figures:
            spot = self.plan.spots[entry.id]
            column = Column(entry.labels[0], kind=Kind(entry.kind), unit=entry.unit)
            label = self.look(border=1, bg_color="#F2F2F2", text_wrap=True)
            sheet.write_string(spot.row, 0, entry.labels[0], label)
            sheet.write_string(spot.row, 2, entry.unit or "", label)
            value = self.report.figures.get(entry.id, NOT_FILLED)
            self.value(sheet, spot, value, column, self.figure_look(column))
        self.captions(sheet, self.plan.figure_captions)
        if self.plan.figure_captions:
            sheet.set_column(4, 5, 12)
            sheet.set_column(6, 6, 32)

    def last_year(self) -> None:
        sheet = self.sheet(PREVIOUS)
        hint = "上一年年报中与本年衔接的数，只用于核对，不进入本年年报。"
        given = "由上年年报填入。" if self.previous else "没有提供上年年报，可照上年年报填写。"
        self.title(sheet, PREVIOUS, hint + given, 2)
        self.heads(sheet, ("项目", "上年数"), (60, 18))
        for figure in self.plan.previous:
            spot = figure.spot
            label = self.look(border=1, bg_color="#F2F2F2")
            sheet.write_string(spot.row, 0, f"上年·{figure.label}", label)
            found = self.plan.form.cells.get(figure.address)
            column = found[1] if found else Column("")
            value = self.last_value(figure.address)
            look = self.figure_look(column, marked=value is not NOT_FILLED)
            self.value(sheet, spot, value, column, look)

    def last_value(self, address: str) -> Value:
        if self.previous is None:
            return NOT_FILLED
        found = self.plan.form.cells.get(address)
        if found is None:
            return self.previous.figures.get(address, NOT_FILLED)
        return self.previous.value(found[0])

    def known(self, operand: Operand) -> Decimal | None:
        """The figure of a cell as a formula sees it: without its unit."""
        if operand.previous:
            value = self.last_value(operand.address)
        else:
            found = self.plan.form.cells.get(operand.address)
            value = (
                self.report.value(found[0])
                if found
                else self.report.figures.get(operand.address, NOT_FILLED)
            )
        content = cell_content(value, "")
        if content == "/":
            return Decimal(0)
        return Decimal(str(content)) if isinstance(content, int | float) else None

    def live_checks(self) -> None:
        calculated = self.look(border=1, align="center", font_size=10)
        red = self.book.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006", "bold": True})
        green = self.book.add_format({"bg_color": "#C6EFCE", "font_color": "#006100"})
        for check in self.plan.checks:
            spot = check.status
            sheet = self.sheets[spot.sheet]
            text = status(check, self.known)
            sheet.write_formula(spot.row, spot.column, status_formula(check), calculated, text)
            for mark, look in ((FAILS, red), (HOLDS, green)):
                sheet.conditional_format(
                    spot.row,
                    spot.column,
                    spot.row,
                    spot.column,
                    {"type": "text", "criteria": "begins with", "value": mark, "format": look},
                )
            if check.computed is not None:
                at = check.computed
                total = computed(check, self.known)
                shown = float(total) if isinstance(total, Decimal) else total
                if isinstance(shown, float) and shown.is_integer():
                    shown = int(shown)
                sheet.write_formula(at.row, at.column, computed_formula(check), calculated, shown)

    # narratives, cover, list of what is open, the key

    def narrative(self, key: SheetKey, title: str, blocks: Any) -> None:
        sheet = self.sheet(key.name)
        hint = (
            "一段一行，写在“正文”列；以（一）、1.、（1）开头的小标题自动认出，"
            "“样式”可不选。可插入行。"
        )
        self.title(sheet, key.label, hint, 5)
        open_ = self.look(border=1, locked=False, text_wrap=True, valign="top", num_format="@")
        label = self.look(border=1, bg_color="#F2F2F2", align="center")
        if key.id:
            sheet.write_string(2, 0, "标题", label)
            self.text(sheet, 2, 1, title if title == title.strip() else shield(title), open_)
        for column, (word, width) in enumerate(
            (("样式", 12), ("正文", 88), ("级", 5), ("小标题字数", 10), ("图片说明", 14))
        ):
            sheet.write_string(FIRST_LINE - 1, column, word, label)
            sheet.set_column(column, column, width)
        key_ = self.plan.key
        labels = {t.id: t.label for t in (*key_.tables, *key_.repeating, *key_.views)}
        lines = list(lines_of(blocks, labels))
        for number_, line in enumerate(lines):
            row = FIRST_LINE + number_
            self.text(sheet, row, 0, line.style, open_)
            self.text(sheet, row, 1, line.text if line.text is not None else "", open_)
            for column, count in ((2, line.level), (3, line.lead)):
                if count is None:
                    sheet.write_blank(row, column, None, open_)
                else:
                    sheet.write_number(row, column, count, open_)
            self.text(sheet, row, 4, line.caption or "", open_)
            if line.text:
                units = sum(2 if ord(c) > 255 else 1 for c in line.text)
                sheet.set_row(row, min(400, 16 * (1 + units // 84)))
        last = FIRST_LINE + len(lines) + SPARE_LINES
        for row in range(FIRST_LINE + len(lines), last):
            for column in range(5):
                sheet.write_blank(row, column, None, open_)
        sheet.data_validation(
            FIRST_LINE,
            0,
            last - 1,
            0,
            {
                "validate": "list",
                "source": [s for s in STYLES if s != TABLE] + [TABLE],
                "input_title": "样式",
                "input_message": "一般不用选：小标题按开头的（一）、1.、（1）自动认出。",
            },
        )
        sheet.freeze_panes(FIRST_LINE, 0)
        sheet.print_area(0, 0, max(FIRST_LINE + len(lines), FIRST_LINE + 10), 4)

    def cover(self) -> None:
        sheet = self.sheets[COVER]
        report = self.report
        sheet.set_column(0, 0, 16)
        sheet.set_column(1, 1, 70)
        self.title(sheet, COVER, "白格填写。年度由格式决定，不能改；换年度请重新生成表格。", 2)
        signature = report.signature
        given: dict[str, str | None] = {
            "agency.name": report.agency.name,
            "agency.kind": report.agency.kind,
            "agency.code": report.agency.code,
            "title": report.title,
            "document_number": report.document_number,
            "addressee": report.addressee,
            "signature.agency": signature.agency if signature else None,
            "signature.date": signature.date.isoformat() if signature and signature.date else None,
        }
        label = self.look(border=1, bg_color="#F2F2F2", align="center")
        open_ = self.look(border=1, locked=False, num_format="@", text_wrap=True)
        row = GRID_TOP
        for name, where in COVER_FIELDS.items():
            sheet.write_string(row, 0, name, label)
            if where == "year":
                locked = self.look(border=1, bg_color="#F2F2F2", align="left")
                sheet.write_number(row, 1, self.plan.form.year, locked)
            else:
                text = given.get(where)
                self.text(sheet, row, 1, "" if text is None else shield(text), open_)
            if name == "区划代码":
                sheet.data_validation(row, 1, row, 1, code_rule(f"B{row + 1}"))
            if name == "成文日期":
                sheet.data_validation(
                    row,
                    1,
                    row,
                    1,
                    {
                        "validate": "any",
                        "input_title": "成文日期",
                        "input_message": "写作 2025-01-15",
                    },
                )
            row += 1
        for number_ in range(max(3, len(report.attachments) + 1)):
            sheet.write_string(row, 0, ATTACHMENT, label)
            known = number_ < len(report.attachments)
            self.text(sheet, row, 1, shield(report.attachments[number_]) if known else "", open_)
            row += 1

    def todo(self) -> None:
        sheet = self.sheets[TODO]
        self.title(sheet, TODO, "本页随填写自动更新。上报前，“状态”应全部为 √。", 3)
        self.heads(sheet, ("类别", "内容", "状态"), (14, 74, 24))
        sheet.freeze_panes(GRID_TOP + 1, 0)
        amber = self.book.add_format({"bg_color": "#FFEB9C", "font_color": "#7F6000"})
        fine = self.book.add_format({"font_color": "#006100"})
        words = self.look(border=1, text_wrap=True)
        row = GRID_TOP
        for row, item in enumerate(
            todo_rows(self.plan, self.report, FIRST_LINE, self.known), GRID_TOP + 1
        ):
            sheet.write_string(row, 0, item.group, words)
            if item.sheet:
                link = self.look(border=1, text_wrap=True, font_color="#1F4E9E")
                quoted = item.sheet.replace("'", "''")
                sheet.write_url(row, 1, f"internal:'{quoted}'!A1", link, item.words)
            else:
                sheet.write_string(row, 1, item.words, words)
            centre = self.look(border=1, align="center")
            sheet.write_formula(row, 2, item.formula, centre, item.cached)
        status_cells = (GRID_TOP + 1, 2, row, 2)
        done = {"type": "text", "criteria": "begins with", "value": HOLDS, "format": fine}
        sheet.conditional_format(*status_cells, done | {"stop_if_true": True})
        sheet.conditional_format(*status_cells, {"type": "no_blanks", "format": amber})

    def hidden(self) -> None:
        sheet = self.book.add_worksheet(SHEET)
        for row, (name, value) in enumerate(rows_of(self.plan.key)):
            sheet.write_string(row, 0, name)
            sheet.write_string(row, 1, value)
        sheet.protect()
        sheet.very_hidden()


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


def _print_setup(sheet: Worksheet, name: str, one_page: bool) -> None:
    sheet.set_paper(9)
    if name != COVER:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 1 if one_page else 0)
    sheet.set_margins(0.5, 0.5, 0.6, 0.6)
    sheet.center_horizontally()
    sheet.set_footer("&C&A  第 &P 页 共 &N 页")
