"""What the tables of a file turned out to say, and what of them could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from attrs import frozen
from frozendict import frozendict

from ..model.report import TableData
from ..model.values import NOT_FILLED, Address

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
        return next(told((self,)))


def together(said: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Each thing that is said (the second of a pair) once, with every place of which it is."""
    places: dict[str, list[str]] = {}
    for place, what in said:
        places.setdefault(what, []).append(place)
    for what, where in places.items():
        yield f"{'、'.join(where)}：{what}"


def told(refusals: Iterable[Refusal]) -> Iterator[str]:
    """Every refusal, those of one reason together: a row or a column at a time, not a cell."""
    texts: dict[tuple[str, str], str] = {}
    for one in refusals:
        place = one.place + (f"（{one.label}）" if one.label else "")
        quoted = f"“{short(one.text)}”" if one.text else ""
        texts[place, one.reason] = texts.get((place, one.reason), "") + quoted
    return together((place + text, f"{why}，没有读取") for (place, why), text in texts.items())


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


def combined(parts: Sequence[MatchedTable]) -> MatchedTable:
    """Parts of one table, each read in its own way, as one. What two of them state differently
    is refused."""
    first, *others = parts
    if not others:
        return first
    cells = dict(first.data.cells)
    sources = dict(first.sources)
    refusals = [refusal for part in parts for refusal in part.refusals]
    for part in others:
        for address, place in part.sources.items():
            key = (address.row, address.column)
            value = part.data.cells.get(key, NOT_FILLED)
            if address in sources and cells.get(key, NOT_FILLED) != value:
                places = f"{sources[address]}、{place}"
                refusals.append(Refusal(places, "", "同一项出现几次，数不相同", address))
            elif value is not NOT_FILLED:
                cells[key] = value
            sources.setdefault(address, place)
    for refusal in refusals:
        if refusal.address is not None:
            sources.pop(refusal.address, None)
            cells.pop((refusal.address.row, refusal.address.column), None)
    return MatchedTable(
        first.table,
        TableData(first.data.rows, frozendict(cells)),
        frozendict(sources),
        tuple(grid for part in parts for grid in part.grids),
        tuple(notice for part in parts for notice in part.notices),
        tuple(refusals),
    )


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
