"""What must be filled: editions, sections, tables and the arithmetic they declare.

Source of every label and id: shared/formats.md, after 国办公开办函〔2019〕60号,
国办公开办函〔2021〕30号 and 国办发〔2014〕32号.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from typing import Final

from attrs import define, field, frozen
from frozendict import frozendict

from .finding import Severity
from .usage import Usage
from .values import Address, Kind

TEXT_WIDTH: Final = 8844  # twips: 156 mm, the width of the text area of GB/T 9704-2012


class OutlineKind(StrEnum):
    """Who decides the top-level sections of a report of an edition."""

    FIXED = "fixed"
    REGIONAL = "regional"
    FREE = "free"


@frozen
class Years:
    """Report years, both ends included; ``last`` None means until further notice."""

    first: int
    last: int | None = None

    def __contains__(self, year: int) -> bool:
        return self.first <= year and (self.last is None or year <= self.last)

    def collides(self, other: Years) -> bool:
        """Both claim a year; of two, the earlier without an end only gives way to the later."""
        earlier, later = sorted((self, other), key=lambda years: years.first)
        if earlier.first == later.first:
            return True
        return earlier.last is not None and later.first <= earlier.last

    def __str__(self) -> str:
        if self.last is None:
            return f"{self.first}—"
        return str(self.first) if self.first == self.last else f"{self.first}—{self.last}"


class BodyKind(StrEnum):
    """What kind of body reports, as far as the law treats them differently."""

    DEPARTMENT = "department"
    GOVERNMENT = "government"
    TOWN = "town"


@frozen
class Deadline:
    """The last day, in the year after the report year, on which bodies of these kinds publish."""

    kinds: tuple[BodyKind, ...]
    month: int
    day: int
    basis: str


@frozen
class Edition:
    """One edition of the national form. ``instrument`` is the notice that prescribes it."""

    id: str
    name: str
    years: Years
    instrument: str
    outline: OutlineKind
    report_title: str
    deadlines: tuple[Deadline, ...] = ()


@frozen
class Place:
    """Where a table stands: inside a section, behind the others of it; or as an annex."""

    section: str | None


@frozen
class Section:
    """A top-level part of a report. ``variants`` are other titles accepted when reading.

    What its prose should speak of, each point as ``word|word``: ``aspects`` of every body,
    ``government_aspects`` of governments, ``states`` by custom. ``substantive``: a bare 无 will
    not do.
    """

    id: str
    title: str
    variants: tuple[str, ...] = ()
    aspects: tuple[str, ...] = ()
    government_aspects: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    substantive: bool = False


@frozen
class Outline:
    """The sections of reports whose edition leaves them to the region."""

    id: str
    name: str
    region: str
    editions: tuple[str, ...]
    years: Years
    sections: tuple[Section, ...]
    basis: str


@frozen
class Column:
    """A node of the column tree; a leaf has an ``id``. ``lines`` breaks a label when printed."""

    label: str
    id: str | None = None
    kind: Kind = Kind.COUNT
    unit: str | None = None
    span: int = 1
    lines: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()

    def leaves(self) -> Iterator[Column]:
        if not self.columns:
            yield self
        for child in self.columns:
            yield from child.leaves()


@frozen
class Row:
    """A node of the row tree.

    With ``id``: a row of figures. With ``rows``: a label merged down beside them.
    With neither: a title that fills a printed row of its own. ``kind`` and ``unit``,
    where given, overrule the column's.
    """

    label: str
    id: str | None = None
    kind: Kind | None = None
    unit: str | None = None
    variants: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()

    def leaves(self) -> Iterator[Row]:
        """Printed rows in order: rows of figures and titles."""
        if not self.rows:
            yield self
        for child in self.rows:
            yield from child.leaves()


@frozen
class Band:
    """A part of a table with header rows of its own."""

    stub: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: str | None = None

    def figure_columns(self) -> Iterator[Column]:
        for column in self.columns:
            yield from column.leaves()

    def printed_rows(self) -> Iterator[Row]:
        for row in self.rows:
            yield from row.leaves()

    def figure_rows(self) -> Iterator[Row]:
        return (row for row in self.printed_rows() if row.id is not None)


@define(frozen=True, slots=False)
class Table:
    """A table of the form.

    ``grid`` are the widths of the printed columns in twips; the first ``stub`` of
    them hold row labels, then comes the unit column if ``unit_label`` is set.
    ``row_height``, in twips too, is the least height of a row where the usual one will not do.
    """

    id: str
    title: str
    place: Place
    grid: tuple[int, ...]
    stub: int
    bands: tuple[Band, ...]
    unit_label: str | None = None
    caption: bool = False
    variants: tuple[str, ...] = ()
    heading_rows: bool = True
    row_height: int | None = None

    @cached_property
    def cells(self) -> frozendict[Address, Column]:
        """Every address of the table in printed order, with its column (kind and unit resolved)."""
        return frozendict(
            (
                Address(self.id, row.id, column.id),
                Column(
                    label=column.label,
                    id=column.id,
                    kind=row.kind or column.kind,
                    unit=row.unit or column.unit,
                ),
            )
            for band in self.bands
            for row in band.figure_rows()
            for column in band.figure_columns()
            if row.id is not None and column.id is not None
        )


@frozen
class RepeatingTable:
    """A table whose rows are whatever the body enters, each with a key of its own."""

    id: str
    title: str
    place: Place
    columns: tuple[Column, ...]

    def with_rows(self, keys: tuple[str, ...]) -> Table:
        """The table that a report with rows of these keys prints."""
        return Table(
            id=self.id,
            title=self.title,
            place=self.place,
            grid=(TEXT_WIDTH // len(self.columns),) * len(self.columns),
            stub=0,
            bands=(Band("", self.columns, tuple(Row("", id=key) for key in keys)),),
            caption=True,
        )


@frozen
class TableView:
    """Some rows of another table, printed elsewhere under the same addresses."""

    id: str
    title: str
    of: str
    rows: tuple[str, ...]
    place: Place
    variants: tuple[str, ...] = ()


@frozen
class StatedFigure:
    """A figure that a region's report states in its prose."""

    key: str
    label: str
    kind: Kind
    section: str
    unit: str | None = None


