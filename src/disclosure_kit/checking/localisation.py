"""The smallest sets of cells whose change makes every sum hold (Fellegi and Holt, 1976).

An exact search of our own: why no solver, and how it works, is told in
``docs/explanation/localisation.md``.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from attrs import define, field, frozen

from .bounds import Bounds, Budget, ExhaustedError, witness
from .linear import System

MOST = 3  # cells; more wrong ones than that are no slip to be guessed
STEPS = 40_000  # sums evaluated for one system
FIRST_STEPS = 500  # of these, for a first try at the proof of one set
WITNESS_STEPS = 2_000  # and for a second one
SETS = 500  # of one size; nobody reads more


class Extent(Enum):
    """What the search can say."""

    FOUND = "found"  # every smallest set is listed
    PARTLY = "partly"  # these are smallest sets; there may be others
    BEYOND = "beyond"  # no set of at most MOST cells will do
    UNDECIDED = "undecided"  # the budget was used up, or a proof was


@frozen
class Change:
    """One cell of a set, and a number that makes all sums hold with those of the others.

    ``low`` and ``high`` bound what else it may be; both are ``value`` where it is the only one.
    """

    cell: int
    value: int
    low: int | None
    high: int | None


@frozen
class Localisation:
    """The smallest sets, all of one size. ``implied``: what the sums leave to single blank cells,
    whichever set is changed."""

    extent: Extent
    sets: tuple[tuple[Change, ...], ...] = ()
    implied: tuple[tuple[int, int], ...] = ()

    @property
    def size(self) -> int:
        return len(self.sets[0]) if self.sets else 0


def localise(system: System) -> Localisation:
    """The smallest sets of known cells of ``system`` whose change makes all sums hold.

    The empty set is one: then ``size`` is 0. Blank cells are open in any case.
    """
    search = _Search(system.with_consequences(), Budget(STEPS))
    try:
        root = Bounds.of(search.system, search.budget)
        for size in range(MOST + 1):
            search.extend(root, (), 0, size)
            if search.found or search.doubtful:
                break
    except ExhaustedError:
        search.doubtful = True
    if search.found:
        extent = Extent.PARTLY if search.doubtful else Extent.FOUND
    else:
        extent = Extent.UNDECIDED if search.doubtful else Extent.BEYOND
    return Localisation(extent, tuple(search.found), search.implied())


@define
class _Search:
    """Every set of a given size, each once, smaller sizes first."""

    system: System
    budget: Budget
    found: list[tuple[Change, ...]] = field(factory=list)
    doubtful: bool = False
    _implied: dict[int, int] | None = None

    def extend(self, bounds: Bounds, cells: tuple[int, ...], kept: int, more: int) -> None:
        """Add every set of ``cells`` and ``more`` others that does; ``kept`` cells stay as they
        are, because a set with them has been looked at."""
        if not bounds.conflicts:
            if more == 0:
                self._confirm(bounds, cells)
                return
            # A smaller set was not enough, although no bound says why: any cell may be next.
            candidates = (1 << len(self.system.values)) - 1
            for cell, value in enumerate(self.system.values):
                if value is None or cell in cells:
                    candidates &= ~(1 << cell)
            candidates &= ~kept
        else:
            candidates = _candidates(list(bounds.conflicts.values()), kept, more)
        for cell in _bits(candidates):
            changed = bounds.change(cell, last=more == 1)
            self.extend(changed, (*cells, cell), kept, more - 1)
            kept |= 1 << cell

    def _confirm(self, bounds: Bounds, cells: tuple[int, ...]) -> None:
        """List the set if there are numbers for it."""
        if len(self.found) == SETS:
            self.doubtful = True
            raise ExhaustedError
        try:
            proven, bounds = self._proof(bounds, cells)
        except ExhaustedError:
            self.doubtful = True
            return
        if proven is not None:
            self.found.append(
                tuple(
                    Change(cell, proven.low[cell] or 0, bounds.low[cell], bounds.high[cell])
                    for cell in sorted(cells)
                )
            )
            self._note_implied(bounds, cells)

    def _proof(self, bounds: Bounds, cells: tuple[int, ...]) -> tuple[Bounds | None, Bounds]:
        """Numbers for the set, and the bounds of each; first from the bounds at hand, then with
        what follows from the sums once these cells are open."""
        if not bounds.undecided():
            return bounds, bounds
        wishes = {cell: self.system.values[cell] or 0 for cell in cells}
        try:
            return witness(bounds, wishes, self.budget.part(FIRST_STEPS)), bounds
        except ExhaustedError:
            budget = self.budget.part(WITNESS_STEPS)
            narrowed = Bounds.of(self.system.opened(cells).with_consequences(), budget)
            return witness(narrowed, wishes, budget), narrowed

    def _note_implied(self, bounds: Bounds, cells: tuple[int, ...]) -> None:
        here = {cell: value for cell, value in bounds.decided() if cell not in cells}
        if self._implied is None:
            self._implied = here
        else:
            self._implied = {c: v for c, v in self._implied.items() if here.get(c) == v}

    def implied(self) -> tuple[tuple[int, int], ...]:
        return tuple(sorted((self._implied or {}).items()))


def _candidates(conflicts: list[int], kept: int, more: int) -> int:
    """The cells of which one must be in any set that ``more`` cells complete; none where no
    set can be."""
    if more == 0:
        return 0
    free = sorted((cells & ~kept for cells in conflicts), key=int.bit_count)
    if more == 1:
        common = free[0]
        for cells in free:
            common &= cells
        return common
    apart, taken = 0, 0
    for cells in free:
        if not cells & taken:
            apart += 1
            taken |= cells
    return free[0] if apart <= more and free[0] else 0


def _bits(cells: int) -> Iterator[int]:
    while cells:
        lowest = cells & -cells
        yield lowest.bit_length() - 1
        cells ^= lowest
