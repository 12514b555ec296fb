"""Lines, characters and their grid: what stands on a page of a section."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from ..lengths import points
from .looks import ParagraphLooks
from .opened import Section
from .pages import margins, paper
from .xml import attribute, child, number

_SNAPPING: Final = ("lines", "linesAndChars", "snapToChars")
_OF_CHARACTERS: Final = ("linesAndChars", "snapToChars")
_SINGLE: Final = 240
# The height of a single line where no grid says it: that of the fonts of documents in Word.
_NATURAL: Final = Decimal("1.3")


def pitch(section: Section) -> int | None:
    """The line pitch of the grid in twips; None where lines keep to no grid."""
    grid = child(section.page, "docGrid")
    if attribute(grid, "type") not in _SNAPPING:
        return None
    found = number(attribute(grid, "linePitch"))
    return found if found and found > 0 else None


def character_pitch(section: Section, size: Decimal, spacing: int) -> Decimal:
    """How wide a character of ``size`` points stands, in twips."""
    grid = child(section.page, "docGrid")
    more = Decimal(0)
    if attribute(grid, "type") in _OF_CHARACTERS:
        more = Decimal(number(attribute(grid, "charSpace")) or 0) * 20 / 4096
    return size * 20 + spacing + more


def line_of(looks: ParagraphLooks, section: Section, size: Decimal) -> Decimal:
    """The height of a line of a paragraph in points."""
    if looks.rule in ("exact", "atLeast"):
        return points(looks.line)
    grid = pitch(section) if looks.snaps else None
    single = points(grid) if grid else size * _NATURAL
    return (single * looks.line / _SINGLE).quantize(Decimal("0.01"))


def gap(blank: Decimal, after: int, before: int, line: Decimal) -> Decimal:
    """What is free between two paragraphs, in lines of so many points: the height of empty ones
    in points, and the space after and before in twips."""
    return ((blank + points(after + before)) / line).quantize(Decimal("0.01"))


def text_width(section: Section) -> int:
    """The width of the text area in twips."""
    _, right, _, left = margins(section)
    return paper(section)[0] - left - right


def text_height(section: Section) -> int:
    """The height of the text area in twips."""
    top, _, bottom, _ = margins(section)
    return paper(section)[1] - top - bottom
