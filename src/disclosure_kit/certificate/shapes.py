"""Tables, rows and paragraphs of one shape: read once, filled with their own words each time.

A report has hundreds of cells of a few shapes. The shape is the markup with a sign in the place of
each stretch of words, so all that decides how they are shown is still read, once for each shape;
that of a table is made of those of its rows. What shows words otherwise than by such stretches
(fields, drawings, tables in tables) has none.

Looks that hide words are told where there are words, so a shape, in which there are, may tell too
much of a piece in which some are blank, never too little.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import Final, Generic, TypeAlias, TypeVar

from attrs import define, field, frozen

from .cutting import Piece
from .found import FoundParagraph, FoundRow, FoundTable

Worded = TypeVar("Worded", FoundParagraph, FoundRow, FoundTable)
V = TypeVar("V")
Key: TypeAlias = tuple[bytes, ...]
# The number of the words that are all of a text, -1 for no words; or words and signs in order.
_Slot: TypeAlias = "int | tuple[int | str, ...]"

_FIRST: Final = 0xF0000  # the n-th stretch of words is one such sign, and nothing else is
_MOST_WORDS: Final = 60_000
_A_SIGN: Final = re.compile(f"([{chr(_FIRST)}-{chr(_FIRST + _MOST_WORDS - 1)}])")
_LONGEST: Final = 200_000  # bytes of a shape that is kept
_MOST: Final = 2_000_000  # of all of them; a report has some forty thousand
_OTHERWISE: Final = (
    b"drawing", b"pict", b"object", b"AlternateContent", b"blip", b"instrText", b"tbl>", b"tbl/>",
    b"&",  # words beside the signs
)  # fmt: skip


@frozen
class Shape(Generic[Worded]):
    """What was read of a piece whose words are signs: ``found``, None where it is not printed.
    ``traced``: there is something in it of which ``beside`` may tell; ``hides``: something in it
    cannot be compared, if there are words. ``texts`` takes what is shown out of the words."""

    found: Worded | None
    texts: Callable[[list[str]], tuple[str, ...]]
    traced: bool
    hides: bool

    @classmethod
    def of(cls, found: Worded | None, *, traced: bool) -> Shape[Worded]:
        if found is None:
            return cls(None, tuple, traced, hides=False)
        return cls(found, _taker(list(map(_slot, found.texts))), traced, found.has_unread)

    def fits(self, words: list[str]) -> bool:
        """Whether a piece of this shape with these words is read as the shape was."""
        return not self.hides or not any(map(_is_blank, words))

    def saying(self, words: list[str]) -> Worded | None:
        """What a piece of this shape with these words, which it fits, shows."""
        return None if self.found is None else self.found.saying(self.texts([*words, ""]))


@define(eq=False)
class Known(Generic[V]):
    """What was read of markup, each by all that was looked at; there is a bound."""

    held: dict[Key, V] = field(factory=dict, init=False)
    _size: int = field(default=0, init=False)

    def of(self, key: Key, piece: Piece, read: Callable[[Piece], V | None]) -> V | None:
        """What ``read`` made of a piece, whatever its words are, when it was first met; None where
        it makes nothing. ``key`` is its markup and all outside of it that is looked at."""
        # Asked for once: another thread may make room meanwhile.
        known = self.held.get(key)
        if known is None:
            known = read(piece)
            if known is not None:
                self.keep(key, known)
        return known

    def takes(self, key: Key) -> bool:
        """Whether what was read of this is kept at all."""
        return sum(map(len, key)) <= _LONGEST

    def keep(self, key: Key, value: V) -> None:
        """Keeps it, if that is not too long."""
        if not self.takes(key):
            return
        size = sum(map(len, key))
        if self._size + size > _MOST:
            self.held.clear()
            self._size = 0
        self._size += size
        self.held[key] = value


def signed(piece: Piece) -> bytes | None:
    """The text of a row or paragraph with signs in the place of words; None where it shows others,
    or has such signs of its own: then it has no shape."""
    if (
        len(piece.words) > _MOST_WORDS
        or any(name in piece.markup for name in _OTHERWISE)
        or _A_SIGN.search(piece.markup.decode(errors="replace"))
    ):
        return None
    return piece.saying([chr(_FIRST + number) for number in range(len(piece.words))])


def joined(
    columns: int, rows: Iterable[tuple[Piece, Shape[FoundRow] | None]], *, traced: bool
) -> Shape[FoundTable] | None:
    """The shape of a table of such rows; None where one of them has none."""
    found: list[FoundRow] = []
    begin = 0
    for row, shape in rows:
        end = begin + len(row.words)
        if shape is None or end > _MOST_WORDS:
            return None
        printed = shape.saying([chr(_FIRST + number) for number in range(begin, end)])
        found += [printed] if printed else []
        traced |= shape.traced
        begin = end
    return Shape.of(FoundTable.of(columns, found), traced=traced)


def _is_blank(words: str) -> bool:
    return not words or words.isspace()


def _slot(text: str) -> _Slot:
    parts = [ord(part) - _FIRST if _A_SIGN.match(part) else part for part in _A_SIGN.split(text)]
    made = tuple(part for part in parts if part != "")
    if not made:
        return -1
    return made[0] if len(made) == 1 and isinstance(made[0], int) else made


def _taker(slots: list[_Slot]) -> Callable[[list[str]], tuple[str, ...]]:
    """What takes the texts out of words, behind which nothing stands for what has none."""
    plain = [slot for slot in slots if isinstance(slot, int)]
    if len(plain) == len(slots) > 1:  # as in nearly every table
        return itemgetter(*plain)
    return lambda words: tuple(
        [
            words[slot]
            if isinstance(slot, int)
            else "".join([words[part] if isinstance(part, int) else part for part in slot])
            for slot in slots
        ]
    )
