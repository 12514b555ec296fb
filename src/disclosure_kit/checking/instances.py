"""Declared identities laid out over a report: each in every column or row, with its figures.

A blank is not zero: in a sum it stands for any count from 0 up, so a term is an interval.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Context, Decimal
from enum import Enum
from functools import cached_property
from typing import Any

from attrs import define, field, frozen

from ..model.case import Case
from ..model.form import Form
from ..model.report import Report
from ..model.rules import Identity, Relation, Term
from ..model.table import Table
from ..model.values import NOT_APPLICABLE, NOT_FILLED, Address, Kind, Value, number

INFINITY = Decimal("Infinity")
_EXACT = Context(prec=200)  # the usual 28 digits would round figures that a file may hold


class Verdict(Enum):
    """What the figures say about an identity; blanks may leave it open."""

    HOLDS = "holds"
    FAILS = "fails"
    OPEN = "open"


@frozen
class Operand:
    """One term: its address and the values that it may have, without the sign.

    ``previous``: it stands in last year's report.
    """

    address: str
    low: Decimal
    high: Decimal
    sign: int
    kind: Kind
    not_applicable: bool = False
    previous: bool = False

    @property
    def known(self) -> Decimal | None:
        """The figure; None where the cell is blank."""
        return self.low if self.low == self.high else None

    @property
    def signed(self) -> tuple[Decimal, Decimal]:
        """The least and the most that it adds to its side."""
        if self.sign > 0:
            return self.low, self.high
        return self.high.copy_negate(), self.low.copy_negate()


@frozen(eq=False)
class Place:
    """A term where a form has it: its address, what it goes by in its table (the cell) or among
    the stated figures (its key), and the kind of figure that it holds."""

    address: str
    key: tuple[str, str] | str
    kind: Kind
    sign: int
    previous: bool

    @classmethod
    def of(cls, term: Term, address: str, key: tuple[str, str] | str, kind: Kind) -> Place:
        return cls(address, key, kind, term.sign, term.previous)


@frozen(eq=False)
class Laid:
    """An identity in one ``line`` of a form, whatever a report fills in there."""

    identity: Identity
    line: str
    left: tuple[Place, ...]
    right: tuple[Place, ...]
    across_years: bool = field(init=False)

    @property
    def table(self) -> str | None:
        """The table that it speaks of; None where that is the stated figures."""
        return None if self.identity.per == "figure" else self.identity.table

    @across_years.default
    def _across(self) -> bool:
        return any(place.previous for place in (*self.left, *self.right))


@define(frozen=True, slots=False, eq=False)
class Instance:
    """An identity with the figures of a report, in one ``line``, a column or row, where its table
    has several; else over stated figures or the only line."""

    laid: Laid
    case: Case

    @property
    def identity(self) -> Identity:
        return self.laid.identity

    @property
    def line(self) -> str:
        return self.laid.line

    @cached_property
    def left(self) -> tuple[Operand, ...]:
        return tuple(_operand(place, self.standing(place)) for place in self.laid.left)

    @cached_property
    def right(self) -> tuple[Operand, ...]:
        return tuple(_operand(place, self.standing(place)) for place in self.laid.right)

    @property
    def operands(self) -> tuple[Operand, ...]:
        return *self.left, *self.right

    @property
    def addresses(self) -> tuple[str, ...]:
        return tuple(operand.address for operand in self.operands)

    @property
    def across_years(self) -> bool:
        return self.laid.across_years

    @cached_property
    def _values(self) -> tuple[Mapping[Any, Value], Mapping[Any, Value]]:
        """What the report has, and last year's, by ``Place.key``."""
        this, last = (
            values_of(one, self.laid.table) for one in (self.case.report, self.case.previous)
        )
        return this, last

    def standing(self, place: Place) -> Value:
        """What the report, or last year's, has at ``place``; not filled where there is none."""
        return self._values[place.previous].get(place.key, NOT_FILLED)

    @cached_property
    def verdict(self) -> Verdict:
        """Fails where no counts in place of the blanks could make it true."""
        low_left, high_left = self._bounds(self.laid.left)
        low_right, high_right = self._bounds(self.laid.right)
        if self.identity.relation is Relation.EQUAL:
            fails = high_left < low_right or high_right < low_left
            holds = low_left == high_left == low_right == high_right
        else:
            fails = low_left > high_right
            holds = high_left <= low_right
        if fails:
            return Verdict.FAILS
        return Verdict.HOLDS if holds else Verdict.OPEN

    def _bounds(self, places: tuple[Place, ...]) -> tuple[Decimal | int, Decimal | int]:
        """The least and the most of a side; counts are added as the whole numbers that they are,
        and blanks without one are any count from 0 up."""
        counted = 0
        below = above = False
        others: list[Operand] = []
        values = self._values
        for place in places:
            value = values[place.previous].get(place.key, NOT_FILLED)
            if type(value) is int:
                counted += place.sign * value
            elif value is NOT_FILLED:
                below = below or place.kind is Kind.SIGNED or place.sign < 0
                above = above or place.kind is Kind.SIGNED or place.sign > 0
            elif value is not NOT_APPLICABLE:
                others.append(_operand(place, value))
        low: Decimal | int = counted
        high: Decimal | int = counted
        if others:
            least, most = total(others)
            low, high = _EXACT.add(least, counted), _EXACT.add(most, counted)
        return INFINITY.copy_negate() if below else low, INFINITY if above else high


