"""Published text → Report: paragraphs put under the sections of the form, letters unchanged.

Every character of the source is in the report once and in its order, save what a notice
names: what belongs to the page, captions, and the lines of statutory tables.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from functools import lru_cache
from typing import Final

from attrs import evolve
from frozendict import frozendict

from ..model.form import Form
from ..model.prose import attachment_part
from ..model.raw import RawDocument, RawParagraph
from ..model.report import Agency, Attachment, Report
from ..view import Behind
from .annexed import attachment_body, part_attachments
from .body import PREAMBLE, Body, in_place
from .ending import Ending, ending
from .headings import (
    Heads,
    assign,
    body_of,
    free_sections,
    title_test,
    titles_match,
    top_level_titles,
)
from .opening import Opening, opening
from .placing import Grids, media_of, place_grids, place_pictures
from .prose_figures import Searched, figures_in
from .run_on import split_run_on
from .structured import Structured
from .tables_in_prose import part_tables_from_prose
from .tables_in_text import Zone, rows_of, table_zones
from .tables_of_text import tables_of_text
from .wording import normal, quoted

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

_LONGEST_HEAD: Final = 6  # lines between a signature and the rows of an annex: its name, its date
_LONGEST_LINE: Final = 60
_GAPS: Final = ("|", "｜", "  ")
_PARTS: Final = re.compile(r"[|｜\t]|\s{2,}")


def structure_document(
    raw: RawDocument,
    form: Form,
    opening: Opening,
    behind: Sequence[Behind] = (),
    searched: Searched | None = None,
    *,
    vouched: bool = False,
) -> Structured:
    """The report that ``raw`` is.

    A section that the text lacks is absent; a heading that the form does not know stays,
    with a notice, in the section before it. The notices of ``opening`` come first among the
    report's, so that nothing is left out in silence; those of ``raw`` stay with it. ``behind`` is
    what the data that ``raw`` carries print behind the signature; ``searched`` is what was found in
    the same texts before. Where data have ``vouched`` for the edition, nothing that speaks of
    another is looked for.
    """
    parted = part_attachments(raw, opening, form, behind)
    raw, opening = parted.main, parted.opening
    tables = tuple(form.tables.values())
    sections = form.sections or free_sections(raw, opening, tables)
    paragraphs, run_on = split_run_on(body_of(raw, opening), form.sections)
    paragraphs = part_tables_from_prose(paragraphs, tables)
    zones = table_zones(paragraphs, tables, title_test(sections))
    rows = rows_of(zones)
    heads = assign(paragraphs, sections, rows)
    zones, doubtful = in_place(zones, paragraphs, heads, form)
    grids = place_grids(raw, paragraphs, form, opening.first_body)
    drawn = tables_of_text(raw, paragraphs, zones, form) if not raw.grids else {}
    said = (*(table for table in drawn.values() if table.sources), *grids.intake.tables)
    read = {table.table: table for table in said}
    end, kept = _end(paragraphs, zones, heads, opening.agency, form, grids, read)
    pictures = place_pictures(raw, paragraphs, opening.first_body)
    body = Body(raw.name, form, raw.carried is not None).fill(
        paragraphs, zones, heads, kept, grids.placed, drawn, pictures
    )
    texts = {text.number: attachment_body(text, form) for text in parted.texts}
    sources = dict(body.sources)
    for text in texts.values():
        sources |= text.sources
    for table in read.values():
        places = [f"{raw.name}!{place}" for place in table.sources.values()]
        sources.update(zip(map(str, table.sources), places, strict=True))
    report = Report(
        edition=form.edition.id,
        year=form.year if opening.year is None else opening.year,
        agency=Agency(opening.agency or ""),
        title=opening.title,
        region=form.region,
        preamble=tuple(body.blocks.get(PREAMBLE, ())),
        sections=frozendict(body.narratives()),
        tables=frozendict((name, table.data) for name, table in read.items()),
        attachments=tuple(
            Attachment(name, tuple(texts[number].blocks.get(attachment_part(number), ())))
            if number in texts
            else Attachment(name)
            for number, name in enumerate(parted.names)
        ),
        signature=end.signature,
        sources=frozendict(sources),
        unread=frozenset(zone.table for zone in zones) - set(read),
        other_heads=() if vouched else _other_heads(raw, form),
    )
    found = figures_in(report, form, searched)
    if found.values:
        stated = frozendict(found.values)
        report = evolve(report, figures=stated, sources=report.sources | found.sources)
    left_out = (
        *grids.left_out(body.small_tables),
        *(notice for text in texts.values() for notice in text.notices),
    )
    of_tables = (*grids.notices(form), *left_out)
    notices = (
        *run_on,
        *parted.notices,
        *heads.notices,
        *doubtful,
        *body.notices,
        *of_tables,
        *found.notices,
        *end.notices,
    )
    return Structured(
        report,
        (*opening.notices, *(f"{raw.name}：{notice}" for notice in notices)),
        tuple(f"{raw.name}：{notice}" for notice in of_tables),
        tuple(f"{raw.name}：{notice}" for notice in left_out),
        media=media_of(raw),
    )


def _other_heads(raw: RawDocument, form: Form) -> tuple[str, ...]:
    """The heads of another edition's tables that are a cell of ``raw``, or a part of a line."""
    heads = form.usage.other_heads
    if not heads:
        return ()
    cells = {text for grid in raw.grids for text in grid.columns.texts}
    known = {_normal_cell(text) for text in cells if len(text) <= _LONGEST_LINE}
    for text in (p.text for p in raw.paragraphs):
        # A long line without strokes and gaps is one part, too long for a head.
        if len(text) <= _LONGEST_LINE or not text.isprintable() or any(c in text for c in _GAPS):
            parts = _PARTS.split(text)
            known |= {normal(part) for part in parts if len(part) <= _LONGEST_LINE}
    return tuple(head for head in heads if _normal_cell(head) in known)


