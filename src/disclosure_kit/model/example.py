"""A small report that shows a check at work: printed by ``checks CODE``, run as a test."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Final

from attrs import field, frozen
from frozendict import frozendict

PREAMBLE: Final = "preamble"


@frozen
class Example:
    """What sets the report apart from an empty one, in which each cell is 0 and each section
    says 无。

    ``declares``: figures, wordings and sub-sections that its form has besides, as in a region's
    ``sections/*.toml``. ``texts``: by section id (or ``preamble``), its paragraphs. ``cells``: by
    address, the value as a report file has it. ``without``: sections that are not there.
    ``beside``: by address, what the data that the file carries say, where that is another figure
    than its text has. ``titles``: by section id, where it is printed with another title than the
    form's. ``other_heads``: heads of another edition's tables. ``unusable``: pictures of its first
    section by their paths, and why each cannot be published.
    """

    texts: frozendict[str, tuple[str, ...]] = field(factory=frozendict)
    cells: frozendict[str, int | str | None] = field(factory=frozendict)
    declares: str = ""
    edition: str = "2021"
    year: int = 2024
    region: str | None = None
    agency: str = "示例县人民政府"
    title: str | None = None
    signed: datetime.date | None = None
    without: tuple[str, ...] = ()
    beside: frozendict[str, str] = field(factory=frozendict)
    titles: frozendict[str, str] = field(factory=frozendict)
    other_heads: tuple[str, ...] = ()
    unusable: frozendict[str, str] = field(factory=frozendict)
    previous: Example | None = None


def saying(*paragraphs: str, section: str = "overview") -> Example:
    """An example whose ``section`` says these paragraphs."""
    return Example(texts=frozendict({section: paragraphs}))


def filled(cells: Mapping[str, int | str | None]) -> Example:
    """An example with these cells."""
    return Example(cells=frozendict(cells))


def filled_and_saying(cell: str, value: int, *paragraphs: str) -> Example:
    """An example with this cell, and these paragraphs."""
    return Example(texts=frozendict({"overview": paragraphs}), cells=frozendict({cell: value}))
