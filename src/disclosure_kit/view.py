"""Report + form → what is printed, in words, for every format alike.

A format adds looks. It never calculates, rounds or leaves anything out.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from attrs import evolve, field, frozen
from frozendict import frozendict

from .model.case import Settings
from .model.expanded import expanded
from .model.finding import Outcome
from .model.form import Form
from .model.layout import GridCell, GridRow, Role, layout, view_layout
from .model.lists import depths, marks
from .model.picture import Drawn, DrawnPicture
from .model.profile import Override
from .model.prose import PREAMBLE, attached, attachment_part
from .model.report import (
    Attachment,
    Block,
    Heading,
    Image,
    ItemList,
    Report,
    SmallTable,
    TableBlock,
    Text,
)
from .model.subsections import standing
from .model.table import AnyTable, Column, RepeatingTable, Table, TableView
from .model.values import CellState, Kind, Money, Share, Value

UNFILLED_TABLE = "（本表未填写）"
UNREAD_TABLE = "（本表数据未读入）"
UNFILLED_SECTION = "（本部分未填写）"
NAMELESS_PICTURE = "图片"
NAMELESS_TABLE = "表格"
NOTES = frozenset({UNFILLED_TABLE, UNREAD_TABLE, UNFILLED_SECTION})
ANNEX_SETTING = "document.annexes"
SEAL_SETTING = "document.seal"
SEALED = "with"


class ParagraphKind(StrEnum):
    """The looks a paragraph of a narrative may have."""

    TEXT = "text"
    HEADING_2 = "heading2"
    HEADING_3 = "heading3"
    HEADING_4 = "heading4"
    ITEM = "item"
    FIGURE = "figure"
    CAPTION = "caption"
    TABLE_CAPTION = "table_caption"
    TABLE = "table"
    NOTE = "note"


@frozen
class Paragraph:
    """A printed paragraph: a run-in heading (may be empty), then the text.

    ``kind`` is the look of the whole; ``lead_kind`` that of the run-in heading; ``address``
    the text place of its block (``overview[3]``), empty for words of ours. One that shows a
    picture has no text but ``picture``, its path in the report's media, and ``alt``, what it
    shows in words; one that is a small table has none but ``table``. ``depth`` is that of an
    item of a list.
    """

    kind: ParagraphKind
    text: str
    lead: str = ""
    lead_kind: ParagraphKind = ParagraphKind.TEXT
    address: str = ""
    picture: str = ""
    alt: str = ""
    table: PrintedTable | None = None
    depth: int = 1

    @property
    def whole(self) -> str:
        return self.lead + self.text


@frozen
class PrintedTable:
    """A table as printed: its grid; ``note`` says that nothing was filled in, or read;
    ``address`` is the text place at which the report puts it, if it does; ``label`` is 附件 and
    its number, where the report lists an annexed form among its attachments. ``small``: one of
    the report's own, which is all words and whose ``id`` is its text place."""

    id: str
    caption: str
    rows: tuple[GridRow, ...]
    note: str = ""
    address: str = ""
    label: str = ""
    small: bool = False

    @property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """The texts of a small table, row by row."""
        return tuple(tuple(cell.text for cell in row.cells) for row in self.rows)


Part: TypeAlias = Paragraph | PrintedTable


@frozen
class PrintedAttachment:
    """The text of an attachment, on a page of its own: ``label`` is 附件 and its number, ``title``
    its name, ``address`` what its text places begin with (``attachments[0]``)."""

    address: str
    label: str
    title: str
    paragraphs: tuple[Paragraph, ...]


Behind: TypeAlias = PrintedAttachment | PrintedTable


@frozen
class PrintedSection:
    """A section: ``parts`` are paragraphs and tables in printed order."""

    id: str
    title: str
    parts: tuple[Part, ...]

    def runs(self) -> tuple[tuple[Paragraph, ...], ...]:
        """The paragraphs before the first table, between the tables, and after the last."""
        runs: list[list[Paragraph]] = [[]]
        for part in self.parts:
            if isinstance(part, PrintedTable):
                runs.append([])
            else:
                runs[-1].append(part)
        return tuple(tuple(run) for run in runs)


