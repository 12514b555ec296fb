"""What the tables of a file turned out to say, and what of them could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attrs import frozen
from frozendict import frozendict

from ..model.report import TableData
from ..model.values import Address

_LONGEST: Final = 40  # characters of a cell that a sentence quotes


@frozen
class Refusal:
    """A cell, a row or a table that is not read: its place, its text, the reason."""

    place: str
    text: str
    reason: str
    address: Address | None = None
    label: str = ""

    def __str__(self) -> str:
        label = f"（{self.label}）" if self.label else ""
        return f"{self.place}{label}“{short(self.text)}”：{self.reason}，没有读取"


@frozen
class MatchedTable:
    """What the grids ``grids`` (their positions) say of the table ``table`` of the form.

    ``sources`` has the place of every cell read, blank ones included.
    """

    table: str
    data: TableData
    sources: frozendict[Address, str]
    grids: tuple[int, ...]
    notices: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()


@frozen
class UnknownGrid:
    """A table that is none of the form's, and the words it begins with."""

    grid: int
    place: str
    words: str


@frozen
class Intake:
    """All that the tables of a file say."""

    tables: tuple[MatchedTable, ...] = ()
    unknown: tuple[UnknownGrid, ...] = ()

    @property
    def table_of(self) -> Mapping[int, str]:
        """Which table of the form each grid is, or is a part of."""
        return {grid: table.table for table in self.tables for grid in table.grids}


def short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}……"
