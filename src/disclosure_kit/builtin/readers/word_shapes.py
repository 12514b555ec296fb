"""Pieces of one shape are read once, and filled with their own words each time.

A report has hundreds of cells of some twenty shapes, and files that come of one template have the
same. The *shape* of a row, a paragraph or a table (``word_whole``) is its XML without its words:
all that decides how these are shown, where the cells stand and how they merge. It is read as any
piece is, with a sign in the place of each stretch of words; where that leaves something to tell, a
number to count or a field open, the piece has no shape, and is read for itself.
"""

from __future__ import annotations

import re
from itertools import repeat
from typing import Final

from attrs import evolve, field, frozen
from lxml import etree

from ...model.raw import RawCell
from .word_seen import ENDS, Words, as_shown

_FIRST: Final = 0xE000  # the n-th stretch of words is one such sign, and nothing else is
_MOST_WORDS: Final = 4_000
_SIGN: Final = re.compile(f"[{chr(_FIRST)}-{chr(_FIRST + _MOST_WORDS - 1)}]")
_BLANKS_STAY: Final = b' xml:space="preserve"'
_LOOSE: Final = re.compile(b">[^<]")
# What Word notes of who typed a row when is different in every file and shows nothing. A number
# only: where such letters end the value of another attribute, what follows is none.
_NOTED: Final = re.compile(rb' (?:w:rsid\w*|w14:(?:paraId|textId))="[0-9A-Fa-f]+"')
NOTES: Final = (b" w:rsid", b" w14:")


def with_words(text: str, of: Parted) -> str:
    """``text`` with the words of a piece in the places of their signs."""
    return _SIGN.sub(lambda sign: of.shown(ord(sign[0]) - _FIRST), text)


def of_cell(text: str, of: Parted) -> str:
    """The same for what stands in a cell: lines, none of them with blanks at its ends."""
    return "\n".join(line.strip(ENDS) for line in with_words(text, of).split("\n")).strip(ENDS)


def number_of_sign(text: str) -> int | None:
    """Which stretch of words ``text`` is, if it is one and no more; -1 where it is blank."""
    if not text:
        return -1
    return ord(text) - _FIRST if _SIGN.fullmatch(text) else None


@frozen
class ShapedCell:
    """A cell of a shape: its words, with signs; where it stands in its row, and how it merges with
    the row above."""

    text: str
    column: int
    place: str
    width: int
    merges: str


@frozen(eq=False)
class Shape:
    """The cells of a row, those merged sideways as one; ``cells_read`` counts them apart.
    ``merging`` are the positions of those that merge with the row above or below, and how."""

    cells: tuple[ShapedCell, ...]
    cells_read: int
    merging: tuple[tuple[int, str], ...] = field(init=False)
    _columns: tuple[int, ...] = field(init=False)
    _places: tuple[str, ...] = field(init=False)
    _widths: tuple[int, ...] = field(init=False)
    _signs: tuple[int, ...] | None = field(init=False)

    @merging.default
    def _which_merge(self) -> tuple[tuple[int, str], ...]:
        return tuple((at, cell.merges) for at, cell in enumerate(self.cells) if cell.merges)

    @_columns.default
    def _all_columns(self) -> tuple[int, ...]:
        return tuple(cell.column for cell in self.cells)

    @_places.default
    def _all_places(self) -> tuple[str, ...]:
        return tuple(cell.place for cell in self.cells)

    @_widths.default
    def _all_widths(self) -> tuple[int, ...]:
        return tuple(cell.width for cell in self.cells)

    @_signs.default
    def _all_signs(self) -> tuple[int, ...] | None:
        signs = [number_of_sign(cell.text) for cell in self.cells]
        return tuple(sign for sign in signs if sign is not None) if None not in signs else None

    def filled(self, row: int, place: str, parted: Parted) -> list[RawCell]:
        """The cells of the row ``row``, which is ``parted``; ``place`` begins their places."""
        return list(
            map(
                RawCell,
                self._texts(parted),
                repeat(row),
                self._columns,
                [place + cell for cell in self._places],
                repeat(1),
                self._widths,
            )
        )

    def _texts(self, parted: Parted) -> list[str]:
        if self._signs is not None and parted.printable:
            words = [*parted.texts, ""]  # the last for cells without any
            return [words[sign].strip(ENDS) for sign in self._signs]
        return [of_cell(cell.text, parted) for cell in self.cells]


