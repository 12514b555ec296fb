"""What is written in words: the narratives and the cover."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ..model.report import Block
from .drawing import Drawing
from .key import ATTACHMENT, COVER, COVER_FIELDS, SheetKey
from .planned import GRID_TOP
from .validation import code_rule
from .words import STYLES, TABLE, lines_of, shield

FIRST_LINE: Final = 5  # of a narrative: label, title, hint, blank, heads
SPARE_LINES: Final = 60


def draw_narrative(
    drawing: Drawing, key: SheetKey, title: str | None, blocks: Iterable[Block]
) -> None:
    """A section in words: one paragraph a row. The preamble has no title; that of an attachment
    stands on the cover."""
    sheet = drawing.sheet(key.name)
    hint = (
        "一段一行，写在“正文”列；以（一）、1.、（1）开头的小标题自动认出，“样式”可不选。可插入行。"
    )
    drawing.title(sheet, key.label, hint + _outline(drawing, key.id), 5)
    open_ = drawing.look(border=1, locked=False, text_wrap=True, valign="top", num_format="@")
    label = drawing.look(border=1, bg_color="#F2F2F2", align="center")
    if title is not None:
        sheet.write_string(2, 0, "标题", label)
        drawing.text(sheet, 2, 1, shield(title) if title else "", open_)
    for column, (word, width) in enumerate(
        (("样式", 12), ("正文", 88), ("级", 5), ("小标题字数", 10), ("图片说明", 14))
    ):
        sheet.write_string(FIRST_LINE - 1, column, word, label)
        sheet.set_column(column, column, width)
    key_ = drawing.plan.key
    labels = {t.id: t.label for t in (*key_.tables, *key_.repeating, *key_.views)}
    lines = list(lines_of(blocks, labels))
    for number_, line in enumerate(lines):
        row = FIRST_LINE + number_
        drawing.text(sheet, row, 0, line.style, open_)
        drawing.text(sheet, row, 1, line.text if line.text is not None else "", open_)
        for column, count in ((2, line.level), (3, line.lead)):
            if count is None:
                sheet.write_blank(row, column, None, open_)
            else:
                sheet.write_number(row, column, count, open_)
        drawing.text(sheet, row, 4, line.caption or "", open_)
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


def _outline(drawing: Drawing, section: str) -> str:
    """What the form wants a section to speak of, for whoever writes it."""
    of_form = {part.id: part for part in drawing.plan.form.sections}
    if section not in of_form:
        return ""
    part = of_form[section]
    told = (("应写到：", part.aspects), ("各级人民政府还应写到：", part.government_aspects))
    return "".join(
        f"{head}{'、'.join(point.partition('|')[0] for point in points)}。"
        for head, points in told
        if points
    )


def draw_cover(drawing: Drawing) -> None:
    """The cover: whose report, of which year, who fills it in."""
    sheet = drawing.sheets[COVER]
    report = drawing.report
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 70)
    drawing.title(sheet, COVER, "白格填写。年度由格式决定，不能改；换年度请重新生成表格。", 2)
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
    label = drawing.look(border=1, bg_color="#F2F2F2", align="center")
    open_ = drawing.look(border=1, locked=False, num_format="@", text_wrap=True)
    row = GRID_TOP
    for name, where in COVER_FIELDS.items():
        sheet.write_string(row, 0, name, label)
        if where == "year":
            locked = drawing.look(border=1, bg_color="#F2F2F2", align="left")
            sheet.write_number(row, 1, drawing.plan.form.year, locked)
        else:
            text = given.get(where)
            drawing.text(sheet, row, 1, "" if text is None else shield(text), open_)
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
        name = shield(report.attachments[number_].name) if known else ""
        drawing.text(sheet, row, 1, name, open_)
        row += 1
