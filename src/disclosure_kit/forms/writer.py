"""The planned workbook, drawn with XlsxWriter: same input, same bytes; no macros."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from typing import Final

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from ..model.form import Form
from ..model.report import Report
from .draw_figures import draw_figures, draw_last_year, draw_live_checks
from .draw_tables import draw_repeating, draw_table
from .draw_words import FIRST_LINE, draw_cover, draw_narrative
from .drawing import Drawing
from .formulas import HOLDS
from .key import COVER, SHEET, TODO, SheetKey, rows_of
from .plan import plan
from .planned import GRID_TOP, TableSheet
from .todo import WRONG, todo_rows

CREATED: Final = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC).replace(tzinfo=None)


def write_workbook(
    report: Report,
    form: Form,
    previous: Report | None = None,
    beside: Callable[[Drawing], None] = lambda _: None,
) -> bytes:
    """The workbook of ``form`` with what ``report`` fills; ``previous`` is last year's report.
    ``beside`` draws what else is to stand in it: further sheets, comments on figures.

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
    _draw(Drawing(book, plan(form, report), report, previous), beside)
    book.close()
    return buffer.getvalue()


def _draw(drawing: Drawing, beside: Callable[[Drawing], None]) -> None:
    key = drawing.plan.key
    for name in (TODO, COVER):
        drawing.sheet(name)
    by_id = {sheet.table.id: sheet for sheet in drawing.plan.tables}
    repeating = {sheet.id: sheet for sheet in key.repeating}
    preamble, *sections = key.sections
    draw_narrative(drawing, preamble, None, drawing.report.preamble)
    drawn: set[str] = set()
    own = {sheet.id: sheet for sheet in sections}
    for section in drawing.plan.form.sections:
        if section.id in own:
            part = drawing.report.sections.get(section.id)
            title = part.title if part else section.title
            draw_narrative(drawing, own[section.id], title, part.body if part else ())
        for table in drawing.plan.form.tables_in(section.id):
            _draw_any(drawing, table.id, by_id, repeating, drawn)
    for name in (*by_id, *repeating):
        _draw_any(drawing, name, by_id, repeating, drawn)
    for sheet in key.attachments:
        draw_narrative(drawing, sheet, None, drawing.report.attachments[int(sheet.id)].body)
    if drawing.plan.form.figures:
        draw_figures(drawing)
    if drawing.plan.previous:
        draw_last_year(drawing)
    draw_live_checks(drawing)
    draw_cover(drawing)
    _draw_todo(drawing)
    beside(drawing)
    _draw_key(drawing)
    whole = {planned.name for planned in drawing.plan.tables if len(planned.rows) < 40}
    for name, sheet in drawing.sheets.items():
        _print_setup(sheet, name, name in whole)
    drawing.sheets[TODO].activate()


def _draw_any(
    drawing: Drawing,
    name: str,
    fixed: dict[str, TableSheet],
    repeating: dict[str, SheetKey],
    drawn: set[str],
) -> None:
    if name in drawn:
        return
    drawn.add(name)
    if name in fixed:
        draw_table(drawing, fixed[name])
    elif name in repeating:
        draw_repeating(drawing, repeating[name])


def _draw_todo(drawing: Drawing) -> None:
    sheet = drawing.sheets[TODO]
    drawing.title(sheet, TODO, "本页随填写自动更新。上报前，“状态”应全部为 √。", 3)
    drawing.heads(sheet, ("类别", "内容", "状态"), (14, 74, 24))
    sheet.freeze_panes(GRID_TOP + 1, 0)
    amber = drawing.book.add_format({"bg_color": "#FFEB9C", "font_color": "#7F6000"})
    fine = drawing.book.add_format({"font_color": "#006100"})
    red = drawing.book.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006", "bold": True})
    words = drawing.look(border=1, text_wrap=True)
    row = GRID_TOP
    for row, item in enumerate(
        todo_rows(drawing.plan, drawing.report, FIRST_LINE, drawing.known), GRID_TOP + 1
    ):
        sheet.write_string(row, 0, item.group, words)
        if item.sheet:
            link = drawing.look(border=1, text_wrap=True, font_color="#1F4E9E")
            quoted = item.sheet.replace("'", "''")
            sheet.write_url(row, 1, f"internal:'{quoted}'!A1", link, item.words)
        else:
            sheet.write_string(row, 1, item.words, words)
        centre = drawing.look(border=1, align="center")
        sheet.write_formula(row, 2, item.formula, centre, item.cached)
    status_cells = (GRID_TOP + 1, 2, row, 2)
    done = {"type": "text", "criteria": "begins with", "value": HOLDS, "format": fine}
    sheet.conditional_format(*status_cells, done | {"stop_if_true": True})
    wrong = {"type": "text", "criteria": "ends with", "value": WRONG, "format": red}
    sheet.conditional_format(*status_cells, wrong | {"stop_if_true": True})
    sheet.conditional_format(*status_cells, {"type": "no_blanks", "format": amber})


def _draw_key(drawing: Drawing) -> None:
    sheet = drawing.book.add_worksheet(SHEET)
    for row, (name, value) in enumerate(rows_of(drawing.plan.key)):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, value)
    sheet.protect()
    sheet.very_hidden()


def _print_setup(sheet: Worksheet, name: str, one_page: bool) -> None:
    sheet.set_paper(9)
    if name != COVER:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 1 if one_page else 0)
    sheet.set_margins(0.5, 0.5, 0.6, 0.6)
    sheet.center_horizontally()
    sheet.set_footer("&C&A  第 &P 页 共 &N 页")
