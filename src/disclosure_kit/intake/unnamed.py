"""Rows below heads that are not the form's (数据1, 数据2, …, or lost on the way into text).

They are read in the form's order only where nothing in the file speaks against it and the
figures themselves bear it out: as many cells as columns in every row, no head of the form in
another place, and every identity of the form holds. It is told in a notice; else nothing is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from attrs import evolve

from ..model.form import Band, Identity, Table
from ..model.raw import RawGrid
from .events import BandTitle, DataRow, Event, Heads, band_of, grid_of
from .grids import match_grids
from .header import paths
from .labels import label_of
from .leaves import Leaf
from .matched import MatchedTable
from .sums import borne_out, within


def finished(
    events: Sequence[Event], table: Table, identities: Sequence[Identity], place: str, at: int
) -> RawGrid | MatchedTable:
    """The table that ``events`` are: as a grid, or read where heads are not the form's and the
    figures decide."""
    events = [
        event
        for event, then in zip(events, (*events[1:], None), strict=True)
        if not (isinstance(event, Heads) and not event.leaves and not isinstance(then, DataRow))
    ]
    grid = grid_of(events, table, place, at)
    named = list(_named(events, table))
    if len(named) == len(events):
        return grid
    matched = match_grids([grid_of(named, table, place, at)], (table,)).tables
    if not matched:
        return grid
    [read] = matched
    alone = match_grids([grid], (table,)).tables
    known = set(alone[0].sources) if alone else set()
    cells = read.data.cells
    new = [a for a in read.sources if a not in known and (a.row, a.column) in cells]
    rows = dict.fromkeys(address.row for address in new)
    if not borne_out(rows, cells, within(identities, table), table):
        return grid
    strange = [e for e, then in pairwise(named) if isinstance(e, Heads) and isinstance(then, Heads)]
    words = "、".join(dict.fromkeys(word for heads in strange for word in heads.words))
    told = f"“{words}”不是表式的表头" if words else "没有表头"
    notice = f"{place}中有的行{told}，各行数的个数、各项勾稽关系均与表式的列相符，按表式的列序读取"
    return evolve(read, grids=(at,), notices=(*read.notices, notice))


def _named(events: Sequence[Event], table: Table) -> Iterator[Event]:
    """``events`` with the form's heads put where there are none of the form's."""
    heads: Heads | None = None
    given: Band | None = None
    for event in events:
        match event:
            case BandTitle():
                heads, given = None, None
            case Heads():
                heads, given = event, None
            case DataRow() if event.cells and (heads is None or not heads.leaves):
                band = band_of(event, table)
                if band is not None and band is not given and _fits(heads, event, band):
                    given = band
                    yield Heads(form_leaves(band), event.cells[0].place)
        yield event


def _fits(heads: Heads | None, row: DataRow, band: Band) -> bool:
    """As many cells as columns, and no head of the form above another's cell."""
    labels = [label_of(leaf.text).whole for leaf in form_leaves(band)]
    if len(row.cells) != len(labels) or len(labels) < 2:
        return False
    words = [label_of(word).whole for word in heads.words] if heads is not None else []
    if not words:
        return True
    beside = words[-len(labels) :]
    return len(beside) == len(labels) and all(
        word == label or word not in labels for word, label in zip(beside, labels, strict=True)
    )


def form_leaves(band: Band) -> tuple[Leaf, ...]:
    """The columns of ``band`` as the form prints them."""
    return tuple(
        Leaf(path[-1].label, tuple(column.label for column in path[:-1]))
        for path in paths(band.columns)
    )
