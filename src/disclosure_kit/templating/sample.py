"""Reports made up to try a template: every datum a word of its own, then zeros, then nothing.

A word names what it stands for, ``⟦applications.received.total⟧``, so that where it turns up
says which datum was printed there.
"""

from __future__ import annotations

import base64
import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final

from attrs import evolve, frozen
from frozendict import frozendict

from ..model.edition import Section
from ..model.expanded import expanded
from ..model.form import Form
from ..model.picture import Drawn, DrawnPicture, Subject
from ..model.report import (
    Agency,
    Narrative,
    Report,
    Signature,
    SmallTable,
    TableBlock,
    TableData,
    Text,
)
from ..model.table import RepeatingTable
from ..model.values import Kind, Money, Share, Value
from ..view import (
    Behind,
    Paragraph,
    ParagraphKind,
    Part,
    PrintedAttachment,
    PrintedTable,
    View,
    build_view,
    small_rows,
)

# One white point, and where a made-up report keeps it.
PNG: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg=="
)
# One black point: what plugins draw is another picture than those of the text.
DRAWN: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
PICTURE: Final = "media/1.png"
MEDIA: Final = frozendict({PICTURE: PNG})
AGENCY: Final = "某某市某某镇人民政府"
SMALL: Final = "小表"
# The attachment with a text: where it is told, and the words of its label and title.
ATTACHED: Final = "annexed"
LABEL: Final = f"{ATTACHED}.label"
TITLE: Final = f"{ATTACHED}.title"
WORD: Final = re.compile("⟦([^⟦⟧]*)⟧")
_ROWS: Final = ("r1", "r2")
_USUAL: Final = {
    ParagraphKind.TEXT: "本机关认真落实有关规定，各项工作平稳有序，没有发生需要另行说明的情况。",
    ParagraphKind.HEADING_2: "（一）主动公开情况",
    ParagraphKind.HEADING_3: "1.平台建设",
    ParagraphKind.HEADING_4: "（1）政府网站",
    ParagraphKind.ITEM: "1.及时更新",
    ParagraphKind.CAPTION: "图1 办理情况",
    ParagraphKind.FIGURE: "",
    ParagraphKind.TABLE_CAPTION: "表1 明细",
    ParagraphKind.TABLE: "",
    ParagraphKind.NOTE: "（本部分未填写）",
}
_LEADS: Final = (ParagraphKind.HEADING_2, ParagraphKind.HEADING_3, ParagraphKind.HEADING_4)
_SOME: Final[Mapping[Kind, Value]] = {
    Kind.COUNT: 1,
    Kind.SIGNED: 1,
    Kind.SHARE: Share(Decimal(1)),
    Kind.TEXT: "1",
}


@frozen
class Sample:
    """A made-up report, as printed: ``title`` says what is special about it."""

    title: str
    view: View


def drawn(pictures: Mapping[str, str]) -> Drawn:
    """The pictures of plugins, by key and title."""
    subjects = {key: Subject(title, "件", (), ()) for key, title in pictures.items()}
    return frozendict((key, DrawnPicture(subject, DRAWN)) for key, subject in subjects.items())


def word(name: str) -> str:
    """The word that stands for a datum."""
    return f"⟦{name}⟧"


def full(form: Form, figures: Iterable[str]) -> View:
    """The view of a report that fills everything, with a word of its own for each datum."""
    form = _with_sections(form)
    said = {name: word(name) for name in figures}
    view = _named(build_view(_report(form, filled=True), form, frozendict(), said))
    return evolve(
        view,
        document_number=word("document_number"),
        addressee=word("addressee"),
        preamble=tuple(_paragraphs("preamble")),
        sections=tuple(
            evolve(section, parts=tuple(_parts(section.id, section.parts)))
            for section in view.sections
        ),
        behind=(
            PrintedAttachment(ATTACHED, word(LABEL), word(TITLE), tuple(_paragraphs(ATTACHED))),
            *(_labelled(annex) for annex in view.annexes),
        ),
        attachments=(word("attachments[0]"), word("attachments[1]")),
        signature_agency=word("signature.agency"),
        signature_date=word("signature.date"),
        cells=frozendict((address, word(address)) for address in view.cells),
    )


def others(form: Form, figures: Iterable[str]) -> Iterator[Sample]:
    """Reports that a template must carry too; titles have the same words as in the full one."""
    names = tuple(figures)
    form = _with_sections(form)
    filled = full(form, names)
    yield Sample("数据全是 0、附件只有一个的年报", _zeros(filled, form))
    said = dict.fromkeys(names, "0")
    bare = build_view(_report(form, filled=False), form, frozendict(), said)
    yield Sample("什么都没有填的年报", _named(bare))
    if form.as_found:
        unlisted = tuple(evolve(annex, label="") for annex in filled.annexes)
        alone = evolve(filled, preamble=(), sections=(), behind=unlisted)
        yield Sample("只有统计表的年报", alone)


