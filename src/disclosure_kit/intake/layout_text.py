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

from ..model.form import Identity, Table
from ..model.raw import RawGrid
from .events import BandTitle, DataRow, Event, Heads, Said
from .labels import bare, label_of
from .leaves import is_leaf, leaves_across
from .lines import lines_of
from .matched import MatchedTable
from .passage import Passage
from .pieces import Label, Piece, PrintedLine, labels_of, printed_lines
from .unnamed import finished
from .vocabulary import Vocabulary, Word, vocabulary_of

_RULE: Final = re.compile(r"[\s|+=_-]*[-=_—]{4,}[\s|+=_—-]*")


def laid_out(
    passage: Passage, table: Table, identities: Sequence[Identity]
) -> RawGrid | MatchedTable | None:
    """The table that ``passage`` prints in columns; None where figures stand alone or in no
    column."""
    words = vocabulary_of(table)
    lines = [line for line in passage.lines if not _RULE.fullmatch(line.text)]
    read = [printed_lines(lines, words, wide) for wide in (False, True)]
    printed = min(read, key=_unevenness)
    if not any(len(line.cells) + len(line.texts) > 1 for line in printed if line.cells):
        return None
    page = _Page(table, words, printed, labels_of(printed, words))
    place = f"第 {printed[0].number} 行起的表格"
    return finished(page.events(), table, identities, place, passage.at)


def _unevenness(lines: Sequence[PrintedLine]) -> int:
    """How far the figures of a column are from standing below one another."""
    most = max((len(line.cells) for line in lines), default=0)
    rows = [line.cells for line in lines if len(line.cells) == most]
    return sum(
        min(
            max(edges) - min(edges)
            for edges in (
                [row[at].begin for row in rows],
                [row[at].end for row in rows],
                [row[at].begin + row[at].end for row in rows],
            )
        )
        for at in range(most if rows else 0)
    )


@define
class _Page:
    """The events of a table, found line by line."""

    table: Table
    words: Vocabulary
    lines: Sequence[PrintedLine]
    labels: Sequence[Label]
    found: list[Event] = field(factory=list)
    heads: list[Label] = field(factory=list)
    count: int = 0

    def events(self) -> list[Event]:
        """Bands, heads and rows from above to below."""
        owners = {at: self._owner(at) for at, line in enumerate(self.lines) if line.cells}
        doubtful = self._doubtful(owners)
        begun: dict[int, list[Label]] = {}
        for label in self.labels:
            begun.setdefault(label.first, []).append(label)
        owning = {id(label): at for at, label in reversed(owners.items()) if label is not None}
        for at, line in enumerate(self.lines):
            for label in begun.get(at, ()):
                if label.word in (Word.BAND, Word.HEAD, Word.STUB):
                    self._head(label)
                elif label.word is Word.ROW and id(label) not in owning:
                    self._close()
                    self._row(label, line, (), None, blank=id(label) not in doubtful)
                elif label.word is Word.GROUP and self._is_title(label):
                    self._close()
                    self._row(label, line, (), None, blank=False)
            if at in owners:
                owner = owners[at]
                if owner is not None and owning[id(owner)] != at:
                    continue  # its figures stand on several lines: told with the first
                self._close()
                several = [n for n, other in owners.items() if other is owner and owner is not None]
                cells = [cell for n in several or [at] for cell in self.lines[n].cells]
                tall = len(several) > 1 or at in doubtful
                self._row(owner, line, cells, self._unit(at), tall=tall)
        return self.found

    def _owner(self, at: int) -> Label | None:
        """The label whose lines hold the figures of line ``at``; None where none or several do."""
        holding = [label for label in self.labels if label.first <= at <= label.last]
        rows = [label for label in holding if label.word is Word.ROW]
        if not rows:
            rows = [x for x in holding if x.word is None and bare(x.text) not in self.words.units]
            rows = rows[-1:]
        return rows[0] if len(rows) == 1 else None

    def _doubtful(self, owners: Mapping[int, Label | None]) -> set[int]:
        """Lines of figures, and labels without, beside figures that have no label: these may be
        the rest of a number of theirs."""
        if self.table.stub == 0 and len(owners) == 1:
            return set()
        lines = sorted(owners)
        found: set[int] = set()
        for n, at in enumerate(lines):
            if owners[at] is None:
                beside = lines[max(0, n - 1) : n + 2]
                found.update(beside)
                found.update(id(x) for x in self.labels if beside[0] <= x.first <= beside[-1])
        return found

    def _is_title(self, label: Label) -> bool:
        whole = label_of(label.text).whole
        titles = (x for x in lines_of(self.table) if x.row.id is None and not x.is_group)
        return any(whole == each.whole for line in titles for each in line.labels)

    def _unit(self, at: int) -> Said | None:
        if self.table.unit_label is None:
            return None
        units = [p for p in self.lines[at].texts if bare(p.text) in self.words.units]
        return Said(units[-1].text, self._place(at)) if units else None

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
        self.heads, self.count = [], len(leaves)

    def _row(
        self,
        label: Label | None,
        line: PrintedLine,
        cells: Sequence[Piece],
        unit: Said | None,
        blank: bool = True,
        tall: bool = False,
    ) -> None:
        place = f"第 {line.number} 行"
        labels = (Said(label.text, place),) if label is not None else ()
        texts: Sequence[str] = [cell.text for cell in cells]
        if self.count and len(cells) < self.count and blank and not tall:
            columns = self._columns(line.page)
            texts = spread(cells, columns) if columns else texts
        said = tuple(Said(text, place) for text in texts)
        self.found.append(DataRow(labels, said, unit, tall))

    def _columns(self, page: int) -> list[tuple[int, int]]:
        """Where the figures of each column stand on ``page``: as many stretches apart from one
        another as there are columns; empty where they are more or fewer."""
        spans = sorted(
            (cell.begin, cell.end)
            for line in self.lines
            if line.page == page and len(line.cells) <= self.count
            for cell in line.cells
        )
        found: list[tuple[int, int]] = []
        for begin, end in spans:
            if found and begin <= found[-1][1]:
                found[-1] = (found[-1][0], max(end, found[-1][1]))
            else:
                found.append((begin, end))
        return found if len(found) == self.count else []


def spread(cells: Sequence[Piece], columns: Sequence[tuple[int, int]]) -> list[str]:
    """The texts of ``cells`` in their columns, blanks between; as they are where two share one."""
    texts = [""] * len(columns)
    for cell in cells:
        [at] = [n for n, (begin, end) in enumerate(columns) if begin <= cell.begin < end]
        if texts[at]:
            return [each.text for each in cells]
        texts[at] = cell.text
    return texts
