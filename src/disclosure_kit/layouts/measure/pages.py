"""Paper, margins and text area of every section."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from ..lengths import mm
from .measurement import Measured
from .opened import Section, Word
from .xml import attribute, child, number

# What Word takes where a file says nothing: Letter, an inch.
_LETTER: Final = (12240, 15840)
_INCH: Final = 1440


def pages(word: Word) -> Iterator[Measured]:
    """Every section; one that lies across is measured as if it were turned upright."""
    for section in word.sections:
        across = lies_across(section)
        width, height = paper(section)
        top, right, bottom, left = margins(section)
        text_width, text_height = width - left - right, height - top - bottom
        if across:
            width, height = height, width
            text_width, text_height = text_height, text_width
        sizes = {
            "page.width": width,
            "page.height": height,
            "text.width": text_width,
            "text.height": text_height,
        }
        if across:
            holds_table = any(etree.QName(block).localname == "tbl" for block in section.blocks)
            yield Measured("landscape.tables", holds_table, section.place)
        else:
            sizes |= {"margin.top": top, "margin.left": left}
        for name, length in sizes.items():
            yield Measured(name, mm(length), section.place)


def lies_across(section: Section) -> bool:
    """Whether the pages of a section are landscape."""
    width, height = paper(section)
    return width > height


def paper(section: Section) -> tuple[int, int]:
    """Width and height in twips."""
    size = child(section.page, "pgSz")
    width, height = number(attribute(size, "w")), number(attribute(size, "h"))
    return width or _LETTER[0], height or _LETTER[1]


def margins(section: Section) -> tuple[int, int, int, int]:
    """Top, right, bottom and left in twips; the gutter counts as binding edge."""
    given = child(section.page, "pgMar")

    def side(name: str, usual: int) -> int:
        found = number(attribute(given, name))
        return usual if found is None else abs(found)  # negative: kept whatever the header does

    left = side("left", _INCH) + side("gutter", 0)
    return side("top", _INCH), side("right", _INCH), side("bottom", _INCH), left