@frozen(eq=False)
class ShapedLine:
    """A paragraph of a shape: its words, with signs; and what it is by its looks."""

    text: str
    centred: bool
    runs_on: bool

    def filled(self, parted: Parted) -> Words:
        """It with the words of ``parted``."""
        return Words(with_words(self.text, parted), [], self.centred, self.runs_on)


@frozen
class Parted:
    """A piece as its shape, the tags before, between and behind its words, and these. Each stretch
    of words stands between the ``>`` behind its tags and ``end``, the end tag of words. The first
    of ``tags`` is what the part begins with, where the piece is one of its letters."""

    tags: tuple[bytes, ...]
    texts: tuple[str, ...]
    end: bytes
    printable: bool

    @classmethod
    def of(cls, row: etree._Element) -> Parted | None:
        """``row`` parted, without what Word notes; None where its words cannot be taken as they are
        written."""
        written = etree.tostring(row, encoding="utf-8", with_tail=False)
        end = f"</{row.prefix}:t>" if row.prefix else "</t>"
        parted = cls.of_written(written, end.encode())
        if parted is None or not any(note in written for note in NOTES):
            return parted
        tags = _NOTED.sub(b"", b"\0".join(parted.tags)).split(b"\0")  # stands in no XML
        return evolve(parted, tags=tuple(tags))

    @classmethod
    def of_written(cls, written: bytes, end: bytes, beginning: bytes = b"") -> Parted | None:
        """The piece that is ``written`` in a part with this ``beginning``; None where its words
        cannot be taken as they are."""
        pieces = written.split(end)
        last = pieces.pop()
        parts = [piece.rpartition(b">") for piece in pieces]
        words = b"<".join([text for _, _, text in parts])
        if b"&" in words:
            return None
        try:
            together = words.decode("utf-8")
        except UnicodeDecodeError:
            return None
        texts = together.split("<") if parts else []
        if len(texts) != len(parts):
            return None
        tags = (beginning, *[tags for tags, _, _ in parts], last)
        return cls(tags, tuple(texts), end, together.isprintable())

    @property
    def only_words(self) -> bool:
        """Whether all text in it is words, few enough for the signs."""
        begins = b"<" + self.end[2:-1]
        before, tags = (begins, begins + _BLANKS_STAY), self.tags[1:]
        return (
            len(self.texts) <= _MOST_WORDS
            and all(tag.endswith(before) for tag in tags[:-1])
            and all(tag[:1] == b"<" and not _LOOSE.search(tag) for tag in tags)
        )

    @property
    def noted(self) -> bool:
        """Whether there are notes of who typed it, so that no other has the same tags."""
        return any(note in tag for tag in self.tags[1:] for note in NOTES)

    def shown(self, number: int) -> str:
        """One stretch of its words as it is seen."""
        stays = self.tags[number + 1].endswith(_BLANKS_STAY)
        return as_shown(self.texts[number], stays=stays)

    def written(self, *, signs: bool) -> bytes:
        """The piece; with ``signs`` in the place of its words."""
        texts = map(chr, range(_FIRST, _FIRST + len(self.texts))) if signs else self.texts
        _, *before, last = self.tags
        parts = (
            b"%b>%b%b" % (tags, text.encode(), self.end)
            for tags, text in zip(before, texts, strict=True)
        )
        return b"".join(parts) + last

    def row(self) -> etree._Element:
        """The row with its signs, to be read."""
        return etree.fromstring(self.written(signs=True))
