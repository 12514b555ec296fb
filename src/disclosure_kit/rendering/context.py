"""View → the names that a template may use.

The vocabulary is public (templates/README): ``title``, ``sections.<id>.title``, the
address of every figure, ``notes["<table>"]`` and so on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from frozendict import frozendict

from ..errors import EditionError
from ..model.clean import clean
from ..model.picture import NO_PICTURES, Drawn, DrawnPicture
from ..view import Behind, Paragraph, PrintedSection, PrintedTable, View
from .breaking import balanced
from .measures import Measures
from .node import Node
from .pictures import NoPicture, Picture
from .small_tables import Table
from .style import measures_of

# Of a line of the title, in characters: digits of some faces are wider than half a character.
_SLACK: Final = 0.5


def context(
    view: View, media: Mapping[str, bytes] = frozendict(), drawn: Drawn = NO_PICTURES
) -> dict[str, Any]:
    """Every name at the top of a template, with what stands under it; ``media`` are the pictures
    of the report by their paths, ``drawn`` those of plugins by their keys.

    Raises:
        EditionError: a table's or figure's name is one that the template needs itself.
    """
    measures = measures_of(view)
    tables = tuple(_tables(view))
    figures = Node.of({key: clean(text) for key, text in {**view.cells, **view.figures}.items()})
    sections = tuple(_section(section, media, measures) for section in view.sections)
    names = {
        "title": "\n".join(title_lines(clean(view.title), measures.title_characters)),
        "document_number": clean(view.document_number),
        # 7.3.2: the colon after it is part of the layout, whether the report has it or not.
        "addressee": clean(view.addressee).rstrip("：:"),
        "preamble": _paragraphs(view.preamble, media, measures),
        "sections": Node.of({s.id: n for s, n in zip(view.sections, sections, strict=True)}),
        "sections_in_order": sections,
        "form_alone": view.form_alone,
        "captions": Node.of({table.id: clean(table.caption) for table in tables}, "captions"),
        "labels": Node.of({table.id: table.label for table in tables}, "labels"),
        "notes": Node.of({table.id: clean(table.note) for table in tables}, "notes"),
        "rows": Node.of({table.id: tuple(_rows(table, view)) for table in tables}, "rows"),
        "pictures": Node.of(
            {key: _drawn(picture, measures) for key, picture in drawn.items()}, "pictures"
        ),
        "settings": Node.of(
            {key: clean(value) for key, value in view.settings.items()}, "settings"
        ),
        "annexes": tuple(table.id for table in view.annexes),
        "annexed": tuple(_annexed(part, media, measures) for part in view.behind),
        "attachments": tuple(clean(name) for name in view.attachments),
        "signature": Node(
            "signature",
            {
                "agency": "\n".join(signature_lines(clean(view.signature_agency), measures)),
                "date": clean(view.signature_date),
            },
        ),
    }
    taken = sorted(set(names) & set(figures.names()))
    if taken:
        raise EditionError(f"表或数据的名称不能以 {'、'.join(taken)} 开头：模板另有用处")
    return {**names, **figures.children}


def title_lines(title: str, characters: int) -> tuple[str, ...]:
    """A title in lines of whole words, in a ladder or a diamond (GB/T 9704-2012, 7.3.1).

    Left to Word, 年度报告 would be torn.
    """
    return balanced(title, characters - _SLACK)


def signature_lines(agency: str, measures: Measures) -> tuple[str, ...]:
    """The body that signs; a name too long for a line is broken as a title is."""
    free = measures.count("signature.right")
    return balanced(agency, measures.count("grid.characters") - free - _SLACK)


def _tables(view: View) -> Iterator[PrintedTable]:
    for section in view.sections:
        yield from (part for part in section.parts if isinstance(part, PrintedTable))
    yield from view.annexes


def _paragraphs(
    paragraphs: tuple[Paragraph, ...], media: Mapping[str, bytes], measures: Measures
) -> tuple[Node, ...]:
    return tuple(
        Node(
            "paragraph",
            {
                "kind": paragraph.kind.value,
                "text": clean(paragraph.text),
                "lead": clean(paragraph.lead),
                "lead_kind": paragraph.lead_kind.value if paragraph.lead else "",
                "picture": _picture(paragraph, media, measures),
                "table": Table(paragraph.table, measures) if paragraph.table else "",
            },
        )
        for paragraph in paragraphs
    )


def _picture(paragraph: Paragraph, media: Mapping[str, bytes], measures: Measures) -> Picture | str:
    content = media.get(paragraph.picture)
    return "" if content is None else Picture(content, paragraph.alt, measures.text_width)


def _drawn(picture: DrawnPicture | str, measures: Measures) -> Picture | NoPicture:
    if isinstance(picture, str):
        return NoPicture(picture)
    return Picture(picture.content, picture.subject.text, measures.text_width, drawn=True)


def _section(section: PrintedSection, media: Mapping[str, bytes], measures: Measures) -> Node:
    runs = tuple(_paragraphs(run, media, measures) for run in section.runs())
    tables = (*(part.id for part in section.parts if isinstance(part, PrintedTable)), "")
    parts = tuple(
        Node("part", {"paragraphs": run, "table": table})
        for run, table in zip(runs, tables, strict=True)
    )
    return Node(
        f"sections.{section.id}",
        {"id": section.id, "title": clean(section.title), "runs": runs, "parts": parts},
    )


def _annexed(part: Behind, media: Mapping[str, bytes], measures: Measures) -> Node:
    """What stands on a page of its own behind the text: an annexed form by the id of its
    ``table``, or an attachment with its title and text."""
    if isinstance(part, PrintedTable):
        words = {"table": part.id, "label": part.label, "title": clean(part.caption)}
        return Node("annex", {**words, "paragraphs": ()})
    words = {"table": "", "label": part.label, "title": clean(part.title)}
    return Node("annex", {**words, "paragraphs": _paragraphs(part.paragraphs, media, measures)})


def _rows(table: PrintedTable, view: View) -> Iterator[Node]:
    for row in table.rows:
        cells = {
            cell.address.column: clean(view.cells[str(cell.address)])
            for cell in row.cells
            if cell.address is not None
        }
        if cells:
            yield Node.of(cells, "row")
