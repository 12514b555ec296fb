"""Rows of whole numbers that are added as one integer each.

A row of 200 figures is added to a sum by one addition instead of 200: each figure stands in 64 bits
of its own (its lane), so that the row is one large integer. That is exact as long as no lane runs
over into the next, which is seen to: a figure may have 50 bits, and after 8192 rows the sums are
taken out. What is below 0 or larger is not added so, but by itself.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import Any, Final

from attrs import define, field, frozen

_LANE: Final = 8  # bytes
_BITS: Final = 50  # of a figure: the largest of a report has as many
_MOST: Final = 1 << (8 * _LANE - 1 - _BITS)  # rows with which no lane runs over


@frozen
class Lanes:
    """How rows of ``count`` figures are laid out."""

    count: int
    _struct: struct.Struct = field(init=False, eq=False)
    too_large: int = field(init=False, eq=False)  # the bits that no figure may have

    @_struct.default
    def _packing(self) -> struct.Struct:
        return struct.Struct(f"<{self.count}Q")

    @too_large.default
    def _above(self) -> int:
        bits = (1 << 8 * _LANE) - (1 << _BITS)
        return int.from_bytes(bits.to_bytes(_LANE, "little") * self.count, "little")

    def row(self, figures: Iterable[Any]) -> bytes | None:
        """``figures`` as a row; None where one is no whole number, or has no place in a lane."""
        try:
            return self._struct.pack(*figures)
        except struct.error:
            return None

    def figures(self, row: bytes) -> tuple[int, ...]:
        """What a row holds."""
        return self._struct.unpack(row)


@define
class Running:
    """The running sums of rows."""

    lanes: Lanes
    _sum: int = field(default=0, init=False)
    _rows: int = field(default=0, init=False)
    _taken_out: list[int] = field(init=False)

    @_taken_out.default
    def _nothing(self) -> list[int]:
        return [0] * self.lanes.count

    def add(self, row: bytes) -> bool:
        """Add a row; False where a figure of it is too large: then nothing was added."""
        number = int.from_bytes(row, "little")
        if number & self.lanes.too_large:
            return False
        self._sum += number
        self._rows += 1
        if self._rows == _MOST:
            self._take_out()
        return True

    def sums(self) -> list[int]:
        """What the rows come to."""
        self._take_out()
        return self._taken_out

    def _take_out(self) -> None:
        row = self._sum.to_bytes(_LANE * self.lanes.count, "little")
        self._taken_out = [
            known + more
            for known, more in zip(self._taken_out, self.lanes.figures(row), strict=True)
        ]
        self._sum = self._rows = 0