@frozen
class View:
    """Everything a document prints, in order; ``behind`` are the annexed forms and the texts of
    attachments, each on a page of its own. ``cells`` holds the text of each figure;
    ``sealed``: a seal will be pressed on the signature; ``layout``: the region's own parameters
    of looks; ``settings``: those by which a template may choose."""

    title: str
    document_number: str
    addressee: str
    preamble: tuple[Paragraph, ...]
    sections: tuple[PrintedSection, ...]
    behind: tuple[Behind, ...]
    attachments: tuple[str, ...]
    signature_agency: str
    signature_date: str
    cells: frozendict[str, str]
    figures: frozendict[str, str]
    sealed: bool = False
    layout: frozendict[str, Override] = field(factory=frozendict)
    settings: Settings = field(factory=frozendict)

    @property
    def annexes(self) -> tuple[PrintedTable, ...]:
        """The annexed forms."""
        return tuple(part for part in self.behind if isinstance(part, PrintedTable))

    @property
    def attached(self) -> tuple[PrintedAttachment, ...]:
        """The texts of attachments."""
        return tuple(part for part in self.behind if isinstance(part, PrintedAttachment))

    @property
    def form_alone(self) -> bool:
        """Whether nothing but annexed forms is printed: then each is, and signed below."""
        return not self.sections and not self.preamble and not self.attached


# Template, view and media → the Word file.
Fill: TypeAlias = Callable[[bytes, View, Mapping[str, bytes], Drawn], bytes]


@frozen
class Publication:
    """All that a format may see. ``template`` are the bytes of a Word file, where one is used;
    ``template_name`` is what the clerk calls it, ``fill`` how it is filled where it is a
    stranger's: as ``rendering.word.render_document`` does, in a process of its own. ``original``
    is the finished file of the format that this one derives from. ``media`` are the report's
    pictures by their paths, fit to be published. ``pictures`` are those drawn of its figures that
    the format may show, by key; ``no_pictures`` says why others cannot be had."""

    report: Report
    form: Form
    outcomes: tuple[Outcome, ...]
    view: View
    settings: Settings = field(factory=frozendict)
    template: bytes | None = None
    template_name: str = ""
    media: frozendict[str, bytes] = field(factory=frozendict, repr=False)
    original: bytes | None = None
    fill: Fill | None = field(default=None, eq=False, repr=False)
    pictures: frozendict[str, DrawnPicture] = field(factory=frozendict)
    no_pictures: frozendict[str, str] = field(factory=frozendict)


def format_value(value: Value, column: Column) -> str:
    """The figure as printed: a signed count with its sign, money with its unit where the form
    leaves the unit open, a share with %; not applicable is ``/``, not filled is empty."""
    match value:
        case CellState.NOT_FILLED:
            return ""
        case CellState.NOT_APPLICABLE:
            return "/"
        case int():
            return f"{value:+d}" if column.kind is Kind.SIGNED and value else str(value)
        case Money():
            return f"{value.amount:f}" + ("" if column.unit else value.unit)
        case Share():
            return f"{value.percent:f}%"
        case str():
            return value


def format_number(value: Decimal | int) -> str:
    """A number without exponent and without trailing zeros after the point."""
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def format_date(date: datetime.date) -> str:
    """``2025年1月5日``: no leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    return f"{date.year}年{date.month}月{date.day}日"


def table_title(title: str, form: Form) -> str:
    """A table's title with the report year in the place of ``{year}``."""
    return title.replace("{year}", str(form.year))


