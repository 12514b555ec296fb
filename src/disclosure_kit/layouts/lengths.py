"""Millimetres, points and twips (1/20 point), without a rounding rest."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

TWIPS_A_POINT: Final = 20
_TWIPS_A_MM: Final = Decimal(1440) / Decimal("25.4")


def twips(mm: Decimal) -> int:
    """A length on the page as Word writes it."""
    return int((mm * _TWIPS_A_MM).quantize(Decimal(1), ROUND_HALF_UP))


def mm(length: int) -> Decimal:
    """Twips as millimetres, to a hundredth."""
    return (length / _TWIPS_A_MM).quantize(Decimal("0.01"))


def points(length: int) -> Decimal:
    """Twips as points."""
    return Decimal(length) / TWIPS_A_POINT


def lines_in(height: Decimal, line: Decimal) -> int:
    """How many lines of so many points stand in so many millimetres; a twip may be wanting."""
    return int((height * _TWIPS_A_MM + 1) // (line * TWIPS_A_POINT))
