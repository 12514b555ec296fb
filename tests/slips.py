"""Slips of the hand, planted in consistent tables: what localisation is measured by.

Each kind takes a report's figures and a source of chance, and gives the cells that it spoils, or
nothing where the table has no place for it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from random import Random

from attrs import frozen
from conftest import CORPUS
from forms_under_test import session
from ruamel.yaml import YAML
from strategies import within_year

from disclosure_kit import Loaded, Source, read
from disclosure_kit.model.form import Form
from disclosure_kit.model.report import Report
from disclosure_kit.model.rules import Relation
from disclosure_kit.model.values import Address

Figures = dict[Address, int]
Slip = Callable[["Sheet", Random], Figures]

COMPLETE = (
    "hangzhou-city-2025-tables", "hebei-jyt-2022", "huaian-city-2024", "shuyang-county-2025",
    "suqian-city-2023", "suqian-city-2024", "hebei-jyt-2018-stat",
)  # fmt: skip
HALF_EMPTY = ("hebei-jyt-2019", "shanghai-office-2019")


@cache
def published(stem: str) -> Loaded:
    """The tables of a published report, as keyed by hand; what nobody can read is blank."""
    keyed = YAML(typ="safe", pure=True).load((CORPUS / "expected" / f"{stem}.yaml").read_text())
    tree = {
        "format": "disclosure-kit/report/1",
        "edition": keyed["edition"],
        "year": keyed["year"],
        "agency": {"name": stem},
        "tables": keyed["tables"],
    }
    content = json.dumps(tree).replace('"illegible"', "null")
    return read(session(), Source(f"{stem}.json", content.encode()))


@frozen
class Sheet:
    """The figures of a report that stand in an equal identity."""

    form: Form
    figures: Figures
    totals: dict[Address, tuple[Address, ...]]

    @classmethod
    def of(cls, report: Report, form: Form) -> Sheet:
        figures: Figures = {}
        totals: dict[Address, tuple[Address, ...]] = {}
        for identity, left, right in within_year(form):
            if identity.relation is Relation.EQUAL:
                for address in (*left, *right):
                    value = report.value(address)
                    if isinstance(value, int):
                        figures[address] = value
                if len(left) == 1:
                    totals[left[0]] = tuple(right)
        ordered = {a: figures[a] for a, _ in form.cells.values() if a in figures}
        return cls(form, ordered, totals)

    def rows(self) -> Iterator[list[Address]]:
        yield from self._lines(lambda address: (address.table, address.row))

    def columns(self) -> Iterator[list[Address]]:
        yield from self._lines(lambda address: (address.table, address.column))

    def _lines(self, key: Callable[[Address], tuple[str, str]]) -> Iterator[list[Address]]:
        lines: dict[tuple[str, str], list[Address]] = {}
        for address in self.figures:
            lines.setdefault(key(address), []).append(address)
        yield from (line for line in lines.values() if len(line) > 1)

    def changed(self, changes: Figures) -> Figures:
        """Only what really changes."""
        return {a: v for a, v in changes.items() if v != self.figures[a]}


def _some(sheet: Sheet, rng: Random, fits: Callable[[Address, int], bool]) -> Address | None:
    fitting = [address for address, value in sheet.figures.items() if fits(address, value)]
    return rng.choice(fitting) if fitting else None


def one_digit_wrong(sheet: Sheet, rng: Random) -> Figures:
    cell = _some(sheet, rng, lambda _, v: v > 0)
    if cell is None:
        return {}
    digits = list(str(sheet.figures[cell]))
    digits[rng.randrange(len(digits))] = str(rng.randrange(10))
    return sheet.changed({cell: int("".join(digits))})


def digits_exchanged(sheet: Sheet, rng: Random) -> Figures:
    cell = _some(sheet, rng, lambda _, v: len(set(str(v))) > 1)
    if cell is None:
        return {}
    digits = list(str(sheet.figures[cell]))
    at = rng.choice([n for n in range(len(digits) - 1) if digits[n] != digits[n + 1]])
    digits[at], digits[at + 1] = digits[at + 1], digits[at]
    return sheet.changed({cell: int("".join(digits))})


def digit_dropped(sheet: Sheet, rng: Random) -> Figures:
    cell = _some(sheet, rng, lambda _, v: v > 9)
    if cell is None:
        return {}
    digits = str(sheet.figures[cell])
    at = rng.randrange(len(digits))
    return sheet.changed({cell: int(digits[:at] + digits[at + 1 :])})


def digit_added(sheet: Sheet, rng: Random) -> Figures:
    cell = _some(sheet, rng, lambda _, v: v > 0)
    if cell is None:
        return {}
    digits = str(sheet.figures[cell])
    at = rng.randrange(1, len(digits) + 1)
    return {cell: int(digits[:at] + rng.choice("0123456789") + digits[at:])}


def figure_missing(sheet: Sheet, rng: Random) -> Figures:
    cell = _some(sheet, rng, lambda a, v: v > 0 and a not in sheet.totals)
    return {cell: 0} if cell else {}


def figure_invented(sheet: Sheet, rng: Random) -> Figures:
    cell = _some(sheet, rng, lambda _, v: v == 0)
    return {cell: rng.randint(1, 30)} if cell else {}


def total_missing(sheet: Sheet, rng: Random) -> Figures:
    cell = _some(sheet, rng, lambda a, v: v > 0 and a in sheet.totals)
    return {cell: 0} if cell else {}


def total_doubled(sheet: Sheet, rng: Random) -> Figures:
    cell = _some(sheet, rng, lambda a, v: v > 0 and a in sheet.totals)
    return {cell: 2 * sheet.figures[cell]} if cell else {}


def part_left_out(sheet: Sheet, rng: Random) -> Figures:
    return _part(sheet, rng, -1)


def part_counted_twice(sheet: Sheet, rng: Random) -> Figures:
    return _part(sheet, rng, 1)


def _part(sheet: Sheet, rng: Random, sign: int) -> Figures:
    cell = _some(sheet, rng, lambda a, v: v > 0 and a in sheet.totals)
    if cell is None:
        return {}
    parts = [sheet.figures[a] for a in sheet.totals[cell] if sheet.figures.get(a)]
    if not parts:
        return {}
    return sheet.changed({cell: sheet.figures[cell] + sign * rng.choice(parts)})


def one_column_off(sheet: Sheet, rng: Random) -> Figures:
    return _neighbours_exchanged(sheet, rng, list(sheet.rows()))


def one_row_off(sheet: Sheet, rng: Random) -> Figures:
    return _neighbours_exchanged(sheet, rng, list(sheet.columns()))


def _neighbours_exchanged(sheet: Sheet, rng: Random, lines: list[list[Address]]) -> Figures:
    pairs = [
        pair
        for line in lines
        for pair in pairwise(line)
        if not set(pair) & set(sheet.totals) and sheet.figures[pair[0]] != sheet.figures[pair[1]]
    ]
    if not pairs:
        return {}
    one, other = rng.choice(pairs)
    return {one: sheet.figures[other], other: sheet.figures[one]}


def row_moved(sheet: Sheet, rng: Random) -> Figures:
    return _moved(sheet, rng, list(sheet.rows()), whole=True)


def part_of_a_column_moved(sheet: Sheet, rng: Random) -> Figures:
    return _moved(sheet, rng, list(sheet.columns()), whole=False)


def _moved(sheet: Sheet, rng: Random, lines: list[list[Address]], *, whole: bool) -> Figures:
    """A line, or a stretch of it, one cell off; what is pushed out is lost."""
    long = [line for line in lines if sum(sheet.figures[a] > 0 for a in line) > 3]
    if not long:
        return {}
    line = rng.choice(long)
    if not whole:
        first = rng.randrange(len(line) - 3)
        line = line[first : first + rng.randint(4, 10)]
    values = [sheet.figures[a] for a in line]
    moved = [0, *values[:-1]] if rng.random() < 0.5 else [*values[1:], 0]
    return sheet.changed(dict(zip(line, moved, strict=True)))


def any_figure(sheet: Sheet, rng: Random) -> Figures:
    cell = rng.choice(list(sheet.figures))
    return sheet.changed({cell: rng.randint(0, 2 * sheet.figures[cell] + 20)})


def several(number: int) -> Slip:
    """So many cells, each with a slip of a digit or another figure."""

    def slips(sheet: Sheet, rng: Random) -> Figures:
        found: Figures = {}
        for _ in range(20 * number):
            found |= rng.choice((one_digit_wrong, digits_exchanged, any_figure))(sheet, rng)
            if len(found) == number:
                return found
        return {}

    return slips


SINGLE: dict[str, Slip] = {
    "digits exchanged": digits_exchanged,
    "one digit wrong": one_digit_wrong,
    "digit dropped": digit_dropped,
    "digit added": digit_added,
    "figure missing": figure_missing,
    "figure invented": figure_invented,
    "total missing": total_missing,
    "total doubled": total_doubled,
    "part left out of a total": part_left_out,
    "part counted twice": part_counted_twice,
    "any other figure": any_figure,
}
TOGETHER: dict[str, Slip] = {
    "one column off": one_column_off,
    "one row off": one_row_off,
    "row moved": row_moved,
    "part of a column moved": part_of_a_column_moved,
    "two cells": several(2),
    "three cells": several(3),
}
