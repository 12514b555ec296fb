"""Rows below heads that are not the form's (数据1, 数据2, …, or lost on the way into text).

They are read in the form's order only where nothing in the file speaks against it and the
figures themselves bear it out: as many cells as columns in every row, no head of the form in
another place, and every identity of the form holds. It is told in a notice; else nothing is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from attrs import evolve
from frozendict import frozendict

from ..model.raw import RawGrid
from ..model.report import TableData
from ..model.rules import Identity
from ..model.table import Band, Table
from .events import BandTitle, DataRow, Event, Heads, band_of, grid_of
from .grids import match_grids
from .header import paths
from .labels import label_of
from .leaves import Leaf
from .matched import MatchedTable, Refusal
from .sums import borne_out, within
from .vocabulary import is_number

_AGREES: Final = "各行数的个数、各项勾稽关系均与表式的列相符，按表式的列序读取"
_STRANGE: Final = "不全是表式的表头，其下各行不能确定属于哪一列"


def finished(
    events: Sequence[Event], table: Table, identities: Sequence[Identity], place: str, at: int
) -> RawGrid | MatchedTable:
    """The table that ``events`` are: as a grid; or read, and refused, where heads are not the
    form's."""
    sure, strange = _parted(events)
    grid = grid_of(sure, table, place, at)
    named = list(_named(events, table))
    if not strange and len(named) == len(events):
        return grid
    alone = next(iter(match_grids([grid], (table,)).tables), None)
    both = next(iter(match_grids([grid_of(named, table, place, at)], (table,)).tables), None)
    if both is not None and _borne_out(both, alone, table, identities):
        notice = f"{place}中有的行{_told(named)}，{_AGREES}"
        return evolve(both, grids=(at,), notices=(*both.notices, notice))
    if not strange:
        return grid  # it may go on a table begun before
    if alone is None:
        rows = tuple(dict.fromkeys(address.row for address in table.cells))
        alone = MatchedTable(table.id, TableData(rows, frozendict()), frozendict(), (at,))
    return evolve(alone, grids=(at,), refusals=(*alone.refusals, *strange))


def _parted(events: Sequence[Event]) -> tuple[list[Event], list[Refusal]]:
    """``events`` without the rows below heads that are not the form's; these, refused."""
    sure: list[Event] = []
    refused: list[Refusal] = []
    heads: Heads | None = None
    for event in events:
        if isinstance(event, Heads):
            heads = event if not event.leaves else None
        elif isinstance(event, BandTitle):
            heads = None
        if heads is None:
            sure.append(event)
        elif isinstance(event, DataRow) and any(is_number(cell.text) for cell in event.cells):
            refusal = Refusal(heads.place, "、".join(heads.words), _STRANGE)
            if refusal not in refused:
                refused.append(refusal)
    return sure, refused


def _borne_out(
    both: MatchedTable,
    alone: MatchedTable | None,
    table: Table,
    identities: Sequence[Identity],
) -> bool:
    known = set(alone.sources) if alone is not None else set()
    cells = both.data.cells
    new = [a for a in both.sources if a not in known and (a.row, a.column) in cells]
    rows = dict.fromkeys(address.row for address in new)
    return borne_out(rows, cells, within(identities, table), table)


def _told(named: Sequence[Event]) -> str:
    strange = [e for e, then in pairwise(named) if isinstance(e, Heads) and isinstance(then, Heads)]
    words = "、".join(dict.fromkeys(word for heads in strange for word in heads.words))
    return f"上方的“{words}”不是表式的表头" if words else "上方没有表头"


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