def build_view(report: Report, form: Form, settings: Settings, figures: dict[str, str]) -> View:
    """What ``report`` prints. ``figures`` are the texts of stated and derived figures."""
    form = expanded(form, report)
    cells = frozendict(
        (text, format_value(report.value(address), column))
        for text, (address, column) in form.cells.items()
    )
    always = settings.get(ANNEX_SETTING) == "always"
    signature = report.signature
    view = View(
        title=title_of(report, form),
        document_number=report.document_number or "",
        addressee=report.addressee or "",
        preamble=tuple(_numbered(PREAMBLE, report.preamble)),
        sections=tuple(_section(report, form, cells)),
        behind=(),
        attachments=tuple(name for _, name in listed(report.attachments)),
        signature_agency=(signature.agency if signature else None) or "",
        signature_date=format_date(signature.date) if signature and signature.date else "",
        cells=cells,
        figures=frozendict(figures),
        sealed=settings.get(SEAL_SETTING) == SEALED,
        layout=form.layout,
        settings=settings,
    )
    texts = dict(attached(report))
    alone = view.form_alone and not texts
    annexes = [
        _printed(table, report, form, cells)
        for table in form.annexes
        if always or alone or _filled(table, form, cells)
    ]
    behind = _in_list_order(annexes, texts, report.attachments, alone=alone)
    return evolve(view, behind=tuple(behind))


def _in_list_order(
    annexes: list[PrintedTable],
    texts: Mapping[str, tuple[Block, ...]],
    attachments: tuple[Attachment, ...],
    *,
    alone: bool,
) -> Iterator[Behind]:
    """Annexed forms and texts of attachments with 附件 and the number under which the text lists
    them (GB/T 9704-2012, 7.3.7), in the order of the list; then the forms that it does not list.
    A form that is printed ``alone`` has no number."""
    named = listed(attachments)
    left = list(annexes)
    for number, (at, name) in enumerate(named, 1):
        label = f"附件{number if len(named) > 1 else ''}"
        part = attachment_part(at)
        if part in texts:
            paragraphs = tuple(_numbered(part, texts[part]))
            yield PrintedAttachment(part, label, name, paragraphs)
        elif not alone and (annex := next((a for a in left if names(name, a.caption)), None)):
            left.remove(annex)
            yield evolve(annex, label=label)
    yield from left


def names(attachment: str, caption: str) -> bool:
    """Whether the name of an attachment is that of the form which ``caption`` heads: year, blanks
    and what stands in brackets at the end are of no account."""
    subject = _BESIDE.sub("", caption)
    return bool(subject) and _BESIDE.sub("", attachment).endswith(subject)


# 3.5万元以上项目表 has no number of ours.
_NUMBERED = re.compile(r"\s*(附件\s*\d*\s*[：:.．、]\s*)?(\d+([.．](?!\d)|、)\s*)?")


_BESIDE = re.compile(r"\s|\d{4}年度?|[（(][^（()）]*[)）]\s*$")


def listed(attachments: Iterable[Attachment]) -> tuple[tuple[int, str], ...]:
    """The attachments that the text lists: the position of each in the report, and its name."""
    every = ((n, bare_name(one.name), one.body) for n, one in enumerate(attachments))
    return tuple((n, name) for n, name, body in every if name or body)


def bare_name(name: str) -> str:
    """The name of an attachment alone: 附件： and its number are layout."""
    numbered = _NUMBERED.match(name)
    return name[numbered.end() if numbered else 0 :].strip()


def report_title(form: Form, agency: str) -> str:
    """The title that the edition prescribes."""
    return form.edition.report_title.format(agency=agency, year=form.year)


def title_of(report: Report, form: Form) -> str:
    """The title of a report: its own, else the prescribed one."""
    return report.title or report_title(form, report.agency.name)


def _section(report: Report, form: Form, cells: frozendict[str, str]) -> Iterator[PrintedSection]:
    for section in form.sections:
        narrative = report.sections.get(section.id)
        body = narrative.body if narrative else ()
        tables = {table.id: table for table in form.tables_in(section.id)}
        following = _following(section.id, body, form)
        parts: list[Part] = []
        for number, block in enumerate(body):
            parts.extend(_printed(tables.pop(t), report, form, cells) for t in following[number])
            address = f"{section.id}[{number}]"
            if isinstance(block, TableBlock):
                table = tables.pop(block.table, None)
                if table is not None:
                    printed = _printed(table, report, form, cells)
                    parts.append(evolve(printed, address=address))
            else:
                parts.extend(_paragraphs(block, address))
        parts.extend(_printed(table, report, form, cells) for table in tables.values())
        if not parts:
            parts.append(Paragraph(ParagraphKind.NOTE, UNFILLED_SECTION))
        yield PrintedSection(
            section.id, narrative.title if narrative else section.title, tuple(parts)
        )


