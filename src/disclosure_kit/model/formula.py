"""What a wording points to: a cell, a sum of cells, or one of several such readings.

``applications.received.total + applications.carried_in.total`` is a sum; ``-`` subtracts;
``applications.refused.*.total`` is every row below ``refused`` (or that row alone);
``a | b`` says that a sentence may mean either.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final, TypeAlias

from attrs import field, frozen

from .form import Form
from .labels import cell_label
from .report import Report
from .values import NOT_APPLICABLE, NOT_FILLED, Address, number

_TERM: Final = re.compile(r"\s*([+-]?)\s*([a-z0-9_.*]+)\s*")
LISTED: Final = 3  # a longer sum is told by its first cell and their number


@frozen(cache_hash=True)  # it is what its cells are kept by
class Reading:
    """A sum of patterns of addresses, each with its sign."""

    terms: tuple[tuple[int, str], ...]


@lru_cache(maxsize=4096)  # formulas come from editions and plugins, not from reports
def readings(text: str) -> tuple[Reading, ...]:
    """``a + b | c``.

    Raises:
        ValueError: not written so.
    """
    return tuple(_reading(part) for part in text.split("|"))


def _reading(text: str) -> Reading:
    terms: list[tuple[int, str]] = []
    at = 0
    while at < len(text):
        match = _TERM.match(text, at)
        if match is None or (bool(terms) is not bool(match[1])):
            raise ValueError(text)
        terms.append((-1 if match[1] == "-" else 1, match[2]))
        at = match.end()
    if not terms:
        raise ValueError(text)
    return Reading(tuple(terms))


def addresses(pattern: str, form: Form) -> tuple[str, ...]:
    """The cells of ``form`` that a pattern names; none where there is no such cell."""
    return form.kept(_addresses, pattern)


def _addresses(form: Form, pattern: str) -> tuple[str, ...]:
    if "*" not in pattern:
        return (pattern,) if pattern in form.cells else ()
    before, _, after = pattern.partition(".*.")
    return tuple(
        cell
        for cell in form.cells
        if cell == f"{before}.{after}"
        or (cell.startswith(f"{before}.") and cell.endswith(f".{after}"))
    )


@frozen(slots=False)
class Worth:
    """A reading in one report: its cells, and their sum where all are filled. ``least``: what it
    comes to at least, a blank being any count from 0 up; None where that cannot be said."""

    cells: tuple[str, ...]
    value: Decimal | None
    least: Decimal | None
    reading: Reading
    form: Form = field(eq=False, repr=False)

    @property
    def label(self) -> str:
        """The reading in the words of the form."""
        labels: list[str] = []
        for sign, pattern in self.reading.terms:
            named = addresses(pattern, self.form)
            if named:
                mark = "－" if sign < 0 else "＋" if labels else ""
                labels.append(mark + _label(named, self.form))
        return "".join(labels[:LISTED]) + ("……" if len(labels) > LISTED else "")


def worth(reading: Reading, report: Report, form: Form) -> Worth:
    """What ``reading`` comes to; money is counted in 元."""
    cells, summands = form.kept(_summands, reading)
    counted = 0  # of counts; most cells hold one
    total: Decimal | None = Decimal(0)
    least: Decimal | None = Decimal(0)
    for sign, address in summands:
        stands = report.value(address) if address else NOT_FILLED
        if sign < 0:
            least = None
        if type(stands) is int:
            counted += sign * stands
        elif stands is not NOT_APPLICABLE:
            amount = number(stands)
            total = None if total is None or amount is None else total + sign * amount
            least = least if least is None or amount is None else least + amount
    return Worth(
        cells,
        None if total is None else total + counted,
        None if least is None else least + counted,
        reading,
        form,
    )


_Summands: TypeAlias = tuple[tuple[int, Address | None], ...]


def _summands(form: Form, reading: Reading) -> tuple[tuple[str, ...], _Summands]:
    """The cells of ``form`` that ``reading`` adds up; and each with its sign, None for a term that
    names no cell."""
    terms = [(sign, addresses(pattern, form)) for sign, pattern in reading.terms]
    summands: list[tuple[int, Address | None]] = []
    for sign, named in terms:
        summands += [(sign, form.cells[cell][0]) for cell in named] or [(1, None)]
    return tuple(cell for _, named in terms for cell in named), tuple(summands)


def _label(named: tuple[str, ...], form: Form) -> str:
    first = cell_label(form, form.cells[named[0]][0])
    return f"“{first}”" if len(named) == 1 else f"“{first}”等 {len(named)} 格之和"


def filled(cells: tuple[str, ...], report: Report, form: Form) -> bool:
    """Whether any of these cells holds something."""
    return any(report.value(form.cells[cell][0]) is not NOT_FILLED for cell in cells)