@frozen
class Mention:
    """A wording in which figures are stated: ``发文{yunnan.documents.total}[篇|件]``.

    ``{key}`` stands for a number, ``[a|b]`` for one of several words (``[|a]``: a word or
    none), ``…`` for at most forty characters inside one sentence, ``<名>`` for one word of a
    group in ``words``; ``*`` behind either for any number of them. A field of cells may be a
    formula (``model/formula.py``).

    ``unless``: words that, before the end of what is found, make it another thing; ``needs``:
    words of which the sentence, its heading or the head of its paragraph must hold one.
    ``part``: it is a part of what the sentence counts first, and another thing where no wording
    names that number. Without ``section`` it is looked for everywhere.
    """

    text: str
    section: str | None = None
    part: bool = False
    unless: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    words: frozendict[str, tuple[str, ...]] = field(factory=frozendict)


@frozen
class Claim:
    """A wording that claims that ``zero``, a formula of cells, comes to nothing:
    ``未收到政府信息公开申请`` says so of the received; ``均获维持`` of those not upheld."""

    text: str
    zero: str
    unless: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    words: frozendict[str, tuple[str, ...]] = field(factory=frozendict)


class Relation(StrEnum):
    EQUAL = "="
    AT_MOST = "<="


@frozen
class Term:
    """One operand: a row id, a column id or a figure key; ``previous`` means last year's."""

    ref: str
    sign: int = 1
    previous: bool = False


@frozen
class Identity:
    """Declared arithmetic: ``left`` in relation to ``right``.

    ``per`` says what the terms name: ``column`` (terms are rows, tried in every
    column), ``row`` (terms are columns, tried in the rows of ``over``, else in all
    that have them), or ``figure`` (terms are stated figures; then no ``table``).
    """

    code: str
    title: str
    per: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    basis: str
    table: str | None = None
    relation: Relation = Relation.EQUAL
    severity: Severity = Severity.ERROR
    over: tuple[str, ...] = ()


@frozen
class ShareRule:
    """``share`` states ``part`` ÷ ``whole`` in percent, rounded to the printed decimals."""

    code: str
    title: str
    share: str
    part: str
    whole: str
    basis: str
    severity: Severity = Severity.WARNING


@frozen
class DerivedShare:
    """A share that nobody types: ``part`` ÷ ``whole`` in percent, rounded half up."""

    key: str
    label: str
    part: str
    whole: str
    decimals: int = 2


AnyTable = Table | RepeatingTable | TableView


@define(frozen=True, slots=False)
class Form:
    """Edition × outline × region × year: all that one report must fill."""

    edition: Edition
    year: int
    region: str | None
    outline: Outline | None
    sections: tuple[Section, ...]
    tables: frozendict[str, AnyTable]
    identities: tuple[Identity, ...]
    shares: tuple[ShareRule, ...]
    figures: frozendict[str, StatedFigure]
    mentions: tuple[Mention, ...]
    statutory_tables: frozenset[str]
    claims: tuple[Claim, ...] = ()
    usage: Usage = field(factory=Usage)

    @cached_property
    def cells(self) -> frozendict[str, tuple[Address, Column]]:
        """Every figure address of the fixed tables, by its dotted text."""
        return frozendict(
            (str(address), (address, column))
            for table in self.tables.values()
            if isinstance(table, Table)
            for address, column in table.cells.items()
        )

    @cached_property
    def annexes(self) -> tuple[Table, ...]:
        """Tables that stand behind the last section."""
        return tuple(
            t for t in self.tables.values() if isinstance(t, Table) and t.place.section is None
        )

    def tables_in(self, section_id: str) -> tuple[AnyTable, ...]:
        """The tables that stand inside a section, in order of declaration."""
        return tuple(t for t in self.tables.values() if t.place.section == section_id)

    def section(self, section_id: str) -> Section | None:
        return next((s for s in self.sections if s.id == section_id), None)
