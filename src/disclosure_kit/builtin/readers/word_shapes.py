"""Rows of one shape are read once, and filled with their own words each time.

A report has hundreds of cells of some twenty shapes, and files that come of one template have the
same. The *shape* of a row is its XML without its words: all that decides how these are shown,
where the cells stand and how they merge. It is read as any row is, with a sign in the place of
each stretch of words; where that leaves something to tell, a number to count or a field open, the
row has no shape, and is read for itself.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from attrs import define, field, frozen
from lxml import etree

from .word_styles import Styles
from .word_text import ENDS, as_shown

_FIRST: Final = 0xE000  # the n-th stretch of words is one such sign, and nothing else is
_MOST_WORDS: Final = 4_000
_SIGN: Final = re.compile(f"[{chr(_FIRST)}-{chr(_FIRST + _MOST_WORDS - 1)}]")
_LONGEST: Final = 50_000  # letters of a shape that is kept
_MOST_LETTERS: Final = 1_000_000  # of all shapes of one template; a report has 50,000
_LONGEST_STYLES: Final = 200_000  # bytes of a part of styles that is kept

_TEXT: Final = re.compile(r">([^<]+)<")  # as lxml writes it, there is no such sign in a tag
_BLANKS_STAY: Final = (':t xml:space="preserve"', '<t xml:space="preserve"')
_WORDS: Final = (":t", "<t", *_BLANKS_STAY)
# What Word notes of who typed a row when is different in every file and shows nothing.
_NOTED: Final = re.compile(r' (?:w:rsid\w*|w14:(?:paraId|textId))="[^"]*"')
_NOTES: Final = (" w:rsid", " w14:")


@frozen
class ShapedCell:
    """A cell of a shape: its words, with signs; where it stands in its row, and how it
    merges with the row above."""

    text: str
    column: int
    place: str
    width: int
    merges: str

    def filled(self, words: list[str]) -> str:
        """Its words in a row that has ``words``."""
        if not self.text:
            return ""
        if len(self.text) == 1 and (number := ord(self.text) - _FIRST) >= 0:
            return words[number].strip(ENDS)
        text = "".join(
            words[number] if 0 <= (number := ord(sign) - _FIRST) < len(words) else sign
            for sign in self.text
        )
        return "\n".join(line.strip(ENDS) for line in text.split("\n")).strip(ENDS)


@frozen
class Shape:
    """The cells of a row, those merged sideways as one; ``cells_read`` counts them apart."""

    cells: tuple[ShapedCell, ...]
    cells_read: int


@define(eq=False)
class Template:
    """What files with one part of styles have in common: the styles, and the shapes of rows as
    they look with these; None for a row that has no shape."""

    styles: Styles | None = None
    known: dict[str, Shape | None] = field(factory=dict)
    _letters: int = 0

    def keep(self, shape: str, read: Shape | None) -> None:
        """Keep what a shape is."""
        if self._letters + len(shape) > _MOST_LETTERS:
            self.known.clear()
            self._letters = 0
        self._letters += len(shape)
        self.known[shape] = read


def template_of(styles: bytes) -> Template:
    """That of the files with this part of styles; the last few are kept."""
    return _template(styles) if len(styles) <= _LONGEST_STYLES else Template()


@lru_cache(maxsize=4)
def _template(_styles: bytes) -> Template:
    return Template()


@frozen
class Parted:
    """A row as its shape and its words."""

    shape: str
    words: list[str]

    @classmethod
    def of(cls, row: etree._Element) -> Parted | None:
        """``row`` parted; None where its words cannot be taken as they are written."""
        written = etree.tostring(row, encoding="unicode", with_tail=False)
        pieces = _TEXT.split(written)
        words: list[str] = []
        for at in range(1, len(pieces), 2):
            before, said = pieces[at - 1], pieces[at]
            if before.endswith(_WORDS):
                if "&" in said or len(words) == _MOST_WORDS:
                    return None
                words.append(as_shown(said, stays=before.endswith(_BLANKS_STAY)))
                said = chr(_FIRST + len(words) - 1)
            pieces[at] = f">{said}<"
        if any(note in written for note in _NOTES):
            pieces[::2] = [_NOTED.sub("", tags) for tags in pieces[::2]]
        shape = "".join(pieces)
        return cls(shape, words) if len(shape) <= _LONGEST else None

    @property
    def only_signs(self) -> bool:
        """Whether each such sign in the shape stands for words: the file itself may have some."""
        return len(_SIGN.findall(self.shape)) == len(self.words)

    def row(self) -> etree._Element:
        """The row with its signs, to be read."""
        return etree.fromstring(self.shape)
