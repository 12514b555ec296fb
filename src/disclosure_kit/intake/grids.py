"""Tables as found → tables of the form. A figure is taken where the labels of its row and of its
column are both the form's; whatever labels leave undecided is refused, with its place.

Merges vary from file to file, so within a row figures are taken in the order of the heads, and
only where there are as many figures as heads and each stands below its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from attrs import define, field

from ..model.raw import RawGrid
from ..model.table import AnyTable, RepeatingTable, Table
from .found import width_of
from .known_layout import Layout, Plan, Plans
from .labels import label_of
from .lines import lines_of
from .matched import Intake, MatchedTable, UnknownGrid
from .reader import TableReader, heads_of
from .repeating import Repeating, joined, repeating

FEWEST_LABELS: Final = 4  # of one table, to be taken for it
_LARGEST: Final = 3_000  # cells of a table whose layout is kept; a form has 300
_LONGEST: Final = 30_000  # characters in them: the words of a layout are kept with it
_FIRST_WORDS: Final = 30


def match_grids(grids: Sequence[RawGrid], tables: Iterable[AnyTable]) -> Intake:
    """The tables of the form that ``grids`` are; a grid may be the rest of the one before."""
    chosen = tuple(tables)
    fixed = {table.id: table for table in chosen if isinstance(table, Table)}
    vocabularies = {name: _vocabulary(table) for name, table in fixed.items()}
    plans = {name: table.kept(_no_plans, *vocabularies.values()) for name, table in fixed.items()}
    found: dict[str, _Found] = {}
    repeated: dict[str, list[tuple[int, Repeating]]] = {}
    unknown: list[UnknownGrid] = []
    before: _Found | None = None
    for number, grid in enumerate(grids):
        known = {n: read for n, kept in plans.items() if (read := kept.of(grid.columns))}
        name = next(iter(known), None) or _recognised(grid, vocabularies)
        if name is None and before is not None and before.goes_on(grid, vocabularies):
            name = before.table.id
        if name is not None:
            before = found.setdefault(name, _Found(fixed[name], plans[name]))
            before.add(number, grid, known.get(name))
            continue
        before = None
        rows = next(
            (r for t in chosen if isinstance(t, RepeatingTable) and (r := repeating(t, grid))),
            None,
        )
        if rows is None:
            unknown.append(UnknownGrid(number, grid.place, _first_words(grid)))
        else:
            repeated.setdefault(rows.table.id, []).append((number, rows))
    matched = [one.matched() for one in found.values()]
    matched += [joined(parts) for parts in repeated.values()]
    return Intake(tuple(matched), tuple(unknown))


@define
class _Found:
    """One table of the form in the grids of a file: alone in one of a known layout, or read label
    by label."""

    table: Table
    _plans: Plans
    _grids: list[tuple[int, RawGrid]] = field(factory=list)
    _plan: Plan | None = None
    _counts: list[int] = field(factory=list)
    _reader: TableReader | None = None

    def add(self, number: int, grid: RawGrid, known: tuple[Plan | None, list[int]] | None) -> None:
        """Take in one more grid, of which ``known`` is what was known of its layout."""
        first = not self._grids
        self._plan, self._counts = known if first and known is not None else (None, [])
        if self._plan is None:
            self._by_labels().read(number, grid)
        self._grids.append((number, grid))
        if first and known is None and _is_small(grid):
            layout = Layout.of(grid.columns, self._plans.labels)
            self._plans.keep(layout, Plan.of(self._by_labels(), grid, layout))

    def goes_on(self, grid: RawGrid, others: Mapping[str, frozenset[str]]) -> bool:
        """Whether ``grid`` is the rest of this table."""
        if self._plan is not None and width_of(grid) != self._plan.width:
            return False
        return self._by_labels().goes_on(grid, others)

    def matched(self) -> MatchedTable:
        """What was read."""
        if self._plan is not None:
            [(number, grid)] = self._grids
            return self._plan.read(number, grid, self._counts)
        return self._by_labels().matched()

    def _by_labels(self) -> TableReader:
        """The reader that has read all grids so far."""
        if self._reader is None:
            self._reader = TableReader(self.table)
            for number, grid in self._grids:
                self._reader.read(number, grid)
        return self._reader


def _first_words(grid: RawGrid) -> str:
    words: list[str] = []
    for cell in grid.cells:
        words.extend(cell.text.split())
        if sum(map(len, words)) >= _FIRST_WORDS:
            break
    text = " ".join(words)
    return text if len(text) <= _FIRST_WORDS else f"{text[:_FIRST_WORDS]}……"


def _is_small(grid: RawGrid) -> bool:
    texts = grid.columns.texts
    return len(texts) <= _LARGEST and sum(map(len, texts)) <= _LONGEST


def _vocabulary(table: Table) -> frozenset[str]:
    return table.kept(_words_of)


def _words_of(table: Table) -> frozenset[str]:
    return frozenset(
        label.whole for line in lines_of(table) for label in line.labels if label.whole
    ) | heads_of(table)


def _no_plans(table: Table, *vocabularies: frozenset[str]) -> Plans:
    """Of ``table`` among those of these vocabularies."""
    labels = [label for line in lines_of(table) for label in line.labels]
    words = {word for label in labels for word in (label.whole, label.short)}
    return Plans(frozenset(word for word in words.union(*vocabularies) if word.isdigit()))


def _recognised(grid: RawGrid, vocabularies: Mapping[str, frozenset[str]]) -> str | None:
    labels = {label_of(text).whole for text in set(grid.columns.texts)} - {""}
    count = {name: len(labels & words) for name, words in vocabularies.items()}
    best = max(count.values(), default=0)
    names = [name for name, found in count.items() if found == best]
    return names[0] if best >= FEWEST_LABELS and len(names) == 1 else None
