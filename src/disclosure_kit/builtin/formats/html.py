"""The report as one web page that needs no script: accessible, printable, carrying its data."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from itertools import groupby, pairwise, starmap
from typing import Final

from attrs import define, field, frozen
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from ...carriage import BLOCK_ID, MEDIA_TYPE, data_of
from ...media.admission import measured
from ...model.clean import clean
from ...model.layout import GridCell, GridRow, Role
from ...model.picture import PICTURES_ID, PICTURES_TITLE, DrawnPicture, Subject, picture_id
from ...rendering.breaking.pieces import pieces
from ...view import (
    Paragraph,
    ParagraphKind,
    PrintedTable,
    Publication,
    View,
    cell_text,
    table_title,
)
from .whole import all_pictures

_TEMPLATE: Final = "page.html.jinja"
_LEVELS: Final = {
    ParagraphKind.HEADING_2: 3,
    ParagraphKind.HEADING_3: 4,
    ParagraphKind.HEADING_4: 5,
}
_NARROW: Final = 5  # columns that a telephone has room for
_SECTION_LEVEL: Final = 2
# What would end a block of data, or begin a comment in it.
_ESCAPED: Final = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}


def write_html(publication: Publication) -> bytes:
    """The page: same input, same bytes; nothing in it is fetched from elsewhere.

    Raises:
        OutputError: a picture of the report cannot be had.
    """
    all_pictures(publication)
    view = publication.view
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["clean"] = clean
    environment.filters["picture"] = lambda path: _shown(publication.media[path])
    source = files(__package__).joinpath(_TEMPLATE).read_text("utf-8")
    data = data_of(publication.report, publication.form, publication.media).translate(_ESCAPED)
    titles = {
        name: table_title(table.title, publication.form)
        for name, table in publication.form.tables.items()
    }
    page = environment.from_string(source).render(
        view=view,
        preamble=tuple(_groups(view.preamble, _SECTION_LEVEL - 1)),
        sections=[(s.id, s.title, tuple(_parts(s.parts, view, titles))) for s in view.sections],
        behind=tuple(_behind(view, titles)),
        attachments=tuple(_attachments(view.attachments)),
        addressee=clean(view.addressee).rstrip("：:"),
        date=_date(publication),
        title_pieces=tuple(piece.text for piece in pieces(clean(view.title))),
        pictures=tuple(starmap(_picture, publication.pictures.items())),
        pictures_id=PICTURES_ID,
        pictures_title=PICTURES_TITLE,
        data=Markup(data),  # nothing in it is mark-up: see _ESCAPED
        narrow=_NARROW,
        block_id=BLOCK_ID,
        media_type=MEDIA_TYPE,
    )
    return page.encode("utf-8")


@frozen
class _Shown:
    """A picture inside the page, and its sizes as seen."""

    address: str
    width: int
    height: int


def _shown(content: bytes) -> _Shown:
    pixels = measured(content)
    data = base64.b64encode(content).decode("ascii")
    return _Shown(f"data:{pixels.kind.media_type};base64,{data}", *pixels.shown)


def _date(publication: Publication) -> str:
    """The day of the signature as programs read it."""
    signature = publication.report.signature
    return signature.date.isoformat() if signature and signature.date else ""


def _attachments(names: tuple[str, ...]) -> Iterator[str]:
    """附件：〈名称〉; several are numbered (GB/T 9704-2012, 7.3.4)."""
    for number, name in enumerate(names, 1):
        numbered = f"{number}.{name}" if len(names) > 1 else name
        yield f"附件：{numbered}" if number == 1 else numbered


@frozen
class _Picture:
    """A picture in the page itself: nothing is fetched."""

    id: str
    subject: Subject
    source: str


def _picture(key: str, drawn: DrawnPicture) -> _Picture:
    source = f"data:image/png;base64,{base64.b64encode(drawn.content).decode('ascii')}"
    return _Picture(picture_id(key), drawn.subject, source)


@frozen
class _Group:
    """Paragraphs of one look (items of one list), or a table; ``level`` is that of a heading."""

    kind: str
    paragraphs: tuple[Paragraph, ...] = ()
    level: int = 0
    table: _Table | None = None

    @property
    def items(self) -> tuple[_Item, ...]:
        return tuple(_items(self.paragraphs, 1))


@frozen
class _Item:
    """An item of a list, and those below it."""

    text: str
    below: tuple[_Item, ...] = ()


def _items(paragraphs: Sequence[Paragraph], depth: int) -> Iterator[_Item]:
    starts = [n for n, paragraph in enumerate(paragraphs) if n == 0 or paragraph.depth <= depth]
    for start, end in pairwise([*starts, len(paragraphs)]):
        below = paragraphs[start + 1 : end]
        yield _Item(paragraphs[start].text, tuple(_items(below, depth + 1)))


@frozen
class _Annex:
    """An annexed form, or the text of an attachment under its title."""

    label: str
    table: _Table | None = None
    id: str = ""
    title: str = ""
    parts: tuple[_Group, ...] = ()


def _behind(view: View, titles: dict[str, str]) -> Iterator[_Annex]:
    for number, part in enumerate(view.behind, 1):
        label = clean(part.label)
        if isinstance(part, PrintedTable):
            yield _Annex(label, _table(part, view, titles))
        else:
            groups = tuple(_groups(part.paragraphs))
            yield _Annex(label, None, f"attachment-{number}", clean(part.title), groups)


@frozen
class _Cell:
    """A cell as the page has it. ``scope`` makes it a head; ``headers`` are its heads' ids."""

    text: str
    width: int
    height: int
    role: str
    scope: str = ""
    id: str = ""
    headers: str = ""


