"""Laid-out identities as systems of sums over numbered cells, apart where they share none."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from attrs import frozen

from ..model.rules import Relation
from ..model.values import Kind
from .instances import Instance, Operand
from .linear import Sum, System


@frozen
class Numbered:
    """Instances as sums over numbered cells. ``scale``: how many units make 1."""

    system: System
    cells: tuple[Operand, ...]
    scale: int

    def figure(self, units: int) -> Decimal:
        """A number of the system as a figure of the report."""
        return Decimal(units) if self.scale == 1 else Decimal(units) / self.scale


def components(instances: Iterable[Instance]) -> list[list[Instance]]:
    """Instances that share no cell of this year's report, apart."""
    groups: list[tuple[set[str], list[Instance]]] = []
    for instance in instances:
        cells = {o.address for o in instance.operands if not o.previous}
        touching = [group for group in groups if group[0] & cells]
        groups = [group for group in groups if not group[0] & cells]
        merged = [i for group in touching for i in group[1]]
        groups.append((cells.union(*(g[0] for g in touching)), [*merged, instance]))
    return [members for _, members in groups]


def numbered(instances: list[Instance]) -> Numbered:
    """One system for these instances. Last year's figures are taken as given, or as blank."""
    cells: dict[tuple[str, bool], Operand] = {}
    for instance in instances:
        for operand in instance.operands:
            if not operand.previous or operand.known is None:
                cells.setdefault((operand.address, operand.previous), operand)
    scale = 10 ** max((_decimals(o) for i in instances for o in i.operands), default=0)
    numbers = {key: number for number, key in enumerate(cells)}
    sums = [_sum(instance, numbers, scale) for instance in instances]
    values: list[int | None] = []
    floors: list[int | None] = []
    for number, operand in enumerate(cells.values()):
        value = None if operand.known is None else _whole(operand.known, scale)
        floor = None if operand.kind is Kind.SIGNED else 0
        values.append(value)
        floors.append(floor)
        if value is not None and floor is not None and value < floor:
            sums.append(Sum(((number, -1),), floor, equal=False))
    return Numbered(System(tuple(values), tuple(floors), tuple(sums)), tuple(cells.values()), scale)


def _sum(instance: Instance, numbers: dict[tuple[str, bool], int], scale: int) -> Sum:
    terms: dict[int, int] = {}
    constant = 0
    for side, operands in ((1, instance.left), (-1, instance.right)):
        for operand in operands:
            factor = side * operand.sign
            number = numbers.get((operand.address, operand.previous))
            if number is not None:
                terms[number] = terms.get(number, 0) + factor
            elif operand.known is not None:
                constant += factor * _whole(operand.known, scale)
    kept = tuple((number, factor) for number, factor in terms.items() if factor)
    return Sum(kept, constant, instance.identity.relation is Relation.EQUAL)


def _decimals(operand: Operand) -> int:
    if operand.known is None or operand.kind in (Kind.COUNT, Kind.SIGNED):
        return 0
    exponent = operand.known.as_tuple().exponent
    assert isinstance(exponent, int)  # finite by construction
    return max(0, -exponent)


def _whole(figure: Decimal, scale: int) -> int:
    if scale == 1:
        return int(figure)
    numerator, denominator = figure.as_integer_ratio()
    return numerator * scale // denominator
