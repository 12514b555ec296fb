"""Rows of whole numbers that are added as one integer each.

A row of 200 figures is added to a sum by a few additions instead of 200: each figure stands in 32
bits of its own (its lane), so that the row is one large integer. Its lanes' lower and upper halves
are summed apart, so that no lane runs over into the next until 65,536 rows are in it; then the sums
are taken out. What is below 0 or has no place in a lane is not added so, but by itself.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import Any, Final

from attrs import define, field, frozen

_LANE: Final = 4  # bytes
_HALF: Final = 16  # bits
_MOST: Final = 1 << _HALF  # rows with which no half runs over


@frozen
class Lanes:
    """How rows of ``count`` figures are laid out."""

    count: int
    _struct: struct.Struct = field(init=False, eq=False)
    halves: int = field(init=False, eq=False)  # the bits of the lower half of every lane

    @_struct.default
    def _packing(self) -> struct.Struct:
        return struct.Struct(f"<{self.count}I")

    @halves.default
    def _lower(self) -> int:
        half = ((1 << _HALF) - 1).to_bytes(_LANE, "little")
        return int.from_bytes(half * self.count, "little")

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
    _lower: int = field(default=0, init=False)
    _upper: int = field(default=0, init=False)
    _rows: int = field(default=0, init=False)
    _taken_out: list[int] = field(init=False)

    @_taken_out.default
    def _nothing(self) -> list[int]:
        return [0] * self.lanes.count

    def add(self, row: bytes) -> None:
        """Add a row."""
        number = int.from_bytes(row, "little")
        halves = self.lanes.halves
        self._lower += number & halves
        self._upper += number >> _HALF & halves
        self._rows += 1
        if self._rows == _MOST:
            self._take_out()

    def sums(self) -> list[int]:
        """What the rows come to."""
        self._take_out()
        return self._taken_out

    def _take_out(self) -> None:
        lower, upper = (
            self.lanes.figures(half.to_bytes(_LANE * self.lanes.count, "little"))
            for half in (self._lower, self._upper)
        )
        self._taken_out = [
            known + low + (high << _HALF)
            for known, low, high in zip(self._taken_out, lower, upper, strict=True)
        ]
        self._lower = self._upper = self._rows = 0
