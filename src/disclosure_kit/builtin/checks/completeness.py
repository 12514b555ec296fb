"""What is not there: sections without a word, statutory cells without a figure."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.case import Case
from ...model.edition import OutlineKind
from ...model.finding import Finding, NotAssessed, Outcome, Severity
from ...model.form import Form
from ...model.labels import cell_label
from ...model.report import Block, Heading, Image, ItemList, Narrative, SmallTable, TableBlock, Text
from ...model.subsections import standing
from ...model.table import Table
from ...model.values import NOT_FILLED, all_whole

SHOWN = 3


def sections_missing(case: Case) -> Iterator[Outcome]:
    """Each section of the form that the report lacks (《政府信息公开条例》第五十条)."""
    national = case.form.edition.outline is OutlineKind.FIXED
    for section in case.form.sections:
        narrative = case.report.sections.get(section.id)
        if narrative is not None:
            if not _says_something(narrative, section.id, case.form):
                # As a blank cell: not a fault yet, but not complete.
                yield NotAssessed(
                    "not-filled", f"“{narrative.title}”没有内容", (f"{section.id}[0]",)
                )
        else:
            yield Finding(
                code="section-missing",
                severity=Severity.ERROR if national else Severity.WARNING,
                message=f"缺少“{section.title}”",
                addresses=(f"{section.id}[0]",),
                advice="请补上这一部分；确无内容的，也应保留标题并写明“无”",
                clause="《中华人民共和国政府信息公开条例》第五十条"
                if national
                else (case.form.outline.basis if case.form.outline else ""),
            )


def subsections_missing(case: Case) -> Iterator[Outcome]:
    """Each sub-section that the region prescribes and a section that is there lacks."""
    for section, narrative in case.report.sections.items():
        wanted = case.form.subsections_in(section)
        if not wanted:
            continue
        found = standing(narrative.body, wanted)
        for part in wanted:
            if part.required and part.id not in found:
                yield Finding(
                    code="subsection-missing",
                    severity=Severity.WARNING,
                    message=f"“{narrative.title}”里没有“{part.title}”这一小节",
                    addresses=(part.id, f"{section}[0]"),
                    advice="请补上这一小节；确无内容的，也应保留标题并写明“无”",
                    clause=part.basis,
                )


def _says_something(narrative: Narrative, section: str, form: Form) -> bool:
    """A section that holds a table of the form may leave all to it; its cells have a check."""
    return any(_words(block) for block in narrative.body) or bool(form.tables_in(section))


def _words(block: Block) -> str:
    match block:
        case Text() | Heading():
            return block.text.strip()
        case ItemList():
            return "".join(block.items).strip()
        case Image():
            return block.caption.strip()
        case SmallTable():
            return "".join(cell for row in block.rows for cell in row).strip()
        case TableBlock():
            return ""


def statutory_cells(case: Case) -> Iterator[Outcome]:
    """The statutory cells that are not filled, told once for each table."""
    for table in case.form.tables.values():
        if not isinstance(table, Table) or table.id not in case.form.statutory_tables:
            continue
        data = case.report.tables.get(table.id)
        values = data.at(table.keys) if data else (NOT_FILLED,) * len(table.cells)
        if all_whole(values):  # as in most
            continue
        filled = zip(table.cells, values, strict=True)
        blank = [address for address, value in filled if value is NOT_FILLED]
        if not blank:
            continue
        if table.id in case.report.unread:
            what = f"表“{table.title}”的数据在原文里，但没有读入"
        elif len(blank) == len(table.cells):
            what = f"表“{table.title}”的 {len(blank)} 格都没有填写"
        else:
            labels = "；".join(cell_label(case.form, address) for address in blank[:SHOWN])
            more = "等" if len(blank) > SHOWN else ""
            what = f"表“{table.title}”有 {len(blank)} 格没有填写：{labels}{more}"
        yield NotAssessed("not-filled", what, tuple(str(address) for address in blank))
