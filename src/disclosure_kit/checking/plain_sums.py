"""Sums of counts that plainly hold: told without looking at each identity by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from operator import itemgetter
from typing import Any, TypeAlias

from attrs import frozen

from ..model.case import Case
from ..model.form import Form
from ..model.report import Report
from ..model.rules import Relation
from ..model.table import Table
from ..model.values import NOT_APPLICABLE, NOT_FILLED, Value, all_whole
from .instances import Instance, Laid, Place, laid_out

_Taken: TypeAlias = "Callable[[Sequence[Any]], Iterable[int]]"  # those at some places of a list


def doubtful(case: Case) -> list[Instance]:
    """The instances whose counts do not plainly make them true; of those that speak of last year
    none where the case has no report of it. Most reports are sound: their counts are taken once
    each, and the equal sums of a table are proven together."""
    plan = case.form.kept(_plan, case.previous is not None)
    counts: list[int | None] = []
    for (table, previous), keys in plan.keys.items():
        standing = _standing(case.previous if previous else case.report, table, keys)
        counts += standing if all_whole(standing) else map(_count, standing)
    return [Instance(laid, case) for group in plan.groups for laid in group.doubtful(counts)]


def _standing(report: Report | None, table: str | None, keys: tuple[Any, ...]) -> Sequence[Any]:
    """What a report has in these cells of a table, or for these stated figures."""
    if report is not None and table is None:
        return [report.figures.get(key, NOT_FILLED) for key in keys]
    data = report.tables.get(table or "") if report is not None else None
    return data.at(keys) if data is not None else [NOT_FILLED] * len(keys)


def _count(value: Value) -> int | None:
    return value if type(value) is int else 0 if value is NOT_APPLICABLE else None


def _taking(places: Sequence[int]) -> _Taken:
    if len(places) > 1:
        return itemgetter(*places)  # which of one place would take no tuple
    return lambda counts: [counts[at] for at in places]


@frozen(eq=False)
class _Sides:
    """The places of an identity's terms in a list of counts; what is subtracted on one side is
    added to the other."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    equal: bool


@frozen(eq=False)
class _Sum:
    """One identity in one line of it."""

    laid: Laid
    left: _Taken
    right: _Taken
    equal: bool

    @classmethod
    def of(cls, laid: Laid, sides: _Sides) -> _Sum:
        return cls(laid, _taking(sides.left), _taking(sides.right), sides.equal)

    def plainly_holds(self, counts: list[int | None]) -> bool:
        try:
            left, right = sum(self.left(counts)), sum(self.right(counts))
        except TypeError:  # one is no count
            return False
        return left == right if self.equal else left <= right


@frozen(eq=False)
class _Balance:
    """Equal sums, the terms of one behind those of the other. Each holds where all that was added
    so far comes to the same on the left and on the right at the end of each, and only there."""

    left: _Taken
    right: _Taken
    left_ends: _Taken
    right_ends: _Taken

    @classmethod
    def of(cls, sums: Sequence[_Sides]) -> _Balance:
        lefts, rights = [one.left for one in sums], [one.right for one in sums]
        return cls(
            *(_taking([at for one in side for at in one]) for side in (lefts, rights)),
            *(_taking(list(accumulate(map(len, side)))) for side in (lefts, rights)),
        )

    def holds(self, counts: list[int | None]) -> bool:
        try:
            left = list(accumulate(self.left(counts), initial=0))
            right = list(accumulate(self.right(counts), initial=0))
        except TypeError:  # one is no count
            return False
        return self.left_ends(left) == self.right_ends(right)


@frozen(eq=False)
class _Group:
    """The identities of a table, or of the stated figures."""

    balance: _Balance
    equal: tuple[_Sum, ...]
    others: tuple[_Sum, ...]

    @classmethod
    def of(cls, every: Sequence[tuple[Laid, _Sides]]) -> _Group:
        equal, others = (
            tuple(_Sum.of(laid, sides) for laid, sides in every if sides.equal is kind)
            for kind in (True, False)
        )
        return cls(_Balance.of([sides for _, sides in every if sides.equal]), equal, others)

    def doubtful(self, counts: list[int | None]) -> Iterator[Laid]:
        proven = self.balance.holds(counts)
        for one in self.others if proven else (*self.equal, *self.others):
            if not one.plainly_holds(counts):
                yield one.laid


@frozen(eq=False)
class _Plan:
    """What is taken of each table, by table and year, in the order of the counts; and the
    identities in every line of them."""

    keys: dict[tuple[str | None, bool], tuple[Any, ...]]
    groups: tuple[_Group, ...]


def _plan(form: Form, years: bool) -> _Plan:
    """``years``: with the identities that speak of last year."""
    every = [laid for laid in form.kept(laid_out) if years or not laid.across_years]
    keys: dict[tuple[str | None, bool], tuple[Any, ...]] = {}
    for laid in every:
        for place in (*laid.left, *laid.right):
            if (laid.table, place.previous) not in keys:
                keys[laid.table, place.previous] = _keys(form, laid.table)
    numbers = enumerate((where, key) for where, held in keys.items() for key in held)
    at = {(*where, key): number for number, (where, key) in numbers}
    groups: dict[str | None, list[tuple[Laid, _Sides]]] = {}
    for laid in every:
        groups.setdefault(laid.table, []).append((laid, _sides(laid, at)))
    return _Plan(keys, tuple(map(_Group.of, groups.values())))


def _keys(form: Form, table: str | None) -> tuple[Any, ...]:
    if table is None:
        return tuple(form.figures)
    of_form = form.tables[table]
    assert isinstance(of_form, Table)  # proven by model.consistency
    return of_form.keys


def _sides(laid: Laid, at: Mapping[tuple[str | None, bool, Any], int]) -> _Sides:
    def places(terms: tuple[Place, ...], sign: int) -> tuple[int, ...]:
        return tuple(at[laid.table, p.previous, p.key] for p in terms if p.sign == sign)

    left = places(laid.left, 1) + places(laid.right, -1)
    right = places(laid.right, 1) + places(laid.left, -1)
    return _Sides(left, right, laid.identity.relation is Relation.EQUAL)