def _following(section: str, body: tuple[Block, ...], form: Form) -> Mapping[int, list[str]]:
    """The tables that stand at the end of a sub-section, by the block before which that is; a
    table for which the report has a place of its own is not among them."""
    placed = {block.table for block in body if isinstance(block, TableBlock)}
    ends = standing(body, form.subsections_in(section))
    following: defaultdict[int, list[str]] = defaultdict(list)
    for table in form.tables_in(section):
        after = ends.get(table.place.after or "")
        if after is not None and table.id not in placed:
            following[after.end].append(table.id)
    return following


def _printed(
    table: AnyTable, report: Report, form: Form, cells: frozendict[str, str]
) -> PrintedTable:
    of = table.of if isinstance(table, TableView) else table.id
    empty = UNREAD_TABLE if of in report.unread else UNFILLED_TABLE
    note = "" if _filled(table, form, cells) else empty
    match table:
        case Table():
            caption = table_title(table.title, form) if table.caption else ""
            return PrintedTable(table.id, caption, layout(table), note)
        case TableView():
            rows = view_layout(table, dict(form.tables))
            caption = table_title(table.title, form)
            return PrintedTable(table.id, caption, rows, note)
        case RepeatingTable():
            raise AssertionError("expanded by build_view")


def _filled(table: AnyTable, form: Form, cells: frozendict[str, str]) -> bool:
    match table:
        case Table():
            return any(cells[str(address)] for address in table.cells)
        case TableView():
            rows = view_layout(table, dict(form.tables))
            return any(cells[str(c.address)] for row in rows for c in row.cells if c.address)
        case RepeatingTable():
            raise AssertionError("expanded by build_view")


_HEADINGS = {
    2: ParagraphKind.HEADING_2,
    3: ParagraphKind.HEADING_3,
    4: ParagraphKind.HEADING_4,
}


def _numbered(part: str, blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    for number, block in enumerate(blocks):
        yield from _paragraphs(block, f"{part}[{number}]")


def _paragraphs(block: Block, address: str) -> Iterator[Paragraph]:
    match block:
        case Text():
            cut = block.lead or 0
            lead_kind = _HEADINGS.get(block.level or 0, ParagraphKind.TEXT)
            kind = ParagraphKind.TEXT
            yield Paragraph(kind, block.text[cut:], block.text[:cut], lead_kind, address)
        case Heading():
            kind = _HEADINGS.get(block.level, ParagraphKind.HEADING_4)
            yield Paragraph(kind, block.text, address=address)
        case ItemList():
            for item, mark, depth in zip(block.items, marks(block), depths(block), strict=True):
                kind = ParagraphKind.ITEM
                yield Paragraph(kind, mark + item, address=address, depth=depth)
        case SmallTable():
            if block.caption:
                yield Paragraph(ParagraphKind.TABLE_CAPTION, block.caption, address=address)
            table = PrintedTable(address, "", small_rows(block), address=address, small=True)
            alt = block.caption or NAMELESS_TABLE
            yield Paragraph(ParagraphKind.TABLE, "", address=address, alt=alt, table=table)
        case Image():
            alt = block.caption or NAMELESS_PICTURE
            figure = ParagraphKind.FIGURE
            yield Paragraph(figure, "", address=address, picture=block.path, alt=alt)
            if block.caption:
                yield Paragraph(ParagraphKind.CAPTION, block.caption, address=address)


def small_rows(table: SmallTable) -> tuple[GridRow, ...]:
    """A small table as a printed grid."""
    return tuple(
        GridRow(
            tuple(
                GridCell(Role.HEADER if number < table.head else Role.STUB, left, 1, text=text)
                for left, text in enumerate(row)
            ),
            header=number < table.head,
        )
        for number, row in enumerate(table.rows)
    )


def cell_text(row: GridRow, index: int, cells: frozendict[str, str]) -> str:
    """What one cell of a printed row says (nothing, where it continues the cell above)."""
    cell = row.cells[index]
    if cell.role is Role.FIGURE:
        return cells[str(cell.address)]
    return "".join(cell.lines) or cell.text
