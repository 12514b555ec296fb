"""Tables as found → tables of the form. A figure is taken where the labels of its row and of its
column are both the form's; whatever labels leave undecided is refused, with its place.

Merges vary from file to file, so within a row figures are taken in the order of the heads, and
only where there are as many figures as heads and each stands below its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from ..model.raw import RawGrid
from ..model.table import AnyTable, RepeatingTable, Table
from .labels import label_of
from .lines import lines_of
from .matched import Intake, UnknownGrid
from .reader import TableReader, heads_of
from .repeating import Repeating, joined, repeating

FEWEST_LABELS: Final = 4  # of one table, to be taken for it
_FIRST_WORDS: Final = 30


def match_grids(grids: Sequence[RawGrid], tables: Iterable[AnyTable]) -> Intake:
    """The tables of the form that ``grids`` are; a grid may be the rest of the one before."""
    chosen = tuple(tables)
    fixed = {table.id: table for table in chosen if isinstance(table, Table)}
    vocabularies = {name: _vocabulary(table) for name, table in fixed.items()}
    readers: dict[str, TableReader] = {}
    repeated: dict[str, list[tuple[int, Repeating]]] = {}
    unknown: list[UnknownGrid] = []
    before: TableReader | None = None
    for number, grid in enumerate(grids):
        name = _recognised(grid, vocabularies)
        if name is None and before is not None and before.goes_on(grid, vocabularies):
            name = before.table.id
        if name is not None:
            before = readers.setdefault(name, TableReader(fixed[name]))
            before.read(number, grid)
            continue
        before = None
        found = next(
            (r for t in chosen if isinstance(t, RepeatingTable) and (r := repeating(t, grid))),
            None,
        )
        if found is None:
            unknown.append(UnknownGrid(number, grid.place, _first_words(grid)))
        else:
            repeated.setdefault(found.table.id, []).append((number, found))
    matched = [reader.matched() for reader in readers.values()]
    matched += [joined(parts) for parts in repeated.values()]
    return Intake(tuple(matched), tuple(unknown))


def _first_words(grid: RawGrid) -> str:
    words: list[str] = []
    for cell in grid.cells:
        words.extend(cell.text.split())
        if sum(map(len, words)) >= _FIRST_WORDS:
            break
    text = " ".join(words)
    return text if len(text) <= _FIRST_WORDS else f"{text[:_FIRST_WORDS]}……"


def _vocabulary(table: Table) -> frozenset[str]:
    return table.kept(_words_of)


def _words_of(table: Table) -> frozenset[str]:
    return frozenset(
        label.whole for line in lines_of(table) for label in line.labels if label.whole
    ) | heads_of(table)


def _recognised(grid: RawGrid, vocabularies: Mapping[str, frozenset[str]]) -> str | None:
    labels = {label_of(cell.text).whole for cell in grid.cells} - {""}
    count = {name: len(labels & words) for name, words in vocabularies.items()}
    best = max(count.values(), default=0)
    names = [name for name, found in count.items() if found == best]
    return names[0] if best >= FEWEST_LABELS and len(names) == 1 else None
