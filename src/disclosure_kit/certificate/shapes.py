"""Rows and paragraphs of one shape: read once, and filled with their own words each time.

A report has hundreds of cells of a few shapes. The shape is the XML with a sign in the place of
each stretch of words, so all that decides how they are shown is still read, once for each shape.
What shows words otherwise than by such stretches (fields, drawings, tables in tables) has none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Generic, TypeVar

from attrs import define, field
from lxml import etree

from .styles import W

T = TypeVar("T")
_FIRST: Final = 0xE000  # the n-th stretch of words is one such sign, and nothing else is
_MOST_WORDS: Final = 4_000
_LONGEST: Final = 50_000  # bytes of a shape that is kept
_MOST_BYTES: Final = 4_000_000  # of all of them; a report has some forty thousand
_OTHERWISE: Final = (
    b"drawing", b"pict", b"object", b"AlternateContent", b"blip", b"instrText", b"tbl>", b"tbl/>",
)  # fmt: skip


@define(eq=False)
class Shapes(Generic[T]):
    """What was read of each shape, with signs in the place of words; ``known`` by what is around
    the shape and the shape."""

    known: dict[bytes, T] = field(factory=dict, init=False)
    _bytes: int = field(default=0, init=False)

    def read(
        self,
        node: etree._Element,
        around: bytes,
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
            key = around + b"\0" + shape  # XML holds no zero
            # Asked for once: another thread may make room meanwhile.
            found = self.known.get(key)
            if found is None and len(words) < _MOST_WORDS and _has_shape(key, shape):
                found = read(node)
                self._keep(key, found)
            if found is not None:
                return filled(found, words)
        finally:
            for stretch, text in zip(stretches, words, strict=True):
                stretch.text = text
        return read(node)

    def _keep(self, key: bytes, found: T) -> None:
        if self._bytes + len(key) > _MOST_BYTES:
            self.known.clear()
            self._bytes = 0
        self._bytes += len(key)
        self.known[key] = found


def _has_shape(key: bytes, shape: bytes) -> bool:
    return len(key) <= _LONGEST and not any(name in shape for name in _OTHERWISE)


def words_for(text: str, words: list[str]) -> str:
    """``text`` with the words in the place of their signs."""
    if len(text) == 1 and (number := ord(text) - _FIRST) >= 0:
        return words[number] if number < len(words) else text
    return "".join(
        words[number] if 0 <= (number := ord(sign) - _FIRST) < len(words) else sign for sign in text
    )
