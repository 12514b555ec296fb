"""Which reading of the rows of a table is the only one.

Taken are (1) cells that are the same however their row is parted, even if any cell may be blank;
(2) cells on which all readings agree in which every cell is filled and all identities hold; (3)
where there is no such reading, cells on which all readings agree in which one cell of the table is
blank or belies the identities. Where rows have fewer figures than cells, only (1), and of one such
row in a table whose columns add up, (3).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ..model.rules import Identity
from .agreement import Puzzle, Tie, agreed
from .printed_row import PrintedRow
from .ways import Budget, ExhaustedError, Way

_UNDECIDED: Final = "数字连在一起，表内的勾稽关系定不了怎样分"
_BLANKS: Final = "数字连在一起，本表又有空着的格，分不出各是哪一格"
_BROKEN: Final = "数字连在一起，怎样分都不合表内的勾稽关系"
_MANY: Final = "数字连在一起，可以分成不同的数，只凭本行的合计不能确定"
_EXHAUSTED: Final = "数字连在一起，分法太多，没有逐一试完"


def decide(rows: Sequence[PrintedRow], identities: Sequence[Identity], budget: Budget) -> bool:
    """Fill in what is decided of ``rows``, the rows of one table. Whether that took a reading in
    which a cell belies the identities."""
    guarded = [row for row in rows if row.sums and row.cuts and row.is_counts]
    if all(row.is_read for row in guarded):
        return False
    blank = not all(row.may_be_filled for row in guarded)
    ties = _ties(guarded, identities)
    tied = {at for tie in ties for at, _, _ in tie.terms}
    untied = [row for at, row in enumerate(guarded) if at not in tied]
    try:
        for row in untied:
            if blank:
                row.reason = _BLANKS
            else:
                _alone(row, budget)
        return bool(tied) and _together(guarded, ties, blank, budget)
    except ExhaustedError:
        for row in guarded:
            row.reason = _EXHAUSTED
        return False


def _alone(row: PrintedRow, budget: Budget) -> None:
    """Decide a row that no column guards: where there is one way only to part it, and its sums
    hold. Of several ways one may hold by chance, where a figure is false or a cell blank."""
    if row.number > 1:
        row.reason = _MANY
        return
    for way in row.ways(budget):
        row.take(dict(enumerate(way)))
        return
    row.reason = _BROKEN


def _together(rows: Sequence[PrintedRow], ties: Sequence[Tie], blank: bool, budget: Budget) -> bool:
    """Decide ``rows`` by their ``ties``. Whether one cell had to belie the identities."""
    some = tuple(tuple(row.ways(budget)) for row in rows)
    cells = agreed([Puzzle(some, tuple(ties))], budget)
    belied = cells is None
    if cells is None:
        for row in rows:
            row.reason = _BLANKS if blank else _BROKEN
        odd = [at for at, found in enumerate(some) if not found] or range(len(rows))
        cells = agreed(_with_one_odd_cell(rows, some, ties, odd, budget), budget)
    for at, row in enumerate(rows):
        if cells is not None:
            row.take({column: value for (own, column), value in cells.items() if own == at})
    return belied and cells is not None


def _with_one_odd_cell(
    rows: Sequence[PrintedRow],
    some: tuple[tuple[Way, ...], ...],
    ties: Sequence[Tie],
    odd: Sequence[int],
    budget: Budget,
) -> Iterator[Puzzle]:
    """For each cell of the rows ``odd``: the readings in which it may say anything, or nothing."""
    for at in odd:
        for column in range(len(rows[at].run.columns)):
            own = tuple(rows[at].ways_with_odd_cell(column, budget))
            kept = tuple(tie for tie in ties if all(t[:2] != (at, column) for t in tie.terms))
            yield Puzzle(some, kept).with_row(at, own)


def _ties(rows: Sequence[PrintedRow], identities: Sequence[Identity]) -> tuple[Tie, ...]:
    """The identities of columns, in each column that all rows they speak of have."""
    number = {row.run.row.id: at for at, row in enumerate(rows)}
    found: list[Tie] = []
    for identity in identities:
        terms = [*((t, t.sign) for t in identity.left), *((t, -t.sign) for t in identity.right)]
        if identity.per != "column" or any(t.previous or t.ref not in number for t, _ in terms):
            continue
        names = dict.fromkeys(c.id for row in rows for c in row.run.columns)
        for name in names:
            if identity.over and name not in identity.over:
                continue
            places = [rows[number[t.ref]].column_of(name) for t, _ in terms]
            if None not in places:
                signed = zip(terms, places, strict=True)
                cells = tuple((number[t.ref], place or 0, sign) for (t, sign), place in signed)
                found.append(Tie(cells, identity.relation))
    return tuple(found)
