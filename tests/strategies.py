"""Random reports: of any shape that a form allows, or consistent in every declared identity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from attrs import evolve
from frozendict import frozendict
from hypothesis import assume
from hypothesis import strategies as st
from photographs import exif, jpeg, png

from disclosure_kit.media.admission import admitted
from disclosure_kit.model.clean import clean, paragraphs_of
from disclosure_kit.model.form import Form
from disclosure_kit.model.report import (
    Agency,
    Attachment,
    Heading,
    Image,
    ItemList,
    Narrative,
    Report,
    Signature,
    SmallTable,
    TableBlock,
    TableData,
    Text,
)
from disclosure_kit.model.rules import Identity, Relation
from disclosure_kit.model.table import Column, RepeatingTable, Table
from disclosure_kit.model.values import (
    NOT_APPLICABLE,
    NOT_FILLED,
    YUAN_PER_UNIT,
    Address,
    Kind,
    Money,
    Share,
    Value,
)
from disclosure_kit.view import bare_name

COUNTS = st.integers(0, 10**15 - 1)
DECIMALS = st.decimals(
    -(10**12), 10**12, places=4, allow_nan=False, allow_infinity=False
) | st.decimals(0, 1000, places=0)
MEDIA = frozendict(
    {
        "media/1.png": png(),
        "media/2.png": png(40, 30, (0, 90, 160)),
        "图/三.jpg": jpeg(),
        "4.jpg": admitted(jpeg(exif(6))).content,
    }
)
WORDS = st.text(max_size=40).map(clean)
PARAGRAPHS = st.text(max_size=60).map(lambda text: paragraphs_of(text)[0])
NAMES = WORDS.filter(lambda text: bool(text.strip()))


def cells(column: Column) -> st.SearchStrategy[Value]:
    """What may stand in a cell of this column; not filled is left out by the caller."""
    match column.kind:
        case Kind.COUNT:
            given: st.SearchStrategy[Value] = COUNTS
        case Kind.SIGNED:
            given = st.integers(-(10**15) + 1, 10**15 - 1)
        case Kind.MONEY:
            units = st.just(column.unit) if column.unit else st.sampled_from(["", *YUAN_PER_UNIT])
            given = st.builds(Money, DECIMALS, units)
        case Kind.SHARE:
            given = st.builds(Share, DECIMALS)
        case Kind.TEXT:
            given = WORDS.filter(lambda text: text != "n/a")
    return given | st.just(NOT_APPLICABLE)


@st.composite
def texts(draw: st.DrawFn) -> Text:
    text = draw(PARAGRAPHS)
    level = draw(st.sampled_from([None, 2, 3, 4]))
    return Text(text, level, draw(st.none() | st.integers(0, len(text))))


@st.composite
def lists(draw: st.DrawFn) -> ItemList:
    items = tuple(draw(st.lists(WORDS, max_size=4)))
    levels: list[int] = []
    for _ in items:
        levels.append(draw(st.integers(1, min(3, (levels or [0])[-1] + 1))))
    return ItemList(items, draw(st.booleans()), tuple(levels) if set(levels) - {1} else ())


@st.composite
def small_tables(draw: st.DrawFn) -> SmallTable:
    cell = WORDS.map(lambda text: text.replace("\n", ""))
    width = draw(st.integers(2, 4))
    row = st.lists(cell, min_size=width, max_size=width).map(tuple)
    rows = tuple(draw(st.lists(row, min_size=1, max_size=3)))
    assume(any(text.strip() for line in rows for text in line))
    return SmallTable(rows, draw(WORDS), draw(st.integers(0, len(rows))))


BLOCKS = (
    texts()
    | st.builds(Heading, WORDS, st.sampled_from([2, 3, 4]))
    | lists()
    | small_tables()
    | st.builds(Image, st.sampled_from(sorted(MEDIA)), WORDS)
)


@st.composite
def narratives(draw: st.DrawFn, title: str, tables: tuple[str, ...]) -> Narrative:
    body: list[Any] = draw(st.lists(BLOCKS, max_size=4))
    for name in draw(st.lists(st.sampled_from(tables), unique=True)) if tables else []:
        body.insert(draw(st.integers(0, len(body))), TableBlock(name))
    return Narrative(draw(NAMES | st.just(title)), tuple(body))


def attachments() -> st.SearchStrategy[Attachment]:
    """Some by name alone, some with a text."""
    named = NAMES.filter(bare_name)
    bodies = st.lists(BLOCKS, min_size=1, max_size=4).map(tuple)
    return st.builds(Attachment, WORDS) | st.builds(Attachment, named, bodies)


@st.composite
def table_data(draw: st.DrawFn, table: Table | RepeatingTable) -> TableData:
    if isinstance(table, RepeatingTable):
        table = table.with_rows(tuple(draw(st.lists(NAMES, max_size=3, unique=True))))
    filled: dict[tuple[str, str], Value] = {}
    whole = draw(st.sampled_from(["all", "none", "some"]))
    for address, column in table.cells.items():
        if whole == "all" or (whole == "some" and draw(st.booleans())):
            filled[address.row, address.column] = draw(cells(column))
    rows = tuple(dict.fromkeys(address.row for address in table.cells))
    return TableData(rows, frozendict(filled))


@st.composite
def reports(draw: st.DrawFn, form: Form) -> Report:
    """Any report that the form allows, sums right or wrong."""
    sections = {
        section.id: draw(
            narratives(section.title, tuple(table.id for table in form.tables_in(section.id)))
        )
        for section in form.sections
        if draw(st.booleans())
    }
    tables = {
        table.id: draw(table_data(table))
        for table in form.tables.values()
        if isinstance(table, Table | RepeatingTable) and draw(st.booleans())
    }
    figures = {
        key: draw(cells(Column(figure.label, kind=figure.kind, unit=figure.unit)))
        for key, figure in form.figures.items()
        if draw(st.booleans())
    }
    maybe = st.none() | WORDS
    return Report(
        edition=form.edition.id,
        year=form.year,
        agency=Agency(draw(NAMES), draw(maybe), form.region),
        title=draw(st.none() | NAMES),
        region=form.region,
        preamble=tuple(draw(st.lists(BLOCKS, max_size=2))),
        sections=frozendict(sections),
        tables=frozendict(tables),
        figures=frozendict(figures),
        document_number=draw(maybe),
        addressee=draw(maybe),
        attachments=tuple(draw(st.lists(attachments(), max_size=2))),
        signature=draw(st.none() | st.builds(Signature, maybe, st.none() | st.dates())),
    )


@st.composite
def consistent(draw: st.DrawFn, form: Form) -> Report:
    """A complete report of small figures in which every identity within the year holds."""
    values: dict[Address, int] = {}
    for table in form.tables.values():
        if isinstance(table, Table):
            for address, column in table.cells.items():
                if column.kind in (Kind.COUNT, Kind.SIGNED):
                    values[address] = draw(st.integers(0, 30))
    settle(form, values)
    tables: dict[str, TableData] = {}
    for table in form.tables.values():
        if isinstance(table, Table):
            given: dict[tuple[str, str], Value] = {}
            for address, column in table.cells.items():
                if column.kind is Kind.MONEY:
                    amount = Decimal(draw(st.integers(0, 9)))
                    given[address.row, address.column] = Money(amount, column.unit or "元")
                else:
                    given[address.row, address.column] = values[address]
            rows = tuple(dict.fromkeys(address.row for address in table.cells))
            tables[table.id] = TableData(rows, frozendict(given))
    return Report(
        edition=form.edition.id,
        year=form.year,
        agency=Agency("某某镇人民政府"),
        title=None,
        region=form.region,
        sections=frozendict((s.id, Narrative(s.title, (Text("无。"),))) for s in form.sections),
        tables=frozendict(tables),
    )


def settle(form: Form, values: dict[Address, int]) -> None:
    """Make every identity within the year hold, by setting what each calls the sum of the others.

    In the balance (two terms on either side) ``carried_out`` gives way, and ``carried_in`` where
    that would fall below zero. Totals of totals need several passes.
    """
    for _ in range(len(form.identities)):
        for identity, left, right in within_year(form):
            total = sum(values[a] for a in right)
            if len(left) > 1:
                values[right[-1]] = max(0, sum(values[a] for a in left) - values[right[0]])
                values[left[-1]] = values[right[0]] + values[right[-1]] - values[left[0]]
            elif identity.relation is Relation.EQUAL or values[left[0]] > total:
                values[left[0]] = total


def within_year(form: Form) -> Iterator[tuple[Identity, list[Address], list[Address]]]:
    """Every identity of a table in every column or row that holds all of its terms, told anew
    from the declaration: left and right addresses."""
    for identity in form.identities:
        terms = (*identity.left, *identity.right)
        table = form.tables.get(identity.table or "")
        if not isinstance(table, Table) or any(term.previous for term in terms):
            continue
        assert all(term.sign == 1 for term in terms)
        for line in dict.fromkeys(
            address.column if identity.per == "column" else address.row for address in table.cells
        ):
            if identity.over and line not in identity.over:
                continue
            sides = [
                [
                    Address(table.id, term.ref, line)
                    if identity.per == "column"
                    else Address(table.id, line, term.ref)
                    for term in side
                ]
                for side in (identity.left, identity.right)
            ]
            if all(address in table.cells for side in sides for address in side):
                yield identity, sides[0], sides[1]


def blank(report: Report, *addresses: Address) -> Report:
    """``report`` with these cells not filled."""
    return with_cells(report, dict.fromkeys(addresses, NOT_FILLED))


def with_cells(report: Report, changes: Mapping[Address, Value]) -> Report:
    """``report`` with these cells changed."""
    tables = dict(report.tables)
    for address, value in changes.items():
        data = tables[address.table]
        given = dict(data.cells)
        given[address.row, address.column] = value
        if value is NOT_FILLED:
            del given[address.row, address.column]
        tables[address.table] = evolve(data, cells=frozendict(given))
    return evolve(report, tables=frozendict(tables))
