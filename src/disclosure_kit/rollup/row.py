"""The figures of one unit in a row: how they wait to be added, and how JSON writes them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final, TypeAlias

from attrs import Factory, field, frozen

from ..model.values import CellState, Money, Value
from .lanes import Lanes

NOT_APPLICABLE: Final = "n/a"

Count: TypeAlias = int | str | None  # a number, "n/a", or not filled
Amount: TypeAlias = list[str] | str | None  # [amount, unit], "n/a", or not filled

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


quoted: Final = json.encoder.encode_basestring
"""A text as JSON."""


def line(value: Any) -> str:
    """``value`` as one line of JSON."""
    return _ENCODER.encode(value)


@frozen
class Row:
    """Figures in the order of their shape. ``counts`` stand in lanes where all are whole numbers,
    as they are in nearly every report; ``text`` is how the provenance writes all of them, and is
    made of bytes, since all that becomes of it is that it is hashed and written."""

    shape: int
    counts: bytes | tuple[Count, ...]
    amounts: tuple[Amount, ...]
    text: bytes


@frozen
class Shape:
    """The addresses of a kind of form: those of counts, those of amounts."""

    number: int
    counts: tuple[str, ...]
    amounts: tuple[str, ...]

    addresses: tuple[str, ...] = field(
        init=False, default=Factory(lambda shape: shape.counts + shape.amounts, takes_self=True)
    )
    lanes: Lanes = field(
        init=False, default=Factory(lambda shape: Lanes(len(shape.counts)), takes_self=True)
    )
    picked: Callable[[Mapping[str, str]], tuple[str, ...]] = field(
        init=False,
        eq=False,
        default=Factory(lambda shape: _picker(shape.addresses), takes_self=True),
    )

    def row(self, counts: Sequence[Any], amounts: Iterable[Value | None]) -> Row:
        """The row of these figures."""
        pairs = tuple([plain(amount) for amount in amounts])
        packed = self.lanes.row(counts)
        if packed is None:
            words = tuple([plain(count) for count in counts])
            return Row(self.number, words, pairs, line([*words, *pairs]).encode())
        numbers = [*map(_DIGITS.__getitem__, counts), *map(_amount, pairs)]
        return Row(self.number, packed, pairs, f"[{','.join(numbers)}]".encode())

    def counts_of(self, row: Row) -> tuple[Count, ...]:
        """The counts of a row of this shape."""
        return self.lanes.figures(row.counts) if isinstance(row.counts, bytes) else row.counts


def _picker(names: tuple[str, ...]) -> Callable[[Mapping[str, str]], tuple[str, ...]]:
    """What gives the values of these names, in this order."""
    if len(names) > 1:  # of one name it would give no tuple
        return itemgetter(*names)
    return lambda known: tuple(known[name] for name in names)


class _Digits(dict[int, str]):
    """Numbers as digits: most figures of a report are small, and known here."""

    def __missing__(self, number: int) -> str:
        return str(number)


_DIGITS: Final = _Digits((number, str(number)) for number in range(4096))


def _amount(amount: Amount) -> str:
    """An amount as JSON: of digits and one of the units that there are."""
    return f'["{amount[0]}","{amount[1]}"]' if isinstance(amount, list) else line(amount)


def plain(value: Value | None) -> Any:
    """A figure as the files of a roll-up write it."""
    if isinstance(value, Money):
        return [f"{value.amount:f}", value.unit]
    if isinstance(value, CellState):
        return None if value is CellState.NOT_FILLED else NOT_APPLICABLE
    return value
