"""Tables as a printout lays them out with blanks (``pdftotext -layout``): labels to the left,
figures in columns, a label's pieces above and below one another.

A row of figures belongs to the label whose lines hold it. As many figures as columns are read in
their order; fewer only where each stands in one column of the full rows of its page, so that the
layout shows which are blank. A figure without a label makes the rows beside it doubtful: it may
be the rest of one of theirs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from attrs import define, field

from ..model.raw import RawGrid, RawLine
from ..model.rules import Identity
from ..model.table import Table
from .events import BandTitle, DataRow, Event, Heads, Said
from .labels import bare, label_of
from .leaves import is_leaf, leaves_across
from .lines import lines_of
from .matched import MatchedTable
from .passage import Passage
from .pieces import Label, Piece, PrintedLine, labels_of, printed_lines
from .unnamed import finished
from .vocabulary import Vocabulary, Word, vocabulary_of

_JITTER: Final = 3  # columns by which a printout sets a figure off its place
_FEWEST_STRAIGHT: Final = 6  # figures below one another, to know the measure of a file
_ABOVE: Final = (Word.BAND, Word.HEAD, Word.STUB)
_RULE: Final = re.compile(r"[\s|+=_-]*(?:[-=_—]{4,}|\|\s*:?-+)[\s|:+=_—-]*")


def laid_out(
    passage: Passage, table: Table, identities: Sequence[Identity]
) -> RawGrid | MatchedTable | None:
    """The table that ``passage`` prints in columns; None where figures stand alone or in no
    column."""
    words = vocabulary_of(table)
    lines = [line for line in passage.lines if not _RULE.fullmatch(line.text)]
    printed, sure = _measured(lines, words)
    if not any(len(line.cells) + len(line.texts) > 1 for line in printed if line.cells):
        return None
    page = _Page(table, words, printed, labels_of(printed, words), sure)
    place = f"第 {printed[0].number} 行起的表格"
    return finished(page.events(), table, identities, place, passage.at)


def _measured(lines: Sequence[RawLine], words: Vocabulary) -> tuple[tuple[PrintedLine, ...], bool]:
    """The lines in the measure (a full-width character takes one column, or two) in which figures
    stand below one another, and whether that is sure: only then may places tell blanks."""
    narrow, wide = (printed_lines(lines, words, wide) for wide in (False, True))
    if [line.cells for line in narrow] == [line.cells for line in wide]:
        return narrow, True
    shifts = [
        wider.cells[0].begin - line.cells[0].begin if line.cells else 0
        for line, wider in zip(narrow, wide, strict=True)
    ]
    straight = [_straight(printed, shifts) for printed in (narrow, wide)]
    sure = max(straight) >= _FEWEST_STRAIGHT and max(straight) >= 3 * min(straight)
    return (narrow if straight[0] >= straight[1] else wide), sure


def _straight(lines: Sequence[PrintedLine], shifts: Sequence[int]) -> int:
    """How many figures stand straight below one of the row before, where the two measures differ
    between the rows."""
    rows = [(line.cells, shift) for line, shift in zip(lines, shifts, strict=True) if line.cells]
    return sum(
        any(abs(cell.begin - other.begin) <= 1 or abs(cell.end - other.end) <= 1 for other in above)
        for (above, before), (cells, shift) in pairwise(rows)
        if abs(shift - before) > _JITTER
        for cell in cells
    )


@define
class _Page:
    """The events of a table, found line by line. Labels are named by their position, lines too."""

    table: Table
    words: Vocabulary
    lines: Sequence[PrintedLine]
    labels: Sequence[Label]
    sure: bool
    found: list[Event] = field(factory=list)
    heads: list[Label] = field(factory=list)
    count: int = 0
    since: int = 0
    columns: dict[tuple[int, int], list[tuple[int, int]]] = field(factory=dict)

    def events(self) -> list[Event]:
        """Bands, heads and rows from above to below."""
        owners = self._owners()
        doubtful = self._doubtful(owners)
        owned: dict[int, list[int]] = {}
        for at, owner in owners.items():
            if owner is not None:
                owned.setdefault(owner, []).append(at)
        begun: dict[int, list[int]] = {}
        for number, label in enumerate(self.labels):
            begun.setdefault(label.first, []).append(number)
        for at in range(len(self.lines)):
            for number in begun.get(at, ()):
                self._label(self.labels[number], number in owned, at in doubtful)
            if at not in owners:
                continue
            owner = owners[at]
            several = owned[owner] if owner is not None else [at]
            if several[0] == at:  # else told with the first
                tall = len(several) > 1 or at in doubtful
                self._row(None if owner is None else self.labels[owner], several, tall=tall)
        return self.found

    def _label(self, label: Label, owns: bool, doubtful: bool) -> None:
        if label.word in _ABOVE:
            self._head(label)
        elif label.word is Word.ROW and not owns:
            self._row(label, (), blank=not doubtful)
        elif label.word is Word.GROUP and self._is_title(label):
            self._row(label, (), blank=False)

    def _owners(self) -> dict[int, int | None]:
        """For every line of figures the label whose lines hold it; None where none or several do,
        and no label is the form's."""
        holding: dict[int, list[int]] = {}
        for number, label in enumerate(self.labels):
            for at in range(label.first, label.last + 1):
                holding.setdefault(at, []).append(number)
        found: dict[int, int | None] = {}
        for at, line in enumerate(self.lines):
            if line.cells:
                beside = holding.get(at, [])
                rows = [n for n in beside if self.labels[n].word is Word.ROW]
                rows = rows or [n for n in beside if self._is_strange(self.labels[n])][-1:]
                found[at] = rows[0] if len(rows) == 1 else None
        return found

    def _is_strange(self, label: Label) -> bool:
        return label.word is None and bare(label.text) not in self.words.units

    def _doubtful(self, owners: Mapping[int, int | None]) -> set[int]:
        """The lines beside figures that have no label: these may be the rest of a number there."""
        if self.table.stub == 0 and len(owners) == 1:
            return set()
        lines = sorted(owners)
        found: set[int] = set()
        for n, at in enumerate(lines):
            if owners[at] is None:
                beside = lines[max(0, n - 1) : n + 2]
                found.update(range(beside[0], beside[-1] + 1))
        return found

    def _is_title(self, label: Label) -> bool:
        whole = label_of(label.text).whole
        titles = (x for x in lines_of(self.table) if x.row.id is None and not x.is_group)
        return any(whole == each.whole for line in titles for each in line.labels)

    def _unit(self, lines: Sequence[int]) -> Said | None:
        if self.table.unit_label is None:
            return None
        found = [
            Said(piece.text, self._place(at))
            for at in lines
            for piece in self.lines[at].texts
            if bare(piece.text) in self.words.units
        ]
        return found[-1] if found else None

    def _place(self, at: int) -> str:
        return f"第 {self.lines[at].number} 行"

    def _head(self, label: Label) -> None:
        if label.word is Word.BAND:
            self.heads, self.count = [], 0
            self.found.append(BandTitle(Said(label.text, self._place(label.first))))
            return
        texts = {bare(head.text) for head in self.heads if head.word is Word.STUB}
        if label.word is Word.STUB and bare(label.text) in texts:
            self.heads = []  # printed again at the top of a page
        self.heads.append(label)

    def _close(self) -> None:
        """The heads in force, now that a row follows."""
        heads = sorted(
            (head for head in self.heads if head.word is Word.HEAD), key=lambda head: head.begin
        )
        if not heads:
            return
        leaves = leaves_across([head.text for head in heads], self.table)
        lowest = [head for head in heads if is_leaf(head.text, self.table)]
        if any(left.end > right.begin for left, right in pairwise(lowest)):
            leaves = ()  # one below another: no columns
        words = () if leaves else tuple(head.text for head in heads)
        self.found.append(Heads(leaves, self._place(heads[0].first), words))
        self.since = max(head.last for head in self.heads)
        self.heads, self.count = [], len(leaves)

    def _row(
        self, label: Label | None, lines: Sequence[int], blank: bool = True, tall: bool = False
    ) -> None:
        """A row: its label, the ``lines`` with its figures; without any, ``blank`` or a title."""
        self._close()
        at = lines[0] if lines else label.first if label else 0
        place = self._place(at)
        cells = [cell for n in lines for cell in self.lines[n].cells]
        texts: Sequence[str] = [cell.text for cell in cells]
        if self.sure and blank and not tall and len(cells) < self.count:
            columns = self._columns(self.lines[at].page)
            texts = spread(cells, columns) if columns else texts
        labels = (Said(label.text, place),) if label is not None else ()
        said = tuple(Said(text, place) for text in texts)
        self.found.append(DataRow(labels, said, self._unit(lines), tall))

    def _columns(self, page: int) -> list[tuple[int, int]]:
        """Where the figures of each column stand on ``page``, below the heads in force: as many
        stretches apart from one another as there are columns; empty where more or fewer."""
        if (self.since, page) not in self.columns:
            headed = (label.first for label in self.labels if label.word in _ABOVE)
            until = min((n for n in headed if n > self.since), default=len(self.lines))
            spans = sorted(
                (cell.begin, cell.end)
                for line in self.lines[self.since : until]
                if line.page == page
                for cell in line.cells
            )
            found: list[tuple[int, int]] = []
            for begin, end in spans:
                if found and begin < found[-1][1] + _JITTER:
                    found[-1] = (found[-1][0], max(end, found[-1][1]))
                else:
                    found.append((begin, end))
            self.columns[self.since, page] = found if len(found) == self.count else []
        return self.columns[self.since, page]


def spread(cells: Sequence[Piece], columns: Sequence[tuple[int, int]]) -> list[str]:
    """The texts of ``cells`` in their columns, blanks between; as they are where two share one."""
    texts = [""] * len(columns)
    for cell in cells:
        [at] = [n for n, (begin, end) in enumerate(columns) if begin <= cell.begin < end]
        if texts[at]:
            return [each.text for each in cells]
        texts[at] = cell.text
    return texts
