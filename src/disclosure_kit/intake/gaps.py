"""Which cells of a row are blank, told by the blank lines between those that are not.

A file that writes one cell to a line writes every cell the same way: its text, then so many blank
lines; a blank cell is a line without text. This is believed only where all that is complete in
the table has the same gaps, and where the gaps of a row with fewer figures come out even: every
blank cell accounted for, none left over.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, field, frozen

from .events import Said


@frozen
class Run:
    """A row as found: ``before`` the blank lines above each cell, ``gap`` those below the last one
    (None at the end, where there are ``end`` at least), ``count`` the columns it should have.
    ``strayed``: a cell is alone on its line and others are not; it may be the number of a page."""

    labels: tuple[Said, ...]
    unit: Said | None
    cells: tuple[Said, ...]
    before: tuple[int, ...]
    gap: int | None
    end: int
    count: int
    labelled: bool
    strayed: bool = False

    @property
    def whole(self) -> bool:
        return bool(self.count) and len(self.cells) == self.count


@define
class Gaps:
    """The gaps seen: between the cells of a row, and between rows."""

    inner: set[int] = field(factory=set)
    outer: set[int] = field(factory=set)
    proven: bool = False

    def row_seen(self, run: Run) -> None:
        """Learn from a row that has a figure for every column."""
        if run.whole:
            self.inner.update(run.before if run.labelled else run.before[1:])
            if run.gap is not None:
                self.outer.add(run.gap)

    def heads_seen(self, between: Sequence[int], depth: int, below: int | None) -> None:
        """Learn from heads ``depth`` lines high: the gaps ``between`` them, and the one ``below``
        them where a label follows."""
        if below is not None:
            self.outer.add(below)
        sizes = sorted(set(between))
        if depth == 1:
            self.inner.update(sizes)
        elif depth > 1 and 1 <= len(sizes) <= 2:
            self.inner.add(sizes[0])
            self.outer.add(sizes[-1])

    def prove(self, runs: Sequence[Run]) -> None:
        """Whether the file leaves a line for a blank cell: it does in every row with fewer figures
        than columns that something follows, and there is one. Behind the last row of a table
        stand blank lines of another kind, which tell nothing alone."""
        short = [r for r in runs if 0 < len(r.cells) < r.count and r.gap is not None]
        self.proven = bool(short) and all(self._blanks(run) is not None for run in short)

    def filled(self, run: Run) -> tuple[Said, ...]:
        """The cells of a row, blank ones put in where the gaps show them; else as found."""
        blanks = self._blanks(run) if run.count > 0 and len(run.cells) < run.count else None
        if blanks is None:
            return run.cells
        place = (*run.cells, *reversed(run.labels))[0].place if run.cells or run.labels else ""
        found: list[Said] = []
        for count, cell in zip(blanks, (*run.cells, None), strict=True):
            found += [Said("", place)] * count
            if cell is not None:
                found.append(cell)
        return tuple(found)

    def _blanks(self, run: Run) -> list[int] | None:
        """How many blank cells stand before each cell, and behind the last."""
        if len(self.inner) != 1:
            return None
        [gap] = self.inner
        cell = gap + 1
        counts: list[int] = []
        for at, before in enumerate(run.before):
            starts = {gap} if at or run.labelled else self.outer
            fitting = {(before - s) // cell for s in starts if (before - s) % cell == 0}
            if len(fitting) != 1 or min(fitting) < 0:
                return None
            counts += fitting
        left = run.count - len(run.cells) - sum(counts)
        if left < 0:
            return None
        if run.gap is None:
            told = not left or ((self.proven or any(counts)) and run.end >= left * cell)
            return [*counts, left] if told else None
        return [*counts, left] if run.gap - left * cell in self.outer else None
