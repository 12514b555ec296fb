"""What files of one template have in common, kept from one to the next: bounded, and without any
of their words."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final, Generic, TypeVar

from attrs import define, field

from .word_shapes import Parted, Shape, ShapedLine
from .word_styles import Styles
from .word_whole import Whole

S = TypeVar("S", Shape, ShapedLine, Whole)

_LONGEST: Final = 200_000  # letters of a shape that is kept; a table of a report has 40,000
_MOST_LETTERS: Final = 1_000_000  # of all shapes of one kind and template
_MOST_SEEN: Final = 1_000  # shapes that were seen once
_LONGEST_STYLES: Final = 200_000  # bytes of a part of styles that is kept


@define(eq=False)
class Kept(Generic[S]):
    """The shapes of pieces of one kind, by their tags; None for a piece that has no shape. With
    ``seen``, of pieces that are all different nothing is kept: only what is there again is read for
    its shape."""

    seen: set[int] | None = None
    known: dict[tuple[bytes, ...], S | None] = field(factory=dict)
    _letters: int = 0

    def shape(self, piece: Parted, read: Callable[[], S | None]) -> S | None:
        """The shape of a piece; ``read`` says it where it is not known. Of one with other text than
        its words, or with notes of who typed it, nothing is kept."""
        tags = piece.tags
        try:  # asked for once: another thread may make room meanwhile
            return self.known[tags]
        except KeyError:
            return self._learned(tags, piece, read)

    def _learned(
        self, tags: tuple[bytes, ...], piece: Parted, read: Callable[[], S | None]
    ) -> S | None:
        letters = sum(map(len, tags))
        if letters > _LONGEST or not piece.only_words or piece.noted or self._is_new(tags):
            return None
        if self._letters + letters > _MOST_LETTERS:
            self.known.clear()
            self._letters = 0
        self._letters += letters
        self.known[tags] = shape = read()
        return shape

    def _is_new(self, tags: tuple[bytes, ...]) -> bool:
        if self.seen is None or (told := hash(tags)) in self.seen:
            return False
        if len(self.seen) >= _MOST_SEEN:
            self.seen.clear()
        self.seen.add(told)
        return True


@define(eq=False)
class Template:
    """What files with one part of styles have in common: the styles, and how pieces look with
    these."""

    styles: Styles | None = None
    rows: Kept[Shape] = field(factory=Kept)
    lines: Kept[ShapedLine] = field(factory=lambda: Kept(set()))
    tables: Kept[Whole] = field(factory=lambda: Kept(set()))


def template_of(styles: bytes) -> Template:
    """That of the files with this part of styles; the last few are kept."""
    return _template(styles) if len(styles) <= _LONGEST_STYLES else Template()


@lru_cache(maxsize=4)
def _template(_styles: bytes) -> Template:
    return Template()
