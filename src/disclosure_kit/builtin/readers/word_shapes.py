"""Rows of one shape are read once, and filled with their own words each time.

A report has hundreds of cells of some twenty shapes, and files that come of one template have the
same. The *shape* of a row is its XML without its words: all that decides how these are shown,
where the cells stand and how they merge. It is read as any row is, with a sign in the place of
each stretch of words; where that leaves something to tell, a number to count or a field open, the
row has no shape, and is read for itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, Final

from attrs import define, evolve, field, frozen
from lxml import etree

from ...model.raw import RawCell
from .word_seen import ENDS, as_shown
from .word_styles import Styles

if TYPE_CHECKING:
    from .word_whole import Whole

_FIRST: Final = 0xE000  # the n-th stretch of words is one such sign, and nothing else is
_MOST_WORDS: Final = 4_000
_SIGN: Final = re.compile(f"[{chr(_FIRST)}-{chr(_FIRST + _MOST_WORDS - 1)}]")
_LONGEST: Final = 50_000  # letters of a shape that is kept
_MOST_LETTERS: Final = 1_000_000  # of all shapes of one template; a report has 50,000
_MOST_TABLES: Final = 16  # of one template that are kept
_LONGEST_STYLES: Final = 200_000  # bytes of a part of styles that is kept

_BLANKS_STAY: Final = b' xml:space="preserve"'
_LOOSE: Final = re.compile(b">[^<]")
# What Word notes of who typed a row when is different in every file and shows nothing. A number
# only: where such letters end the value of another attribute, what follows is none.
_NOTED: Final = re.compile(rb' (?:w:rsid\w*|w14:(?:paraId|textId))="[0-9A-Fa-f]+"')
NOTES: Final = (b" w:rsid", b" w14:")


@frozen
class ShapedCell:
    """A cell of a shape: its words, with signs; where it stands in its row, and how it merges with
    the row above."""

    text: str
    column: int
    place: str
    width: int
    merges: str

    @property
    def one_sign(self) -> int:
        """The number of the only sign that it is, if it is no more; -1 where it is blank."""
        return ord(self.text) - _FIRST if self.text else -1

    @property
    def is_one_sign(self) -> bool:
        """Whether it is one sign, or blank."""
        return not self.text or _SIGN.fullmatch(self.text) is not None

    def filled(self, words: Sequence[str]) -> str:
        """Its words in a row that has ``words``."""
        text = _SIGN.sub(lambda sign: words[ord(sign[0]) - _FIRST], self.text)
        return "\n".join(line.strip(ENDS) for line in text.split("\n")).strip(ENDS)


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
        if all(cell.is_one_sign for cell in self.cells):
            return tuple(cell.one_sign for cell in self.cells)
        return None

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
        words = parted.words
        return [cell.filled(words) for cell in self.cells]


@define(eq=False)
class Template:
    """What files with one part of styles have in common: the styles, and the shapes of rows, by
    their tags, as they look with these; None for a row that has no shape. Of tables of such rows
    the last few are kept, too, each by its name and the shapes."""

    styles: Styles | None = None
    known: dict[tuple[bytes, ...], Shape | None] = field(factory=dict)
    wholes: dict[tuple[str, tuple[Shape, ...]], Whole] = field(factory=dict)
    _letters: int = 0

    def shape(self, row: Parted, read: Callable[[], Shape | None]) -> Shape | None:
        """The shape of a row; ``read`` says it where it is not known. Of one with other text than
        its words nothing is kept."""
        tags = row.tags
        with suppress(KeyError):  # asked for once: another thread may make room meanwhile
            return self.known[tags]
        letters = sum(map(len, tags))
        if letters > _LONGEST or not row.only_words:
            return None
        if self._letters + letters > _MOST_LETTERS:
            self.known.clear()
            self._letters = 0
        self._letters += letters
        self.known[tags] = shape = read()
        return shape

    def whole(self, name: str, rows: tuple[Shape, ...], read: Callable[[], Whole]) -> Whole:
        """The table of this name with rows of these shapes; ``read`` says it where it is not
        known."""
        key = name, rows
        with suppress(KeyError):  # as above
            return self.wholes[key]
        if len(self.wholes) >= _MOST_TABLES:
            self.wholes.clear()
        self.wholes[key] = whole = read()
        return whole


def template_of(styles: bytes) -> Template:
    """That of the files with this part of styles; the last few are kept."""
    return _template(styles) if len(styles) <= _LONGEST_STYLES else Template()


@lru_cache(maxsize=4)
def _template(_styles: bytes) -> Template:
    return Template()


@frozen
class Parted:
    """A row as its shape, the tags before, between and behind its words, and these. Each stretch of
    words stands between the ``>`` behind its tags and ``end``, the end tag of words. The first of
    ``tags`` is what the part begins with, where the row is a piece of its letters."""

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
        """The row that is ``written`` in a part with this ``beginning``; None where its words
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
    def words(self) -> list[str]:
        """The words as they are seen."""
        return [
            as_shown(text, stays=before.endswith(_BLANKS_STAY))
            for before, text in zip(self.tags[1:], self.texts, strict=False)
        ]

    def written(self, *, signs: bool) -> bytes:
        """The row; with ``signs`` in the place of its words."""
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
