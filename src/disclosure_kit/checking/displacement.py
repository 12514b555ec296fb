"""Figures that are wrong together: a stretch of a row or column one cell off, two lines exchanged,
a whole line that was left out or never added up.

Such a slip is one act although it changes many cells, so a search for the smallest set of cells
misses it. It is named only where undoing it makes every sum hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from attrs import evolve, frozen

from .bounds import Bounds, Budget, ExhaustedError, witness
from .linear import System

STEPS = 10_000  # sums evaluated for one system
LEAST = 3  # changed cells, and sums that fail; fewer are an ordinary set


@frozen
class Line:
    """Cells side by side in a row of a table, or below each other in a column."""

    cells: tuple[int, ...]
    in_row: bool

    @property
    def name(self) -> str:
        return "行" if self.in_row else "列"

    def moved(self, forward: bool) -> str:
        if self.in_row:
            return "右移" if forward else "左移"
        return "下移" if forward else "上移"


@frozen
class Displacement:
    """The slip in words, by cell what should stand there, and what to do about it."""

    words: str
    changes: tuple[tuple[int, int], ...]
    act: str = "改正一处错位"


def displacements(system: System, lines: Sequence[Line]) -> list[Displacement]:
    """Every displacement along ``lines``, told in the order of the table, that explains all."""
    budget = Budget(STEPS)
    found: dict[tuple[tuple[int, int], ...], Displacement] = {}
    try:
        conflicts = list(Bounds.of(system, budget).conflicts.values())
        if len(conflicts) < LEAST:
            return []  # a single sum would be mended by moving almost anything
        for words, changes, unknown in (*_shifts(system, lines, conflicts),
                                        *_exchanges(system, lines, conflicts)):  # fmt: skip
            proven = _proven(system, changes, unknown, budget)
            if proven is not None and len(proven) >= LEAST:
                found.setdefault(proven, Displacement(words, proven))
    except ExhaustedError:
        pass  # what was found is proven, and none is ever claimed to be the only one
    return list(found.values())


def rewritten(system: System, lines: Sequence[Line]) -> list[Displacement]:
    """Each of ``lines`` whose figures, and no others, must change to what the sums leave to them:
    totals of which none was filled in, or none added up again."""
    budget = Budget(STEPS)
    found = []
    try:
        conflicts = list(Bounds.of(system, budget).conflicts.values())
        for line in lines if len(conflicts) >= LEAST else ():
            changes = _of_line(system, line, conflicts, budget)
            if len(changes) >= LEAST:
                none = not any(system.values[cell] for cell, _ in changes)
                words = f"整{line.name}{'漏填' if none else '填错'}"
                found.append(Displacement(words, changes, f"改正一整{line.name}"))
    except ExhaustedError:
        pass  # as above
    return found


def _of_line(
    system: System, line: Line, conflicts: list[int], budget: Budget
) -> tuple[tuple[int, int], ...]:
    """What the other figures make of a line; nothing where they leave a choice or do not agree."""
    known = tuple(cell for cell in line.cells if system.values[cell] is not None)
    if not _meets(known, conflicts):
        return ()
    bounds = Bounds.of(system.opened(known).with_consequences(), budget)
    decided = dict(bounds.decided())
    if bounds.conflicts or not decided.keys() >= set(known) or witness(bounds, {}, budget) is None:
        return ()
    return tuple((cell, decided[cell]) for cell in known if decided[cell] != system.values[cell])


Supposed = tuple[str, dict[int, int], int | None]


def _shifts(system: System, lines: Sequence[Line], conflicts: list[int]) -> Iterator[Supposed]:
    """A stretch of a line that stands one cell too far on; what it pushed out is unknown."""
    for line in lines:
        if not _meets(line.cells, conflicts):
            continue
        own = _own_sums(system, line)
        for forward in (True, False):
            cells = line.cells if forward else line.cells[::-1]
            for first in range(len(cells) - 1):
                for changes, unknown in _stretches(system, cells[first:], own):
                    if _meets((*changes, unknown), conflicts):
                        whole = first == 0 and unknown == cells[-1]
                        part = f"整{line.name}" if whole else f"这一{line.name}中有几格"
                        yield f"{part}{line.moved(forward)}了一格", changes, unknown


def _stretches(
    system: System, cells: tuple[int, ...], own: dict[int, list[tuple[int, int]]]
) -> Iterator[tuple[dict[int, int], int]]:
    """By length, what a stretch from the first cell on should be, and the cell pushed out."""
    changes: dict[int, int] = {}
    for cell, following in pairwise(cells):
        ours, value = system.values[cell], system.values[following]
        if ours is None or value is None:
            return
        if value != ours:
            if not all(_holds(system, number, f * (value - ours)) for number, f in own[cell]):
                return  # nor does any longer stretch
            changes[cell] = value
        elif not changes:
            return  # the same as the stretch that begins at the next cell
        if _moves_enough(changes):
            yield dict(changes), following


def _own_sums(system: System, line: Line) -> dict[int, list[tuple[int, int]]]:
    """By cell of the line, the sums of known cells that hold it and no other of the line."""
    held = Counter(number for cell in line.cells for number, _ in system.sums_of[cell])
    return {
        cell: [
            (number, factor)
            for number, factor in system.sums_of[cell]
            if held[number] == 1 and not system.blank[number]
        ]
        for cell in line.cells
    }


def _holds(system: System, number: int, moved: int) -> bool:
    """Whether a sum of known cells holds once it has moved by so much."""
    total = system.settled[number] + moved
    return total == 0 if system.sums[number].equal else total <= 0


def _exchanges(system: System, lines: Sequence[Line], conflicts: list[int]) -> Iterator[Supposed]:
    """Two neighbouring lines, each with the other's figures."""
    for one, other in pairwise(lines):
        if one.in_row != other.in_row or len(one.cells) != len(other.cells):
            continue
        places = dict(zip((*one.cells, *other.cells), (*other.cells, *one.cells), strict=True))
        changes = _changes(system, places)
        if changes is not None and _meets(tuple(changes), conflicts):
            yield f"相邻两{one.name}填反", changes, None


