"""Tables of a layout that was read before: where its figures stand is known, and they alone are
read.

Units of a county fill the same form, so their tables have the same labels in the same cells. A
*layout* is a table with its counts left out: every cell with its place, what it covers and its
words, blanks included. What its labels say follows from the layout alone, so that is worked out
once for a table of the form and kept with it; the figures are read in every file anew. Which table
it is follows from the labels, too: a number that is a label of any table that it could be is none
of the counts.
"""

from __future__ import annotations

from typing import Final

from attrs import define, field, frozen
from frozendict import frozendict

from ..model.raw import Columns, RawGrid, Stand
from ..model.report import TableData
from ..model.table import Column, Table
from ..model.values import NOT_FILLED, Address, Kind, Value
from .matched import MatchedTable, Refusal, together
from .reader import TableReader, figure_in, label_in, missing_rows, row_ids, told_missing

_MOST: Final = 64  # layouts of one table that are kept
_BEYOND: Final = 10**15  # a count is less


@frozen(eq=False)
class Layout:
    """A table with its counts left out: every cell with its place and what it covers, and the words
    of those that are no counts, in their order. A number that is a label (one of ``labels``) is no
    count."""

    stands: tuple[Stand, ...]
    labels: frozenset[str]
    words_at: tuple[int, ...]
    words: list[str]
    counts_at: tuple[int, ...]

    @classmethod
    def of(cls, columns: Columns, labels: frozenset[str]) -> Layout:
        """That of the table with these cells."""
        texts = columns.texts
        counts = [at for at, text in enumerate(texts) if _counts([text], labels) is not None]
        words = [at for at in range(len(texts)) if at not in set(counts)]
        said = [texts[at] for at in words]
        return cls(columns.stands, labels, tuple(words), said, tuple(counts))

    def counts_in(self, columns: Columns) -> list[int] | None:
        """The counts of a table, in its order; None where it is of another layout."""
        texts = columns.texts
        if columns.stands != self.stands or [texts[at] for at in self.words_at] != self.words:
            return None
        return _counts([texts[at] for at in self.counts_at], self.labels)


def _counts(texts: list[str], labels: frozenset[str]) -> list[int] | None:
    """``texts`` as numbers; None where one of them is no count as everybody writes it."""
    try:
        numbers = list(map(int, texts))
    except ValueError:
        return None
    if list(map(str, numbers)) != texts or not labels.isdisjoint(texts):
        return None
    return numbers if not numbers or 0 <= min(numbers) <= max(numbers) < _BEYOND else None


@frozen
class _Cell:
    """Where a figure is read: the position of its cell, and what it is in the form. ``count`` is
    its position among the counts of the layout, where it is one of these and the form wants one."""

    at: int
    address: Address
    key: tuple[str, str]
    column: Column
    unit: str | None
    count: int | None


@frozen
class Plan:
    """What is read of a layout: its figures in the order of the form. ``missing`` are the rows of
    the form that it does not have; ``width`` is that of its heads, if any are in force at its end.
    """

    table: Table
    cells: tuple[_Cell, ...]
    missing: tuple[str, ...]
    width: int | None
    _counted: tuple[list[tuple[_Cell, int]], list[_Cell]] = field(init=False, eq=False, repr=False)

    @_counted.default
    def _counts_and_others(self) -> tuple[list[tuple[_Cell, int]], list[_Cell]]:
        counted = [(one, one.count) for one in self.cells if one.count is not None]
        return counted, [one for one in self.cells if one.count is None]

    @classmethod
    def of(cls, reader: TableReader, grid: RawGrid, layout: Layout) -> Plan | None:
        """How ``reader`` has read ``grid`` and nothing else; None where more decided than labels
        alone: something was refused or told, or read twice."""
        table = reader.table
        read_at = {address: (cell, unit) for cell, address, unit in reader.read_at}
        once = len(read_at) == len(reader.read_at)
        if reader.undecided or not read_at or not once:
            return None
        position = {id(cell): at for at, cell in enumerate(grid.cells)}
        counts = {at: number for number, at in enumerate(layout.counts_at)}
        cells = tuple(
            _Cell(
                position[id(cell)],
                address,
                (address.row, address.column),
                column,
                unit,
                counts.get(position[id(cell)])
                if column.kind in (Kind.COUNT, Kind.SIGNED)
                else None,
            )
            for address, column in table.cells.items()
            if address in read_at
            for cell, unit in (read_at[address],)
        )
        width = reader.heading.width if reader.heading is not None else None
        return cls(table, cells, missing_rows(table, read_at), width)

    def read(self, number: int, grid: RawGrid, counts: list[int]) -> MatchedTable:
        """The figures of ``grid``, which is of this layout and has these ``counts``."""
        noted: list[tuple[int, str, str]] = []
        refused: list[tuple[int, Refusal]] = []
        texts, place_of = grid.columns.texts, grid.columns.places
        plain, others = self._counted
        values: dict[tuple[str, str], Value] = {one.key: counts[at] for one, at in plain}
        places = {one.address: place_of[one.at] for one, _ in plain}
        for one in others:
            address, text, place = one.address, texts[one.at], place_of[one.at]
            figure = figure_in(text, one.column, one.unit)
            if figure.value is None:
                label = label_in(self.table, address)
                refused.append((one.at, Refusal(place, text, figure.refused, address, label)))
                continue
            places[address] = place
            if figure.value is not NOT_FILLED:
                values[one.key] = figure.value
            if figure.notice:
                noted.append((one.at, f"{place}（{label_in(self.table, address)}）", figure.notice))
        if others:  # in the order of the form
            values = {one.key: values[one.key] for one in self.cells if one.key in values}
            places = {
                one.address: places[one.address] for one in self.cells if one.address in places
            }
        # Told in the order of the file.
        notices = list(together(said[1:] for said in sorted(noted)))
        if self.missing and places:
            notices.append(told_missing(self.table, self.missing, (grid.place,)))
        return MatchedTable(
            self.table.id,
            TableData(self.table.kept(row_ids), frozendict(values)),
            frozendict(places),
            (number,),
            tuple(notices),
            tuple(refusal for _, refusal in sorted(refused, key=lambda item: item[0])),
        )


@define(eq=False)
class Plans:
    """The layouts in which a table was found, each with what is read of it; None where labels
    alone do not decide. ``labels`` are the numbers that are labels."""

    labels: frozenset[str]
    known: dict[int, list[tuple[Layout, Plan | None]]] = field(factory=dict)
    _kept: int = 0

    def of(self, columns: Columns) -> tuple[Plan | None, list[int]] | None:
        """What is read of a table with these cells, and its counts, if its layout is known."""
        for layout, plan in self.known.get(len(columns.texts), ()):
            if (counts := layout.counts_in(columns)) is not None:
                return plan, counts
        return None

    def keep(self, layout: Layout, plan: Plan | None) -> None:
        if self._kept >= _MOST:
            self.known.clear()
            self._kept = 0
        self._kept += 1
        self.known.setdefault(len(layout.stands), []).append((layout, plan))
