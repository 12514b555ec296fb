"""Faults as people make them when they type figures into the form, planted by chance."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping

from attrs import frozen

from disclosure_kit.model.values import Money

from .reports import Cell, Subject

Changes = Mapping[Cell, int | Money | None]
Planter = Callable[[random.Random, Subject], Changes | None]


@frozen
class Fault:
    """What was planted: the kind, and the cells with their new values."""

    kind: str
    changes: Changes


def _whole(subject: Subject, least: int = 0) -> list[tuple[Cell, int]]:
    return [(c, v) for c, v in subject.figures.items() if v is not None and v >= least]


def _totals(subject: Subject) -> list[tuple[Cell, int]]:
    return [(c, v) for c, v in _whole(subject, 1) if "total" in (c[1], c[2]) or _sums_up(c)]


def _sums_up(cell: Cell) -> bool:
    _, row, column = cell
    return row == "handled_total" or row.endswith(".total") or column.endswith(".total")


def _one(choose: Callable[[Subject], list[tuple[Cell, int]]]) -> Callable[..., Planter]:
    """A planter that changes one cell by ``slip``; ``None`` where the slip changes nothing."""

    def made(slip: Callable[[random.Random, int], int | None]) -> Planter:
        def plant(rng: random.Random, subject: Subject) -> Changes | None:
            cell, value = rng.choice(choose(subject))
            new = slip(rng, value)
            return None if new is None or new == value else {cell: new}

        return plant

    return made


def _transposed(rng: random.Random, value: int) -> int:
    digits = list(str(value))
    place = rng.randrange(len(digits) - 1)
    digits[place], digits[place + 1] = digits[place + 1], digits[place]
    return int("".join(digits))


def _dropped(rng: random.Random, value: int) -> int:
    digits = str(value)
    place = rng.randrange(len(digits))
    return int(digits[:place] + digits[place + 1 :])


def _added(rng: random.Random, value: int) -> int:
    digits = str(value)
    place = rng.randrange(len(digits) + 1)
    return int(digits[:place] + str(rng.randrange(10)) + digits[place:])


def _slipped(rng: random.Random, value: int) -> int | None:
    if rng.random() < 0.5:
        return value * 10
    return value // 10 if value % 10 == 0 else None


def _off_by_one(rng: random.Random, value: int) -> int:
    return value + rng.choice((1, -1) if value else (1,))


def _last_years(rng: random.Random, value: int) -> int:
    """Last year's total: of the same size, most likely another."""
    return rng.randint(value * 2 // 3, value * 3 // 2 + 1)


def _doubled(_: random.Random, value: int) -> int:
    return value * 2


def _zero(_: random.Random, value: int) -> int:  # noqa: ARG001  # a slip takes both
    return 0


def _left_blank(rng: random.Random, subject: Subject) -> Changes | None:
    cell, _ = rng.choice(_totals(subject))
    return {cell: None}


def _in_yuan(rng: random.Random, subject: Subject) -> Changes | None:
    fees = [(c, m) for c, m in subject.money.items() if m.unit == "万元" and m.amount]
    if not fees:
        return None
    cell, fee = rng.choice(fees)
    return {cell: Money(fee.amount * 10_000, fee.unit)}


def _neighbours(subject: Subject, cell: Cell, *, below: bool) -> Iterator[Cell]:
    """The next cell of the same table, in the order of the form."""
    table, row, column = cell
    own = [c for c in subject.figures if c[0] == table]
    line = [c for c in own if (c[2] == column if below else c[1] == row)]
    after = line.index(cell) + 1
    yield from line[after : after + 1]


def _off(*, below: bool) -> Planter:
    """A figure typed one cell too far: its own cell is left 0, the next holds it."""

    def plant(rng: random.Random, subject: Subject) -> Changes | None:
        cell, value = rng.choice(_whole(subject, 1))
        for other in _neighbours(subject, cell, below=below):
            if subject.figures[other] == 0:
                return {cell: 0, other: value}
        return None

    return plant


def _swapped(rng: random.Random, subject: Subject) -> Changes | None:
    cell, value = rng.choice(_whole(subject))
    for other in _neighbours(subject, cell, below=rng.random() < 0.5):
        there = subject.figures[other]
        if there is not None and there != value:
            return {cell: there, other: value}
    return None


def _shifted_row(rng: random.Random, subject: Subject) -> Changes | None:
    """A whole row typed one column too far to the right, from an applicant's column on."""
    cells = [c for c, _ in _whole(subject, 1) if c[0] == "applications"]
    if not cells:
        return None
    row = rng.choice(cells)[1]
    line = [c for c in subject.figures if c[:2] == ("applications", row)]
    values = [subject.figures[c] for c in line]
    moved = [0, *values[:-1]]
    return {c: new for c, old, new in zip(line, values, moved, strict=True) if old != new}


_any, _counted, _several, _total = (
    _one(choose) for choose in (_whole, lambda s: _whole(s, 1), lambda s: _whole(s, 10), _totals)
)

SINGLE: dict[str, Planter] = {
    "transposed digits": _several(_transposed),
    "digit dropped": _several(_dropped),
    "digit added": _counted(_added),
    "decimal slip": _counted(_slipped),
    "off by one": _any(_off_by_one),
    "total doubled": _total(_doubled),
    "total missing (0)": _total(_zero),
    "last year's total left": _total(_last_years),
    "total left blank": _left_blank,
    "元 for 万元": _in_yuan,
}
SEVERAL: dict[str, Planter] = {
    "figure one row off": _off(below=True),
    "figure one column off": _off(below=False),
    "swapped cells": _swapped,
    "shifted row": _shifted_row,
}
DOUBLES = ("transposed digits", "digit dropped", "digit added", "decimal slip", "off by one")


def _together(count: int) -> Planter:
    """``count`` unrelated slips in one report."""

    def plant(rng: random.Random, subject: Subject) -> Changes | None:
        changes: dict[Cell, int | Money | None] = {}
        for _ in range(count):
            one = SINGLE[rng.choice(DOUBLES)](rng, subject)
            if one is None or not changes.keys().isdisjoint(one):
                return None
            changes |= one
        return changes

    return plant


PLANTERS = {**SINGLE, **SEVERAL, "two cells": _together(2), "three cells": _together(3)}


def plant(seed: int, subjects: list[Subject], each: int) -> Iterator[tuple[Subject, Fault]]:
    """``each`` faults of every kind, over the subjects in turn. The same seed, the same faults."""
    for kind, planter in PLANTERS.items():
        rng = random.Random(f"{seed} {kind}")
        planted = tries = 0
        while planted < each and tries < each * 50:
            subject = subjects[tries % len(subjects)]
            tries += 1
            changes = planter(rng, subject)
            if changes:
                planted += 1
                yield subject, Fault(kind, changes)