def _meets(cells: tuple[int, ...], conflicts: list[int]) -> bool:
    """Whether every conflict holds one of these cells."""
    bits = sum(1 << cell for cell in cells)
    return all(bits & conflict for conflict in conflicts)


def _changes(system: System, places: dict[int, int]) -> dict[int, int] | None:
    """By cell, what stands at its place where that differs; None where any is blank, or all
    that moves is nothing."""
    changes = {}
    for cell, place in places.items():
        value, ours = system.values[place], system.values[cell]
        if value is None or ours is None:
            return None
        if value != ours:
            changes[cell] = value
    return changes if _moves_enough(changes) else None


def _moves_enough(changes: dict[int, int]) -> bool:
    """Whether two figures at least move; a single one may go anywhere."""
    return sum(value != 0 for value in changes.values()) >= LEAST - 1


def _proven(
    system: System, changes: dict[int, int], unknown: int | None, budget: Budget
) -> tuple[tuple[int, int], ...] | None:
    """The whole change, if it makes every sum hold and leaves nothing to choose."""
    if _fails(system, changes, unknown):
        return None
    values = list(system.values)
    for cell, value in changes.items():
        values[cell] = value
    if unknown is not None:
        values[unknown] = None
    bounds = Bounds.of(evolve(system, values=tuple(values)), budget)
    if bounds.conflicts or witness(bounds, {}, budget) is None:
        return None
    if unknown is not None:
        low = bounds.low[unknown]
        if low is None or low != bounds.high[unknown]:
            return None
        if low != system.values[unknown]:
            changes = {**changes, unknown: low}
    return tuple(sorted(changes.items()))


def _fails(system: System, changes: dict[int, int], unknown: int | None) -> bool:
    """Whether a sum of known cells plainly does not hold after ``changes``: most do not."""
    moved: dict[int, int] = {}
    for cell, value in changes.items():
        for number, factor in system.sums_of[cell]:
            gap = factor * (value - (system.values[cell] or 0))
            moved[number] = moved.get(number, 0) + gap
    still_open = {number for number, _ in system.sums_of[unknown]} if unknown is not None else ()
    return any(
        number not in still_open and not system.blank[number] and not _holds(system, number, gap)
        for number, gap in moved.items()
    )
