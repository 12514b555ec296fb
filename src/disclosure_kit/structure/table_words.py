"""The labels of a table of the form, as they are looked for in text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from attrs import frozen

from ..model.table import AnyTable, Column, Row, Table
from .wording import bare

FEWEST_IN_PROSE: Final = 6  # where labels run on inside a paragraph
LONGEST: Final = 20_000  # characters of a table run together: no real one has a fifth of it
UNIT: Final = "(?:万元|亿元|元|条|件|次|篇|个|人次|人)"
_LONGEST_UNKNOWN: Final = 24  # characters of a label that the edition words differently
_INSIDE: Final = 3  # characters between two letters of a label
_PUNCTUATION: Final = re.compile(r"[。；！？，、：“”]")


@frozen
class Vocabulary:
    """The labels of a table, longest first, to be found with white space anywhere inside; none is
    found that is longer than ``longest``."""

    labels: tuple[str, ...]
    pattern: re.Pattern[str]
    all: str
    units: frozenset[str]
    longest: int


def labels_of(table: Table) -> Iterator[str]:
    """Every label that ``table`` prints, and the accepted variants."""
    if table.unit_label is not None:
        yield table.unit_label
    for band in table.bands:
        yield band.stub
        yield band.title or ""
        yield from _column_labels(band.columns)
        yield from _row_labels(band.rows)


def _column_labels(columns: Iterable[Column]) -> Iterator[str]:
    for column in columns:
        yield column.label
        yield from _column_labels(column.columns)


def _row_labels(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        yield row.label
        yield from row.variants
        yield from _row_labels(row.rows)


@lru_cache(maxsize=64)
def _vocabulary(labels: tuple[str, ...], units: frozenset[str]) -> Vocabulary:
    words = sorted({bare(label) for label in labels} - {""}, key=lambda w: (-len(w), w))
    # Between two letters of a label: blanks, a line's end, its own punctuation of either width.
    between = rf"[^\w|]{{0,{_INSIDE}}}"
    alternatives = "|".join(between.join(map(re.escape, word)) for word in words)
    pattern = re.compile(f"(?:{alternatives})[）)”]?")
    longest = (1 + _INSIDE) * len(words[0]) + 1
    return Vocabulary(tuple(words), pattern, "\n".join(words), units, longest)


def fixed(tables: Iterable[AnyTable]) -> list[tuple[Table, Vocabulary]]:
    """The tables with rows of their own, and their words."""
    found = ((t, t.kept(_vocabulary_of)) for t in tables if isinstance(t, Table))
    return [(table, words) for table, words in found if words is not None]


def _vocabulary_of(table: Table) -> Vocabulary | None:
    """Nothing where the table has no labels."""
    labels = tuple(labels_of(table))
    return _vocabulary(labels, _units(table)) if any(map(bare, labels)) else None


def _units(table: Table) -> frozenset[str]:
    """What may stand in the column of units, with a figure behind it or none."""
    if table.unit_label is None:
        return frozenset()
    rows = (row for band in table.bands for row in band.figure_rows())
    return frozenset(row.unit for row in rows if row.unit)


def short(gap: str) -> bool:
    """A label worded differently from the edition's may stand between two of them."""
    return len(gap) <= _LONGEST_UNKNOWN and _PUNCTUATION.search(gap) is None
