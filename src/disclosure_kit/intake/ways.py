"""All ways to part one run of figures into cells.

A cell is what ``read_figure`` reads; a blank between figures is an edge of cells. A count has no
leading 0, so every 0 that another digit follows ends its cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Final, TypeAlias

from attrs import define, field, frozen

from ..model.rules import Relation
from ..model.table import Column
from ..model.values import NOT_FILLED, Kind, Value
from .figures import Figure, read_figure

_LONGEST: Final = 120  # characters of a run; the longest row of a form has fifteen cells
_WIDEST: Final = 24  # characters of one cell
_LONGEST_COUNT: Final = 15

Way: TypeAlias = tuple[int | None, ...]
"""The counts of a row, from left to right; None is a blank."""


class ExhaustedError(Exception):
    """The search took more steps than it may."""


@define
class Budget:
    """How many steps all searches in one table may take together."""

    left: int

    def spend(self, steps: int = 1) -> None:
        self.left -= steps
        if self.left < 0:
            raise ExhaustedError


@frozen
class Sum:
    """A relation between the cells of one row: what the signed columns add up to is 0 (or at
    most 0)."""

    signs: Mapping[int, int]
    relation: Relation = Relation.EQUAL

    def holds(self, cells: Mapping[int, Figure]) -> bool:
        """Whether it holds in a row; where a cell is no number, nothing is said against it."""
        values = [(cells[column].value, sign) for column, sign in self.signs.items()]
        counts = [value * sign for value, sign in values if isinstance(value, int)]
        return len(counts) < len(values) or self.possible(sum(counts), sum(counts))

    def possible(self, low: int, high: int) -> bool:
        return low <= 0 and (self.relation is Relation.AT_MOST or high >= 0)


@define(eq=False, slots=False)
class Cut:
    """One text of a run, to be parted into cells of ``columns``."""

    text: str
    columns: tuple[Column, ...]
    figures: dict[tuple[int, int, int], Figure | None] = field(factory=dict)

    @cached_property
    def pieces(self) -> tuple[str, ...]:
        return tuple(self.text.split())

    @cached_property
    def digits(self) -> str:
        return "".join(self.pieces)

    @cached_property
    def edges(self) -> frozenset[int]:
        """The places in ``digits`` that no cell goes over."""
        return frozenset(accumulate(map(len, self.pieces)))

    @property
    def too_long(self) -> bool:
        return len(self.text) > _LONGEST

    @cached_property
    def counts_only(self) -> bool:
        """Whether it holds nothing but the digits of counts."""
        whole = all(column.kind is Kind.COUNT for column in self.columns)
        return whole and self.digits.isascii() and self.digits.isdigit()

    def cell(self, column: int, begin: int, end: int) -> Figure | None:
        """What ``digits[begin:end]`` says as a cell of ``column``; None where it is no cell."""
        key = (column, begin, end)
        if key not in self.figures:
            self.figures[key] = self._cell(*key)
        return self.figures[key]

    def _cell(self, column: int, begin: int, end: int) -> Figure | None:
        if len(self.pieces) > 1 and any(edge in self.edges for edge in range(begin + 1, end)):
            return None
        text = self.digits[begin:end]
        if self.counts_only:  # as read_figure, but a hundred times as fast
            sound = len(text) <= _LONGEST_COUNT and (text == "0" or text[0] != "0")
            return Figure(int(text)) if sound else None
        figure = read_figure(text, self.columns[column])
        return None if figure.value is None else figure

    def beginning(self, column: int, begin: int) -> Iterator[tuple[int, Figure]]:
        """The cells of ``column`` that begin there, each with its end."""
        for end in range(begin + 1, min(len(self.digits), begin + _WIDEST) + 1):
            if (figure := self.cell(column, begin, end)) is not None:
                yield end, figure

    def ending(self, column: int, end: int) -> Iterator[tuple[int, Figure]]:
        """The cells of ``column`` that end there, each with its beginning."""
        for begin in range(max(0, end - _WIDEST), end):
            if (figure := self.cell(column, begin, end)) is not None:
                yield begin, figure

    @cached_property
    def filled(self) -> tuple[frozenset[int], ...]:
        """Where the first 0, 1, 2, … cells may end, every one of them filled."""
        return self.reach(frozenset())

    @cached_property
    def anyhow(self) -> tuple[frozenset[int], ...]:
        """The same, even if any cell may be blank."""
        return self.reach(frozenset(range(len(self.columns))))

    def reach(self, blank: frozenset[int]) -> tuple[frozenset[int], ...]:
        """The same, if the columns ``blank`` may be blank."""
        reached = [frozenset({0})]
        for column in range(len(self.columns)):
            ends = {end for begin in reached[-1] for end, _ in self.beginning(column, begin)}
            reached.append(reached[-1] | ends if column in blank else frozenset(ends))
        return tuple(reached)

    @cached_property
    def number(self) -> int:
        """How many ways there are to part it with every cell filled."""
        count = {0: 1}
        for column in range(len(self.columns)):
            further: dict[int, int] = {}
            for begin, some in count.items():
                for end, _ in self.beginning(column, begin):
                    further[end] = further.get(end, 0) + some
            count = further
        return count.get(len(self.digits), 0)

    @property
    def has_cells_enough(self) -> bool:
        """Whether it can be read with every cell filled."""
        return len(self.digits) in self.filled[-1]

    @property
    def is_parted(self) -> bool:
        """Whether blanks part it into as many pieces as there are columns."""
        return len(self.pieces) == len(self.columns)

    @property
    def can_be_read(self) -> bool:
        """Whether it can be read at all, even if any cell may be blank."""
        return self.is_parted or len(self.digits) in self.anyhow[-1]

    def certain(self) -> dict[int, Figure]:
        """The cells that are the same in every way, even if any cell may be blank."""
        found: dict[int, Figure] = {}
        if self.is_parted:
            for column, text in enumerate(self.pieces):
                figure = read_figure(text, self.columns[column])
                if figure.value is not None:
                    found[column] = figure
            return found
        for column, ends in enumerate(self._ends()):
            said: dict[Value | None, Figure] = {}
            for begin in self.anyhow[column]:
                if begin in ends:
                    said[NOT_FILLED] = Figure(NOT_FILLED)
                said |= {f.value: f for end, f in self.beginning(column, begin) if end in ends}
            if len(said) == 1:
                (found[column],) = said.values()
        return found

    def _ends(self) -> list[frozenset[int]]:
        """Where each cell may end so that the rest can be read, even if any cell may be blank."""
        ends = [frozenset({len(self.digits)})]
        for column in reversed(range(1, len(self.columns))):
            begins = {begin for end in ends[-1] for begin, _ in self.ending(column, end)}
            ends.append(ends[-1] | begins)
        return ends[::-1]


def ways(cut: Cut, sums: Sequence[Sum], budget: Budget, blank: int | None = None) -> Iterator[Way]:
    """Every way to part ``cut``, a run of counts, so that ``sums`` hold: with every cell filled,
    but for the column ``blank``, which may be blank and then adds nothing.

    Raises:
        ExhaustedError: the budget is spent.
    """
    reach = cut.filled if blank is None else cut.reach(frozenset({blank}))
    if not cut.counts_only or len(cut.digits) not in reach[-1]:
        return
    width = len(cut.columns)
    # Whether a sum may still fall, may still rise, by the columns to the left of each.
    falls, rises = (
        [[any(one.signs.get(n) == sign for n in range(at)) for one in sums] for at in range(width)]
        for sign in (-1, 1)
    )

    def search(column: int, end: int, right: Way, said: Sequence[int]) -> Iterator[Way]:
        """From right to left, as totals stand behind their parts."""
        if column == 0:
            yield right
            return
        column -= 1
        options = [(begin, figure.value) for begin, figure in cut.ending(column, end)]
        if column == blank:
            options.append((end, None))
        for begin, value in options:
            budget.spend()
            if begin not in reach[column] or not isinstance(value, int | None):
                continue
            now = [
                total + one.signs.get(column, 0) * (value or 0)
                for one, total in zip(sums, said, strict=True)
            ]
            largest = 10**begin - 1  # of what is left, however it is parted
            if all(
                one.possible(
                    total - largest if falls[column][at] else total,
                    total + largest if rises[column][at] else total,
                )
                for at, (one, total) in enumerate(zip(sums, now, strict=True))
            ):
                yield from search(column, begin, (value, *right), now)

    yield from search(width, len(cut.digits), (), [0] * len(sums))
