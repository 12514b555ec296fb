"""Rows and paragraphs of one shape: read once, and filled with their own words each time.

A report has hundreds of cells of a few shapes. The shape is the XML with a sign in the place of
each stretch of words, so all that decides how they are shown is still read, once for each shape.
What shows words otherwise than by such stretches (fields, drawings, tables in tables) has none.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Final, Generic, TypeVar

from attrs import define, field
from lxml import etree

from .styles import W

T = TypeVar("T")
_FIRST: Final = 0xE000  # the n-th stretch of words is one such sign, and nothing else is
_MOST_WORDS: Final = 4_000
_LONGEST: Final = 50_000  # bytes of a shape that is kept
_MOST: Final = 2_000  # shapes
_OTHERWISE: Final = (
    b"drawing", b"pict", b"object", b"AlternateContent", b"blip", b"instrText", b"tbl>", b"tbl/>",
)  # fmt: skip


@define(eq=False)
class Shapes(Generic[T]):
    """What was read of each shape, with signs in the place of words."""

    _known: dict[Hashable, T] = field(factory=dict)

    def read(
        self,
        node: etree._Element,
        around: Hashable,
        read: Callable[[etree._Element], T],
        filled: Callable[[T, list[str]], T],
    ) -> T:
        """What ``read`` makes of ``node``. ``around`` is all outside of it that ``read`` looks at;
        ``filled`` puts words in the place of the signs (``words_for``)."""
        stretches = [t for t in node.iter(f"{W}t") if t.text and not t.text.isspace()]
        words = [str(t.text) for t in stretches]
        for number, stretch in enumerate(stretches):
            stretch.text = chr(_FIRST + number % _MOST_WORDS)
        try:
            shape = etree.tostring(node, encoding="utf-8", with_tail=False)
            key = (around, shape)
            if key not in self._known and len(words) < _MOST_WORDS and _has_shape(shape):
                if len(self._known) >= _MOST:
                    self._known.clear()
                self._known[key] = read(node)
            if key in self._known:
                return filled(self._known[key], words)
        finally:
            for stretch, text in zip(stretches, words, strict=True):
                stretch.text = text
        return read(node)


def _has_shape(shape: bytes) -> bool:
    return len(shape) <= _LONGEST and not any(name in shape for name in _OTHERWISE)


def words_for(text: str, words: list[str]) -> str:
    """``text`` with the words in the place of their signs."""
    if len(text) == 1 and (number := ord(text) - _FIRST) >= 0:
        return words[number] if number < len(words) else text
    return "".join(
        words[number] if 0 <= (number := ord(sign) - _FIRST) < len(words) else sign for sign in text
    )
