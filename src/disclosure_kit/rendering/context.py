"""View → the names that a template may use.

The vocabulary is public (templates/README): ``title``, ``sections.<id>.title``, the
address of every figure, ``notes["<table>"]`` and so on.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final

from attrs import define
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
    view: View,
    media: Mapping[str, bytes] = frozendict(),
    drawn: Drawn = NO_PICTURES,
    wanted: Iterable[str] | None = None,
) -> dict[str, Any]:
    """Every name at the top of a template, with what stands under it; ``media`` are the pictures
    of the report by their paths, ``drawn`` those of plugins by their keys. ``wanted``: no others
    than these.

    Raises:
        EditionError: a table's or figure's name is one that the template needs itself.
    """
    given = _Given(view, media, drawn)
    roots = figure_roots(tuple(view.cells), tuple(view.figures))
    if wanted is None:
        return {name: made(given) for name, made in _NAMES.items()} | dict(_figures(view).children)
    named = {name: _NAMES[name](given) for name in wanted if name in _NAMES}
    if roots.isdisjoint(wanted):
        return named
    figures = _figures(view)
    return {**named, **{name: figures.children[name] for name in roots.intersection(wanted)}}


@functools.lru_cache(maxsize=64)
def figure_roots(cells: tuple[str, ...], figures: tuple[str, ...]) -> frozenset[str]:
    """What figures of these addresses are found under.

    Raises:
        EditionError: a name that the template needs itself, or one that begins another.
    """
    roots = frozenset(Node.of(dict.fromkeys((*cells, *figures), "")).names())
    if taken := sorted(NAMES & roots):
        raise EditionError(f"表或数据的名称不能以 {'、'.join(taken)} 开头：模板另有用处")
    return roots


def _figures(view: View) -> Node:
    return Node.of({key: clean(text) for key, text in {**view.cells, **view.figures}.items()})


@define(slots=False)
class _Given:
    """What the names are made of."""

    view: View
    media: Mapping[str, bytes]
    drawn: Drawn

    @cached_property
    def measures(self) -> Measures:
        return measures_of(self.view)

    @cached_property
    def tables(self) -> tuple[PrintedTable, ...]:
        return tuple(_tables(self.view))

    @cached_property
    def sections(self) -> tuple[Node, ...]:
        return tuple(_section(one, self.media, self.measures) for one in self.view.sections)


def _title(given: _Given) -> str:
    return "\n".join(title_lines(clean(given.view.title), given.measures.title_characters))


def _signature(given: _Given) -> Node:
    agency = signature_lines(clean(given.view.signature_agency), given.measures)
    date = clean(given.view.signature_date)
    return Node("signature", {"agency": "\n".join(agency), "date": date})


def _by_id(given: _Given) -> Node:
    sections = zip(given.view.sections, given.sections, strict=True)
    return Node.of({section.id: node for section, node in sections})


def _pictures(given: _Given) -> Node:
    pictures = {key: _drawn(picture, given.measures) for key, picture in given.drawn.items()}
    return Node.of(pictures, "pictures")


def _of_tables(name: str, of: Callable[[PrintedTable, View], Any]) -> Callable[[_Given], Node]:
    return lambda given: Node.of({t.id: of(t, given.view) for t in given.tables}, name)


_NAMES: Final[Mapping[str, Callable[[_Given], Any]]] = {
    "title": _title,
    "document_number": lambda given: clean(given.view.document_number),
    # 7.3.2: the colon after it is part of the layout, whether the report has it or not.
    "addressee": lambda given: clean(given.view.addressee).rstrip("：:"),
    "preamble": lambda given: _paragraphs(given.view.preamble, given.media, given.measures),
    "sections": _by_id,
    "sections_in_order": lambda given: given.sections,
    "form_alone": lambda given: given.view.form_alone,
    "captions": _of_tables("captions", lambda table, _: clean(table.caption)),
    "labels": _of_tables("labels", lambda table, _: table.label),
    "notes": _of_tables("notes", lambda table, _: clean(table.note)),
    "rows": _of_tables("rows", lambda table, view: tuple(_rows(table, view))),
    "pictures": _pictures,
    "settings": lambda given: Node.of(
        {key: clean(value) for key, value in given.view.settings.items()}, "settings"
    ),
    "annexes": lambda given: tuple(table.id for table in given.view.annexes),
    "annexed": lambda given: tuple(
        _annexed(part, given.media, given.measures) for part in given.view.behind
    ),
    "attachments": lambda given: tuple(clean(name) for name in given.view.attachments),
    "signature": _signature,
}
# All names at the top but those of figures.
NAMES: Final = frozenset(_NAMES)


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
    return tuple([_paragraph(paragraph, media, measures) for paragraph in paragraphs])


def _paragraph(paragraph: Paragraph, media: Mapping[str, bytes], measures: Measures) -> Node:
    lead, table = paragraph.lead, paragraph.table
    return Node(
        "paragraph",
        {
            "kind": str(paragraph.kind),
            "text": clean(paragraph.text),
            "lead": clean(lead),
            "lead_kind": str(paragraph.lead_kind) if lead else "",
            "picture": _picture(paragraph, media, measures) if paragraph.picture else "",
            "table": Table(table, measures) if table else "",
        },
    )


def _picture(paragraph: Paragraph, media: Mapping[str, bytes], measures: Measures) -> Picture | str:
    content = media.get(paragraph.picture)
    return "" if content is None else Picture(content, paragraph.alt, measures.text_width)


def _drawn(picture: DrawnPicture | str, measures: Measures) -> Picture | NoPicture:
    if isinstance(picture, str):
        return NoPicture(picture)
    return Picture(picture.content, picture.subject.text, measures.text_width, drawn=True)


def _section(section: PrintedSection, media: Mapping[str, bytes], measures: Measures) -> Node:
    runs: list[tuple[Node, ...]] = []
    parts: list[Node] = []
    run: list[Node] = []
    for part in (*section.parts, None):
        if isinstance(part, Paragraph):
            run.append(_paragraph(part, media, measures))
            continue
        runs.append(tuple(run))
        table = part.id if part else ""
        parts.append(Node("part", {"paragraphs": runs[-1], "table": table}))
        run.clear()
    return Node(
        f"sections.{section.id}",
        {
            "id": section.id,
            "title": clean(section.title),
            "runs": tuple(runs),
            "parts": tuple(parts),
        },
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
