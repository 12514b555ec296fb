"""The body of a Word file without the pieces whose shapes are known: these need not be parsed.

A piece is a paragraph, a table, or a row of a table that is not known as a whole. It is taken out
of the text of the part, and an empty element stands in its place, where its tags are letter by
letter those of a piece that was parsed below the same beginning of a part (its namespaces), and its
words are printable and without mark-up. So what is left is well-formed if and only if the whole is,
and as deep. What would make letters mean something else (comments, other namespaces) stands nowhere
in such a part.

Word notes at every paragraph, run and row who typed it when: another number in each file, and
nothing of it is seen. These notes are left out first, where they are all that their tag says and
none stands there twice, so that it is no mistake to leave them out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Final, TypeAlias, TypeVar

from attrs import define, field, frozen
from lxml import etree

from ...errors import SourceError
from ...intake.package_xml import parse_admitted
from .word_shapes import NOTES, Parted, Shape, ShapedLine
from .word_styles import child, tag
from .word_whole import Whole

S = TypeVar("S", Shape, ShapedLine, Whole)

_MARK: Final = "piece-of-a-known-shape"
_BEGINNING: Final = re.compile(
    rb"""(?:<\?xml version=['"]1\.0['"] encoding=['"](?:UTF|utf)-8['"]"""
    rb"""(?: standalone=['"]yes['"])?\?>\s*)?<w:document(?: [^<>]*)?><w:body(?: [^<>]*)?>"""
)
_NO_TAGS: Final = (b"<!", b"<?")
_ELSEWHERE: Final = (*_NO_TAGS, b"xmlns")
_LONGEST: Final = 500_000  # bytes of a piece; the parser has bounds of its own
_LONGEST_BEGINNING: Final = 10_000  # bytes; Word writes 4,000, and each piece is parsed below it
_END_OF_WORDS: Final = b"</w:t>"
_PREFIX: Final = b" xmlns:w14="  # without it a note of this prefix is a mistake
_VALUE: Final = re.compile(rb"""("|').*?\1""", re.DOTALL)


def _notes(*names: str) -> str:
    return "".join(rf'(?:{name}="[0-9A-Fa-f]+"(?: |(?=/?>)))?' for name in names)


# Each in the order in which Word writes them; what is in another stays, and so does its piece.
_OF_WORDS: Final = ("w:rsidR", "w:rsidRPr", "w:rsidDel", "w:rsidRDefault", "w:rsidP")
_NOTED: Final = re.compile(
    f" (?:(?<=<w:[pr] ){_notes('w14:paraId', 'w14:textId', *_OF_WORDS)}"
    f"|(?<=<w:tr ){_notes('w:rsidR', 'w:rsidRPr', 'w14:paraId', 'w14:textId', 'w:rsidTr')})"
    "(?=/?>)".encode()
)
# What may stand before a paragraph that is none's: marks of places and the like.
_BEFORE: Final = re.compile(rb"(?:<[^<>]*/>)*(?=<w:p[ >])")


class Kind(Enum):
    """What is taken out, by its tag; the tags around one, in a body; and what may stand behind its
    name."""

    LINE = "w:p", b"%b", b"> "
    TABLE = "w:tbl", b"%b", b">"  # which has no attributes
    ROW = "w:tr", b"<w:tbl>%b</w:tbl>", b"> "

    def __init__(self, name: str, around: bytes, behind: bytes) -> None:
        self.tag, self.around = name, around
        self.end = f"</{name}>".encode()
        self._starts = tuple(f"<{name}{sign:c}".encode() for sign in behind)

    def first_in(self, letters: bytes, begin: int = 0) -> int:
        """Where the first one begins; -1 where none does."""
        found = [at for start in self._starts if (at := letters.find(start, begin)) >= 0]
        return min(found, default=-1)


# A piece that was taken out: its shape, and how it is parted.
Piece: TypeAlias = tuple[ShapedLine | Whole | Shape, Parted]
# What is known of a piece of each kind.
Known: TypeAlias = Mapping[Kind, Callable[[Parted], ShapedLine | Whole | Shape | None]]


def parsed(piece: Parted, kind: Kind, *, signs: bool = False) -> etree._Element | None:
    """A piece of a part as the element that it is, below a body of its own; with ``signs`` in the
    place of its words. None where it is not one of its kind, and well-formed, or where words may be
    a part of its mark-up."""
    written = piece.written(signs=signs)
    if any(sign in written for sign in _NO_TAGS):
        return None  # words could end a comment, and what follows means something else
    whole = piece.tags[0] + kind.around % written + b"</w:body></w:document>"
    try:
        root = parse_admitted("", "", whole)
    except SourceError:
        return None
    holding = child(root, "w:body", *["w:tbl"] * (kind is Kind.ROW))
    if holding is None or len(holding) != 1 or tag(holding[0]) != kind.tag:
        return None
    return holding[0]


def again(piece: Parted, kind: Kind) -> etree._Element:
    """A piece of a known shape with its own words, to be read for itself."""
    found = parsed(piece, kind)
    assert found is not None, "a piece of its tags was parsed"
    return found


@frozen
class Frame:
    """What is left of a part, and the pieces that were taken out by the numbers in their places."""

    left: bytes = b""
    pieces: tuple[Piece, ...] = ()

    def piece(self, node: etree._Element, of: type[S]) -> tuple[S, Parted] | None:
        """The piece in whose place ``node`` stands, if it stands for one."""
        if not self.pieces or (number := number_of(node)) is None:
            return None
        shape, piece = self.pieces[number]
        assert isinstance(shape, of)  # by its tag
        return shape, piece

    def fits(self, body: etree._Element) -> bool:
        """Whether every piece that was taken out stood in ``body`` itself, or in a table of it."""
        places = (inner for node in body for inner in (node, *(node if _is_table(node) else ())))
        found = [number for node in places if (number := number_of(node)) is not None]
        return found == list(range(len(self.pieces)))


NO_FRAME: Final = Frame()


def _is_table(node: etree._Element) -> bool:
    return tag(node) == Kind.TABLE.tag


def number_of(node: etree._Element) -> int | None:
    """The number of the piece in whose place ``node`` stands."""
    number = node.get(_MARK)
    return None if number is None else int(number)


def framed(content: bytes, known: Known) -> Frame | None:
    """A part of a file without the pieces of a ``known`` shape; None where letters alone do not say
    what is a piece, or none is known."""
    begin = _BEGINNING.match(content)
    if begin is None or begin.end() > _LONGEST_BEGINNING:
        return None
    if _MARK.encode() in content:  # no file says what stands in a place of it
        return None
    written = content[begin.end() :]
    head = written[: written.find(Kind.ROW.end)]
    if any(note in head for note in NOTES):  # Word notes it everywhere
        if NOTES[1] in written and _PREFIX not in _VALUE.sub(b"", begin[0]):
            return None
        written = _NOTED.sub(b"", written)
    cutting = _Cutting(begin[0], known)
    cutting.body(written)
    left = begin[0] + b"".join(cutting.left)
    # What is taken out was parsed below this beginning; what would make it mean something else
    # stands around it.
    if not cutting.pieces or any(left.find(sign, begin.end()) >= 0 for sign in _ELSEWHERE):
        return None
    return Frame(left, tuple(cutting.pieces))


@define
class _Cutting:
    """Takes pieces out of a part with this ``beginning``, in their order; ``left``
    is what stays of it."""

    beginning: bytes
    known: Known
    pieces: list[Piece] = field(factory=list)
    left: list[bytes] = field(factory=list)

    def body(self, content: bytes) -> None:
        """Its tables, and the paragraphs between these."""
        *chunks, last = content.split(Kind.TABLE.end)
        for chunk in chunks:
            start = Kind.TABLE.first_in(chunk)
            if start >= 0:
                self._lines(chunk[:start])
            table = chunk[max(start, 0) :] + Kind.TABLE.end
            if start < 0 or not self._is_taken(table, Kind.TABLE):
                self._rows(table)
        self._lines(last)

    def _lines(self, content: bytes) -> None:
        """Paragraphs, up to one that is not alone: there is another in it, or it stands in
        something."""
        *chunks, last = content.split(Kind.LINE.end)
        alone = True
        for chunk in chunks:
            begin = _BEFORE.match(chunk) if alone else None
            start = begin.end() if begin else -1
            taken = self._chunk(chunk, start, Kind.LINE)
            alone = taken or (start >= 0 and Kind.LINE.first_in(chunk, start + 1) < 0)
        self.left.append(last)

    def _rows(self, content: bytes) -> None:
        *chunks, last = content.split(Kind.ROW.end)
        for chunk in chunks:
            self._chunk(chunk, Kind.ROW.first_in(chunk), Kind.ROW)
        self.left.append(last)

    def _chunk(self, chunk: bytes, start: int, kind: Kind) -> bool:
        """Whether of what ends where one of its ``kind`` ends that is taken out, which begins at
        ``start``, if it may be."""
        if start > 0:
            self.left.append(chunk[:start])
            chunk = chunk[start:]
        written = chunk + kind.end
        if start >= 0 and self._is_taken(written, kind):
            return True
        self.left.append(written)
        return False

    def _is_taken(self, written: bytes, kind: Kind) -> bool:
        """Whether a piece is taken out; an empty element then stands in its place."""
        if len(written) > _LONGEST:
            return False
        piece = Parted.of_written(written, _END_OF_WORDS, self.beginning)
        if piece is None or not piece.printable:  # there may be what a parser would refuse
            return False
        if (shape := self.known[kind](piece)) is None:
            return False
        self.left.append(f'<{kind.tag} {_MARK}="{len(self.pieces)}"/>'.encode())
        self.pieces.append((shape, piece))
        return True
