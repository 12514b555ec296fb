"""A report whose every figure is the sum of all others': most likely their sum, printed, lies among
them under another name."""

from __future__ import annotations

from typing import Any, Final

from attrs import evolve

from ..model.values import Money, Value
from .changes import mark_of
from .flat import Flattener
from .unit import Unit
from .writing import Made

_TELLING: Final = 3  # different figures: of three small towns one is soon the sum of the others


def sum_of_others(made: Made, flattener: Flattener) -> Unit | None:
    """The one unit of ``made`` whose figures are each half of the total, where two others or more
    have any: it is looked up by the mark of such figures. A body of whose figures some are not
    added is not looked at."""
    shape = flattener.shape(made.form)
    totals = {total.address: total.so_far for total in made.totals}
    try:
        halves = [
            [_half(totals.get(at)) for at in group] for group in (shape.counts, shape.amounts)
        ]
    except ValueError:
        return None
    if len({half for half in halves[0] if isinstance(half, int) and half}) < _TELLING:
        return None
    mark = mark_of(shape.row(*halves).text)
    nothing = mark_of(
        shape.row([0 if isinstance(h, int) else h for h in halves[0]], halves[1]).text
    )
    units = [member.unit for member in made.body.members if member.unit is not None]
    found = [unit for unit in units if (unit.digest, unit.shape) == (mark, shape.number)]
    others = [unit for unit in units if unit.digest not in (mark, nothing)]
    return found[0] if len(found) == 1 and len(others) > 1 else None


def _half(total: Value | None) -> Any:
    """Half of a total.

    Raises:
        ValueError: no unit of whole numbers has it.
    """
    if isinstance(total, Money):
        return evolve(total, amount=total.amount / 2)
    if isinstance(total, int) and total % 2:
        raise ValueError(total)
    return total // 2 if isinstance(total, int) else total
