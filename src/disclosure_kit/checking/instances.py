"""Declared identities laid out over a report: each in every column or row, with its figures.

A blank is not zero: in a sum it stands for any count from 0 up, so a term is an interval.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Context, Decimal
from enum import Enum
from functools import cached_property

from attrs import define, frozen

from ..model.case import Case
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


@define(frozen=True, slots=False)
class Instance:
    """An identity in one ``line``, a column or row, where its table has several; else over
    stated figures or the only line."""

    identity: Identity
    line: str
    left: tuple[Operand, ...]
    right: tuple[Operand, ...]

    @property
    def operands(self) -> tuple[Operand, ...]:
        return *self.left, *self.right

    @property
    def addresses(self) -> tuple[str, ...]:
        return tuple(operand.address for operand in self.operands)

    @cached_property
    def across_years(self) -> bool:
        return any(operand.previous for operand in self.operands)

    @cached_property
    def verdict(self) -> Verdict:
        """Fails where no counts in place of the blanks could make it true."""
        low_left, high_left = total(self.left)
        low_right, high_right = total(self.right)
        if self.identity.relation is Relation.EQUAL:
            fails = high_left < low_right or high_right < low_left
            holds = low_left == high_left == low_right == high_right
        else:
            fails = low_left > high_right
            holds = high_left <= low_right
        if fails:
            return Verdict.FAILS
        return Verdict.HOLDS if holds else Verdict.OPEN


def total(operands: tuple[Operand, ...]) -> tuple[Decimal, Decimal]:
    """The least and the most that these terms come to together."""
    low = high = Decimal(0)
    for operand in operands:
        least, most = operand.signed
        low, high = _EXACT.add(low, least), _EXACT.add(high, most)
    return low, high


def instances(identity: Identity, case: Case) -> Iterator[Instance]:
    """``identity`` in every column or row that holds all of its terms.

    Last year's figures are blank where the case has no report of last year.
    """
    if identity.per == "figure":
        left, right = (
            tuple(_figure(term, case) for term in terms)
            for terms in (identity.left, identity.right)
        )
        yield Instance(identity, "", left, right)
        return
    table = case.form.tables[identity.table or ""]
    assert isinstance(table, Table)  # proven by model.consistency
    by_column = identity.per == "column"
    lines = dict.fromkeys(a.column if by_column else a.row for a in table.cells)
    for line in identity.over or lines:
        left, right = (
            tuple(
                operand
                for term in terms
                if (operand := _cell(table, term, line, by_column=by_column, case=case))
            )
            for terms in (identity.left, identity.right)
        )
        if (len(left), len(right)) == (len(identity.left), len(identity.right)):
            yield Instance(identity, line if len(lines) > 1 else "", left, right)


def _cell(table: Table, term: Term, line: str, *, by_column: bool, case: Case) -> Operand | None:
    row, column_id = (term.ref, line) if by_column else (line, term.ref)
    address = Address(table.id, row, column_id)
    column = table.cells.get(address)
    if column is None:
        return None
    report = case.previous if term.previous else case.report
    value = report.value(address) if report else NOT_FILLED
    return _operand(str(address), value, column.kind, term)


def _figure(term: Term, case: Case) -> Operand:
    report = case.previous if term.previous else case.report
    value = report.figures.get(term.ref, NOT_FILLED) if report else NOT_FILLED
    return _operand(term.ref, value, case.form.figures[term.ref].kind, term)


def _operand(address: str, value: Value, kind: Kind, term: Term) -> Operand:
    known = Decimal(0) if value is NOT_APPLICABLE else number(value)
    least = INFINITY.copy_negate() if kind is Kind.SIGNED else Decimal(0)
    return Operand(
        address,
        least if known is None else known,
        INFINITY if known is None else known,
        term.sign,
        kind,
        value is NOT_APPLICABLE,
        term.previous,
    )
