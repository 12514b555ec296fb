"""Tables in text whose cells stand one behind the other, mostly one to a line: labels and figures
in printed order, blank cells as blank lines or not at all.

A label may be broken over lines; it is one where the pieces make a label of the form. A row with
as many figures as columns is read in their order. Where it has fewer, blank lines tell which
cells are blank only if the file leaves them regularly (``gaps``); else the row is refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import define, field, frozen

from ..model.raw import RawGrid
from ..model.rules import Identity
from ..model.table import Table
from .events import BandTitle, DataRow, Event, Heads, Said
from .gaps import Gaps, Run
from .labels import bare
from .leaves import Leaf, leaves_in_order
from .matched import MatchedTable
from .passage import Passage
from .unnamed import finished
from .vocabulary import Vocabulary, Word, is_cell, is_number, vocabulary_of

_MOST_PIECES: Final = 6  # lines that one label is broken over
_WIDE_GAP: Final = re.compile("\u3000{2,}")
_STROKES: Final = " \t\u3000\u00a0|"


@frozen
class Token:
    """What stands on one line, or on several as one label; ``gap`` counts the blank lines above."""

    text: str
    line: int
    gap: int
    word: Word | None = None
    cell: bool = False

    @property
    def said(self) -> Said:
        return Said(self.text, f"第 {self.line} 行")


def stacked(
    passage: Passage, table: Table, identities: Sequence[Identity]
) -> RawGrid | MatchedTable | None:
    """The table that ``passage`` holds one cell to a line; None where most figures share lines."""
    alone = shared = 0
    for line in passage.lines:
        for text in _cells(line.text):
            parts = text.split()
            if parts and is_number(parts[-1]):
                alone, shared = alone + (len(parts) == 1), shared + (len(parts) > 1)
    if shared * 2 > alone:
        return None
    tokens = list(_joined(list(_tokens(passage)), vocabulary_of(table)))
    apart = len({token.line for token in tokens}) == len(tokens)
    regular = apart and all("|" not in line.text for line in passage.lines)
    return _read(tokens, passage, table, identities, regular)


def listed(
    passage: Passage, table: Table, identities: Sequence[Identity]
) -> RawGrid | MatchedTable | None:
    """The table that ``passage`` holds word by word, in printed order, in no columns."""
    tokens = [
        Token(text, line.number, 0, cell=is_cell(text))
        for line in passage.lines
        for text in line.text.replace("|", " ").split()
    ]
    words = vocabulary_of(table)
    return _read(list(_joined(tokens, words)), passage, table, identities, regular=False)


def _read(
    tokens: Sequence[Token],
    passage: Passage,
    table: Table,
    identities: Sequence[Identity],
    regular: bool,
) -> RawGrid | MatchedTable | None:
    """The table that ``tokens`` are, in printed order. ``regular``: blank lines may be cells."""
    reading = _Reading(table, vocabulary_of(table))
    for token in tokens:
        reading.take(token)
    if not tokens or not any(token.cell for token in tokens):
        return None
    end = passage.lines[-1].number - tokens[-1].line
    events = reading.finish(end, regular)
    return finished(events, table, identities, f"第 {tokens[0].line} 行起的表格", passage.at)


def _tokens(passage: Passage) -> Iterator[Token]:
    before = passage.lines[0].number
    for line in passage.lines:
        for text in _cells(line.text):
            if bare(text) or is_cell(text):
                yield Token(text, line.number, max(0, line.number - before - 1), cell=is_cell(text))
                before = line.number


def _cells(line: str) -> list[str]:
    """What stands on a line; where page code was lost, wide gaps are all that parts cells."""
    return [text.strip(_STROKES) for text in _WIDE_GAP.split(line.strip(_STROKES))]


def _joined(tokens: Sequence[Token], words: Vocabulary) -> Iterator[Token]:
    """``tokens``, the pieces of a label put together: as many as make one in full."""
    at = 0
    while at < len(tokens):
        text, best = "", 1
        for count in range(1, _MOST_PIECES + 1):
            if at + count > len(tokens) or (count > 1 and tokens[at + count - 1].cell):
                break
            text += tokens[at + count - 1].text
            if not words.is_start(text):
                break
            if words.is_whole(text):
                best = count
        first = tokens[at]
        text = "".join(token.text for token in tokens[at : at + best])
        word = words.word(text)
        yield Token(text, first.line, first.gap, word, first.cell and word is None)
        at += best


@define
class _Reading:
    """Tokens → rows, each with the blank lines between its cells."""

    table: Table
    words: Vocabulary
    runs: list[Event | Run] = field(factory=list)
    pending: list[Token] = field(factory=list)
    labels: list[Token] = field(factory=list)
    unit: Token | None = None
    cells: list[Token] = field(factory=list)
    gaps: Gaps = field(factory=Gaps)
    leaves: tuple[Leaf, ...] = ()

    def take(self, token: Token) -> None:
        if token.cell:
            self._heads(token)
            self.cells.append(token)
            return
        if self._is_unit(token):
            self.unit = token
            return
        if self.cells or self.unit is not None:
            self._row(token.gap)
        match token.word:
            case Word.BAND:
                self._heads(token)
                self._row(token.gap)
                self.leaves = ()
                self.runs.append(BandTitle(token.said))
            case Word.HEAD | Word.STUB:
                if self.labels:
                    self._row(token.gap)
                self.pending.append(token)
            case _:
                self._heads(token)
                if self.labels and self.labels[-1].word is not Word.GROUP:
                    self._row(token.gap)
                self.labels.append(token)

    def finish(self, end: int, regular: bool) -> list[Event]:
        """All that was found. ``end`` counts the blank lines behind the last token."""
        self._row(None, end)
        found: list[Event] = []
        if regular:
            self.gaps.prove([run for run in self.runs if isinstance(run, Run)])
        for run in self.runs:
            if isinstance(run, Run):
                cells = self.gaps.filled(run) if regular else run.cells
                found.append(DataRow(run.labels, cells, run.unit, run.strayed))
            else:
                found.append(run)
        return found

    def _is_unit(self, token: Token) -> bool:
        free = self.table.unit_label is not None and not self.cells and self.unit is None
        return free and bool(self.labels) and bare(token.text) in self.words.units

    def _heads(self, then: Token) -> None:
        """The heads in force, now that something else follows."""
        if not self.pending:
            return
        heads = [token for token in self.pending if token.word is Word.HEAD]
        texts = tuple(token.text for token in heads)
        self.leaves = leaves_in_order(texts, self.table)
        place = self.pending[-1].said.place
        self.runs.append(Heads(self.leaves, place, () if self.leaves else texts))
        depth = max((1 + len(leaf.above) for leaf in self.leaves), default=0)
        between = [token.gap for token in self.pending[1:]]
        self.gaps.heads_seen(between, depth, None if then.cell else then.gap)
        self.pending = []

    def _row(self, gap: int | None, end: int = 0) -> None:
        """The row that is complete, now that ``gap`` blank lines later something else follows."""
        if self.labels or self.cells:
            aside = [*self.labels, *([self.unit] if self.unit else [])]
            shared = set(Counter(token.line for token in self.cells).values())
            run = Run(
                tuple(token.said for token in self.labels[-2:]),
                self.unit.said if self.unit else None,
                tuple(token.said for token in self.cells),
                tuple(token.gap for token in self.cells),
                gap,
                end,
                len(self.leaves),
                bool(aside),
                strayed=1 in shared and len(shared) > 1,
            )
            self.gaps.row_seen(run)
            self.runs.append(run)
        self.labels, self.unit, self.cells = [], None, []
