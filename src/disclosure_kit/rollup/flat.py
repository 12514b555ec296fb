"""A report as a flat row of figures: the same order for every report of one kind of form."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import compress, repeat
from typing import Any, Final

from attrs import define, field, frozen

from ..model.form import Form
from ..model.report import Report
from ..model.sources import Sources
from ..model.table import Table
from ..model.values import NOT_FILLED, Kind, Value
from .row import Row, Shape

COUNTED: Final = (Kind.COUNT, Kind.SIGNED)
PLACES_KEPT: Final = 1000  # lists of places that are told apart; of further ones each is its own


@frozen
class _Cutter:
    """How the figures of a report of one form are taken. The form is kept so that its tables live,
    by whose identity the cutter is found again."""

    form: Form
    shape: Shape
    tables: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    figures: tuple[str, ...]
    no_counts: tuple[int, ...]  # the last first
    amounts: tuple[int, ...]
    in_tables: tuple[int, int]

    def values(self, report: Report) -> list[Value]:
        """Every figure of the fixed tables and of the prose, in the order of the form."""
        flat: list[Value] = []
        tables = report.tables
        for name, keys in self.tables:
            flat += tables[name].at(keys) if name in tables else repeat(NOT_FILLED, len(keys))
        if self.figures:
            flat += map(report.figures.get, self.figures, repeat(NOT_FILLED))
        return flat

    def row(self, report: Report) -> tuple[Row, int]:
        """The figures of ``report``; how many cells of its tables are blank. A figure that the
        prose need not state is none of them."""
        values: list[Any] = self.values(report)
        amounts = [values[at] for at in self.amounts]
        for at in self.no_counts:
            del values[at]
        row = self.shape.row(values, amounts)
        counts, sums = self.in_tables
        blanks = row.amounts[:sums].count(None)
        if isinstance(row.counts, tuple):
            blanks += row.counts[:counts].count(None)
        return row, blanks


@define
class Flattener:
    """Takes the figures of reports. It remembers forms and lists of places, never a report."""

    _cutters: dict[tuple[Any, ...], _Cutter] = field(factory=dict, init=False)
    _numbers: dict[str | tuple[str, ...], int] = field(factory=dict, init=False)
    shapes: list[Shape] = field(factory=list, init=False)
    places: list[str] = field(factory=list, init=False)

    def row(self, report: Report, form: Form) -> tuple[Row, int]:
        """The figures of ``report``; how many cells of its tables are blank. A figure that the
        prose need not state is none of them."""
        return self._cutter(form).row(report)

    def shape(self, form: Form) -> Shape:
        """What reports of ``form`` give."""
        return self._cutter(form).shape

    def _cutter(self, form: Form) -> _Cutter:
        key = (*map(id, form.tables.values()), *form.figures)
        found = self._cutters.get(key)
        if found is None:
            found = self._cutters[key] = _cutter(form, len(self._cutters))
            self.shapes.append(found.shape)
        return found

    def place(self, sources: Mapping[str, str], shape: Shape, name: str) -> int | str:
        """Where in the file ``name`` each figure stood: a number that stands for a list of places,
        or the list itself, joined by line ends."""
        found: str | tuple[str, ...]
        if isinstance(sources, Sources):
            found = _listed(sources.of_figures, shape)
        else:
            found = "\n".join(_listed(sources, shape)).replace(f"{name}!", "")
        number = self._numbers.get(found)
        if number is not None:
            return number
        text = found if isinstance(found, str) else "\n".join(found)
        if len(self.places) >= PLACES_KEPT:
            return text
        self.places.append(text)
        return self._numbers.setdefault(found, len(self._numbers))


def _listed(places: Mapping[str, str], shape: Shape) -> tuple[str, ...]:
    try:
        return shape.picked(places)
    except KeyError:  # of what is not filled
        return tuple(map(places.get, shape.addresses, repeat("")))


def _cutter(form: Form, number: int) -> _Cutter:
    tables = {name: table for name, table in form.tables.items() if isinstance(table, Table)}
    kinds = [
        (str(address), column.kind)
        for table in tables.values()
        for address, column in table.cells.items()
    ]
    in_tables = len(kinds)
    kinds += [(key, figure.kind) for key, figure in form.figures.items()]
    is_count = tuple(kind in COUNTED for _, kind in kinds)
    is_amount = tuple(kind is Kind.MONEY for _, kind in kinds)
    names = [name for name, _ in kinds]
    return _Cutter(
        form,
        Shape(number, tuple(compress(names, is_count)), tuple(compress(names, is_amount))),
        tuple((name, table.keys) for name, table in tables.items()),
        tuple(form.figures),
        tuple(at for at in reversed(range(len(kinds))) if not is_count[at]),
        tuple(at for at, found in enumerate(is_amount) if found),
        (sum(is_count[:in_tables]), sum(is_amount[:in_tables])),
    )
