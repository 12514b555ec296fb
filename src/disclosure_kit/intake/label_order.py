"""The labels of a table found in a text without lines, in the order in which the form prints them.

A label that stands in the form several times (信息内容, 总计) is decided by that order alone: of
all ways to find labels in order, the one that covers most letters is taken, and only the labels
that stand at the same place in every such way.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right, insort
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from attrs import frozen

from ..model.table import Band, Column, Row, Table
from .labels import bare, label_of

_SHORTEST: Final = 2  # letters of a label without its number
_MOST: Final = 20_000  # places looked at in one text
_DELIMITERS: Final = (".", "、", ",", ":", ")")


@frozen
class Entry:
    """A label as the form prints it: of a row, of a head (``column``), or neither."""

    label: str
    variants: tuple[str, ...]
    band: Band
    row: Row | None = None
    column: Column | None = None

    def wordings(self) -> frozenset[str]:
        """The letters by which it is found: whole, without a remark, without its number."""
        found: set[str] = set()
        for text in (self.label, *self.variants):
            label = label_of(text)
            number = "".join(c for c in label.number if not c.isascii() or c.isdigit())
            found |= {number + label.words, number + label.short}
            found |= {words for words in (label.words, label.short) if len(words) >= _SHORTEST}
        return frozenset(found) - {""}

    @property
    def ordinal(self) -> str:
        """The digit that its label begins with, if it does: 2.其他法律行政法规禁止公开."""
        number = label_of(self.label).number
        return number.removeprefix("item") if number.startswith("item") else ""


@frozen
class Found:
    """A label in the text: where it begins and ends; ``loose`` is its number where the text does
    not show whether that belongs to it or to the figures before it."""

    entry: Entry
    begin: int
    end: int
    loose: str = ""


def entries(table: Table) -> Iterator[Entry]:
    """Every label of ``table`` in printed order."""
    for band in table.bands:
        yield Entry(band.title or "", (), band)
        yield Entry(band.stub, (), band)
        yield Entry(table.unit_label or "", (), band)
        level = list(band.columns)
        while level:  # a head merged down is printed in its first row
            for column in level:
                yield Entry(column.label, (), band, column=column)
            level = [child for column in level for child in column.columns]
        yield from _rows(band.rows, band)


def _rows(rows: Sequence[Row], band: Band) -> Iterator[Entry]:
    for row in rows:
        yield Entry(row.label, row.variants, band, row=row)
        yield from _rows(row.rows, band)


class Letters:
    """The letters and digits of a text, each with its place in it."""

    def __init__(self, text: str) -> None:
        self.text = text
        letters: list[str] = []
        self.places: list[int] = []
        for place, char in enumerate(text):
            for letter in bare(char):
                if letter == "度" and letters[-2:] == ["本", "年"]:
                    continue  # as in label_of
                letters.append(letter)
                self.places.append(place)
        self.letters = "".join(letters)

    def between(self, begin: int, end: int) -> str:
        """The letters that stand in ``text[begin:end]``."""
        first, last = (bisect_right(self.places, at - 1) for at in (begin, end))
        return self.letters[first:last]


_Chain: TypeAlias = "tuple[int, int, int, _Chain] | None"
_Span: TypeAlias = tuple[int, int]


def labels_in(letters: Letters, table: Table) -> tuple[Found, ...]:
    """The labels of ``table`` in a text, in order, and only those that no other order places
    elsewhere. Nothing where the text holds too many places to look at."""
    wanted = list(entries(table))
    spots = [_spots(letters.letters, entry) for entry in wanted]
    if sum(map(len, spots)) > _MOST:
        return ()
    length = len(letters.letters)
    forward = _longest(spots)
    mirrored = [[(length - end, length - begin) for begin, end in own] for own in reversed(spots)]
    backward = {
        len(wanted) - 1 - number: (length - end, length - begin)
        for number, (begin, end) in _longest(mirrored).items()
    }
    return tuple(
        _found(letters, wanted[number], *span)
        for number, span in sorted(forward.items())
        if backward.get(number) == span
    )


def _spots(letters: str, entry: Entry) -> list[_Span]:
    found: list[_Span] = []
    for wording in entry.wordings():
        at = letters.find(wording)
        while at >= 0 and len(found) <= _MOST:
            found.append((at, at + len(wording)))
            at = letters.find(wording, at + 1)
    return found


def _longest(spots: Sequence[Sequence[_Span]]) -> dict[int, _Span]:
    """For each label a place, in order and apart, so that most letters are covered; of equals
    the one that ends first."""
    # Ascending in end and in letters covered; only what is better than all before it.
    front: list[tuple[int, int, int]] = [(0, 0, 0)]
    chains: list[_Chain] = [None]
    for number, own in enumerate(spots):
        better: list[tuple[int, int, int]] = []
        for begin, end in own:
            _, covered, link = front[bisect_right(front, begin, key=lambda state: state[0]) - 1]
            chains.append((number, begin, end, chains[link]))
            better.append((end, covered + end - begin, len(chains) - 1))
        for state in sorted(better, key=lambda state: (state[0], -state[1])):
            _insert(front, state)
    chain = chains[front[-1][2]]
    placed: dict[int, _Span] = {}
    while chain is not None:
        number, begin, end, chain = chain
        placed[number] = (begin, end)
    return placed


def _insert(front: list[tuple[int, int, int]], state: tuple[int, int, int]) -> None:
    end, covered, _ = state
    at = bisect_right(front, end, key=lambda other: other[0])
    if front[at - 1][1] >= covered:
        return
    if front[at - 1][0] == end:
        at -= 1
        del front[at]
    while at < len(front) and front[at][1] <= covered:
        del front[at]
    insort(front, state, key=lambda other: other[0])


def _found(letters: Letters, entry: Entry, begin: int, end: int) -> Found:
    first, last = letters.places[begin], letters.places[end - 1]
    ordinal = entry.ordinal
    loose = ""
    if ordinal and letters.letters.startswith(ordinal, begin):
        mark = letters.places[begin + len(ordinal) - 1] + 1
        behind = letters.text[mark : mark + 1]
        if unicodedata.normalize("NFKC", behind) not in _DELIMITERS:
            loose = ordinal
    return Found(entry, first, last + 1, loose)
