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
from functools import lru_cache
from typing import Final

from attrs import define, field, frozen
from lxml import etree

from .word_seen import ENDS, as_shown
from .word_styles import Styles

_FIRST: Final = 0xE000  # the n-th stretch of words is one such sign, and nothing else is
_MOST_WORDS: Final = 4_000
_SIGN: Final = re.compile(f"[{chr(_FIRST)}-{chr(_FIRST + _MOST_WORDS - 1)}]")
_LONGEST: Final = 50_000  # letters of a shape that is kept
_MOST_LETTERS: Final = 1_000_000  # of all shapes of one template; a report has 50,000
_LONGEST_STYLES: Final = 200_000  # bytes of a part of styles that is kept

_TEXT: Final = re.compile(r">([^<]+)<")  # as lxml writes it, there is no such sign in a tag
_BLANKS_STAY: Final = (':t xml:space="preserve"', '<t xml:space="preserve"')
_WORDS: Final = (":t", "<t", *_BLANKS_STAY)
# What Word notes of who typed a row when is different in every file and shows nothing. A number
# only: where such letters end the value of another attribute, what follows is none.
_NOTED: Final = re.compile(r' (?:w:rsid\w*|w14:(?:paraId|textId))="[0-9A-Fa-f]+"')
NOTES: Final = (" w:rsid", " w14:")


@frozen
class ShapedCell:
    """A cell of a shape: its words, with signs (``only``: the number of the one sign that it is);
    where it stands in its row, and how it merges with the row above."""

    text: str
    column: int
    place: str
    width: int
    merges: str
    only: int | None = field(init=False)

    @only.default
    def _sign(self) -> int | None:
        return ord(self.text) - _FIRST if _SIGN.fullmatch(self.text) else None

    def filled(self, words: Sequence[str]) -> str:
        """Its words in a row that has ``words``."""
        if self.only is not None:
            return words[self.only].strip(ENDS)
        if not self.text:
            return ""
        text = _SIGN.sub(lambda sign: words[ord(sign[0]) - _FIRST], self.text)
        return "\n".join(line.strip(ENDS) for line in text.split("\n")).strip(ENDS)


@frozen
class Shape:
    """The cells of a row, those merged sideways as one; ``cells_read`` counts them apart."""

    cells: tuple[ShapedCell, ...]
    cells_read: int


@define(eq=False)
class Template:
    """What files with one part of styles have in common: the styles, and the shapes of rows, by
    their tags, as they look with these; None for a row that has no shape."""

    styles: Styles | None = None
    known: dict[tuple[str, ...], Shape | None] = field(factory=dict)
    _letters: int = 0

    def shape(self, tags: tuple[str, ...], read: Callable[[], Shape | None]) -> Shape | None:
        """The shape that these tags are; ``read`` says it where it is not known."""
        if tags in self.known:
            return self.known.get(tags)
        letters = sum(map(len, tags))
        if letters > _LONGEST:
            return None
        if self._letters + letters > _MOST_LETTERS:
            self.known.clear()
            self._letters = 0
        self._letters += letters
        self.known[tags] = shape = read()
        return shape


def template_of(styles: bytes) -> Template:
    """That of the files with this part of styles; the last few are kept."""
    return _template(styles) if len(styles) <= _LONGEST_STYLES else Template()


@lru_cache(maxsize=4)
def _template(_styles: bytes) -> Template:
    return Template()


@frozen
class Parted:
    """A row as its shape, the tags before, between and behind its words, and these."""

    tags: tuple[str, ...]
    texts: tuple[str, ...]

    @classmethod
    def of(cls, row: etree._Element) -> Parted | None:
        """``row`` parted; None where its words cannot be taken as they are written."""
        written = etree.tostring(row, encoding="unicode", with_tail=False)
        if "&" in written:
            return None
        parted = cls.of_written(written)
        if any(note in written for note in NOTES):
            return cls(tuple(_NOTED.sub("", tag) for tag in parted.tags), parted.texts)
        return parted

    @classmethod
    def of_written(cls, written: str) -> Parted:
        """The row that is ``written``."""
        pieces = _TEXT.split(written)
        return cls(tuple(pieces[::2]), tuple(pieces[1::2]))

    @property
    def only_words(self) -> bool:
        """Whether all text in it is words, few enough for the signs."""
        return len(self.texts) <= _MOST_WORDS and all(
            before.endswith(_WORDS) for before in self.tags[:-1]
        )

    @property
    def words(self) -> list[str]:
        """The words as they are seen."""
        return [
            as_shown(text, stays=before.endswith(_BLANKS_STAY))
            for before, text in zip(self.tags, self.texts, strict=False)
        ]

    def written(self, *, signs: bool) -> str:
        """The row; with ``signs`` in the place of its words."""
        texts = map(chr, range(_FIRST, _FIRST + len(self.texts))) if signs else self.texts
        written = (f"{tags}>{text}<" for tags, text in zip(self.tags, texts, strict=False))
        return "".join(written) + self.tags[-1]

    def row(self) -> etree._Element:
        """The row with its signs, to be read."""
        return etree.fromstring(self.written(signs=True))