@frozen
class _Table:
    """A table: its caption (printed, or only read aloud), head rows and other rows. One that is
    ``wide`` is moved sideways on a narrow screen, its words not set letter below letter."""

    id: str
    caption: str
    printed: bool
    head: tuple[tuple[_Cell, ...], ...]
    body: tuple[tuple[_Cell, ...], ...]
    note: str
    wide: bool


def _parts(
    parts: Iterable[Paragraph | PrintedTable], view: View, titles: dict[str, str]
) -> Iterator[_Group]:
    for is_table, group in groupby(parts, key=lambda part: isinstance(part, PrintedTable)):
        if is_table:
            for part in group:
                assert isinstance(part, PrintedTable)
                yield _Group("table", table=_table(part, view, titles))
        else:
            yield from _groups(part for part in group if isinstance(part, Paragraph))


def _groups(paragraphs: Iterable[Paragraph], level: int = _SECTION_LEVEL) -> Iterator[_Group]:
    """Items that follow one another are one list; a heading is never more than one level below
    the heading before it (that above them all is of ``level``), whatever it looks like."""
    for kind, group in groupby(paragraphs, key=lambda paragraph: paragraph.kind):
        said = tuple(p for p in group if p.picture or p.table or clean(p.whole).strip())
        if kind not in _LEVELS:
            yield _Group(kind.value, said)
            continue
        for heading in said:
            level = min(_LEVELS[kind], level + 1)
            yield _Group("heading", (heading,), level)


def _table(table: PrintedTable, view: View, titles: dict[str, str]) -> _Table:
    rows = tuple(_rows(table, view))
    heads = [row.header for row in table.rows]
    first = heads.index(False) if False in heads else len(heads)
    if any(heads[first:]):
        first = 0  # heads stand between the rows: no part of the table is its head
    caption = clean(table.caption or titles[table.id])
    shown = bool(table.caption)
    return _Table(
        table.id,
        caption,
        shown,
        rows[:first],
        rows[first:],
        table.note,
        wide=sum(cell.width for cell in table.rows[0].cells) > _NARROW,
    )


@define
class _Heads:
    """The heads above the row that is drawn, and those beside it that reach down to it."""

    name: str
    above: list[tuple[GridCell, str]] = field(factory=list)
    beside: list[tuple[int, str]] = field(factory=list)  # until which row, id

    def of(self, cell: GridCell) -> Iterator[str]:
        """The ids of the heads of a cell: those above its columns, then those beside its row."""
        for head, id_ in self.above:
            if head.left < cell.left + cell.width and cell.left < head.left + head.width:
                yield id_
        yield from (id_ for _, id_ in self.beside)


def _rows(table: PrintedTable, view: View) -> Iterator[tuple[_Cell, ...]]:
    heads = _Heads(table.id)
    before: GridRow | None = None
    for number, row in enumerate(table.rows):
        if row.header and before is not None and not before.header:
            heads.above.clear()
        heads.beside[:] = [(last, id_) for last, id_ in heads.beside if last >= number]
        yield tuple(_cells(row, number, heads, view))
        before = row


def _cells(row: GridRow, number: int, heads: _Heads, view: View) -> Iterator[_Cell]:
    for index, cell in enumerate(row.cells):
        if cell.continues:
            continue
        text = clean(cell_text(row, index, view.cells))
        scope = _scope(cell) if text else ""
        id_ = f"{heads.name}-{number}-{index}" if scope else ""
        headers = "" if scope else " ".join(heads.of(cell))
        yield _Cell(text, cell.width, cell.height, cell.role.value, scope, id_, headers)
        if scope.startswith("col"):
            heads.above.append((cell, id_))
        elif scope:
            heads.beside.append((number + cell.height - 1, id_))


def _scope(cell: GridCell) -> str:
    """What a cell heads; nothing where it is a figure or a unit."""
    match cell.role:
        case Role.BAND | Role.TITLE:
            return "colgroup"
        case Role.HEADER | Role.CORNER:
            return "colgroup" if cell.width > 1 else "col"
        case Role.STUB:
            return "rowgroup" if cell.height > 1 else "row"
        case _:
            return ""
