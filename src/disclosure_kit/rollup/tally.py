"""Adding up: sums of flat rows of figures, exact, and never a partial sum that looks whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from operator import add
from typing import Any, Final, TypeVar

from attrs import define, field, frozen

from ..model.values import NOT_APPLICABLE as ABSENT
from ..model.values import YUAN_PER_UNIT, Money, Value
from ..structure.cells import LARGEST
from .adding import Added, Adding
from .lanes import Running
from .row import NOT_APPLICABLE, Amount, Count, Row, Shape, plain

T = TypeVar("T")

NAMED: Final = 20  # units that are named beside a total which they keep open
_DECIMALS: Final = 6  # of an amount, at most
_YUAN: Final = {unit: int(yuan) for unit, yuan in YUAN_PER_UNIT.items()}
_NO_UNIT: Final = "没有写金额的单位"
BLANK: Final = "没有填"
_ABSENT: Final = "填的是“不适用”"


class State(StrEnum):
    """What a total is."""

    WHOLE = "whole"
    PARTIAL = "partial"  # by the user's choice: units are missing, those that are there agree
    INCOMPLETE = "incomplete"  # no total is given
    NOT_APPLICABLE = "not_applicable"
    NOT_ADDED = "not_added"


@frozen
class Total:
    """One figure of the body. ``value`` is what its report says; ``so_far`` what the units that
    gave it come to; ``lacking`` names units that keep it open, and why, ``lacks`` counts them."""

    address: str
    label: str
    state: State
    value: Value | None
    so_far: Value | None
    lacking: tuple[str, ...]
    lacks: int
    why: str


@define
class _Open:
    """What keeps one total from being whole."""

    count: int = 0
    named: list[str] = field(factory=list)
    absent: int = 0

    def lack(self, name: str, why: str) -> None:
        self.count += 1
        if len(self.named) < NAMED:
            self.named.append(f"{name}（{why}）")


@frozen
class _Units:
    """Units of one shape: the sums of their rows, and where the body's figures stand in them;
    ``whole``: none is missing there."""

    shape: Shape
    running: Running
    counts: tuple[int | None, ...]
    amounts: tuple[int | None, ...]
    whole: bool


@define
class Tally:
    """The running sums of one body."""

    adding: Adding
    units: int = field(default=0, init=False)
    _sums: list[int] = field(init=False)
    _money: list[int] = field(init=False)
    _decimals: list[int] = field(init=False)
    _names: list[set[str]] = field(init=False)
    _open: dict[str, _Open] = field(factory=dict, init=False)
    _known: dict[int, _Units] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        self._sums = [0] * len(self.adding.counts)
        self._money = [0] * len(self.adding.amounts)
        self._decimals = [0] * len(self.adding.amounts)
        self._names = [set() for _ in self.adding.amounts]

    def add(self, name: str, shape: Shape, row: Row, blank: str = BLANK) -> None:
        """Add the figures of the unit ``name``; ``blank`` says why one of them is not there."""
        self.units += 1
        like = self._known.get(shape.number) or self._units_of(shape)
        counts = row.counts
        if isinstance(counts, bytes) and like.whole:
            like.running.add(counts)
        else:
            self._add_counts(name, _picked(shape.counts_of(row), like.counts), blank)
        for at, amount in enumerate(_picked(row.amounts, like.amounts)):
            self._add_amount(name, at, amount, blank)

    def _units_of(self, shape: Shape) -> _Units:
        counts = _standing(self.adding.counts, shape.counts)
        amounts = _standing(self.adding.amounts, shape.amounts)
        running = Running(shape.lanes)
        found = _Units(shape, running, counts, amounts, None not in counts)
        return self._known.setdefault(shape.number, found)

    def _add_counts(self, name: str, counts: Sequence[Count], blank: str) -> None:
        try:
            self._sums = list(map(add, self._sums, counts))
        except TypeError:  # a figure is blank or does not apply
            self._add_each(name, counts, blank)

    def _add_each(self, name: str, counts: Sequence[Count], blank: str) -> None:
        for at, (added, count) in enumerate(zip(self.adding.counts, counts, strict=True)):
            if isinstance(count, int):
                self._sums[at] += count
            else:
                self._without(name, added, count, blank)

    def _add_amount(self, name: str, at: int, amount: Amount, blank: str) -> None:
        added = self.adding.amounts[at]
        if not isinstance(amount, list):
            self._without(name, added, amount, blank)
            return
        words, unit = amount
        if unit not in _YUAN:
            self._of(added).lack(name, _NO_UNIT)
            return
        whole, _, fraction = words.partition(".")
        digits = whole + fraction[:_DECIMALS].ljust(_DECIMALS, "0")
        self._money[at] += int(digits) * _YUAN[unit]
        self._decimals[at] = max(self._decimals[at], len(fraction))
        self._names[at].add(unit)

    def _without(self, name: str, added: Added, given: Any, blank: str) -> None:
        told = self._of(added)
        if given != NOT_APPLICABLE:
            told.lack(name, blank)
        elif added.nothing:
            told.absent += 1
        else:
            told.lack(name, _ABSENT)

    def _of(self, added: Added) -> _Open:
        return self._open.setdefault(added.address, _Open())

    def totals(self, *, whole: bool, partial: bool) -> Iterator[Total]:
        """What came of every figure. ``whole``: all units are there; ``partial``: totals are
        wanted also where not."""
        for added, sum_ in zip(self.adding.counts, self._counts(), strict=True):
            too_large = abs(sum_) >= LARGEST
            yield self._total(added, sum_, too_large, whole=whole, partial=partial)
        for at, added in enumerate(self.adding.amounts):
            money = self._amount(at, added)
            yield self._total(added, money, money is None, whole=whole, partial=partial)
        for address, why in self.adding.left.items():
            label = self.adding.labels[address]
            yield Total(address, label, State.NOT_ADDED, None, None, (), 0, why)

    def _counts(self) -> list[int]:
        """The sums of counts: what was added by itself, and what the rows come to."""
        found = list(self._sums)
        for like in self._known.values():
            sums = like.running.sums()
            more = _picked(sums, like.counts)
            found = [known + (number or 0) for known, number in zip(found, more, strict=True)]
        return found

    def _total(
        self, added: Added, sum_: Value | None, too_large: bool, *, whole: bool, partial: bool
    ) -> Total:
        told = self._open.get(added.address, _Open())
        so_far: Value | None = sum_
        state = State.WHOLE if whole else State.PARTIAL
        if too_large:
            return Total(
                added.address,
                added.label,
                State.INCOMPLETE,
                None,
                None,
                ("合计过大",),
                1,
                added.why,
            )
        if told.count or not self.units or not (whole or partial):
            state = State.INCOMPLETE
        if told.count + told.absent == self.units:
            so_far = ABSENT if told.absent and not told.count else None
            if state is not State.INCOMPLETE:
                state = State.NOT_APPLICABLE
        value = None if state is State.INCOMPLETE else so_far
        return Total(
            added.address,
            added.label,
            state,
            value,
            so_far,
            tuple(told.named),
            told.count,
            added.why,
        )

    def _amount(self, at: int, added: Added) -> Money | None:
        """The sum in the form's unit, else in the one that all units used, else in 元; None where
        it has more digits than a report may."""
        used = self._names[at]
        unit = added.unit or (next(iter(used)) if len(used) == 1 else "元")
        yuan = Decimal(self._money[at]).scaleb(-_DECIMALS)
        amount = yuan / YUAN_PER_UNIT[unit]
        places = min(_DECIMALS, self._decimals[at])
        exact = amount.quantize(Decimal(1).scaleb(-places)) if abs(amount) < LARGEST else None
        return None if exact is None else Money(exact, unit)


def _standing(mine: Sequence[Added], theirs: Sequence[str]) -> tuple[int | None, ...]:
    """Where each of the body's figures stands among those of a unit."""
    known = {name: at for at, name in enumerate(theirs)}
    return tuple(known.get(one.address) for one in mine)


def _picked(figures: Sequence[T], places: Sequence[int | None]) -> list[T | None]:
    """The figures that stand at ``places``; None where there is no place."""
    return [None if at is None else figures[at] for at in places]


def plain_value(value: Value | None) -> Any:
    """A total as the files of a roll-up write it."""
    return None if value is None else plain(value)


def total_row(total: Total) -> dict[str, Any]:
    """A total as a row of the provenance."""
    return {
        "address": total.address,
        "label": total.label,
        "state": total.state.value,
        "value": plain_value(total.value),
        "so_far": plain_value(total.so_far),
        "lacks": total.lacks,
        "lacking": list(total.lacking),
        "why": total.why,
    }
