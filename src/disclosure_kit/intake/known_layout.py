"""Tables of a layout that was read before: where its figures stand is known, and they alone are
read.

Units of a county fill the same form, so their tables have the same labels in the same cells. A
*layout* is a table with its counts left out: every cell with its place, what it covers and its
words, blanks included. What its labels say follows from the layout alone, so that is worked out
once for a table of the form and kept with it; the figures are read in every file anew.
"""

from __future__ import annotations

import re
from collections.abc import Container, Hashable
from typing import Final, TypeAlias

from attrs import define, field, frozen
from frozendict import frozendict

from ..model.raw import RawGrid
from ..model.report import TableData
from ..model.table import Column, Table
from ..model.values import NOT_FILLED, Address, Kind, Value
from .lines import lines_of
from .matched import MatchedTable, Refusal, together
from .reader import TableReader, figure_in, heads_of, label_in, missing_rows, row_ids, told_missing

Layout: TypeAlias = tuple[Hashable, ...]

_MOST: Final = 64  # layouts of one table that are kept
_LARGEST: Final = 3_000  # cells of a table whose layout is kept; a form has 300
_COUNT: Final = re.compile(r"0|[1-9]\d{0,14}", re.ASCII)


@frozen
class _Cell:
    """Where a figure is read: the position of its cell, and what it is in the form. ``counted``:
    the layout has a count there, and the form wants one."""

    at: int
    address: Address
    key: tuple[str, str]
    column: Column
    unit: str | None
    counted: bool


@frozen
class Plan:
    """What is read of a layout: its figures in the order of the form. ``missing`` are the rows of
    the form that it does not have; ``width`` is that of its heads, if any are in force at its end.
    """

    table: Table
    cells: tuple[_Cell, ...]
    missing: tuple[str, ...]
    width: int | None

    @classmethod
    def of(cls, reader: TableReader, grid: RawGrid) -> Plan | None:
        """How ``reader`` has read ``grid`` and nothing else; None where more decided than labels
        alone: something was refused or told, or read twice."""
        table = reader.table
        read_at = {address: (cell, unit) for cell, address, unit in reader.read_at}
        once = len(read_at) == len(reader.read_at)
        if reader.undecided or not read_at or not once:
            return None
        position = {id(cell): at for at, cell in enumerate(grid.cells)}
        labels = table.kept(_numbers)
        cells = tuple(
            _Cell(
                position[id(cell)],
                address,
                (address.row, address.column),
                column,
                unit,
                column.kind in (Kind.COUNT, Kind.SIGNED) and _is_count(cell.text, labels),
            )
            for address, column in table.cells.items()
            if address in read_at
            for cell, unit in (read_at[address],)
        )
        width = reader.heading.width if reader.heading is not None else None
        return cls(table, cells, missing_rows(table, read_at), width)

    def read(self, number: int, grid: RawGrid) -> MatchedTable:
        """The figures of ``grid``, which is of this layout."""
        values: dict[tuple[str, str], Value] = {}
        places: dict[Address, str] = {}
        noted: list[tuple[int, str, str]] = []
        refused: list[tuple[int, Refusal]] = []
        texts, place_of = grid.columns.texts, grid.columns.places
        for one in self.cells:
            address, text, place = one.address, texts[one.at], place_of[one.at]
            if one.counted:
                values[one.key] = int(text)
                places[address] = place
                continue
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
    alone do not decide."""

    known: dict[Layout, Plan | None] = field(factory=dict)

    def keep(self, layout: Layout, plan: Plan | None) -> None:
        if len(self.known) >= _MOST:
            self.known.clear()
        self.known[layout] = plan


def plans_of(table: Table) -> Plans:
    """Those that are kept with ``table``."""
    return table.kept(_no_plans)


def _no_plans(_table: Table) -> Plans:
    return Plans()


def layout_of(grid: RawGrid, table: Table) -> Layout | None:
    """The layout of ``grid``; None where nothing is kept of so large a one. A number that is a
    label of the form is a label."""
    texts = grid.columns.texts
    if len(texts) > _LARGEST:
        return None
    labels = table.kept(_numbers)
    counts = {text for text in set(texts) if _is_count(text, labels)}
    return grid.columns.stands, tuple([0 if text in counts else text for text in texts])


def _is_count(text: str, labels: Container[str]) -> bool:
    return text.isdigit() and _COUNT.fullmatch(text) is not None and text not in labels


def _numbers(table: Table) -> frozenset[str]:
    """The labels of ``table`` that are numbers."""
    labels = [label for line in lines_of(table) for label in line.labels]
    words = {word for label in labels for word in (label.whole, label.short)} | heads_of(table)
    return frozenset(word for word in words if word.isdigit())
