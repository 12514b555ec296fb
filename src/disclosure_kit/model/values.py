"""What may stand in one cell, and the address of a cell.

Blank, zero and not applicable are three things: an empty cell is ``NOT_FILLED``,
never 0; a ``/`` is ``NOT_APPLICABLE``.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import Enum, StrEnum
from typing import Final, TypeAlias

from attrs import field, frozen, validators


class Kind(StrEnum):
    """What a column, row or stated figure holds."""

    COUNT = "count"
    SIGNED = "signed"
    MONEY = "money"
    SHARE = "share"
    TEXT = "text"


class CellState(Enum):
    """A cell without a value."""

    NOT_FILLED = "not filled"
    NOT_APPLICABLE = "n/a"


NOT_FILLED: Final = CellState.NOT_FILLED
_WHOLE: Final = {int}
NOT_APPLICABLE: Final = CellState.NOT_APPLICABLE

YUAN_PER_UNIT: Final = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}


@frozen
class Money:
    """An amount as printed, with its unit (元, 万元 or 亿元); compared in 元.

    An empty ``unit`` means that the source names none: then nothing is compared.
    """

    amount: Decimal
    unit: str = field(validator=validators.in_(["", *YUAN_PER_UNIT]))

    @property
    def yuan(self) -> Decimal | None:
        """The amount in 元, or None where the unit is not known."""
        return self.amount * YUAN_PER_UNIT[self.unit] if self.unit else None


@frozen
class Share:
    """A percentage that keeps the decimals it was printed with (37.91 is not 37.910)."""

    percent: Decimal


Value: TypeAlias = int | Money | Share | str | CellState


def all_whole(values: Iterable[object]) -> bool:
    """Whether ``values`` are whole numbers, all of them: one look, for most tables hold no others.
    Of none it is not said."""
    return set(map(type, values)) == _WHOLE


def number(value: Value) -> Decimal | None:
    """The figure to calculate with (money in 元, a share in percent); None where there is none."""
    match value:
        case int():
            return Decimal(value)
        case Money():
            return value.yuan
        case Share():
            return value.percent
        case _:
            return None


@frozen(order=True, cache_hash=True)
class Address:
    """Where a statutory figure lives: ``table.row.column``; any part may hold dots."""

    table: str
    row: str
    column: str

    def __str__(self) -> str:
        return f"{self.table}.{self.row}.{self.column}"
