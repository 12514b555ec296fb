"""Constant text with slots between (``slots``), compressed when a template is compiled.

zlib looks through all of a document, of which nearly all is the same in each: the tables but for
their figures. Here that text becomes a block of deflate (RFC 1951) in its fixed codes, in which a
slot takes whole bytes. Where what stands before each slot ends with a byte, too, a document is
joined of ready bytes. To end there, one reference to text before is told in other, equal ways:
by another place of the same text, or in two parts.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import Final

from .deflate import LAST, RAW
from .grouped import Group
from .marks import MARKS
from .slots import WIDTH, Stretch, around_slots, parted

Token = int | tuple[int, int]  # a byte, or the length of a text and how far back it stands
Ladder = tuple[tuple[int, int], ...]

# Characters of constant text: prose in many pieces is longer and slower; and a template is a
# stranger's file, which may not keep the machine busy.
_LEAST, _MOST = 4096, 100_000
_WINDOW: Final = 8192  # bytes looked through for the same text: some rows of a table
_SHORTEST, _LONGEST = 3, 257
# The end of a block, and a block of no bytes, which begins with a whole one.
_END: Final = ((0, 7), (0, 3))
_NOTHING: Final = b"\0\0\xff\xff"
_PLACES, _PARTS = 4, 4  # tried: where a text stands, and in how many parts it is told


def _ladder(first: int, more: Sequence[int]) -> Ladder:
    """Of each symbol its least number, and in how many bits it is said what is above that."""
    least = (first + sum(1 << bits for bits in more[:symbol]) for symbol in range(len(more)))
    return tuple(zip(least, more, strict=True))


# RFC 1951, 3.2.5, without the longest of all lengths, which has a symbol of its own.
_LENGTHS: Final = _ladder(3, [0] * 8 + [bits for bits in range(1, 6) for _ in range(4)])
_DISTANCES: Final = _ladder(1, [0, 0, *(bits for bits in range(14) for _ in range(2))])
_SIZES: Final = tuple(least for least, _ in _LENGTHS[::4])  # of parts: each takes other bits
_FIRST_LENGTH: Final = 257  # the symbols before: bytes, and the end of a block


def group(texts: Sequence[str], addresses: Sequence[str], runs: Sequence[int]) -> Group:
    """Figures with the constants around them, compressed where that is worth it and can be."""
    blocks: tuple[bytes, ...] | None = None
    marked = any(mark in text for text in texts for mark in MARKS)
    if not marked and _LEAST <= sum(map(len, texts)) <= _MOST:
        blocks = ready(around_slots(texts))
    return Group(tuple(texts), tuple(addresses), tuple(runs), blocks or ())


def ready(texts: Sequence[bytes]) -> tuple[bytes, ...] | None:
    """What stands before, between and behind slots, compressed: with a slot (``coded``) between
    each two, a part of a stream of deflate that others may follow. None where it cannot be so."""
    made = []
    before, value, count = b"", 0b010, 3  # not the last block; fixed codes
    for number, text in enumerate(texts, 1):
        tokens = list(_tokens(before + text, len(before)))
        if number < len(texts):
            aligned = _aligned(tokens, before + text, count)
            if aligned is None:
                return None
            tokens = aligned
        for bits, many in (*map(_written, tokens), *(_END if number == len(texts) else ())):
            value |= bits << count
            count += many
        made.append(value.to_bytes((count + 7) // 8, "little"))
        before = (before + text + bytes(WIDTH))[-_WINDOW:]  # no text holds such a slot
        value = count = 0
    made[-1] += _NOTHING
    return tuple(made) if _reads(made, texts) else None


def _reads(blocks: Sequence[bytes], texts: Sequence[bytes]) -> bool:
    """Whether zlib reads what was made, with some figures in it, as it should."""
    figures = tuple(map(str, range(len(texts) - 1)))
    one = Stretch(parted(texts), parted(blocks), figures)
    return zlib.decompress(one.packed() + LAST, RAW) == one.text


def _tokens(text: bytes, at: int) -> Iterator[Token]:
    """``text`` from ``at`` on."""
    while at < len(text):
        length, distance = _reference(text, at)
        if length < _SHORTEST:
            yield text[at]
            at += 1
        else:
            yield length, distance
            at += length


def _reference(text: bytes, at: int) -> tuple[int, int]:
    """The longest piece from ``at`` on that stands before, too, and how far back."""
    length, most, found = _SHORTEST - 1, min(_LONGEST, len(text) - at), at
    while length < most:
        middle = (length + most + 1) // 2
        start = text.rfind(text[at : at + middle], max(0, at - _WINDOW), at + middle - 1)
        if start < 0:
            most = middle - 1
        else:
            length, found = middle, start
    return length, at - found


def _aligned(tokens: list[Token], text: bytes, begun: int) -> list[Token] | None:
    """The same text, ``tokens`` at the end of ``text``, so that it ends with a whole byte; so many
    bits were ``begun``. None where that is not found."""
    over = (begun + sum(map(_size, tokens))) % 8
    if not over:
        return tokens
    at = len(text)
    for number in reversed(range(len(tokens))):
        token = tokens[number]
        at -= 1 if isinstance(token, int) else token[0]
        if isinstance(token, int):
            continue
        wanted = (_size(token) - over) % 8
        for other in _others(text, at, token):
            if sum(map(_size, other)) % 8 == wanted:
                return [*tokens[:number], *other, *tokens[number + 1 :]]
    return None


def _others(text: bytes, at: int, token: tuple[int, int]) -> Iterator[tuple[Token, ...]]:
    """Other ways to tell the piece at ``at``, in one part or more, the shorter ones first."""
    length, distance = token
    places = [distance]
    while len(places) < _PLACES:
        # So far that telling it takes another bit.
        end = at - 2 * places[-1] + length
        start = text.rfind(text[at : at + length], max(0, at - _WINDOW), max(0, end))
        if start < 0:
            break
        places.append(at - start)
    for count in range(_PARTS):
        for parts in product(_SIZES, repeat=count):
            left = length - sum(parts)
            if left >= _SHORTEST:
                for first, last in product(places, repeat=2):
                    yield *((part, first) for part in parts), (left, last)


def _size(token: Token) -> int:
    return _written(token)[1]


@lru_cache(maxsize=4096)
def _written(token: Token) -> tuple[int, int]:
    """A token as it is written, the first bit being the lowest, and of how many bits that is."""
    if isinstance(token, int):
        return _code(token)
    symbol, length, more = _step(_LENGTHS, token[0])
    value, count = _code(_FIRST_LENGTH + symbol)
    value, count = value | length << count, count + more
    symbol, distance, more = _step(_DISTANCES, token[1])
    value |= _turned(symbol, 5) << count | distance << count + 5
    return value, count + 5 + more


def _step(ladder: Ladder, number: int) -> tuple[int, int, int]:
    """The symbol of a number, what the number is above the symbol's least, in so many bits."""
    symbol = bisect_right(ladder, (number, _WINDOW)) - 1
    least, more = ladder[symbol]
    return symbol, number - least, more


def _code(symbol: int) -> tuple[int, int]:
    """The fixed code of a byte, of the end of a block, or of a length (RFC 1951, 3.2.6)."""
    if symbol < 144:
        return _turned(0b00110000 + symbol, 8), 8
    if symbol < 256:
        return _turned(0b110010000 + symbol - 144, 9), 9
    if symbol < 280:
        return _turned(symbol - 256, 7), 7
    return _turned(0b11000000 + symbol - 280, 8), 8


def _turned(code: int, count: int) -> int:
    """A code begins with its highest bit."""
    return int(f"{code:0{count}b}"[::-1], 2)
