"""The words that a table of the form prints, and what each of them is there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Final

from attrs import frozen

from ..model.table import Column, Table
from .labels import bare, label_of
from .lines import lines_of

_UNITS: Final = "(?:万元|亿元|元|条|件|次|篇|个|项|人次|人)"
_FIGURE: Final = re.compile(rf"[+-]?\d(?:[\d,.]*\d)?%?{_UNITS}?|(?:[增减]\d+[/、,]?)+")
_EMPTY: Final = re.compile(r"-+|/|无|不适用")
_MINUS: Final = dict.fromkeys(map(ord, "−–—―‒‐－"), "-")
_HALF_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


class Word(Enum):
    """What a label is to a table."""

    BAND = "band"
    HEAD = "head"
    STUB = "stub"
    ROW = "row"
    GROUP = "group"


def is_cell(text: str) -> bool:
    """Whether ``text`` is what stands in a figure cell: a figure, or a mark for none."""
    plain = text.strip().translate(_MINUS).translate(_HALF_WIDTH)
    return bool(_FIGURE.fullmatch(plain) or _EMPTY.fullmatch(plain))


def is_number(text: str) -> bool:
    """Whether ``text`` is a figure and no mark for none."""
    plain = text.strip().translate(_MINUS).translate(_HALF_WIDTH)
    return _FIGURE.fullmatch(plain) is not None


def plain(text: str) -> str:
    """``text`` as it is compared while a label is put together from its pieces."""
    return bare(text).replace("本年度", "本年")


def nodes_of(columns: Sequence[Column]) -> Iterator[Column]:
    """Every head of a column tree."""
    for column in columns:
        yield column
        yield from nodes_of(column.columns)


@frozen
class Vocabulary:
    """The labels of one table: ``words`` by their whole, ``plains`` to find them in pieces."""

    words: Mapping[str, Word]
    shorts: Mapping[str, Word]
    plains: frozenset[str]
    pieces: str
    units: frozenset[str]

    def word(self, text: str) -> Word | None:
        """What ``text`` is, a remark in brackets behind it left aside."""
        label = label_of(text)
        found = self.words.get(label.whole)
        return found or (None if label.number else self.shorts.get(label.short))

    def is_whole(self, text: str) -> bool:
        """Whether ``text`` is a label in full."""
        return plain(text) in self.plains

    def is_start(self, text: str) -> bool:
        """Whether a label begins with ``text``."""
        return f"\n{plain(text)}" in self.pieces

    def is_piece(self, text: str) -> bool:
        """Whether ``text`` stands in a label."""
        return plain(text) in self.pieces


def vocabulary_of(table: Table) -> Vocabulary:
    """The vocabulary of ``table``."""
    return table.kept(_vocabulary_of)


def _vocabulary_of(table: Table) -> Vocabulary:
    words: dict[str, Word] = {}
    texts: list[str] = []

    def add(text: str | None, word: Word) -> None:
        whole = label_of(text or "").whole
        if text and whole:
            words.setdefault(whole, word)
            texts.append(text)

    for band in table.bands:
        add(band.title, Word.BAND)
        add(band.stub, Word.STUB)
        for node in nodes_of(band.columns):
            add(node.label, Word.HEAD)
    add(table.unit_label, Word.STUB)
    units = set()
    for line in lines_of(table):
        for text in (line.row.label, *line.row.variants):
            add(text, Word.GROUP if line.row.id is None else Word.ROW)
        units.add(bare(line.row.unit or ""))
    labels = [label_of(text) for text in texts]
    shorts = {x.short: words[x.whole] for x in labels if words[x.whole] is Word.HEAD}
    plains = sorted(set(map(plain, texts)))
    pieces = "".join(f"\n{word}" for word in plains)
    return Vocabulary(words, shorts, frozenset(plains), pieces, frozenset(units - {""}))
