"""Tables in text drawn with ``|`` (markdown too) or with tabs: a row to a line.

Merged cells are lost on the way into text: rows have as many cells as were printed in them. So
figures are counted from the end of a row, heads are put under one another by the form's own
tree, and whatever does not come out even is left to the matching, which refuses it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from attrs import define, evolve, field, frozen

from ..model.raw import RawGrid, RawLine
from ..model.rules import Identity
from ..model.table import Table
from .events import BandTitle, DataRow, Event, Heads, Said, band_of
from .labels import bare
from .leaves import Leaf, is_leaf, leaves_of, under
from .matched import MatchedTable
from .passage import Passage
from .unnamed import finished, form_leaves
from .vocabulary import Vocabulary, Word, is_cell, is_number, vocabulary_of

_RULE: Final = re.compile(r"[\s|:+-]*-{2,}[\s|:+-]*")
_EDGES: Final = " \u3000\u00a0"


@frozen
class _Line:
    texts: tuple[str, ...]
    place: str

    @property
    def said(self) -> list[str]:
        return [text for text in self.texts if bare(text)]


def drawn(
    passage: Passage, table: Table, identities: Sequence[Identity]
) -> RawGrid | MatchedTable | None:
    """The table that ``passage`` draws; None where it is not drawn with strokes or tabs."""
    lines = [line for line in passage.lines if bare(line.text) or "|" in line.text]
    for separator in ("|", "\t"):
        rows = [line for line in lines if separator in line.text and not _RULE.fullmatch(line.text)]
        cells = _cells(rows, separator)
        full = sum(len(texts) > 1 for texts in cells.values())
        if full and full * 2 >= len(lines):
            reading = _Reading(table, vocabulary_of(table))
            for line in lines:
                reading.take(line, cells.get(line.number))
            reading.close()
            place = f"第 {lines[0].number} 行起的表格"
            return finished(reading.events, table, identities, place, passage.at)
    return None


def _cells(rows: Sequence[RawLine], separator: str) -> dict[int, tuple[str, ...]]:
    """The cells of each row by its line. Where not every row begins with a stroke, one that does
    begins with a blank cell; where not every row ends with one, one that does ends with such."""
    texts = {row.number: row.text.strip(_EDGES) for row in rows}
    if separator == "|":
        texts = {number: text.strip(f"{_EDGES}\t") for number, text in texts.items()}
        if all(text.startswith("|") for text in texts.values()):
            texts = {number: text[1:] for number, text in texts.items()}
        if all(text.endswith("|") for text in texts.values()):
            texts = {number: text[:-1] for number, text in texts.items()}
    return {
        number: tuple(cell.strip() for cell in text.split(separator))
        for number, text in texts.items()
    }


@define
class _Reading:
    table: Table
    words: Vocabulary
    events: list[Event] = field(factory=list)
    header: list[_Line] = field(factory=list)
    above: tuple[str, ...] = ()
    count: int = 0
    strokes: int = 0
    places: tuple[int, ...] = ()
    width: int = 0

    def take(self, line: RawLine, texts: tuple[str, ...] | None) -> None:
        place = f"第 {line.number} 行"
        if texts is None:
            if not _RULE.fullmatch(line.text):
                self._caption(line.text, place)
            return
        row = _Line(texts, place)
        kinds = [self.words.word(text) for text in row.said]
        if len(kinds) == 1 and kinds[0] is Word.BAND:
            self._band(row.said[0], place)
        elif kinds and all(kind in (Word.HEAD, Word.STUB) for kind in kinds):
            if self.header and not self._all_heads(self.header[-1]):
                self.close()
            self.header.append(row)
        elif self._is_strange_head(row, kinds):
            self.close()
            self.header.append(row)
        else:
            self.close()
            self._data(row)

    def _caption(self, text: str, place: str) -> None:
        """A line between rows, such as a heading that names what the rows below it are; one with
        figures may be the rest of a number in the row above."""
        last = self.events[-1] if self.events else None
        if isinstance(last, DataRow) and any(map(is_number, text.split())):
            self.events[-1] = evolve(last, tall=True)
        if self.words.word(text) is Word.BAND:
            self._band(text, place)
        elif above := under(text, self.table):
            self.close()
            self.above = above

    def _band(self, text: str, place: str) -> None:
        self.header, self.count, self.above, self.places = [], 0, (), ()
        self.events.append(BandTitle(Said(text, place)))

    def _all_heads(self, row: _Line) -> bool:
        return all(self.words.word(t) in (Word.HEAD, Word.STUB) for t in row.said)

    def _is_strange_head(self, row: _Line, kinds: Sequence[Word | None]) -> bool:
        """A row of words, none of them a cell's, none of them a row's of the form but in passing:
        heads that the form does not know."""
        if len(row.said) < 2 or any(is_cell(text) for text in row.said):
            return False
        return len(row.said) == len(row.texts) and kinds[0] not in (Word.ROW, Word.GROUP)

    def close(self) -> None:
        """The heads in force, now that a row or the end follows."""
        if not self.header:
            return
        last = self.header[-1]
        stubs = {t for row in self.header for t in row.said if self.words.word(t) is Word.STUB}
        lines = [[t for t in row.said if t not in stubs] for row in self.header]
        leaves = leaves_of(lines, self.table, self.above)
        words = () if leaves else tuple(t for row in self.header for t in row.said)
        self.events.append(Heads(leaves, last.place, words))
        self.count = len(leaves)
        self.strokes = next((n for n, text in enumerate(reversed(last.texts)) if text), 0)
        self.places, self.width = self._below(leaves), len(last.texts)
        self.header, self.above = [], ()

    def _below(self, leaves: Sequence[Leaf]) -> tuple[int, ...]:
        """The cells of a row that stand below ``leaves``, where every row of heads has a cell for
        each column of the grid; else none."""
        width = len(self.header[-1].texts)
        if any(len(row.texts) != width for row in self.header):
            return ()
        lowest = ["" for _ in range(width)]
        for row in self.header:
            lowest = [text or above for text, above in zip(row.texts, lowest, strict=True)]
        found = tuple(n for n, text in enumerate(lowest) if text and is_leaf(text, self.table))
        return found if [lowest[n] for n in found] == [leaf.text for leaf in leaves] else ()

    def _data(self, row: _Line) -> None:
        """Labels to the left; figures below the heads, or counted from the end."""
        texts = list(row.texts)
        given = is_number if self.table.stub else is_cell
        if not any(self.words.word(text) or given(text) for text in texts):
            return  # no label and nothing but marks for none, or words that the form does not know
        said = tuple(Said(text, f"{row.place}第 {at} 格") for at, text in enumerate(texts, 1))
        below = self.places if len(texts) == self.width else ()
        aside = {*range(below[0] if below else 0), *below}
        if below and not any(text for at, text in enumerate(texts) if at not in aside):
            labels, cells = said[: below[0]], tuple(said[at] for at in below)
        else:
            labels, cells = self._counted_off(said)
        unit = None
        if self.table.unit_label is not None and len(labels) > 1:
            labels, unit = labels[:-1], labels[-1]
        named = tuple(part for part in labels if bare(part.text)) or labels
        self.events.append(DataRow(named[-2:], cells, unit))

    def _counted_off(self, said: tuple[Said, ...]) -> tuple[tuple[Said, ...], tuple[Said, ...]]:
        """Labels and cells of a row, as many cells as columns from the end."""
        stub = max(1, self.table.stub) + (1 if self.table.unit_label is not None else 0)
        count = self.count or self._counted(said)
        strokes = self.strokes
        while strokes and len(said) > count + stub and not said[-1].text:
            said = said[:-1]  # a merged cell leaves them behind the heads, too
            strokes -= 1
        first = max(0, len(said) - count) if count else len(said)
        if not count or first > stub or (self.table.stub and not first):
            first = 1  # does not come out even: refused in matching
        return said[:first], said[first:]

    def _counted(self, said: Sequence[Said]) -> int:
        """The columns of the form, where no heads of it tell them."""
        named = [part for part in said if self.words.word(part.text)]
        band = band_of(DataRow(tuple(named[-1:]), ()), self.table)
        return len(form_leaves(band)) if band is not None else 0