def _zeros(filled: View, form: Form) -> View:
    """A report as there are many: looks are measured by it."""
    return evolve(
        filled,
        document_number="",
        addressee="",
        preamble=tuple(map(_usual, filled.preamble)),
        sections=tuple(
            evolve(s, parts=tuple(_usual(p) if isinstance(p, Paragraph) else p for p in s.parts))
            for s in filled.sections
        ),
        behind=tuple(map(_usual_behind, filled.behind)),
        attachments=filled.attachments[:1],
        signature_agency=AGENCY,
        signature_date=f"{form.year + 1}年1月5日",
        cells=frozendict((address, "0") for address in filled.cells),
        figures=frozendict((name, "0") for name in filled.figures),
    )


def _usual(paragraph: Paragraph) -> Paragraph:
    """The same look with words as they are written every year."""
    kind = paragraph.lead_kind if paragraph.lead else paragraph.kind
    lead = f"{_USUAL[kind]}。" if paragraph.lead else ""
    text = _USUAL[ParagraphKind.TEXT if lead else kind]
    return evolve(paragraph, lead=lead, text="" if paragraph.picture else text)


def _usual_behind(part: Behind) -> Behind:
    if isinstance(part, PrintedTable):
        return part
    return evolve(part, paragraphs=tuple(map(_usual, part.paragraphs)))


def _named(view: View) -> View:
    """The view with words for the titles that every report has."""
    return evolve(
        view,
        title=word("title"),
        sections=tuple(
            evolve(section, title=word(f"sections.{section.id}.title")) for section in view.sections
        ),
    )


def _with_sections(form: Form) -> Form:
    """A form whose sections are the report's own gets two."""
    if form.sections or not form.as_found:
        return form
    return evolve(form, sections=(Section("s1", "一、工作概述"), Section("s2", "二、其他事项")))


def _report(form: Form, *, filled: bool) -> Report:
    empty = Report(form.edition.id, form.year, Agency(AGENCY), f"{AGENCY}年度报告")
    if not filled:
        return empty
    repeating = {
        name: TableData(_ROWS, frozendict())
        for name, t in form.tables.items()
        if isinstance(t, RepeatingTable)
    }
    long = expanded(form, evolve(empty, tables=frozendict(repeating)))
    cells: dict[str, dict[tuple[str, str], Value]] = {}
    for address, column in long.cells.values():
        is_money = column.kind is Kind.MONEY
        some = Money(Decimal(1), column.unit or "元") if is_money else _SOME[column.kind]
        cells.setdefault(address.table, {})[address.row, address.column] = some
    tables = {
        name: TableData(tuple(dict.fromkeys(row for row, _ in held)), frozendict(held))
        for name, held in cells.items()
    }
    return evolve(
        empty,
        preamble=(Text("根据有关规定编制。"),),
        sections=frozendict(
            (s.id, Narrative(s.title, (Text("有关情况如下。"), *_tables(form, s.id))))
            for s in form.sections
        ),
        tables=frozendict(tables),
        attachments=("情况说明",),
        signature=Signature(AGENCY, datetime.date(form.year + 1, 1, 5)),
    )


def _tables(form: Form, section: str) -> Iterator[TableBlock]:
    return (TableBlock(table.id) for table in form.tables_in(section))


def _parts(section: str, parts: tuple[Part, ...]) -> Iterator[Part]:
    """Paragraphs of every look, then each table with a paragraph behind it."""
    yield from _paragraphs(f"sections.{section}.runs[0]")
    tables = [part for part in parts if isinstance(part, PrintedTable)]
    for number, table in enumerate(tables, 1):
        yield _captioned(table)
        name = f"sections.{section}.runs[{number}]"
        yield Paragraph(ParagraphKind.TEXT, word(f"{name} 正文"))


def _small_table(name: str) -> Paragraph:
    """A table of the report's own, whose words say where it is."""
    rows = small_rows(SmallTable(((word(f"{name} {SMALL}"), "件数"), ("咨询", "1")), head=1))
    table = PrintedTable(name, "", rows, small=True)
    return Paragraph(ParagraphKind.TABLE, "", alt="小表", table=table)


def _labelled(annex: PrintedTable) -> PrintedTable:
    return evolve(_captioned(annex), label=word(f"labels.{annex.id}"))


def _captioned(table: PrintedTable) -> PrintedTable:
    return evolve(table, caption=word(f"captions.{table.id}") if table.caption else "")


_KINDS: Final = {
    ParagraphKind.TEXT: "正文",
    ParagraphKind.HEADING_2: "二级标题",
    ParagraphKind.HEADING_3: "三级标题",
    ParagraphKind.HEADING_4: "四级标题",
    ParagraphKind.ITEM: "列表",
    ParagraphKind.CAPTION: "图题",
    ParagraphKind.TABLE_CAPTION: f"{SMALL}的表名",
    ParagraphKind.NOTE: "说明",
}


def _paragraphs(name: str) -> Iterator[Paragraph]:
    for kind, title in _KINDS.items():
        if kind is ParagraphKind.CAPTION:
            alt = word(f"{name} 图片")
            yield Paragraph(ParagraphKind.FIGURE, "", picture=PICTURE, alt=alt)
        yield Paragraph(kind, word(f"{name} {title}"))
        if kind is ParagraphKind.TABLE_CAPTION:
            yield _small_table(name)
    for kind in _LEADS:
        title = f"{name} 段首{_KINDS[kind]}"
        yield Paragraph(ParagraphKind.TEXT, word(f"{title}之后"), word(title), kind)
