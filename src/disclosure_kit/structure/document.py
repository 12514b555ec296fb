"""Published text → Report: paragraphs put under the sections of the form, letters unchanged.

Every character of the source is in the report once and in its order, save what a notice
names: what belongs to the page, captions, and the lines of statutory tables.
"""

from __future__ import annotations

from attrs import evolve
from frozendict import frozendict

from ..model.form import Form
from ..model.raw import RawDocument
from ..model.report import Agency, Report
from .body import PREAMBLE, Body
from .ending import ending
from .headings import (
    assign,
    body_of,
    free_sections,
    title_test,
    titles_match,
    top_level_titles,
)
from .opening import Opening, opening
from .placing import place_grids, tables_of_text
from .prose_figures import figures_in
from .run_on import split_run_on
from .structured import Structured
from .tables_in_text import part_tables_from_prose, table_zones

__all__ = [
    "Opening",
    "Structured",
    "free_sections",
    "opening",
    "split_run_on",
    "structure_document",
    "titles_match",
    "top_level_titles",
]


def structure_document(raw: RawDocument, form: Form, opening: Opening) -> Structured:
    """The report that ``raw`` is.

    A section that the text lacks is absent; a heading that the form does not know stays,
    with a notice, in the section before it. The notices of ``opening`` come first among the
    report's, so that nothing is left out in silence; those of ``raw`` stay with it.
    """
    tables = tuple(form.tables.values())
    sections = form.sections or free_sections(raw, opening, tables)
    paragraphs, run_on = split_run_on(body_of(raw, opening), form.sections)
    paragraphs = part_tables_from_prose(paragraphs, tables)
    zones = table_zones(paragraphs, tables, title_test(sections))
    rows = {at for zone in zones for at in range(zone.first, zone.last + 1)}
    heads = assign(paragraphs, sections, rows)
    grids = place_grids(raw, paragraphs, tables)
    drawn = tables_of_text(paragraphs, zones, tables) if not raw.grids else {}
    read = {table.table: table for table in (*drawn.values(), *grids.intake.tables)}
    # Nobody signs before the last heading or table.
    annexes = {table.id for table in form.annexes}
    inside = (at - 1 for at, table in grids.tables_at.items() if table not in annexes)
    begin = max((*heads.sections, *rows, *inside), default=-1) + 1
    end = ending(paragraphs[begin:], opening.agency)
    body = Body(raw.name, form).fill(
        paragraphs[: begin + end.kept], zones, heads, grids.placed, drawn
    )
    report = Report(
        edition=form.edition.id,
        year=form.year if opening.year is None else opening.year,
        agency=Agency(opening.agency or ""),
        title=opening.title,
        region=form.region,
        preamble=tuple(body.blocks.get(PREAMBLE, ())),
        sections=frozendict(body.narratives()),
        tables=frozendict((name, table.data) for name, table in read.items()),
        signature=end.signature,
        sources=frozendict(body.sources)
        | {
            str(address): f"{raw.name}!{place}"
            for table in read.values()
            for address, place in table.sources.items()
        },
    )
    found = figures_in(report, form)
    notices = (
        *run_on,
        *heads.notices,
        *body.notices,
        *grids.notices(form),
        *found.notices,
        *end.notices,
    )
    return Structured(
        evolve(
            report,
            figures=frozendict(found.values),
            sources=report.sources | found.sources,
        ),
        (*opening.notices, *(f"{raw.name}：{notice}" for notice in notices)),
    )
