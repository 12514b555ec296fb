"""From failing identities to the cells that are likely wrong, the likeliest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from attrs import evolve, frozen

from ..model.case import Case
from ..model.finding import Severity
from .bounds import Bounds, Budget, ExhaustedError
from .displacement import Displacement, displacements, rewritten
from .instances import Instance, Operand, Verdict
from .localisation import STEPS, Change, Extent, localise
from .numbering import Numbered, components, numbered
from .plausibility import reasons
from .surroundings import Surroundings

DISPLACED = 3  # the cost of cells that moved together; see plausibility


@frozen
class WrongCell:
    """A cell and what should stand in it, both as printed.

    ``current`` is None where the cell is blank. ``least`` and ``most``: it may not be less, or
    more, than ``proposed``; where neither is true other numbers would do as well.
    """

    cell: Operand
    current: Decimal | None
    proposed: Decimal
    why: str = ""
    least: bool = True
    most: bool = True


@frozen
class Repair:
    """Cells that must change together; a lower cost is likelier. ``act``: what to do, where that
    is one thing and not a change of single cells."""

    cells: tuple[WrongCell, ...]
    cost: int
    act: str = ""


@frozen
class Suspicion:
    """What can be said about failing identities that hang together.

    ``size``: how many cells the smallest sets have. ``within_year``: last year's figures were
    left aside. ``implied``: what the identities leave to single blank cells.
    """

    failing: tuple[Instance, ...]
    extent: Extent
    size: int = 0
    repairs: tuple[Repair, ...] = ()
    implied: tuple[WrongCell, ...] = ()
    within_year: bool = False
    near_errors: bool = False


def suspicions(laid_out: Sequence[Instance], case: Case) -> Iterator[Suspicion]:
    """One for each group of identities that hang together and do not all hold.

    A warning never makes a sound table wrong: it is asked only where no error is near.
    """
    hard = [instance for instance in laid_out if _is_hard(instance)]
    for group in components(hard):
        if _failing(group):
            yield from _within_reach(group, case)
    if all(map(_is_hard, _failing(laid_out))):
        return
    for group in components(laid_out):
        soft = tuple(instance for instance in _failing(group) if not _is_hard(instance))
        if soft and len(soft) < len(_failing(group)):
            yield Suspicion(soft, Extent.UNDECIDED, near_errors=True)
        elif soft:
            yield _suspicion(group, case)


def blanks(laid_out: Iterable[Instance], case: Case) -> tuple[tuple[WrongCell, ...], bool]:
    """What the identities leave to single blank cells, and whether any figures at all in the
    blank cells could make them hold together: each alone could.

    Identities of which one fails are left to ``suspicions``; warnings prove nothing.
    """
    found: list[WrongCell] = []
    possible = True
    for group in components(filter(_is_hard, laid_out)):
        verdicts = {instance.verdict for instance in group}
        if Verdict.OPEN not in verdicts or Verdict.FAILS in verdicts:
            continue
        problem = numbered(group)
        try:
            bounds = Bounds.of(problem.system.with_consequences(), Budget(STEPS))
        except ExhaustedError:
            continue
        possible = possible and not bounds.conflicts
        if not bounds.conflicts:
            found += _implied(problem, bounds.decided(), Surroundings.of(case, group))
    return tuple(found), possible


def _is_hard(instance: Instance) -> bool:
    return instance.identity.severity is Severity.ERROR


def _failing(group: Iterable[Instance]) -> tuple[Instance, ...]:
    return tuple(instance for instance in group if instance.verdict is Verdict.FAILS)


def _within_reach(group: list[Instance], case: Case) -> Iterator[Suspicion]:
    """With last year's figures; where no small set will do, this year's table for itself."""
    whole = _suspicion(group, case)
    this_year = [instance for instance in group if not instance.across_years]
    if whole.repairs or len(this_year) == len(group):
        yield whole
        return
    for part in components(this_year):
        if _failing(part):
            yield evolve(_suspicion(part, case), within_year=True)
    across = tuple(instance for instance in whole.failing if instance.across_years)
    if across:
        yield evolve(whole, failing=across)


def _suspicion(group: list[Instance], case: Case) -> Suspicion:
    problem = numbered(group)
    located = localise(problem.system)
    around = Surroundings.of(case, group)
    lines = around.lines(problem.cells)
    moved = [] if located.size == 1 else displacements(problem.system, lines)
    if not (located.sets or moved):
        moved = rewritten(problem.system, lines)
    repairs = [_displaced(problem, one, around) for one in moved]
    told = {one.changes for one in moved}
    repairs += [
        _repair(problem, one, around)
        for one in located.sets
        if tuple((change.cell, change.value) for change in one) not in told
    ]
    ranked = sorted(repairs, key=lambda repair: _rank(repair, around))
    implied = _implied(problem, located.implied, around)
    return Suspicion(_failing(group), located.extent, located.size, tuple(ranked), implied)


def _implied(
    problem: Numbered, figures: Iterable[tuple[int, int]], around: Surroundings
) -> tuple[WrongCell, ...]:
    cells = [(problem.cells[cell], problem.figure(units)) for cell, units in figures]
    return tuple(
        WrongCell(cell, None, around.printed(cell, figure))
        for cell, figure in cells
        if not cell.previous
    )


def _repair(problem: Numbered, changes: tuple[Change, ...], around: Surroundings) -> Repair:
    pairs = [_pair(problem, change.cell, change.value, around) for change in changes]
    cost, words = reasons(
        tuple(
            around.suspect(problem.cells[change.cell], current, proposed)
            for change, (current, proposed) in zip(changes, pairs, strict=True)
        )
    )
    cells = tuple(
        WrongCell(
            problem.cells[change.cell],
            current,
            proposed,
            why,
            change.low == change.value,
            change.high == change.value,
        )
        for change, (current, proposed), why in zip(changes, pairs, words, strict=True)
    )
    return Repair(cells, cost)


def _displaced(problem: Numbered, moved: Displacement, around: Surroundings) -> Repair:
    cells = []
    for cell, units in moved.changes:
        current, proposed = _pair(problem, cell, units, around)
        blank = problem.system.values[cell] is None
        now = None if blank else current
        cells.append(WrongCell(problem.cells[cell], now, proposed, moved.words))
    return Repair(tuple(cells), DISPLACED, moved.act)


def _pair(
    problem: Numbered, cell: int, units: int, around: Surroundings
) -> tuple[Decimal, Decimal]:
    """What stands in a cell and what should, as printed."""
    current = problem.figure(problem.system.values[cell] or 0)
    operand = problem.cells[cell]
    return around.printed(operand, current), around.printed(operand, problem.figure(units))


def _rank(repair: Repair, around: Surroundings) -> tuple[int, int]:
    """Likelier slips first. Of equal ones, a total before its parts where one cell is wrong, for
    totals are reckoned; after them where several are, for those are slips of copying."""
    totals = sum(bool(around.parts(wrong.cell)) for wrong in repair.cells)
    return repair.cost, -totals if len(repair.cells) == 1 else totals
