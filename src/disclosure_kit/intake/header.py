"""The heads of a table as found, and which column of the form each of them names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    leaves = [_Leaf(path) for path in paths(band.columns)]
    groups = frozenset[str]().union(*(leaf.above for leaf in leaves))
    candidates = [
        [leaf for leaf in leaves if leaf.is_named(head) and leaf.is_under(head, groups)]
        for head in heads
    ]
    named = [at for at, found in enumerate(candidates) if found]
    # 维持, 纠正, … three times over without what stands above: all of them in the form's order.
    if any(len(candidates[at]) > 1 for at in named) and len(named) == len(leaves):
        ordered = dict(zip(named, leaves, strict=True))
        if all(leaf in candidates[at] for at, leaf in ordered.items()):
            candidates = [[ordered[at]] if at in ordered else [] for at in range(len(heads))]
    chosen = [found[0].column if len(found) == 1 else None for found in candidates]
    return tuple(
        column if column is not None and sum(other is column for other in chosen) == 1 else None
        for column in chosen
    )


@frozen(eq=False)
class _Leaf:
    """A column that holds figures: its label, and those of what stands above it."""

    path: tuple[Column, ...]
    label: Label = field(init=False)
    above: frozenset[str] = field(init=False)

    @label.default
    def _own(self) -> Label:
        return label_of(self.column.label)

    @above.default
    def _over(self) -> frozenset[str]:
        return frozenset(label_of(column.label).whole for column in self.path[:-1])

    @property
    def column(self) -> Column:
        return self.path[-1]

    def is_named(self, head: Head) -> bool:
        """Whether ``head`` bears its label, and no other unit of money."""
        own, label = self.label, head.label
        if not own.whole:
            return False
        if label.whole != own.whole and (label.number != own.number or label.short != own.short):
            return False
        column = self.column
        money = column.kind is Kind.MONEY and column.unit is not None
        return not (money and head.unit is not None and head.unit != column.unit)

    def is_under(self, head: Head, groups: frozenset[str]) -> bool:
        """Nothing above ``head`` says that it stands elsewhere."""
        return all(label.whole in self.above for label in head.above if label.whole in groups)


@frozen
class Heading:
    """The heads in force, and which of the grid's columns hold labels, units, figures."""

    heads: tuple[Head, ...]
    stub: frozenset[int]
    unit: frozenset[int]
    figures: tuple[Head, ...]
    width: int
    _columns: Mapping[int, tuple[Band, dict[int, Column | None]]] = field(eq=False, repr=False)

    def columns_of(self, band: Band) -> dict[int, Column | None]:
        """The column of ``band`` that each head names, by the head itself."""
        return self._columns[id(band)][1]

    @property
    def is_known(self) -> bool:
        """Whether any head is one of the table's."""
        return any(column for _, named in self._columns.values() for column in named.values())

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
        by_band = {
            id(band): (band, dict(zip(map(id, heads), columns, strict=True)))
            for band, columns in zip(table.bands, named, strict=True)
        }
        return cls(heads, frozenset(stub), frozenset(unit), tuple(figures), width, by_band)
