"""What a Word file shows: its paragraphs, tables and pictures in order.

The main part is read in pieces (``cutting``), each shape of a piece once (``shapes``); one that
cannot be cut is read whole. Both ways read alike (``reader``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from attrs import field, frozen
from lxml import etree

from .beside import leaves_traces
from .cutting import MOST_PIECES, Cutting, Kind, Piece, UncutError, cut
from .file import BODY, WordFile, parsed
from .found import Found, FoundParagraph, FoundRow, FoundTable
from .looks import Looks
from .reader import Reader, columns_of
from .shapes import Key, Known, Shape, Worded, joined, signed
from .shown import picture_digests
from .styles import Styles, W, styles_of, styles_part

MAX_BYTES: Final = 200_000_000
_BEFORE_ROWS: Final = (f"{W}tblPr", f"{W}tblGrid")
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
    paragraphs: Known[Shape[FoundParagraph]] = field(factory=Known)
    tables: Known[Shape[FoundTable]] = field(factory=Known)
    rows: Known[Shape[FoundRow]] = field(factory=Known)
    silent: Known[bool] = field(factory=Known)  # gaps that show nothing: whether they leave traces


@lru_cache(maxsize=8)  # follows from the bytes alone; documents of one template have the same
def _sheet(styles: bytes) -> _Sheet:
    root = parsed(styles) if styles else None
    return _Sheet(styles_of(root), Looks(root))


class _InPieces:
    """Reads pieces where each stands."""

    def __init__(self, sheet: _Sheet, pictures: Mapping[str, str], cutting: Cutting) -> None:
        self._reader = Reader(sheet.styles, sheet.looks, pictures)
        self._sheet = sheet
        self._cutting = cutting
        self._rows = 0
        self._traced = False

    def shown(self) -> Shown:
        """All that the body shows.

        Raises:
            UncutError: a piece is damaged, or one only together with another.
        """
        found: list[Found] = []
        for piece in self._cutting.pieces:
            key = (self._cutting.head, piece.markup)
            if piece.kind is Kind.PARAGRAPH:
                found += self._paragraph(key, piece)
            elif piece.kind is Kind.TABLE:
                found.append(self._table(key, piece))
            else:
                found += self._gap(key, piece)
        return Shown(tuple(found), self._traced)

    def _paragraph(self, key: Key, piece: Piece) -> Iterable[Found]:
        shape = self._sheet.paragraphs.of(key, piece, self._of_paragraph)
        if shape is not None and self._fits(shape, piece):
            return filter(None, (shape.saying(piece.words),))
        return self._reader.paragraph(self._whole(piece))

    def _table(self, key: Key, piece: Piece) -> FoundTable:
        shape = self._sheet.tables.held.get(key)
        found = shape.saying(piece.words) if shape and self._fits(shape, piece) else None
        return found or self._by_rows(key, piece) or self._reader.table(self._whole(piece))

    def _by_rows(self, key: Key, piece: Piece) -> FoundTable | None:
        """A table whose shape is not known, which then is, if it is made of rows that have one;
        None where it shows more than its rows."""
        parts = piece.rows()
        if parts is None:
            return None
        before, rows = parts
        self._rows += len(rows)
        if self._rows > MOST_PIECES:
            raise UncutError
        table = self._cutting.before_rows(before)
        if any(node.tag not in _BEFORE_ROWS for node in table):
            return None
        columns, traced = columns_of(table), leaves_traces(table)
        shaped = [(row, self._row_shape(row, before)) for row in rows]
        known = self._sheet.tables
        if key not in known.held and known.takes(key):
            shape = joined(columns, shaped, traced=traced)
            if shape is not None:
                known.keep(key, shape)
        self._traced |= traced
        found = (self._row(row, shape, before) for row, shape in shaped)
        return FoundTable.of(columns, filter(None, found))

    def _row(self, row: Piece, shape: Shape[FoundRow] | None, before: bytes) -> FoundRow | None:
        if shape is not None and self._fits(shape, row):
            return shape.saying(row.words)
        return self._reader.row(self._seen(self._cutting.row(row.text, before)))

    def _gap(self, key: Key, piece: Piece) -> Iterable[Found]:
        traced = self._sheet.silent.of(key, piece, self._silence)
        if traced is not None:
            self._traced |= traced
            return ()
        return self._reader.blocks(self._seen(self._cutting.body(piece.markup)))

    def _silence(self, gap: Piece) -> bool | None:
        body = self._cutting.body(gap.markup)
        return None if any(True for _ in self._reader.blocks(body)) else leaves_traces(body)

    def _of_paragraph(self, piece: Piece) -> Shape[FoundParagraph] | None:
        text = signed(piece)
        if text is None:
            return None
        whole = self._cutting.whole(piece.kind, text)
        return Shape.of(self._reader.words(whole), traced=leaves_traces(whole))

    def _row_shape(self, row: Piece, before: bytes) -> Shape[FoundRow] | None:
        def of_row(piece: Piece) -> Shape[FoundRow] | None:
            text = signed(piece)
            if text is None:
                return None
            whole = self._cutting.row(text, before)
            return Shape.of(self._reader.row(whole), traced=leaves_traces(whole))

        return self._sheet.rows.of((self._cutting.head, before, row.markup), row, of_row)

    def _fits(self, shape: Shape[Worded], piece: Piece) -> bool:
        """Whether the piece is read as the shape is."""
        if not shape.fits(piece.words) or (self._cutting.refers and piece.refers):
            return False
        self._traced |= shape.traced
        return True

    def _whole(self, piece: Piece) -> etree._Element:
        return self._seen(self._cutting.whole(piece.kind, piece.text))

    def _seen(self, node: etree._Element) -> etree._Element:
        """What is read without a shape."""
        self._traced |= leaves_traces(node)
        return node
