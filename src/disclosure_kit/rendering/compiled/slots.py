"""Figures of a table as they stand in its text: each in a slot as wide as every other.

What is too short is filled up with blanks before the end of the tag in front of it
(``<w:t     >12``), where blanks say nothing in XML. So nothing behind a figure moves when another
is put in, and the constant text between them can be compressed before any is known (``blocks``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Final

from attrs import frozen

WIDTH: Final = 8  # with the end of the tag
_KEPT: Final = 4096  # every town has the small numbers
# The fixed codes of deflate (RFC 1951, 3.2.6): a sign of ASCII takes eight bits, of which the first
# is the highest of its code.
_CODES: Final = bytes(int(f"{0x30 + sign:08b}"[::-1], 2) for sign in range(128)) + bytes(128)


def fit(figures: Iterable[str], together: str) -> bool:
    """Whether each of ``figures`` has room in a slot; ``together`` they are this."""
    return together.isascii() and max(map(len, figures)) < WIDTH


@lru_cache(maxsize=_KEPT)
def slot(figure: str) -> bytes:
    """A figure in ASCII, shorter than a slot, in its place."""
    return f">{figure}".rjust(WIDTH).encode()


@lru_cache(maxsize=_KEPT)
def coded(figure: str) -> bytes:
    """The same as deflate has it."""
    return slot(figure).translate(_CODES)


def around_slots(texts: Sequence[str]) -> list[bytes]:
    """Constants, of which all but the last end with a tag, without what is in the slots."""
    return [*(text.removesuffix(">").encode() for text in texts[:-1]), texts[-1].encode()]


@frozen
class Stretch:
    """Constants with ``figures`` in the places between them: as ``pieces`` of text, and as
    ``blocks``, which are compressed (``blocks.ready``)."""

    pieces: Sequence[bytes]
    blocks: Sequence[bytes]
    figures: tuple[str, ...]

    @property
    def text(self) -> bytes:
        return _put(self.figures, slot, self.pieces)

    def packed(self) -> bytes:
        """The text as a part of a stream of deflate, which is whole blocks."""
        return _put(self.figures, coded, self.blocks)


Piece = bytes | Stretch


def text_of(piece: Piece) -> bytes:
    return piece if isinstance(piece, bytes) else piece.text


def _put(
    figures: tuple[str, ...], written: Callable[[str], bytes], constants: Sequence[bytes]
) -> bytes:
    pieces = list(constants)
    pieces[1::2] = map(written, figures)
    return b"".join(pieces)


def parted(constants: Sequence[bytes]) -> list[bytes]:
    """With a place between each two."""
    pieces = [b""] * (2 * len(constants) - 1)
    pieces[::2] = constants
    return pieces
