"""What a table in text turned out to be made of, in order → a grid to be matched by its labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from attrs import define, field, frozen

from ..model.raw import RawCell, RawGrid
from ..model.table import Band, Table
from .labels import label_of
from .leaves import Leaf
from .lines import lines_of

MOST_CELLS: Final = 100  # of a row; one with more fits no form
STUB: Final = 2  # columns for labels: that of a group, that of the row


@frozen
class Said:
    """A text of the table and its place."""

    text: str
    place: str


@frozen
class BandTitle:
    """A row with the title of a band alone."""

    title: Said


@frozen
class Heads:
    """The heads of the rows that follow. ``leaves`` is empty where they are not the form's: then
    ``words`` are what stands there."""

    leaves: tuple[Leaf, ...]
    place: str
    words: tuple[str, ...] = ()


@frozen
class DataRow:
    """A row: its labels from left to right, its unit, its cells, blank ones included.
    ``tall``: its figures stand on several lines, or may."""

    labels: tuple[Said, ...]
    cells: tuple[Said, ...]
    unit: Said | None = None
    tall: bool = False


Event: TypeAlias = BandTitle | Heads | DataRow


def band_of(row: DataRow, table: Table) -> Band | None:
    """The band that the label of ``row`` stands in, if it stands in one only."""
    if not row.labels or not label_of(row.labels[-1].text).whole:
        return table.bands[0] if len(table.bands) == 1 else None
    label = label_of(row.labels[-1].text)
    bands: list[Band] = []
    for line in lines_of(table):
        named = any(x.whole == label.whole or x.short == label.short for x in line.labels)
        if named and line.band not in bands:
            bands.append(line.band)
    return bands[0] if len(bands) == 1 else None


def grid_of(events: Sequence[Event], table: Table, place: str, at: int) -> RawGrid:
    """``events`` as a grid; ``place`` is where it begins, ``at`` what it counts as ``after``."""
    drawing = _Drawing(table)
    for event in events:
        match event:
            case BandTitle(title):
                drawing.cell(title, 0)
                drawing.row += 1
            case Heads():
                drawing.heads(event)
            case DataRow():
                drawing.data(event)
    return RawGrid(tuple(drawing.cells), place, at)


@define
class _Drawing:
    table: Table
    row: int = 0
    cells: list[RawCell] = field(factory=list)
    count: int | None = None

    @property
    def first(self) -> int:
        """The column of the first figure."""
        return STUB + (1 if self.table.unit_label is not None else 0)

    def cell(self, said: Said, column: int, width: int = 1, height: int = 1) -> None:
        self.cells.append(RawCell(said.text, self.row, column, said.place, height, width))

    def heads(self, heads: Heads) -> None:
        if not heads.leaves:
            return
        self.count = len(heads.leaves)
        depth = 1 + max(len(leaf.above) for leaf in heads.leaves)
        self.cell(Said(self.table.bands[0].stub, heads.place), 0, STUB, depth)
        if self.table.unit_label is not None:
            self.cell(Said(self.table.unit_label, heads.place), STUB, 1, depth)
        for level in range(depth):
            for text, at, width, height in _level(heads.leaves, level, depth):
                self.cell(Said(text, heads.place), self.first + at, width, height)
            self.row += 1

    def _fits(self, row: DataRow) -> bool:
        """As many cells as heads, else none is below its own; and heads for all of its band: where
        one was lost, the others may be those of another band (本年增/减)."""
        if self.count is None:
            return True
        band = band_of(row, self.table) if len(self.table.bands) > 1 else None
        columns = sum(1 for _ in band.figure_columns()) if band is not None else 0
        return len(row.cells) == self.count >= columns

    def data(self, row: DataRow) -> None:
        labels = row.labels[:STUB]
        over = 0 if self._fits(row) else 1  # the label then lies over the first cell: refused
        for at, said in enumerate(labels):
            self.cell(said, at, STUB - at + over if at == len(labels) - 1 else 1)
        if row.unit is not None:
            self.cell(row.unit, STUB)
        for at, said in enumerate(row.cells[:MOST_CELLS]):
            self.cell(said, self.first + at, height=2 if row.tall else 1)
        self.row += 2 if row.tall else 1


def _level(leaves: Sequence[Leaf], level: int, depth: int) -> Iterator[tuple[str, int, int, int]]:
    """The cells of one line of heads: text, column, columns, rows."""
    begin = 0
    for at, leaf in enumerate(leaves):
        if len(leaf.above) == level:
            yield leaf.text, at, 1, depth - level
        elif len(leaf.above) > level:
            behind = leaves[at + 1].above[: level + 1] if at + 1 < len(leaves) else ()
            same = at and leaves[at - 1].above[: level + 1] == leaf.above[: level + 1]
            begin = begin if same else at
            if behind != leaf.above[: level + 1]:
                yield leaf.above[level], begin, at + 1 - begin, 1
