"""A row of figures as printed in a run, and what is read of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from attrs import define, field

from ..model.rules import Identity, Relation
from ..model.table import Column
from ..model.values import Kind
from .figures import Figure
from .runs import Run
from .ways import Budget, Cut, Sum, Way, ways

_TOO_LONG: Final = "数字太长，不是一行数"
_NO_FIGURES: Final = "其中有不是数的文字，或数的个数与格数对不上"
_UNDECIDED: Final = "数字连在一起，可以分成不同的数，没有勾稽关系可以定"
_BY_SUMS: Final = "数字连在一起，表内的勾稽关系定不了怎样分"


@define(eq=False)
class PrintedRow:
    """``cells`` has the figures read so far, by column: at first those that are the same however
    the run is parted. ``reason`` says why the others are not."""

    run: Run
    sums: tuple[Sum, ...]
    cuts: tuple[Cut, ...] = field(init=False)
    cells: dict[int, Figure] = field(factory=dict)
    reason: str = field(init=False)

    def __attrs_post_init__(self) -> None:
        cuts = [Cut(text, self.run.columns) for text in self.run.texts]
        too_long = any(cut.too_long for cut in cuts)
        self.cuts = () if too_long else tuple(cut for cut in cuts if cut.can_be_read)
        self.reason = _BY_SUMS if self.sums else _UNDECIDED
        if not self.cuts:
            self.reason = _TOO_LONG if too_long else _NO_FIGURES
            return
        first, *others = [cut.certain() for cut in self.cuts]
        for column, figure in first.items():
            if all(column in cells and cells[column].value == figure.value for cells in others):
                self.cells[column] = figure
        if self.is_read and not all(one.holds(self.cells) for one in self.sums):
            self.cells.clear()  # parted by blanks, but not into these cells

    @classmethod
    def of(cls, run: Run, identities: Sequence[Identity]) -> PrintedRow:
        """``run``, with the identities that hold inside its row, if they hold every cell."""
        sums = tuple(_sums(run.columns, run.row.id or "", identities))
        equal = {at for one in sums if one.relation is Relation.EQUAL for at in one.signs}
        return cls(run, sums if len(equal) == len(run.columns) else ())

    @property
    def is_read(self) -> bool:
        return len(self.cells) == len(self.run.columns)

    @property
    def is_counts(self) -> bool:
        return all(column.kind is Kind.COUNT for column in self.run.columns)

    @property
    def may_be_filled(self) -> bool:
        """Whether it can be read with a count in every cell."""
        return any(cut.counts_only and cut.has_cells_enough for cut in self.cuts)

    @property
    def number(self) -> int:
        """How many ways there are to part it with every cell filled."""
        return sum(cut.number for cut in self.cuts)

    def column_of(self, name: str | None) -> int | None:
        return next((at for at, c in enumerate(self.run.columns) if c.id == name), None)

    def ways(self, budget: Budget) -> Iterator[Way]:
        """Every way to part it with every cell filled so that its sums hold."""
        return self._ways(self.sums, budget)

    def ways_with_odd_cell(self, column: int, budget: Budget) -> Iterator[Way]:
        """The same, where the cell of ``column`` may say anything, or nothing."""
        sums = [one for one in self.sums if column not in one.signs]
        return self._ways(sums, budget, column)

    def _ways(self, sums: Sequence[Sum], budget: Budget, blank: int | None = None) -> Iterator[Way]:
        found = (way for cut in self.cuts for way in ways(cut, sums, budget, blank))
        yield from dict.fromkeys(found)

    def take(self, counts: Mapping[int, int | None]) -> None:
        """Read the cells that ``counts`` decides; whether one is blank is never decided."""
        for column, count in counts.items():
            if count is not None:
                self.cells.setdefault(column, Figure(count))


def _sums(columns: Sequence[Column], row: str, identities: Sequence[Identity]) -> Iterator[Sum]:
    places = {column.id: at for at, column in enumerate(columns)}
    for identity in identities:
        terms = [*((t, t.sign) for t in identity.left), *((t, -t.sign) for t in identity.right)]
        known = all(t.ref in places and not t.previous for t, _ in terms)
        if identity.per == "row" and known and (not identity.over or row in identity.over):
            yield Sum({places[t.ref]: sign for t, sign in terms}, identity.relation)
