"""Tables of the form: rows, columns, and the address of every cell.

Source of every label and id: shared/formats.md, after 国办公开办函〔2019〕60号,
国办公开办函〔2021〕30号 and 国办发〔2014〕32号.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Final, TypeAlias

from attrs import Factory, define, field, frozen
from frozendict import frozendict

from .kept import Keeping
from .values import Address, Kind

TEXT_WIDTH: Final = 8844  # twips: 156 mm, the width of the text area of GB/T 9704-2012


@frozen
class Place:
    """Where a table stands: inside a section, behind the others of it; or as an annex.

    ``after`` is the sub-section at whose end it stands, where the report itself does not say.
    """

    section: str | None
    after: str | None = None


@frozen
class Column:
    """A node of the column tree; a leaf has an ``id``. ``lines`` breaks a label when printed."""

    label: str
    id: str | None = None
    kind: Kind = Kind.COUNT
    unit: str | None = None
    span: int = 1
    lines: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()

    def leaves(self) -> Iterator[Column]:
        return (path[-1] for path in self.paths())

    def paths(self) -> Iterator[tuple[Column, ...]]:
        """Each leaf behind all the nodes above it."""
        if not self.columns:
            yield (self,)
        for child in self.columns:
            yield from ((self, *path) for path in child.paths())


@frozen
class Row:
    """A node of the row tree.

    With ``id``: a row of figures. With ``rows``: a label merged down beside them.
    With neither: a title that fills a printed row of its own. ``kind`` and ``unit``,
    where given, overrule the column's.
    """

    label: str
    id: str | None = None
    kind: Kind | None = None
    unit: str | None = None
    variants: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()

    def leaves(self) -> Iterator[Row]:
        """Printed rows in order: rows of figures and titles."""
        return (path[-1] for path in self.paths())

    def paths(self) -> Iterator[tuple[Row, ...]]:
        """Each printed row behind all the labels merged down beside it."""
        if not self.rows:
            yield (self,)
        for child in self.rows:
            yield from ((self, *path) for path in child.paths())


@frozen
class Band:
    """A part of a table with header rows of its own."""

    stub: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: str | None = None

    def figure_columns(self) -> Iterator[Column]:
        for column in self.columns:
            yield from column.leaves()

    def column_paths(self) -> Iterator[tuple[Column, ...]]:
        return (path for column in self.columns for path in column.paths())

    def row_paths(self) -> Iterator[tuple[Row, ...]]:
        return (path for row in self.rows for path in row.paths())

    def printed_rows(self) -> Iterator[Row]:
        return (path[-1] for path in self.row_paths())

    def figure_rows(self) -> Iterator[Row]:
        return (row for row in self.printed_rows() if row.id is not None)


Cell: TypeAlias = tuple[tuple[str, str], Column]  # its row and column, what it holds


@define(frozen=True, slots=False)
class Table(Keeping):
    """A table of the form.

    ``grid`` are the widths of the printed columns in twips; the first ``stub`` of
    them hold row labels, then comes the unit column if ``unit_label`` is set. Left out,
    there are as many as the rows and heads need, those of labels twice as wide.
    ``row_height``, in twips too, is the least height of a row where the usual one will not do.
    """

    id: str
    title: str
    place: Place
    bands: tuple[Band, ...]
    unit_label: str | None = None
    stub: int = field(default=Factory(lambda table: _depth(table.bands), takes_self=True))
    grid: tuple[int, ...] = field(default=Factory(lambda table: _even(table), takes_self=True))
    caption: bool = False
    variants: tuple[str, ...] = ()
    heading_rows: bool = True
    row_height: int | None = None

    @cached_property
    def cells(self) -> frozendict[Address, Column]:
        """Every address of the table in printed order, with its column (kind and unit resolved)."""
        return frozendict(
            (
                Address(self.id, row.id, column.id),
                Column(
                    label=column.label,
                    id=column.id,
                    kind=row.kind or column.kind,
                    unit=row.unit or column.unit,
                ),
            )
            for band in self.bands
            for row in band.figure_rows()
            for column in band.figure_columns()
            if row.id is not None and column.id is not None
        )

    @cached_property
    def by_row(self) -> frozendict[str, frozendict[str, Cell]]:
        """The cells of each row by their columns. A report that is read has the keys of its cells
        from here: which are the same is then seen without comparing words."""
        rows: dict[str, dict[str, Cell]] = {}
        for address, column in self.cells.items():
            key = address.row, address.column
            rows.setdefault(address.row, {})[address.column] = key, column
        return frozendict((row, frozendict(cells)) for row, cells in rows.items())

    @cached_property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """Those of the cells in printed order, for ``TableData.at``."""
        return tuple(self.by_row[address.row][address.column][0] for address in self.cells)


def _depth(bands: tuple[Band, ...]) -> int:
    """How many labels stand beside the row that has most."""
    paths = (path for band in bands for path in band.row_paths() if path[-1].id is not None)
    return max(map(len, paths), default=0)


def _even(table: Table) -> tuple[int, ...]:
    """Widths for a table that names none; together they fill the text area."""
    figures = max(
        (sum(c.span for c in band.figure_columns()) for band in table.bands),
        default=0,
    )
    shares = (2,) * table.stub + (1,) * (figures + (table.unit_label is not None))
    return tuple(TEXT_WIDTH * share // sum(shares) for share in shares)


@frozen
class RepeatingTable:
    """A table whose rows are whatever the body enters, each with a key of its own."""

    id: str
    title: str
    place: Place
    columns: tuple[Column, ...]

    def with_rows(self, keys: tuple[str, ...]) -> Table:
        """The table that a report with rows of these keys prints."""
        return Table(
            id=self.id,
            title=self.title,
            place=self.place,
            grid=(TEXT_WIDTH // len(self.columns),) * len(self.columns),
            stub=0,
            bands=(Band("", self.columns, tuple(Row("", id=key) for key in keys)),),
            caption=True,
        )


@frozen
class TableView:
    """Some rows of another table, printed elsewhere under the same addresses."""

    id: str
    title: str
    of: str
    rows: tuple[str, ...]
    place: Place
    variants: tuple[str, ...] = ()


AnyTable = Table | RepeatingTable | TableView
