"""Sums of counts that plainly hold: told without looking at each identity by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter
from typing import Any, TypeAlias

from attrs import frozen

from ..model.case import Case
from ..model.form import Form
from ..model.rules import Relation
from ..model.values import NOT_APPLICABLE
from .instances import Instance, Laid, Place, laid_out, values_of

_Taken: TypeAlias = "Callable[[list[Any]], Iterable[int]]"  # those at some places of a list


def doubtful(case: Case) -> list[Instance]:
    """The instances whose counts do not plainly make them true. Most reports are sound:
    their counts are taken once each, and every sum is one of numbers by their place."""
    counts: list[int | None] = []
    plan = case.form.kept(_plan)
    for (table, previous), keys in plan.keys.items():
        values = values_of(case.previous if previous else case.report, table)
        standing = map(values.get, keys)
        counts += [v if type(v) is int else 0 if v is NOT_APPLICABLE else None for v in standing]
    return [Instance(laid, case) for laid, sides in plan.sums if not sides.plainly_hold(counts)]


def _taking(places: tuple[int, ...]) -> _Taken:
    if len(places) > 1:
        return itemgetter(*places)  # which of one place would take no tuple
    return lambda counts: [counts[at] for at in places]


@frozen(eq=False)
class _Sides:
    """The places of an identity's terms in a list of counts; what is subtracted on one side is
    added to the other."""

    left: _Taken
    right: _Taken
    equal: bool

    def plainly_hold(self, counts: list[int | None]) -> bool:
        try:
            left, right = sum(self.left(counts)), sum(self.right(counts))
        except TypeError:  # one is no count
            return False
        return left == right if self.equal else left <= right


@frozen(eq=False)
class _Plan:
    """The keys of all terms by table and year, in the order of their counts; and each identity in
    every line of it."""

    keys: dict[tuple[str | None, bool], dict[Any, int]]
    sums: tuple[tuple[Laid, _Sides], ...]


def _plan(form: Form) -> _Plan:
    keys: dict[tuple[str | None, bool], dict[Any, int]] = {}
    for laid in form.kept(laid_out):
        for place in (*laid.left, *laid.right):
            keys.setdefault((laid.table, place.previous), {}).setdefault(place.key, 0)
    at = 0
    for held in keys.values():
        for key in held:
            held[key] = at
            at += 1
    return _Plan(keys, tuple((laid, _sides(laid, keys)) for laid in form.kept(laid_out)))


def _sides(laid: Laid, keys: Mapping[tuple[str | None, bool], Mapping[Any, int]]) -> _Sides:
    def at(places: tuple[Place, ...], sign: int) -> tuple[int, ...]:
        return tuple(keys[laid.table, p.previous][p.key] for p in places if p.sign == sign)

    left = at(laid.left, 1) + at(laid.right, -1)
    right = at(laid.right, 1) + at(laid.left, -1)
    return _Sides(_taking(left), _taking(right), laid.identity.relation is Relation.EQUAL)