def values_of(report: Report | None, table: str | None) -> Mapping[Any, Value]:
    """The values of a table, or the stated figures; none without a report."""
    if report is None:
        return {}
    if table is None:
        return report.figures
    data = report.tables.get(table)
    return data.cells if data else {}


def total(operands: Iterable[Operand]) -> tuple[Decimal, Decimal]:
    """The least and the most that these terms come to together."""
    low = high = Decimal(0)
    for operand in operands:
        least, most = operand.signed
        low, high = _EXACT.add(low, least), _EXACT.add(high, most)
    return low, high


def instances(case: Case) -> Iterator[Instance]:
    """Every declared identity in every column or row that holds all of its terms.

    Last year's figures are blank where the case has no report of last year.
    """
    return (Instance(laid, case) for laid in case.form.kept(laid_out))


def laid_out(form: Form) -> tuple[Laid, ...]:
    """The identities of a form in every line; to be kept with it."""
    return tuple(laid for identity in form.identities for laid in _lines(identity, form))


def _lines(identity: Identity, form: Form) -> Iterator[Laid]:
    sides = identity.left, identity.right
    if identity.per == "figure":
        left, right = (tuple(_figure(term, form) for term in terms) for terms in sides)
        yield Laid(identity, "", left, right)
        return
    table = form.tables[identity.table or ""]
    assert isinstance(table, Table)  # proven by model.consistency
    by_column = identity.per == "column"
    lines = dict.fromkeys(a.column if by_column else a.row for a in table.cells)
    for line in identity.over or lines:
        left, right = (
            tuple(
                place for term in terms if (place := _cell(table, term, line, by_column=by_column))
            )
            for terms in sides
        )
        if (len(left), len(right)) == (len(identity.left), len(identity.right)):
            yield Laid(identity, line if len(lines) > 1 else "", left, right)


def _cell(table: Table, term: Term, line: str, *, by_column: bool) -> Place | None:
    row, column_id = (term.ref, line) if by_column else (line, term.ref)
    address = Address(table.id, row, column_id)
    column = table.cells.get(address)
    return None if column is None else Place.of(term, str(address), (row, column_id), column.kind)


def _figure(term: Term, form: Form) -> Place:
    return Place.of(term, term.ref, term.ref, form.figures[term.ref].kind)


def _operand(place: Place, value: Value) -> Operand:
    known = Decimal(0) if value is NOT_APPLICABLE else number(value)
    least = INFINITY.copy_negate() if place.kind is Kind.SIGNED else Decimal(0)
    return Operand(
        place.address,
        least if known is None else known,
        INFINITY if known is None else known,
        place.sign,
        place.kind,
        value is NOT_APPLICABLE,
        place.previous,
    )
