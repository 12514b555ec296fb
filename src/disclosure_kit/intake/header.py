"""The heads of a table as found, and which column of the form each of them names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from attrs import define, field, frozen

from ..model.raw import RawCell
from ..model.table import Band, Column, Table
from ..model.values import Kind
from .labels import Label, label_of

_MOST: Final = 500  # columns of a table; the widest form has 15
_YUAN: Final = re.compile("亿元|万元|元")


@frozen
class Head:
    """One printed column: the grid columns it covers, its label, and the labels above it."""

    first: int
    last: int
    text: str
    label: Label
    above: tuple[Label, ...]

    @property
    def unit(self) -> str | None:
        """The unit of money that the label itself names: 采购总金额（万元）."""
        match = _YUAN.search(self.text)
        return match[0] if match else None


@define
class Header:
    """Rows of heads one under another."""

    rows: list[int] = field(factory=list)
    cells: list[RawCell] = field(factory=list)

    def add(self, row: int, cells: Iterable[RawCell]) -> None:
        """Take in one more row: every cell that touches it."""
        self.rows.append(row)
        self.cells.extend(cell for cell in cells if cell not in self.cells)

    def heads(self) -> tuple[Head, ...]:
        """The printed columns from left to right: for each the lowest label that covers it."""
        found: list[tuple[RawCell | None, int, int, tuple[RawCell, ...]]] = []
        width = max((cell.column + cell.width for cell in self.cells), default=0)
        for at in range(min(width, _MOST)):
            covering = sorted(
                (cell for cell in self.cells if cell.column <= at < cell.column + cell.width),
                key=lambda cell: cell.row,
            )
            stack = tuple(cell for cell in covering if label_of(cell.text).whole)
            lowest = stack[-1] if stack else (covering[-1] if covering else None)
            if found and lowest is not None and found[-1][0] is lowest:
                found[-1] = (lowest, found[-1][1], at, stack)
            else:
                found.append((lowest, at, at, stack))
        return tuple(
            Head(
                first,
                last,
                lowest.text if lowest else "",
                label_of(lowest.text if lowest else ""),
                tuple(label_of(cell.text) for cell in stack[:-1]),
            )
            for lowest, first, last, stack in found
        )


def paths(
    columns: Iterable[Column], above: tuple[Column, ...] = ()
) -> Iterator[tuple[Column, ...]]:
    """Every leaf of the column tree, with what stands above it."""
    for column in columns:
        if column.columns:
            yield from paths(column.columns, (*above, column))
        else:
            yield (*above, column)


def resolve(heads: Sequence[Head], band: Band) -> tuple[Column | None, ...]:
    """The column of ``band`` that each of ``heads`` names; None for any other, and where two
    name one column or one may name two."""
    leaves = list(paths(band.columns))
    groups = {label_of(c.label).whole for path in leaves for c in path[:-1]}
    candidates = [
        [path for path in leaves if _names(head, path[-1]) and _under(head, path, groups)]
        for head in heads
    ]
    named = [at for at, found in enumerate(candidates) if found]
    # 维持, 纠正, … three times over without what stands above: all of them in the form's order.
    if any(len(candidates[at]) > 1 for at in named) and len(named) == len(leaves):
        ordered = dict(zip(named, leaves, strict=True))
        if all(path in candidates[at] for at, path in ordered.items()):
            candidates = [[ordered[at]] if at in ordered else [] for at in range(len(heads))]
    chosen = [found[0][-1] if len(found) == 1 else None for found in candidates]
    return tuple(
        column if column is not None and sum(other is column for other in chosen) == 1 else None
        for column in chosen
    )


def _names(head: Head, column: Column) -> bool:
    label = label_of(column.label)
    if not label.whole:
        return False
    if head.label.whole != label.whole and (
        head.label.number != label.number or head.label.short != label.short
    ):
        return False
    money = column.kind is Kind.MONEY and column.unit is not None
    return not (money and head.unit is not None and head.unit != column.unit)


def _under(head: Head, path: tuple[Column, ...], groups: set[str]) -> bool:
    """Nothing above ``head`` says that it stands elsewhere."""
    own = {label_of(column.label).whole for column in path[:-1]}
    return all(label.whole in own for label in head.above if label.whole in groups)


@frozen
class Heading:
    """The heads in force, and which of the grid's columns hold labels, units, figures."""

    heads: tuple[Head, ...]
    stub: frozenset[int]
    unit: frozenset[int]
    figures: tuple[Head, ...]
    width: int
    _columns: dict[int, tuple[Band, dict[int, Column | None]]] = field(
        factory=dict, init=False, eq=False, repr=False
    )

    def columns_of(self, band: Band) -> dict[int, Column | None]:
        """The column of ``band`` that each head names, by the head itself; looked for once."""
        if id(band) not in self._columns:
            named = zip(map(id, self.heads), resolve(self.heads, band), strict=True)
            self._columns[id(band)] = band, dict(named)
        return self._columns[id(band)][1]

    @classmethod
    def of(cls, header: Header, table: Table, width: int) -> Heading:
        heads = header.heads()
        named = [resolve(heads, band) for band in table.bands]
        known = [any(columns[at] is not None for columns in named) for at in range(len(heads))]
        stubs = {label_of(band.stub).whole for band in table.bands} - {""}
        units = {label_of(table.unit_label or "").whole} - {""}
        first = next((at for at, found in enumerate(known) if found), 0)
        stub: set[int] = set()
        unit: set[int] = set()
        figures: list[Head] = []
        for at, head in enumerate(heads):
            covers = range(head.first, head.last + 1)
            if known[at]:
                figures.append(head)
            elif head.label.whole in units:
                unit.update(covers)
            elif at < first or head.label.whole in stubs:
                stub.update(covers)
            else:
                figures.append(head)
        return cls(heads, frozenset(stub), frozenset(unit), tuple(figures), width)
