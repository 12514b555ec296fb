"""From one figure to another: the difference, and the change in percent where that has a sense."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from attrs import frozen

from ..model.table import Column
from ..model.values import (
    NOT_APPLICABLE,
    NOT_FILLED,
    YUAN_PER_UNIT,
    Kind,
    Money,
    Share,
    Value,
    number,
)
from ..view import format_number, format_value

_PLACES: Final = Decimal("0.1")  # of a percentage
# Exact for any two figures that a report may hold.
_EXACT: Final = Context(prec=200, rounding=ROUND_HALF_UP)
_NONE: Final = {NOT_FILLED: "未填", NOT_APPLICABLE: "不适用"}


@frozen
class Cell:
    """A figure with the column that it stands in."""

    value: Value
    column: Column

    @property
    def printed(self) -> str:
        return format_value(self.value, self.column)


@frozen
class Change:
    """``difference`` is this minus last, in ``unit`` where the form leaves the unit open (a
    difference of shares is in percentage points). ``percent`` is that of last, to one decimal.
    ``why`` says in words what keeps either from being told."""

    difference: Decimal | None = None
    unit: str = ""
    percent: Decimal | None = None
    why: str = ""

    @property
    def printed(self) -> str:
        return "" if self.difference is None else f"{signed(self.difference)}{self.unit}"

    @property
    def printed_percent(self) -> str:
        if self.percent is None:
            return ""
        return f"{self.percent:+f}%" if self.percent else f"{self.percent:f}%"


def signed(difference: Decimal) -> str:
    """A difference as printed: with its sign, nothing but ``0`` where there is none."""
    return ("+" if difference > 0 else "") + format_number(difference)


def change(last: Cell, this: Cell) -> Change:
    """The change from ``last`` to ``this``, both of one kind. Nothing is guessed: there is no
    difference from or to a blank or 不适用, no percentage of 0, of a signed figure or of a share.
    """
    for year, cell in (("上年", last), ("本年", this)):
        if cell.value in _NONE:
            return Change(why=year + _NONE[cell.value])
    if this.column.kind is Kind.TEXT:
        return Change(why="" if last.value == this.value else "文字不同")
    before, now = number(last.value), number(this.value)
    if before is None or now is None:
        return _of_unknown_units(last.value, this.value)
    unit, per = _unit(this)
    difference = _EXACT.divide(_EXACT.subtract(now, before), per)
    if isinstance(this.value, Share) or this.column.kind is Kind.SIGNED:
        return Change(difference, unit)
    return Change(difference, unit, *_percent(before, now))


def _unit(this: Cell) -> tuple[str, Decimal]:
    """In what a difference is told."""
    if isinstance(this.value, Share):
        return "个百分点", Decimal(1)
    if isinstance(this.value, Money):
        return "" if this.column.unit else this.value.unit, YUAN_PER_UNIT[this.value.unit]
    return "", Decimal(1)


def _of_unknown_units(last: Value, this: Value) -> Change:
    """Amounts without a unit are nowhere held to be of one unit."""
    lacking = [
        year
        for year, value in (("上年", last), ("本年", this))
        if isinstance(value, Money) and not value.unit
    ]
    return Change(why=f"{'、'.join(lacking)}的金额没有写单位")


def _percent(before: Decimal, now: Decimal) -> tuple[Decimal | None, str]:
    if before == now == 0:
        return None, ""
    if before <= 0:
        return None, "上年为 0" if before == 0 else "上年为负数"
    share = _EXACT.divide(_EXACT.subtract(now, before) * 100, before)
    return _EXACT.quantize(share, _PLACES), ""
