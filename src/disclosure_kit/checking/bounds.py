"""What the sums leave to the open cells of a system, and which sums cannot hold.

Each bound remembers the known cells that it rests on. So a sum that cannot hold names a
*conflict*: known cells of which at least one must change. That no bound shows a conflict does
not prove that all sums can hold at once; ``witness`` proves it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import define, field

from .linear import System

ROUNDS = 40  # evaluations of one sum in one go: two sums may push each other up for ever


class ExhaustedError(Exception):
    """The budget is used up."""


@define
class Budget:
    """How many steps may still be taken: sums evaluated, and copies of a hundred bounds. It limits
    the time without a clock, so the same report gets the same answer on every machine."""

    left: int

    def spend(self, steps: int = 1) -> None:
        self.left -= steps
        if self.left < 0:
            raise ExhaustedError

    def part(self, steps: int) -> Budget:
        """A budget of its own, taken out of this one."""
        steps = min(steps, self.left)
        self.left -= steps
        return Budget(steps)


@define
class Bounds:
    """Bounds of the open cells of ``system``: the blank ones, and those that ``change`` frees.

    ``conflicts``: by sum that cannot hold, the known cells that make it so, as a set of bits.
    """

    system: System
    budget: Budget
    low: dict[int, int | None] = field(factory=dict)
    high: dict[int, int | None] = field(factory=dict)
    conflicts: dict[int, int] = field(factory=dict)
    _low_rests: dict[int, int] = field(factory=dict)
    _high_rests: dict[int, int] = field(factory=dict)
    _terms: dict[int, tuple[tuple[int, int], ...]] = field(factory=dict)
    _settled: dict[int, int] = field(factory=dict)
    _changed: int = 0

    @classmethod
    def of(cls, system: System, budget: Budget) -> Bounds:
        """What the sums leave to the blank cells.

        Raises:
            ExhaustedError: the budget is used up; so do all that narrow bounds.
        """
        bounds = cls(system, budget)
        for cell, value in enumerate(system.values):
            if value is None:
                bounds._free(cell)
        bounds._narrow(range(len(system.sums)))
        return bounds

    def copy(self, budget: Budget | None = None) -> Bounds:
        budget = budget or self.budget
        budget.spend(len(self.low) // 100)
        return Bounds(
            self.system, budget, self.low.copy(), self.high.copy(),
            self.conflicts.copy(), self._low_rests.copy(), self._high_rests.copy(),
            self._terms.copy(), self._settled.copy(), self._changed,
        )  # fmt: skip

    def change(self, cell: int, *, last: bool = False) -> Bounds:
        """The same with ``cell``, so far known, free to be anything that its floor allows.

        ``last``: no other cell is to follow, so one conflict that is left says all.
        """
        after, system, bit = self.copy(), self.system, 1 << cell
        after._changed |= bit
        again: dict[int, None] = {}
        for number, factor in system.sums_of[cell]:
            again[number] = None
            after._terms[number] = (*after._open(number), (cell, factor))
            after._settled[number] = after._rest(number) - factor * (system.values[cell] or 0)
        for other in self.low:
            if (self._low_rests[other] | self._high_rests[other]) & bit:
                after._free(other)
                again.update((number, None) for number, _ in system.sums_of[other])
        for number, cells in self.conflicts.items():
            if cells & bit:
                del after.conflicts[number]
                again[number] = None
        after._free(cell)
        after._narrow(again, until_conflict=last)
        return after

    def within(self, cell: int, low: int | None, high: int | None) -> Bounds:
        """The same with the open ``cell`` supposed to lie between these; a conflict refutes it."""
        after = self.copy()
        after.low[cell], after.high[cell] = low, high
        after._narrow((number for number, _ in self.system.sums_of[cell]), until_conflict=True)
        return after

    def undecided(self) -> list[int]:
        """The open cells that may still have several values."""
        return [cell for cell, low in self.low.items() if low is None or low != self.high[cell]]

    def decided(self) -> list[tuple[int, int]]:
        """The open cells that may have one value only, with it."""
        return [(c, low) for c, low in self.low.items() if low is not None and low == self.high[c]]

    def room(self, cell: int) -> tuple[bool, int]:
        """How far its bounds are apart, to sort by; without an end comes last."""
        low, high = self.low[cell], self.high[cell]
        return (True, 0) if low is None or high is None else (False, high - low)

    def _free(self, cell: int) -> None:
        self.low[cell], self.high[cell] = self.system.floors[cell], None
        self._low_rests[cell] = self._high_rests[cell] = 0

    def _open(self, number: int) -> tuple[tuple[int, int], ...]:
        return self._terms.get(number) or self.system.blank[number]

    def _rest(self, number: int) -> int:
        return self._settled.get(number, self.system.settled[number])

    def _narrow(self, numbers: Iterable[int], *, until_conflict: bool = False) -> None:
        """Evaluate these sums, and again those whose cells became narrower by it."""
        waiting = dict.fromkeys(numbers)
        evaluated: dict[int, int] = {}
        while waiting and not (until_conflict and self.conflicts):
            number = next(iter(waiting))
            del waiting[number]
            evaluated[number] = evaluated.get(number, 0) + 1
            if number in self.conflicts or evaluated[number] > ROUNDS:
                continue
            self.budget.spend()
            narrower = self._at_most(number, 1)
            if self.system.sums[number].equal:
                narrower += self._at_most(number, -1)
            for cell in narrower:
                waiting.update((again, None) for again, _ in self.system.sums_of[cell])

    def _at_most(self, number: int, sign: int) -> list[int]:
        """The cells that become narrower because ``sign`` times the sum is at most 0."""
        terms = [(cell, sign * factor) for cell, factor in self._open(number)]
        least, endless = sign * self._rest(number), []
        for cell, factor in terms:
            bound = self.low[cell] if factor > 0 else self.high[cell]
            if bound is None:
                endless.append((cell, factor))
            else:
                least += factor * bound
        if not endless and least > 0:
            self.conflicts[number] = self._rests_on(number, terms)
            return []
        if len(endless) > 1:
            return []
        narrower = []
        for cell, factor in endless or terms:
            low, high = self.low[cell], self.high[cell]
            if low is None or high is None or abs(factor) * (high - low) > -least:
                narrower += self._tighten(number, terms, cell, factor, least)
        return narrower

    def _tighten(
        self, number: int, terms: list[tuple[int, int]], cell: int, factor: int, least: int
    ) -> list[int]:
        """``cell`` if its far bound moves, now that all terms come to ``least`` at least."""
        low, high = self.low[cell], self.high[cell]
        room = factor * ((low if factor > 0 else high) or 0) - least
        limit = room // factor if factor > 0 else -(room // -factor)
        far = high if factor > 0 else low
        if far is not None and (far <= limit if factor > 0 else far >= limit):
            return []
        rests = self._rests_on(number, [term for term in terms if term[0] != cell])
        if factor > 0:
            if low is not None and limit < low:
                self.conflicts[number] = rests | self._low_rests[cell]
                return []
            self.high[cell], self._high_rests[cell] = limit, rests
        else:
            if high is not None and limit > high:
                self.conflicts[number] = rests | self._high_rests[cell]
                return []
            self.low[cell], self._low_rests[cell] = limit, rests
        return [cell]

    def _rests_on(self, number: int, terms: list[tuple[int, int]]) -> int:
        """The known cells of a sum, and those behind the bounds of these terms."""
        cells = self.system.known[number] & ~self._changed
        for cell, factor in terms:
            cells |= self._low_rests[cell] if factor > 0 else self._high_rests[cell]
        return cells


def witness(bounds: Bounds, wishes: Mapping[int, int], budget: Budget) -> Bounds | None:
    """Numbers for all open cells that make every sum hold, near to the ``wishes``; None where
    there are none.

    Raises:
        ExhaustedError: the budget did not suffice to find any, or to prove that there are none.
    """
    trials = [bounds.copy(budget)]
    while trials:
        trial = trials.pop()
        if trial.conflicts:
            continue
        open_cells = trial.undecided()
        if not open_cells:
            return trial
        cell = next((c for c in open_cells if c in wishes), None)
        if cell is None:
            cell = min(open_cells, key=trial.room)
        low, high = trial.low[cell], trial.high[cell]
        value = wishes.get(cell, low if low is not None else high or 0)
        value = value if low is None else max(low, value)
        value = value if high is None else min(high, value)
        if high is None or value < high:
            trials.append(trial.within(cell, value + 1, high))
        if low is None or low < value:
            trials.append(trial.within(cell, low, value - 1))
        trials.append(trial.within(cell, value, value))
    return None
