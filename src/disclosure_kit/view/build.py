"""Report + form → what is printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, Final

from attrs import evolve
from frozendict import frozendict

from ..model.case import Settings
from ..model.edition import Section
from ..model.expanded import expanded
from ..model.form import Form
from ..model.layout import GridCell, GridRow, Role, layout, view_layout
from ..model.lists import depths, marks
from ..model.prose import PREAMBLE, attached, attachment_part
from ..model.report import (
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
from ..model.subsections import standing
from ..model.table import AnyTable, Column, RepeatingTable, Table, TableView
from ..model.values import NOT_FILLED, Kind, all_whole
from .attachments import listed, names
from .printed import (
    ANNEX_SETTING,
    NAMELESS_PICTURE,
    NAMELESS_TABLE,
    SEAL_SETTING,
    SEALED,
    UNFILLED_SECTION,
    UNFILLED_TABLE,
    UNREAD_TABLE,
    Behind,
    Paragraph,
    ParagraphKind,
    Part,
    PrintedAttachment,
    PrintedSection,
    PrintedTable,
    View,
)
from .values import format_date, format_value, table_title


class _Written(dict[Any, str]):
    """Counts as text. Most cells of most reports hold one of the first, written beforehand."""

    def __missing__(self, count: int) -> str:
        return str(count)


_WRITTEN: Final = _Written((count, str(count)) for count in range(256))


def build_view(report: Report, form: Form, settings: Settings, figures: dict[str, str]) -> View:
    """What ``report`` prints. ``figures`` are the texts of stated and derived figures."""
    form = expanded(form, report)
    cells = _cells(report, form)
    signature = report.signature
    preamble = tuple(_numbered(PREAMBLE, report.preamble))
    sections = tuple(_sections(report, form, cells))
    texts = dict(attached(report))
    return View(
        title=title_of(report, form),
        document_number=report.document_number or "",
        addressee=report.addressee or "",
        preamble=preamble,
        sections=sections,
        behind=tuple(
            _behind(report, form, cells, texts, settings, alone=not (sections or preamble or texts))
        ),
        attachments=tuple(name for _, name in listed(report.attachments)),
        signature_agency=(signature.agency if signature else None) or "",
        signature_date=format_date(signature.date) if signature and signature.date else "",
        cells=cells,
        figures=frozendict(figures),
        sealed=settings.get(SEAL_SETTING) == SEALED,
        layout=form.layout,
        settings=settings,
    )


def _cells(report: Report, form: Form) -> frozendict[str, str]:
    """The text of every figure by its address."""
    texts: list[str] = []
    for table, keys, columns, signed in form.kept(_figures):
        data = report.tables.get(table)
        values = data.at(keys) if data else (NOT_FILLED,) * len(keys)
        if signed:
            texts += map(format_value, values, columns)
        elif all_whole(values):  # nearly every table
            texts += map(_WRITTEN.__getitem__, values)
        else:
            texts += [
                str(value) if type(value) is int else format_value(value, column)
                for value, column in zip(values, columns, strict=True)
            ]
    return frozendict(zip(form.cells, texts, strict=True))


def _figures(
    form: Form,
) -> list[tuple[str, tuple[tuple[str, str], ...], tuple[Column, ...], bool]]:
    """In the order of ``form.cells``, by table: the keys of the figures there, how each is written,
    and whether one of them with its sign."""
    tables = {table.id: table for table in form.tables.values() if isinstance(table, Table)}
    by_table = groupby((at for at, _ in form.cells.values()), lambda at: at.table)
    figures = []
    for name, addresses in by_table:
        cells = [tables[name].by_row[at.row][at.column] for at in addresses]
        columns = tuple(column for _, column in cells)
        signed = any(column.kind is Kind.SIGNED for column in columns)
        figures.append((name, tuple(key for key, _ in cells), columns, signed))
    return figures


def _behind(
    report: Report,
    form: Form,
    cells: frozendict[str, str],
    texts: Mapping[str, tuple[Block, ...]],
    settings: Settings,
    *,
    alone: bool,
) -> Iterator[Behind]:
    """What stands behind the text; ``texts`` are those of attachments. Where annexed forms stand
    ``alone``, each is printed, filled or not."""
    every = alone or settings.get(ANNEX_SETTING) == "always"
    annexes = [
        _printed(table, report, form, cells)
        for table in form.annexes
        if every or _filled(table, form, cells)
    ]
    return _in_list_order(annexes, texts, report.attachments, alone=alone)


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


def report_title(form: Form, agency: str) -> str:
    """The title that the edition prescribes."""
    return form.edition.report_title.format(agency=agency, year=form.year)


def title_of(report: Report, form: Form) -> str:
    """The title of a report: its own, else the prescribed one."""
    return report.title or report_title(form, report.agency.name)


def _sections(report: Report, form: Form, cells: frozendict[str, str]) -> Iterator[PrintedSection]:
    for section, tables_in, ending in form.kept(_outline):
        narrative = report.sections.get(section.id)
        body = narrative.body if narrative else ()
        tables = dict(tables_in)
        following = _following(section.id, body, form, ending) if ending else {}
        parts: list[Part] = []
        for number, block in enumerate(body):
            for ended in following.get(number, ()):
                parts.append(_printed(tables.pop(ended), report, form, cells))
            address = f"{section.id}[{number}]"
            if isinstance(block, TableBlock):
                table = tables.pop(block.table, None)
                if table is not None:
                    parts.append(_printed(table, report, form, cells, address))
            else:
                parts.extend(_paragraphs(block, address))
        for table in tables.values():
            parts.append(_printed(table, report, form, cells))
        if not parts:
            parts.append(Paragraph(ParagraphKind.NOTE, UNFILLED_SECTION))
        yield PrintedSection(
            section.id, narrative.title if narrative else section.title, tuple(parts)
        )


def _outline(form: Form) -> list[tuple[Section, dict[str, AnyTable], list[tuple[str, str]]]]:
    """The sections, each with its tables; and those that stand at the end of a sub-section, with
    its name."""
    outline = []
    for section in form.sections:
        tables = form.tables_in(section.id)
        ending = [(t.id, t.place.after) for t in tables if t.place.after]
        outline.append((section, {table.id: table for table in tables}, ending))
    return outline


def _following(
    section: str, body: tuple[Block, ...], form: Form, ending: list[tuple[str, str]]
) -> Mapping[int, list[str]]:
    """The tables that stand at the end of a sub-section, by the block before which that is; a
    table for which the report has a place of its own is not among them."""
    placed = {block.table for block in body if isinstance(block, TableBlock)}
    ends = standing(body, form.subsections_in(section))
    following: dict[int, list[str]] = {}
    for table, subsection in ending:
        after = ends.get(subsection)
        if after is not None and table not in placed:
            following.setdefault(after.end, []).append(table)
    return following


def _printed(
    table: AnyTable, report: Report, form: Form, cells: frozendict[str, str], address: str = ""
) -> PrintedTable:
    """A table; ``address`` is the text place at which the report puts it, if it does."""
    of = table.of if isinstance(table, TableView) else table.id
    empty = UNREAD_TABLE if of in report.unread else UNFILLED_TABLE
    note = "" if _filled(table, form, cells) else empty
    match table:
        case Table():
            caption = table_title(table.title, form) if table.caption else ""
            return PrintedTable(table.id, caption, layout(table), note, address)
        case TableView():
            rows = form.kept(_view_rows, table.id)
            caption = table_title(table.title, form)
            return PrintedTable(table.id, caption, rows, note, address)
        case RepeatingTable():
            raise AssertionError("expanded by build_view")


def _filled(table: AnyTable, form: Form, cells: frozendict[str, str]) -> bool:
    match table:
        case Table():
            return any(cells[address] for address in table.kept(_addresses))
        case TableView():
            rows = form.kept(_view_rows, table.id)
            return any(cells[str(c.address)] for row in rows for c in row.cells if c.address)
        case RepeatingTable():
            raise AssertionError("expanded by build_view")


def _addresses(table: Table) -> tuple[str, ...]:
    return tuple(map(str, table.cells))


def _view_rows(form: Form, table: str) -> tuple[GridRow, ...]:
    view = form.tables[table]
    assert isinstance(view, TableView)
    return view_layout(view, dict(form.tables))


# The member of an enumeration is dear to look up (Python 3.11).
_TEXT: Final = ParagraphKind.TEXT
_HEADINGS: Final = {
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
            lead_kind = _HEADINGS.get(block.level or 0, _TEXT)
            yield Paragraph(_TEXT, block.text[cut:], block.text[:cut], lead_kind, address)
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
