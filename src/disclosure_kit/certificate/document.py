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
from .cutting import MOST_PIECES, NUMBER, Cutting, Piece, UncutError, cut
from .file import BODY, WordFile, parsed
from .found import Found, FoundParagraph, FoundRow, FoundTable
from .looks import Looks
from .reader import Reader, columns_of, inside
from .shapes import Shape, Shapes, Worded, joined, signed
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
    tables: Shapes[FoundTable] = field(factory=Shapes)
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
        self._rows = 0
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
        if piece is None:  # an empty one
            yield from super().paragraph(node)
            return
        key = (self._cutting.head, piece.markup)
        shape = self._fitting(self._sheet.paragraphs.shape(key, piece, self._of_paragraph), piece)
        if shape is None:
            yield from self._inside.paragraph(self._seen(self._cutting.paragraph(piece.text)))
        elif (found := shape.saying(piece.words)) is not None:
            yield found

    def table(self, node: etree._Element) -> FoundTable:
        piece = self._piece(node)
        if piece is None:  # written in another way: its paragraphs were cut out of its cells
            raise UncutError
        key = (self._cutting.head, piece.markup)
        shape = self._fitting(self._sheet.tables.shape(key, piece, self._of_table), piece)
        found = shape.saying(piece.words) if shape else None
        return found or self._inside.table(self._seen(self._cutting.table(piece.text)))

    def _of_paragraph(self, piece: Piece) -> Shape[FoundParagraph] | None:
        text = signed(piece)
        if text is None:
            return None
        whole = self._cutting.paragraph(text)
        return Shape.of(self._inside.words(whole), traced=leaves_traces(whole))

    def _of_table(self, piece: Piece) -> Shape[FoundTable] | None:
        """The shape of a table is that of its rows, where these are all that it has."""
        left, rows = piece.rows()
        self._rows += len(rows)
        table = self._cutting.table(left)
        numbers = [row.get(NUMBER) for row in inside(table, "tr")]
        if self._rows > MOST_PIECES or numbers != list(map(str, range(len(rows)))):
            raise UncutError
        around = _around(table)
        shapes = ((row, self._row_shape(row, around)) for row in rows)
        return joined(columns_of(table), shapes, traced=leaves_traces(table))

    def _row_shape(self, row: Piece, around: tuple[bytes, ...]) -> Shape[FoundRow] | None:
        def of_row(piece: Piece) -> Shape[FoundRow] | None:
            text = signed(piece)
            if text is None:
                return None
            whole = self._cutting.row(text, around)
            return Shape.of(self._inside.row(whole), traced=leaves_traces(whole))

        return self._sheet.rows.shape((self._cutting.head, row.markup, *around), row, of_row)

    def _fitting(self, shape: Shape[Worded] | None, piece: Piece) -> Shape[Worded] | None:
        """The shape, if the piece is read as it is."""
        if shape is None or not shape.fits(piece.words):
            return None
        if self._cutting.refers and piece.refers:
            return None
        self._traced |= shape.traced
        return shape

    def _seen(self, whole: etree._Element) -> etree._Element:
        """What is read without a shape."""
        self._traced |= leaves_traces(whole)
        return whole

    def _piece(self, node: etree._Element) -> Piece | None:
        """The piece that stood here."""
        number = node.get(NUMBER)
        if number is None:
            return None
        self._met += 1
        return self._cutting.pieces[int(number)]


def _around(table: etree._Element) -> tuple[bytes, ...]:
    """All outside of its rows that decides how they are read. (What is around a table in a table
    need not be looked at: of a cell that holds one, this alone is told.)"""
    return tuple(
        etree.tostring(properties, encoding="utf-8", with_tail=False)
        for properties in table.findall(f"{W}tblPr")
    )
