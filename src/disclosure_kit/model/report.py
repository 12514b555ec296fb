"""What was filled: one body's report for one year."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import cached_property
from itertools import repeat
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import field, frozen
from frozendict import frozendict

from .kept import Keeping
from .sources import Sources
from .values import NOT_FILLED, Address, Value

DIVISION_CODE: Final = r"\d{2}(\d{2}(\d{2}(\d{3}(\d{3})?)?)?)?"  # GB/T 2260


@frozen
class Text:
    """A paragraph. ``lead`` is the length in characters of a run-in heading at its start."""

    text: str
    level: int | None = None
    lead: int | None = None


@frozen
class Heading:
    """A heading on a line of its own; 2 is （一）, 3 is 1., 4 is （1）."""

    text: str
    level: int


@frozen
class ItemList:
    """A list; ``ordered`` numbers its items. ``levels`` says how deep each stands (1 to 3), where
    one stands below another; else it is empty."""

    items: tuple[str, ...]
    ordered: bool = False
    levels: tuple[int, ...] = ()


@frozen
class TableBlock:
    """Here stands the table of this id."""

    table: str


@frozen
class Image:
    """A picture, by its path inside the source, with its caption."""

    path: str
    caption: str = ""


@frozen
class SmallTable:
    """A table of the report's own, inside its text: words, no figures of the form. All rows have
    as many cells; the first ``head`` rows head the others."""

    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    head: int = 0


Block: TypeAlias = Text | Heading | ItemList | TableBlock | SmallTable | Image


@frozen
class Attachment:
    """What is annexed to the report, by its name; ``body`` is its own text, where the report
    holds it."""

    name: str
    body: tuple[Block, ...] = ()


def _attachments(given: Iterable[str | Attachment]) -> tuple[Attachment, ...]:
    """A name alone is an attachment without a text."""
    return tuple(Attachment(one) if isinstance(one, str) else one for one in given)


@frozen
class Agency:
    """The body that reports. ``code`` is its division code (GB/T 2260)."""

    name: str
    kind: str | None = None
    code: str | None = None


@frozen
class Signature:
    """Who signs, and when."""

    agency: str | None = None
    date: datetime.date | None = None


@frozen
class Narrative:
    """A section as filled: its printed title and its blocks."""

    title: str
    body: tuple[Block, ...] = ()


@frozen(slots=False)
class TableData:
    """The cells of a table that the source gives, and the keys of its rows in order.

    It may be made of ``keys`` and ``figures``, side by side: then there is no mapping until
    somebody asks for one, and who takes a whole table by ``at`` does not.
    """

    rows: tuple[str, ...]
    cells: frozendict[tuple[str, str], Value]

    @classmethod
    def of_columns(
        cls,
        rows: tuple[str, ...],
        keys: tuple[tuple[str, str], ...],
        figures: tuple[Value, ...],
    ) -> TableData:
        """The data that ``TableData(rows, frozendict(zip(keys, figures)))`` is."""
        data = cls.__new__(cls)
        vars(data).update(rows=rows, keys=keys, figures=figures)
        return data

    @cached_property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """Those of the cells, in their order."""
        return tuple(self.cells)

    @cached_property
    def figures(self) -> tuple[Value, ...]:
        """What stands in the cells, in their order."""
        return tuple(self.cells.values())

    if not TYPE_CHECKING:  # which knows ``cells`` as a field

        def __getattr__(self, name: str) -> frozendict[tuple[str, str], Value]:
            own = vars(self)
            if name != "cells" or "figures" not in own:
                raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")
            cells = own["cells"] = frozendict(zip(own["keys"], own["figures"], strict=True))
            return cells

    def at(self, keys: tuple[tuple[str, str], ...]) -> tuple[Value, ...]:
        """The cells of these keys, in their order."""
        if self.keys == keys:  # a whole table, as it is read: nothing is looked up
            return self.figures
        return tuple(map(self.cells.get, keys, repeat(NOT_FILLED)))


@frozen(slots=False)
class Report(Keeping):
    """A report. ``sources`` says, by address, where each figure and paragraph stood; ``unread``
    are the tables that stand in the source but were not read, ``other_heads`` the heads of
    another edition's tables that stand there (both of no account to the data)."""

    edition: str
    year: int
    agency: Agency
    title: str | None
    region: str | None = None
    preamble: tuple[Block, ...] = ()
    sections: frozendict[str, Narrative] = field(factory=frozendict)
    tables: frozendict[str, TableData] = field(factory=frozendict)
    figures: frozendict[str, Value] = field(factory=frozendict)
    document_number: str | None = None
    addressee: str | None = None
    attachments: tuple[Attachment, ...] = field(default=(), converter=_attachments)
    signature: Signature | None = None
    sources: frozendict[str, str] | Sources = field(factory=frozendict)
    unread: frozenset[str] = field(factory=frozenset, eq=False)
    other_heads: tuple[str, ...] = field(factory=tuple, eq=False)

    def value(self, address: Address) -> Value:
        """What stands at ``address``; a cell the source does not give is not filled."""
        table = self.tables.get(address.table)
        if table is None:
            return NOT_FILLED
        return table.cells.get((address.row, address.column), NOT_FILLED)
