"""What a Word file shows: its paragraphs, tables and pictures in order.

The main part is read in pieces (``cutting``), each shape of a piece once (``shapes``); one that
cannot be cut is read whole. Both ways read alike (``reader``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from attrs import field, frozen
from lxml import etree

from .beside import leaves_traces
from .cutting import NUMBER, Cutting, Piece, UncutError, cut
from .file import BODY, WordFile, parsed
from .found import Found, FoundParagraph, FoundRow
from .looks import Looks
from .reader import Reader, inside
from .shapes import Shape, Shapes
from .shown import picture_digests
from .styles import Styles, W, styles_of, styles_part

MAX_BYTES: Final = 200_000_000
_MOST_STYLES: Final = 1_000_000  # bytes of styles that are kept for the next document


@frozen
class Shown:
    """What the body of a file shows, and whether there is something in it of which ``beside`` may
    have to tell."""

    found: tuple[Found, ...]
    traced: bool


def read(file: WordFile) -> Shown:
    """Every paragraph and table of the body.

    Raises:
        BadZipFile, KeyError, XMLSyntaxError, ValueError: no Word file.
    """
    if (size := file.size(BODY)) > MAX_BYTES:
        raise ValueError(f"正文有 {size} 字节")
    styles = styles_part(file)
    sheet = _sheet(styles) if len(styles) <= _MOST_STYLES else _sheet.__wrapped__(styles)
    pictures = picture_digests(file)
    try:
        return _InPieces(sheet, pictures, cut(file.content(BODY))).shown()
    except UncutError:
        body = file.tree(BODY).find(f"{W}body")
        if body is None:
            raise ValueError("没有正文") from None
        reader = Reader(sheet.styles, sheet.looks, pictures)
        return Shown(tuple(reader.blocks(body)), traced=True)


@frozen(eq=False)
class _Sheet:
    """What the styles of a file do, and the shapes that were read with them."""

    styles: Styles
    looks: Looks
    paragraphs: Shapes[FoundParagraph] = field(factory=Shapes)
    rows: Shapes[FoundRow] = field(factory=Shapes)


@lru_cache(maxsize=8)  # follows from the bytes alone; documents of one template have the same
def _sheet(styles: bytes) -> _Sheet:
    root = parsed(styles) if styles else None
    return _Sheet(styles_of(root), Looks(root))


class _InPieces(Reader):
    """Reads what is left where pieces were cut out, and these where they stood."""

    def __init__(self, sheet: _Sheet, pictures: Mapping[str, str], cutting: Cutting) -> None:
        super().__init__(sheet.styles, sheet.looks, pictures)
        self._inside = Reader(sheet.styles, sheet.looks, pictures)
        self._sheet = sheet
        self._cutting = cutting
        self._met = 0
        self._traced = leaves_traces(cutting.root)

    def shown(self) -> Shown:
        """All that the body shows.

        Raises:
            UncutError: a piece is damaged, or stands where none is read.
        """
        body = self._cutting.root.find(f"{W}body")
        if body is None:
            raise UncutError
        found = tuple(self.blocks(body))
        if self._met != len(self._cutting.pieces):
            raise UncutError
        return Shown(found, self._traced)

    def paragraph(self, node: etree._Element) -> Iterator[Found]:
        piece = self._piece(node)
        if piece is None:
            yield from super().paragraph(node)
            return
        key = (self._cutting.head, piece.markup)
        shape = self._sheet.paragraphs.shape(key, piece, self._paragraph_shape)
        if shape is not None:
            self._traced |= shape.traced
            yield from filter(None, (shape.saying(piece.words),))
        else:
            whole = self._cutting.paragraph(piece.text)
            self._traced |= leaves_traces(whole)
            yield from self._inside.paragraph(whole)

    def _paragraph_shape(self, text: str) -> Shape[FoundParagraph]:
        whole = self._cutting.paragraph(text)
        return Shape.of(self._inside.words(whole), traced=leaves_traces(whole))

    def rows(self, table: etree._Element) -> Iterator[FoundRow | None]:
        around = _around(table)
        return (self._row(row, around) for row in inside(table, "tr"))

    def _row(self, row: etree._Element, around: tuple[str, ...]) -> FoundRow | None:
        piece = self._piece(row)
        if piece is None:
            if len(row):  # written in another way: its paragraphs were cut out of its cells
                raise UncutError
            return self.row(row)

        def shape_of(text: str) -> Shape[FoundRow]:
            whole = self._cutting.row(text, around)
            return Shape.of(self._inside.row(whole), traced=leaves_traces(whole))

        key = (self._cutting.head, piece.markup, *around)
        shape = self._sheet.rows.shape(key, piece, shape_of)
        if shape is not None:
            self._traced |= shape.traced
            return shape.saying(piece.words)
        whole = self._cutting.row(piece.text, around)
        self._traced |= leaves_traces(whole)
        return self._inside.row(whole)

    def _piece(self, node: etree._Element) -> Piece | None:
        """The piece that stood here."""
        number = node.get(NUMBER)
        if number is None:
            return None
        self._met += 1
        return self._cutting.pieces[int(number)]


def _around(table: etree._Element) -> tuple[str, ...]:
    """All outside of its rows that decides how they are read. (What is around a table in a table
    need not be looked at: of a cell that holds one, this alone is told.)"""
    return tuple(
        etree.tostring(properties, encoding="unicode", with_tail=False)
        for properties in table.findall(f"{W}tblPr")
    )
