"""The rows of a table of the form, and which of them a label of a file names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias

from attrs import define, field, frozen

from ..model.table import Band, Row, Table
from .labels import Label, label_of

_Test: TypeAlias = Callable[[Label], bool]

_SHORTEST: Final = 2  # letters of a shortened label


@frozen
class Line:
    """A printed row, a title, or the label of several rows (``is_group``)."""

    number: int
    row: Row
    band: Band
    groups: tuple[Row, ...]
    is_group: bool = False
    labels: tuple[Label, ...] = field(init=False, eq=False, repr=False)

    @labels.default
    def _labelled(self) -> tuple[Label, ...]:
        return tuple(label_of(text) for text in (self.row.label, *self.row.variants))


def lines_of(table: Table) -> tuple[Line, ...]:
    """Every row and row group of ``table``, in printed order."""
    return table.kept(_lines_of)


def _lines_of(table: Table) -> tuple[Line, ...]:
    found: list[Line] = []

    def walk(rows: Sequence[Row], band: Band, groups: tuple[Row, ...]) -> None:
        for row in rows:
            found.append(Line(len(found), row, band, groups, bool(row.rows)))
            walk(row.rows, band, (*groups, row))

    for band in table.bands:
        walk(band.rows, band, ())
    return tuple(found)


@frozen
class Named:
    """The row that a label names; ``shortened`` where the label is not the form's in full."""

    line: Line
    shortened: bool = False


@define
class Lines:
    """Finds rows by label. A label that stands in the form twice (（二）被依法纠错数) is decided by
    the last row found whose label stands there once."""

    lines: tuple[Line, ...]
    _wholes: tuple[frozenset[str], ...]
    _every: frozenset[str]
    _once: frozenset[int]
    last: int | None = None

    @classmethod
    def of(cls, table: Table) -> Lines:
        """Those of ``table``, none of them found yet."""
        return cls(*table.kept(_labels_of))

    def knows(self, label: Label) -> bool:
        """Whether ``label`` is a row's, letter by letter."""
        return label.whole != "" and label.whole in self._every

    def find(self, label: Label, beside: Sequence[Label], band: Band | None) -> Named | None:
        """The row named ``label``; ``beside`` are the labels to its left, ``band`` is the part of
        the table it stands in, where that is told. None where no row or more than one fits."""
        groups = [
            line.row
            for line in self.lines
            if line.is_group and any(x.whole == y.whole for x in line.labels for y in beside)
        ]
        for shortened, found in self._tiers(label):
            if not found:
                continue
            fitting = [line for line in found if all(_within(line, g) for g in groups)]
            if len(fitting) > 1 and band is not None:
                fitting = [line for line in fitting if line.band is band]
            if len(fitting) > 1 and not shortened:
                fitting = [line for line in fitting if self._anchor(line) == self.last]
            if len(fitting) != 1:
                return None
            if fitting[0].number in self._once and not shortened:
                self.last = fitting[0].number
            return Named(fitting[0], shortened)
        return None

    def _tiers(self, label: Label) -> Iterator[tuple[bool, list[Line]]]:
        if not label.whole:
            return
        yield False, [ln for ln in self.lines if label.whole in self._wholes[ln.number]]
        yield False, self._having(lambda x: (x.number, x.short) == (label.number, label.short))
        if len(label.words) < _SHORTEST:
            return
        if label.number:
            yield True, self._having(lambda x: x.number == label.number and label.short in x.words)
        else:
            yield True, self._having(lambda x: bool(x.number) and x.short == label.short)

    def _having(self, test: _Test) -> list[Line]:
        return [line for line in self.lines if any(x.whole and test(x) for x in line.labels)]

    def _anchor(self, line: Line) -> int | None:
        return max((n for n in self._once if n < line.number), default=None)


def _labels_of(
    table: Table,
) -> tuple[tuple[Line, ...], tuple[frozenset[str], ...], frozenset[str], frozenset[int]]:
    """The lines of ``table``, the labels of each and of all, and the numbers of those whose labels
    stand in it once."""
    lines = lines_of(table)
    wholes = tuple(frozenset(x.whole for x in line.labels) for line in lines)
    count = Counter(whole for of_line in wholes for whole in of_line)
    once = frozenset(
        line.number
        for line, of_line in zip(lines, wholes, strict=True)
        if all(count[whole] == 1 for whole in of_line)
    )
    return lines, wholes, frozenset(count), once


def _within(line: Line, group: Row) -> bool:
    return group in line.groups or (line.is_group and line.row is group)
