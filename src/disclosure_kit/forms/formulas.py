"""A live check as formulas, and what they give for the figures at hand.

The formulas say what ``checking.arithmetic`` says: a blank stands for any count from 0 up,
so the filled parts alone may already break an identity; else it is 未核.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from attrs import frozen

from ..model.rules import Relation
from ..view import format_number
from .planned import LiveCheck, Operand

HOLDS: Final = "√"
FAILS: Final = "×"
OPEN: Final = "未核"

Known = Callable[[Operand], Decimal | None]


@frozen
class _Side:
    """The sum of what is filled, and how many blanks may raise or lower it."""

    total: str
    raising: str
    lowering: str


def status_formula(check: LiveCheck) -> str:
    """``√``, ``× 差 3`` or ``未核``."""
    left, right = _side(check.left, check.status.sheet), _side(check.right, check.status.sheet)
    gap = f'"{FAILS} 差 "&ABS({left.total}-({right.total}))'
    above = f"{_blanks(left.lowering, right.raising)},{left.total}>{right.total}"
    below = f"{_blanks(left.raising, right.lowering)},{left.total}<{right.total}"
    settled = _blanks(left.raising, left.lowering, right.raising, right.lowering)
    if check.identity.relation is Relation.EQUAL:
        return f'=IF(OR(AND({above}),AND({below})),{gap},IF({settled},"{HOLDS}","{OPEN}"))'
    certain = _blanks(left.raising, right.lowering)
    return f'=IF(AND({above}),{gap},IF({certain},"{HOLDS}","{OPEN}"))'


def computed_formula(check: LiveCheck) -> str:
    """What the total should be, once all of its parts are filled."""
    side = _side(check.right, check.status.sheet)
    return f'=IF({_blanks(side.raising, side.lowering)},{side.total},"{OPEN}")'


def _blanks(*counts: str) -> str:
    terms = [count for count in counts if count != "0"]
    return f"{'+'.join(dict.fromkeys(terms))}=0" if terms else "TRUE"


def _side(operands: tuple[Operand, ...], sheet: str) -> _Side:
    sums = []
    raising: list[str] = []
    lowering: list[str] = []
    for weight in dict.fromkeys(o.weight for o in operands):
        runs = _runs([o for o in operands if o.weight == weight], sheet)
        factor = format_number(abs(weight))
        times = "" if factor == "1" else f"{factor}*"
        sums.append(f"{'-' if weight < 0 else '+'}{times}SUM({','.join(runs)})")
    for signed, adds in dict.fromkeys((o.signed, o.weight > 0) for o in operands):
        chosen = [o for o in operands if (o.signed, o.weight > 0) == (signed, adds)]
        runs = _runs(chosen, sheet)
        marks = "".join(f'-COUNTIF({run},"/")' for run in runs)
        count = f"({len(chosen)}-COUNT({','.join(runs)}){marks})"
        if signed or adds:
            raising.append(count)
        if signed or not adds:
            lowering.append(count)
    total = "".join(sums).lstrip("+")
    return _Side(f"ROUND({total},6)", "+".join(raising) or "0", "+".join(lowering) or "0")


def _runs(operands: list[Operand], sheet: str) -> list[str]:
    """Cells that stand one below the other, or side by side, as one range."""
    runs: list[list[Operand]] = []
    for operand in operands:
        last = runs[-1] if runs else []
        if last and _follows(last, operand):
            last.append(operand)
        else:
            runs.append([operand])
    return [_range(run, sheet) for run in runs]


def _follows(run: list[Operand], operand: Operand) -> bool:
    before, here = run[-1].spot, operand.spot
    step = (here.row - before.row, here.column - before.column)
    if before.sheet != here.sheet or step not in ((0, 1), (1, 0)):
        return False
    first = run[0].spot
    return len(run) == 1 or (
        before.row == first.row if step == (0, 1) else before.column == first.column
    )


def _range(run: list[Operand], sheet: str) -> str:
    first, last = run[0].spot, run[-1].spot
    cells = first.a1 if first == last else f"{first.a1}:{last.a1}"
    return cells if first.sheet == sheet else f"'{first.sheet}'!{cells}"


def status(check: LiveCheck, known: Known) -> str:
    """What ``status_formula`` gives."""
    (left, up_left, down_left), (right, up_right, down_right) = (
        _sum(check.left, known),
        _sum(check.right, known),
    )
    above = not down_left and not up_right and left > right
    below = not up_left and not down_right and left < right
    equal = check.identity.relation is Relation.EQUAL
    if above or (equal and below):
        return f"{FAILS} 差 {format_number(abs(left - right))}"
    settled = not (up_left or down_right) and (not equal or not (down_left or up_right))
    return HOLDS if settled else OPEN


def computed(check: LiveCheck, known: Known) -> Decimal | str:
    """What ``computed_formula`` gives."""
    total, up, down = _sum(check.right, known)
    return OPEN if up or down else total


def _sum(operands: tuple[Operand, ...], known: Known) -> tuple[Decimal, bool, bool]:
    total, up, down = Decimal(0), False, False
    for operand in operands:
        figure = known(operand)
        if figure is None:
            up |= operand.signed or operand.weight > 0
            down |= operand.signed or operand.weight < 0
        else:
            total += figure * operand.weight
    return total, up, down
