"""Lines of a title: words whole, lines of fitting length, in a ladder or a diamond.

GB/T 9704-2012, 7.3.1: 回行时，要做到词意完整，排列对称，长短适宜，间距恰当，
标题排列应当使用梯形或菱形.
Of all ways to break a title the cheapest is taken; a cost says what each fault is worth.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from typing import Final

from .pieces import Piece, pieces
from .width import width_of
from .words import Role

MAX_LINES: Final = 5
# No title: it is left as it is, for Word to break.
_LONGEST: Final = 1000

# What a break costs after one role and before another; the dearer of the two counts.
_BEFORE: Final = {Role.YEAR: 0.0, Role.SUBJECT: 1.0, Role.CLOSING: 5.0, Role.CONNECTIVE: 7.0}
_AFTER: Final = {
    Role.BODY: 0.0,
    Role.YEAR: 2.0,
    Role.MARK: 2.0,
    Role.PARTICLE: 2.0,
    Role.PLACE: 2.0,
    Role.CONNECTIVE: 4.0,
    Role.UNKNOWN: 8.0,
    Role.NAME: 8.0,
}
_PERHAPS_A_WORD: Final = 12.0  # a known word and what nobody knows
_BETWEEN_WORDS: Final = 5.0
_AFTER_SUBJECT: Final = 3.0
_YEAR_ALONE: Final = 12.0  # the year belongs to the subject behind it
_LINE: Final = 6.0  # a line more
_HOURGLASS: Final = 40.0  # shorter between two longer ones: neither ladder nor diamond
_BLOCK: Final = 1.5  # two of one length: a block, no ladder
_UNEVEN: Final = 24.0  # times the square of how much shorter one line is than the next
_STUMP: Final = 12.0  # a line of fewer characters than these looks lost
_STUMP_CHARACTERS: Final = 4.0


class _Shape(Enum):
    """What the lines so far allow the next ones: to grow, or only to shrink."""

    OPEN = auto()
    SHRINKING = auto()


def broken(text: str, width: float) -> tuple[str, ...]:
    """``text``, which is wider than ``width`` characters, as ``balanced`` has it."""
    if len(text) > _LONGEST:
        return (text,)
    parts = tuple(_fitting(pieces(text), width))
    if width_of(text) <= MAX_LINES * width:
        widths = tuple(width_of(part.text) for part in parts)
        if shaped := _shaped(parts, widths, width):
            return shaped
    return tuple(_filled(parts, width))


def _fitting(parts: Sequence[Piece], width: float) -> Iterator[Piece]:
    """The pieces; one that fits no line is cut where that does least harm."""
    for part in parts:
        if width_of(part.text) <= width:
            yield part
        elif len(inside := pieces(part.text, quoted=False)) > 1:
            yield from _fitting(inside, width)
        else:
            yield from (Piece(line, part.first, part.last) for line in _cut(part.text, width))


def _cut(text: str, width: float) -> Iterator[str]:
    """``text`` in as few parts as can be, of like length and of whole pairs of characters, as
    most Chinese words are."""
    count = math.ceil(width_of(text) / max(width, 1.0))
    length = -(-len(text) // count)
    length += length % 2 if width_of(text[: length + 1]) <= width else 0
    start = 0
    while start < len(text):
        end = min(start + max(length, 1), len(text))
        while end - start > 1 and width_of(text[start:end]) > width:
            end -= 1
        yield text[start:end]
        start = end


def _shaped(parts: tuple[Piece, ...], widths: tuple[float, ...], width: float) -> tuple[str, ...]:
    """The cheapest lines; none where five do not hold the pieces."""
    edges = (0.0, *_running(widths))
    joints = tuple(_joint(parts, end) for end in range(len(parts) + 1) if end)

    @functools.cache
    def best(start: int, lines: int, last: float, shape: _Shape) -> tuple[float, tuple[int, ...]]:
        """The cost of everything from ``start`` on, and where its lines end."""
        if start == len(parts):
            return 0.0, ()
        found: tuple[float, tuple[int, ...]] = (math.inf, ())
        if not lines or edges[-1] - edges[start] > lines * width:
            return found
        ends = itertools.takewhile(
            lambda end: edges[end] - edges[start] <= width, range(start + 1, len(parts) + 1)
        )
        # The longest line first, so that what cannot become cheaper is left out early; of two
        # that cost the same the shorter counts.
        for end in reversed(tuple(ends)):
            length = edges[end] - edges[start]
            grows = length > last
            cost = _LINE + _lengths(last, length) + joints[end - 1]
            if grows and shape is _Shape.SHRINKING:
                cost += _HOURGLASS
            if cost + _LINE * math.ceil((edges[-1] - edges[end]) / width) > found[0]:
                continue
            now = _Shape.SHRINKING if last and length < last else shape
            rest, others = best(end, lines - 1, length, now)
            if rest < math.inf and cost + rest <= found[0]:
                found = (cost + rest, (end, *others))
        return found

    _, ends = best(0, MAX_LINES, 0.0, _Shape.OPEN)
    starts = (0, *ends[:-1])
    return tuple(
        "".join(part.text for part in parts[start:end])
        for start, end in zip(starts, ends, strict=False)
    )


def _running(widths: Sequence[float]) -> Iterator[float]:
    total = 0.0
    for width in widths:
        total += width
        yield total


def _lengths(last: float, length: float) -> float:
    """What it costs that a line of ``length`` stands below one of ``last`` (0: it is the first)."""
    stump = _STUMP if length < _STUMP_CHARACTERS else 0.0
    if not last:
        return stump
    uneven = 1 - min(last, length) / max(last, length)
    return stump + _UNEVEN * uneven**2 + (_BLOCK if last == length else 0.0)


def _joint(parts: Sequence[Piece], end: int) -> float:
    """What a break before ``parts[end]`` costs."""
    if end == len(parts):
        return 0.0
    before, after = parts[end - 1].last, parts[end].first
    if before is Role.YEAR and after is Role.SUBJECT:
        return _YEAR_ALONE
    if after in (Role.YEAR, Role.SUBJECT):
        return _BEFORE[after]
    if before is Role.SUBJECT:
        return _AFTER_SUBJECT
    if before is Role.WORD and after is Role.UNKNOWN:
        return _PERHAPS_A_WORD
    return max(_BEFORE.get(after, 0.0), _AFTER.get(before, _BETWEEN_WORDS))


def _filled(parts: Sequence[Piece], width: float) -> Iterator[str]:
    """Line after line as full as it gets."""
    line, length = "", 0.0
    for part in parts:
        more = width_of(part.text)
        if line and length + more > width:
            yield line
            line, length = "", 0.0
        line, length = line + part.text, length + more
    if line:
        yield line