# The labels of a form stand in the tables of all that fill it; no prose is kept.
_normal_cell: Final = lru_cache(maxsize=2048)(normal)


def _end(
    paragraphs: Sequence[RawParagraph],
    zones: Sequence[Zone],
    heads: Heads,
    agency: str | None,
    form: Form,
    grids: Grids,
    read: Container[str],
) -> tuple[Ending, frozenset[int]]:
    """How the report ends, and the positions of what is left to print.

    Nobody signs before the last heading or table, save where only annexed forms follow.
    """
    annexes = {table.id for table in form.annexes}
    inside = [at - 1 for at, table in grids.tables_at.items() if table not in annexes]
    begin = max((*heads.sections, *rows_of(zones), *inside), default=-1) + 1
    headed = {grid.at - 1 - begin for grid in grids.placed if grid.small}
    end = ending(paragraphs[begin:], agency, headed)
    kept = range(begin + end.kept)
    own = [zone for zone in zones if zone.table not in annexes]
    begin = max((*heads.sections, *rows_of(own), *inside), default=-1) + 1
    # A table of the file is drawn again where it stood; of one in text the rows may be unread.
    what = {grid.at: "表名按版式印出" for grid in grids.placed if grid.table in annexes}
    for zone in zones:
        what.setdefault(zone.first, "未计入正文" if zone.table in read else "附表数据未读，未印出")
    first = min((at for at in what if at >= begin), default=None)
    if end.signature is not None or first is None:
        return end, frozenset(kept)
    for cut in range(first, max(begin, first - _LONGEST_HEAD - 1), -1):
        head = paragraphs[cut:first]
        if any(len(p.text) > _LONGEST_LINE or "。" in p.text for p in head):
            break
        signed = ending(paragraphs[begin:cut], agency)
        if signed.signature is not None:
            told = (f"{p.place}{quoted(p.text)}是附表的表头，{what[first]}" for p in head)
            notices = (*signed.notices, *told, *end.notices)
            left = {*range(begin + signed.kept), *range(first, kept.stop)}
            return Ending(signed.kept, signed.signature, notices), frozenset(left)
    return end, frozenset(kept)
