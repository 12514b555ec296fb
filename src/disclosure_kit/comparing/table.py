"""Many reports as one table: a row for every figure of the forms, a column for every report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import field, frozen
from frozendict import frozendict

from ..app import Loaded
from ..model.form import Form
from ..model.labels import cell_label
from ..model.table import Column, RepeatingTable, Table
from ..model.values import NOT_FILLED
from ..view import table_title
from .change import Cell
from .order import alike, ordered

FIGURES = "文中数据"  # the table that figures stated in prose stand in


@frozen
class Head:
    """Whose report of which year stands in a column, and in which file."""

    file: str
    agency: str
    year: int
    edition: str
    notices: tuple[str, ...] = ()


@frozen
class Row:
    """One figure in every report. A cell is None where the report's form has no such figure.

    ``label`` is that of the newest form; ``other_labels`` are those that other forms print.
    """

    address: str
    table: str
    label: str
    cells: tuple[Cell | None, ...]
    other_labels: tuple[str, ...] = ()

    @property
    def comparable(self) -> bool:
        """Whether every form has the figure, and in one kind."""
        return None not in self.cells and len({c.column.kind for c in self.cells if c}) == 1


@frozen
class SideBySide:
    """The reports' figures. ``left_out`` are tables whose rows each body enters as it will: rows
    of one key are not rows of one thing. With ``units`` the columns are bodies, else years."""

    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    left_out: frozendict[str, str]
    units: bool = False
    notices: tuple[str, ...] = ()

    @property
    def editions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(head.edition for head in self.heads))


def side_by_side(
    reports: Iterable[Loaded], *, units: bool = False, renamed: bool = False
) -> SideBySide:
    """The figures of ``reports``: one body's years from first to last, or, with ``units``, one
    year's bodies in the order given. ``renamed``: another name is still the same body.

    Raises:
        UsageError: fewer than two reports, one year (of one body) twice, several bodies without
            ``units``, several years with it.
    """
    loaded = ordered(tuple(reports), units=units, renamed=renamed)
    labels = _Labels()
    newest_first: dict[str, dict[str, None]] = {}
    left_out: dict[str, str] = {}
    for one in reversed(loaded):
        for address, (table, label) in labels.of(one.form).items():
            newest_first.setdefault(address, {}).setdefault(label)
            labels.tables.setdefault(address, table)
        for other in one.form.tables.values():
            if isinstance(other, RepeatingTable):
                left_out.setdefault(other.id, table_title(other.title, one.form))
    columns = [dict(_cells(one)) for one in loaded]
    rows = [
        Row(
            address,
            labels.tables[address],
            next(iter(named)),
            tuple(column.get(address) for column in columns),
            tuple(named)[1:],
        )
        for address, named in newest_first.items()
    ]
    tables = list(dict.fromkeys(row.table for row in rows))
    rows.sort(key=lambda row: tables.index(row.table))  # what an older form alone has: at the end
    notices = tuple(alike(loaded)) if units else ()
    return SideBySide(tuple(map(_head, loaded)), tuple(rows), frozendict(left_out), units, notices)


@frozen
class _Labels:
    """The labels of every figure of a form, made once for all reports of that form."""

    known: dict[tuple[str, str | None, int], Mapping[str, tuple[str, str]]] = field(factory=dict)
    tables: dict[str, str] = field(factory=dict)

    def of(self, form: Form) -> Mapping[str, tuple[str, str]]:
        key = form.edition.id, form.region, form.year
        if key not in self.known:
            self.known[key] = dict(_labels(form))
        return self.known[key]


def _labels(form: Form) -> Iterator[tuple[str, tuple[str, str]]]:
    for table in form.tables.values():
        if isinstance(table, Table):
            title = table_title(table.title, form)
            for address in table.cells:
                yield str(address), (title, cell_label(form, address))
    for key, figure in form.figures.items():
        yield key, (FIGURES, figure.label)


def _cells(loaded: Loaded) -> Iterator[tuple[str, Cell]]:
    form, report = loaded.form, loaded.report
    for name, (address, column) in form.cells.items():
        yield name, Cell(report.value(address), column)
    for key, figure in form.figures.items():
        column = Column(figure.label, kind=figure.kind, unit=figure.unit)
        yield key, Cell(report.figures.get(key, NOT_FILLED), column)


def _head(loaded: Loaded) -> Head:
    report = loaded.report
    notices = (*loaded.notices, *_without_data(loaded))
    return Head(loaded.name, report.agency.name, report.year, report.edition, notices)


def _without_data(loaded: Loaded) -> Iterator[str]:
    """Tables of which all is blank because the file has none, or none that could be read."""
    for table in loaded.form.tables.values():
        if isinstance(table, Table) and table.id not in loaded.report.tables:
            title = table_title(table.title, loaded.form)
            yield f"{loaded.name}：没有“{title}”表的数据（文件里没有，或没有读出来），不是 0"
