"""Rows and paragraphs of one shape: read once, and filled with their own words each time.

A report has hundreds of cells of a few shapes. The shape is the markup with a sign in the place of
each stretch of words, so all that decides how they are shown is still read, once for each shape.
What shows words otherwise than by such stretches (fields, drawings, tables in tables) has none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, Generic, TypeAlias, TypeVar

from attrs import define, field, frozen

from .cutting import Piece
from .found import FoundParagraph, FoundRow

Worded = TypeVar("Worded", FoundParagraph, FoundRow)
Key: TypeAlias = tuple[str, ...]
# The number of the words that are all of a text, or words and signs of which it is made.
_Slot: TypeAlias = "int | tuple[int | str, ...]"

_FIRST: Final = 0xE000  # the n-th stretch of words is one such sign, and nothing else is
_MOST_WORDS: Final = 4_000
_A_SIGN: Final = re.compile(f"([{chr(_FIRST)}-{chr(_FIRST + _MOST_WORDS - 1)}])")
_LONGEST: Final = 50_000  # characters of a shape that is kept
_MOST: Final = 2_000_000  # of all of them; a report has some forty thousand
_OTHERWISE: Final = (
    "drawing", "pict", "object", "AlternateContent", "blip", "instrText", "tbl>", "tbl/>",
)  # fmt: skip


@frozen
class Shape(Generic[Worded]):
    """What was read of a piece whose words are signs: ``found``, None where it is not printed.
    ``traced``: there is something in it of which ``beside`` may tell."""

    found: Worded | None
    slots: tuple[_Slot, ...]
    traced: bool

    @classmethod
    def of(cls, found: Worded | None, *, traced: bool) -> Shape[Worded]:
        return cls(found, tuple(map(_slot, found.texts)) if found else (), traced)

    def saying(self, words: list[str]) -> Worded | None:
        """What a piece of this shape with these words shows."""
        if self.found is None:
            return None
        texts = [
            words[slot] if isinstance(slot, int) else _joined(slot, words) for slot in self.slots
        ]
        return self.found.saying(tuple(texts))


@define(eq=False)
class Shapes(Generic[Worded]):
    """The shapes that were read, each by all that was looked at."""

    known: dict[Key, Shape[Worded]] = field(factory=dict, init=False)
    _size: int = field(default=0, init=False)

    def shape(
        self, key: Key, piece: Piece, read: Callable[[str], Shape[Worded]]
    ) -> Shape[Worded] | None:
        """The shape of a piece, None where it has none: ``key`` is its markup and all outside of
        it that is looked at, ``read`` makes the shape of its text with signs in the place of
        words."""
        # Asked for once: another thread may make room meanwhile.
        known = self.known.get(key)
        if known is None and has_shape(piece):
            known = read(piece.saying([chr(_FIRST + n) for n in range(len(piece.words))]))
            self._keep(key, known)
        return known

    def _keep(self, key: Key, shape: Shape[Worded]) -> None:
        size = sum(map(len, key))
        if size > _LONGEST:
            return
        if self._size + size > _MOST:
            self.known.clear()
            self._size = 0
        self._size += size
        self.known[key] = shape


def has_shape(piece: Piece) -> bool:
    """Whether all words that a piece shows stand at its signs, and nothing else is such a sign."""
    return (
        len(piece.words) < _MOST_WORDS
        and not any(name in piece.markup for name in _OTHERWISE)
        and not _A_SIGN.search(piece.markup)
        and "&" not in piece.markup  # words beside the signs
    )


def _slot(text: str) -> _Slot:
    parts = [ord(part) - _FIRST if _A_SIGN.match(part) else part for part in _A_SIGN.split(text)]
    made = tuple(part for part in parts if part != "")
    return made[0] if len(made) == 1 and isinstance(made[0], int) else made


def _joined(slot: tuple[int | str, ...], words: list[str]) -> str:
    return "".join([words[part] if isinstance(part, int) else part for part in slot])
