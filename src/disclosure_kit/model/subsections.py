"""Where the sub-sections that a region prescribes stand in a section's blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from attrs import frozen

from .edition import SubSection
from .numerals import chinese
from .report import Block, Heading, Text
from .titles import MARKS, UPPER_MARK, normal, numeral

_ORDINAL: Final = re.compile("|".join(f"(?:{mark.pattern})" for _, mark in MARKS))
_UPPER: Final = 2  # （一）


@frozen
class Standing:
    """The blocks of a sub-section: its heading (or the paragraph that begins with it) is the
    first, ``end`` is behind the last."""

    first: int
    end: int


def standing(body: Sequence[Block], wanted: Iterable[SubSection]) -> dict[str, Standing]:
    """Where each sub-section stands in ``body``; one that is not there is left out.

    A heading is that of a sub-section whose title it begins with: （六）标准化建设方面 is
    标准化建设. Of several that fit, the first.
    """
    heads = [(at, words) for at, block in enumerate(body) if (words := _head(block)) is not None]
    found: dict[str, Standing] = {}
    for part in wanted:
        titles = part.kept(_titles)
        for number, (at, words) in enumerate(heads):
            if words.startswith(titles):
                end = heads[number + 1][0] if number + 1 < len(heads) else len(body)
                found[part.id] = Standing(at, end)
                break
    return found


def _titles(part: SubSection) -> tuple[str, ...]:
    return tuple(map(bare, (part.title, *part.variants)))


def in_order(wanted: Iterable[SubSection]) -> list[str]:
    """The titles as a blank form prints them: each keeps its own （一）, unless one before it
    has it (two plugins know nothing of each other); then it takes the next that is free."""
    titles: list[str] = []
    taken: set[int] = set()
    for part in wanted:
        title, mark = part.title, UPPER_MARK.match(part.title)
        if mark:
            number = int(chinese(mark[1]))
            if number in taken:
                number = max(taken) + 1
                title = f"（{numeral(number)}）{title[mark.end() :]}"
            taken.add(number)
        titles.append(title)
    return titles


def _head(block: Block) -> str | None:
    """The bare words of a heading （一）, on a line of its own or run in."""
    match block:
        case Heading(text, level) if level <= _UPPER:
            return bare(text)
        case Text(text, level, lead) if lead and (level or _UPPER) <= _UPPER:
            return bare(text[:lead])
        case _:
            return None


def bare(title: str) -> str:
    """A title without its （六） and as titles are compared."""
    words = title.strip()
    mark = _ORDINAL.match(words)
    return normal(words[mark.end() :] if mark else words)
