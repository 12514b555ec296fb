"""What stands around a cell that may be wrong: in its table, in its sums and last year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from attrs import field, frozen

from ..model.case import Case
from ..model.report import Report
from ..model.rules import Relation
from ..model.table import Table
from ..model.values import NOT_FILLED, YUAN_PER_UNIT, Address, Money, Value, number
from .displacement import Line
from .instances import Instance, Operand
from .plausibility import Suspect

BESIDE = (("左边", 0, -1), ("右边", 0, 1), ("上边", -1, 0), ("下边", 1, 0))


@frozen
class Surroundings:
    """The report around the cells of some identities.

    ``places``: by address of a table's cell, its table, and the number of its row and column.
    """

    case: Case
    places: dict[str, tuple[str, int, int]]
    _parts: dict[str, tuple[Decimal, ...]]
    _at: dict[tuple[str, int, int], str] = field(init=False)

    @_at.default
    def _turned(self) -> dict[tuple[str, int, int], str]:
        return {place: address for address, place in self.places.items()}

    @classmethod
    def of(cls, case: Case, instances: Iterable[Instance]) -> Surroundings:
        kept = tuple(instances)
        addresses = {address for instance in kept for address in instance.addresses}
        tables = {case.form.cells[a][0].table for a in addresses if a in case.form.cells}
        places = {a: p for t in sorted(tables) for a, p in _places(case, t)}
        return cls(case, places, dict(_totals(kept)))

    def printed(self, operand: Operand, figure: Decimal) -> Decimal:
        """``figure`` in the unit that its cell is printed in."""
        value = self._value(operand.address, self.case.report)
        return figure / YUAN_PER_UNIT[value.unit] if isinstance(value, Money) else figure

    def suspect(self, operand: Operand, current: Decimal, proposed: Decimal) -> Suspect:
        """All that bears on how likely it is that ``current`` should be ``proposed``, both as
        printed."""
        place = self.places.get(operand.address)
        value = self._value(operand.address, self.case.report)
        return Suspect(
            current,
            proposed,
            row=place[1] if place else None,
            column=place[2] if place else None,
            parts=tuple(self.printed(operand, part) for part in self.parts(operand)),
            last_year=self._last_year(operand),
            beside=tuple(self._beside(operand)),
            unit=value.unit if isinstance(value, Money) else "",
        )

    def parts(self, operand: Operand) -> tuple[Decimal, ...]:
        """The figures whose sum the cell should be; none where it is no total."""
        return self._parts.get(operand.address, ())

    def lines(self, cells: Sequence[Operand]) -> list[Line]:
        """The rows and columns that these cells form, in order."""
        numbers = {operand.address: n for n, operand in enumerate(cells) if not operand.previous}
        rows: dict[tuple[str, int], list[int]] = {}
        columns: dict[tuple[str, int], list[int]] = {}
        for address, (table, row, column) in self.places.items():
            if address in numbers:
                rows.setdefault((table, row), []).append(numbers[address])
                columns.setdefault((table, column), []).append(numbers[address])
        return [
            *(Line(tuple(rows[key]), in_row=True) for key in sorted(rows)),
            *(Line(tuple(columns[key]), in_row=False) for key in sorted(columns)),
        ]

    def _beside(self, operand: Operand) -> Iterable[tuple[str, Decimal]]:
        if operand.address not in self.places:
            return
        table, row, column = self.places[operand.address]
        for words, down, right in BESIDE:
            address = self._at.get((table, row + down, column + right))
            figure = number(self._value(address, self.case.report)) if address else None
            if figure is not None:
                yield words, self.printed(operand, figure)

    def _last_year(self, operand: Operand) -> Decimal | None:
        if self.case.previous is None:
            return None
        figure = number(self._value(operand.address, self.case.previous))
        return None if figure is None else self.printed(operand, figure)

    def _value(self, address: str, report: Report) -> Value:
        if address in self.case.form.cells:
            return report.value(self.case.form.cells[address][0])
        return report.figures.get(address, NOT_FILLED)


def _totals(instances: Iterable[Instance]) -> Iterator[tuple[str, tuple[Decimal, ...]]]:
    """Cells that stand alone on one side of an equality, with the known figures of the other."""
    for instance in instances:
        if instance.identity.relation is not Relation.EQUAL:
            continue
        for side, others in (
            (instance.left, instance.right),
            (instance.right, instance.left),
        ):
            if len(side) == 1 and not side[0].previous and len(others) > 1:
                yield side[0].address, tuple(o.known for o in others if o.known is not None)


def _places(case: Case, table_id: str) -> Iterable[tuple[str, tuple[str, int, int]]]:
    table = case.form.tables[table_id]
    assert isinstance(table, Table)  # only these have cells
    rows: dict[str, list[Address]] = {}
    for address in table.cells:
        rows.setdefault(address.row, []).append(address)
    for row, addresses in enumerate(rows.values()):
        for column, address in enumerate(addresses):
            yield str(address), (table_id, row, column)
