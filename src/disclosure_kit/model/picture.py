"""What a picture of a report shows: named sums of its figures, and nothing else.

Whoever draws is given the figures, not the report; whoever reads aloud, or compares, is given the
same. So a picture knows no number that stands at no address. A blank is told, never drawn as 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final, TypeAlias

from attrs import define, frozen
from frozendict import frozendict

from .form import Form
from .report import Report
from .rules import StatedFigure
from .table import Column
from .values import NOT_APPLICABLE, NOT_FILLED, CellState, Kind, Value

# The part of a page that shows pictures: readers know it, for it is no part of the report.
PICTURES_ID: Final = "disclosure-kit-pictures"
PICTURES_TITLE: Final = "图解"
# How the Word file calls such a picture, for the same reason.
DRAWN_NAME: Final = "由数据画成的图"
_PICTURE: Final = "picture-"
LONGEST_ALT: Final = 1_000  # characters of an alternative text: a chart is told figure by figure

Shown: TypeAlias = int | CellState
STATES: Final[Mapping[CellState, str]] = {NOT_FILLED: "未填写", NOT_APPLICABLE: "不适用"}


@frozen
class Item:
    """One thing that a picture shows: its name, and the counts that it adds up.

    An address is that of a cell (``applications.granted.total``) or the key of a stated figure.
    """

    label: str
    addresses: tuple[str, ...]


@frozen
class Series:
    """The figures of one year, one for each item."""

    year: int
    figures: tuple[Shown, ...]


@define(frozen=True, slots=False)
class Subject:
    """All that whoever draws is given. ``series`` stand in the order of their years; the last is
    that of the report."""

    title: str
    unit: str
    items: tuple[Item, ...]
    series: tuple[Series, ...]

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads of ``rows``."""
        return ("项目", *(f"{one.year}年（{self.unit}）" for one in self.series))

    @cached_property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The figures as a table: the name of an item, then what is said of it for each year."""
        return tuple(
            (item.label, *(said(one.figures[number]) for one in self.series))
            for number, item in enumerate(self.items)
        )

    @cached_property
    def text(self) -> str:
        """All that the picture shows, in words: for whoever does not see it."""
        years = []
        for one in self.series:
            told = (
                item.label + said(shown) + (self.unit if isinstance(shown, int) else "")
                for item, shown in zip(self.items, one.figures, strict=True)
            )
            years.append(f"{one.year}年{'，'.join(told)}")
        return f"{self.title}：{'；'.join(years)}。"


@frozen
class DrawnPicture:
    """A picture as drawn (PNG), with what it shows."""

    subject: Subject
    content: bytes


Drawn: TypeAlias = Mapping[str, DrawnPicture | str]
"""Pictures by key; a word instead of one says why it cannot be had."""
NO_PICTURES: Final[Drawn] = frozendict()


def picture_id(key: str) -> str:
    """The id that a page gives to the picture of this key."""
    return _PICTURE + key


def picture_key(id_: str) -> str | None:
    """The key of a picture that a page shows; None where the id is that of something else."""
    return id_.removeprefix(_PICTURE) if id_.startswith(_PICTURE) else None


def said(shown: Shown) -> str:
    """A figure of a picture in words."""
    return STATES[shown] if isinstance(shown, CellState) else str(shown)


def series_of(report: Report, form: Form, items: Iterable[Item]) -> Series:
    """What ``report`` says of each item."""
    return Series(report.year, tuple(_shown(item, report, form) for item in items))


def _shown(item: Item, report: Report, form: Form) -> Shown:
    """The sum, as identities have it (不适用 adds nothing), but never of some parts alone."""
    values = [_value(address, report, form) for address in item.addresses]
    counts = [value for value in values if isinstance(value, int)]
    if len(counts) + values.count(NOT_APPLICABLE) < len(values):
        return NOT_FILLED
    return sum(counts) if counts else NOT_APPLICABLE


def _value(address: str, report: Report, form: Form) -> Value:
    if address in form.cells:
        return report.value(form.cells[address][0])
    return report.figures.get(address, NOT_FILLED)


def tables_of(items: Iterable[Item], form: Form) -> frozenset[str]:
    """The tables in which the cells of ``items`` stand."""
    cells = (form.cells.get(address) for item in items for address in item.addresses)
    return frozenset(cell[0].table for cell in cells if cell is not None)


def unfit(items: Iterable[Item], form: Form) -> Iterator[tuple[str, str]]:
    """Each address at which ``form`` has no count, and what it has instead (empty: nothing)."""
    for address in (address for item in items for address in item.addresses):
        held: Column | StatedFigure | None = form.figures.get(address)
        if address in form.cells:
            held = form.cells[address][1]
        if held is None or held.kind is not Kind.COUNT:
            yield address, "" if held is None else held.label
