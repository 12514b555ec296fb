"""Where everything stands in the workbook: sheets, figures, live checks. Pure; nothing is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from attrs import define, field, frozen

from ..model.form import Column, Form, Identity, RepeatingTable, Table, Term
from ..model.labels import cell_label, column_label, row_label
from ..model.layout import GridRow, layout
from ..model.report import Report, TableBlock
from ..model.values import YUAN_PER_UNIT, Address, Kind
from ..view import table_title
from .cells import Spot
from .key import (
    CHECKS,
    COVER,
    FIGURES,
    PREAMBLE,
    PREVIOUS,
    SHEET,
    TODO,
    Entry,
    Key,
    PlainSection,
    SheetKey,
    bands_of,
    column_entries,
    squeezed,
)

GRID_TOP: Final = 3  # title, hint, a blank row, then the printed grid
LONGEST_NAME: Final = 31
_NOT_IN_NAMES: Final = "[]:*?/\\'"


@frozen
class Operand:
    """A term of a live check: its cell, its weight (sign × unit), whether it may be below 0."""

    spot: Spot
    weight: Decimal
    signed: bool
    address: str
    previous: bool = False


@frozen
class LiveCheck:
    """One identity in one column or row; ``status`` shows red, ``computed`` what the sum is."""

    identity: Identity
    where: str
    left: tuple[Operand, ...]
    right: tuple[Operand, ...]
    status: Spot
    computed: Spot | None = None

    @property
    def addresses(self) -> tuple[str, ...]:
        return tuple(operand.address for operand in (*self.left, *self.right))


@frozen
class Caption:
    """Words of the check area: a label over ``width`` columns."""

    spot: Spot
    text: str
    width: int = 1


@frozen
class TableSheet:
    """A table on its sheet."""

    table: Table
    name: str
    label: str
    rows: tuple[GridRow, ...]
    captions: tuple[Caption, ...]
    spans: tuple[tuple[Spot, int], ...]
    last_row: int
    last_column: int


@frozen
class PreviousFigure:
    """A figure of last year that an identity speaks of."""

    address: str
    label: str
    spot: Spot


@frozen
class Plan:
    """The whole workbook."""

    form: Form
    key: Key
    tables: tuple[TableSheet, ...]
    spots: dict[str, Spot]
    checks: tuple[LiveCheck, ...]
    previous: tuple[PreviousFigure, ...]
    figure_captions: tuple[Caption, ...]


def plan(form: Form, report: Report) -> Plan:
    """The workbook of ``form`` that can hold ``report``."""
    return _Planner(form, report).plan()


@define
class _Names:
    taken: set[str] = field(
        factory=lambda: {n.lower() for n in (TODO, COVER, FIGURES, PREVIOUS, SHEET)}
    )
    labels: set[str] = field(factory=set)

    def sheet(self, wanted: str) -> str:
        """A name that Excel takes and that no other sheet has."""
        base = "".join("_" if c in _NOT_IN_NAMES or not c.isprintable() else c for c in wanted)
        base = base.strip() or "表"
        number, suffix = 1, ""
        while True:
            cut = base
            while len((cut + suffix).encode("utf-16-le")) > 2 * LONGEST_NAME:
                cut = cut[:-1]
            if (name := cut + suffix).lower() not in {*self.taken, "history"}:
                self.taken.add(name.lower())
                return name
            number += 1
            suffix = f"（{number}）"

    def label(self, wanted: str) -> str:
        """A label that no other sheet has in its first cell."""
        number, name = 1, squeezed(wanted) or "部分"
        while name in self.labels:
            number += 1
            name = f"{squeezed(wanted)}（{number}）"
        self.labels.add(name)
        return name


@define
class _Planner:
    form: Form
    report: Report
    names: _Names = field(factory=_Names)
    spots: dict[str, Spot] = field(factory=dict)
    previous: dict[str, PreviousFigure] = field(factory=dict)
    checks: list[LiveCheck] = field(factory=list)

    def plan(self) -> Plan:
        form = self.form
        sheets: list[TableSheet] = []
        keys: list[SheetKey] = []
        repeating: list[SheetKey] = []
        views: list[SheetKey] = []
        for table in form.tables.values():
            filled = table.id in self.report.tables
            if isinstance(table, Table):
                label = self.names.label(table_title(table.title, form))
                name = self.names.sheet(_short(table.title))
                keys.append(SheetKey(table.id, label, name, bands_of(table), filled=filled))
                sheets.append(self.table(table, name, label))
            elif isinstance(table, RepeatingTable):
                label = self.names.label(table_title(table.title, form))
                name = self.names.sheet(_short(table.title))
                columns = column_entries(table.columns)
                repeating.append(SheetKey(table.id, label, name, columns=columns, filled=filled))
            else:
                label = self.names.label(table_title(table.title, form))
                views.append(SheetKey(table.id, label, ""))
        captions = self.figures()
        sections, plain = self.sections()
        key = Key(
            edition=form.edition.id,
            year=form.year,
            region=form.region,
            agency=self.report.agency.name,
            tables=tuple(keys),
            repeating=tuple(repeating),
            views=tuple(views),
            sections=tuple(sections),
            plain=tuple(plain),
            figures=tuple(self.figure_entries()),
            signed=self.report.signature is not None,
            order=tuple(s.id for s in form.sections),
        )
        return Plan(
            form,
            key,
            tuple(sheets),
            self.spots,
            tuple(self.checks),
            tuple(self.previous.values()),
            tuple(captions),
        )

    def sections(self) -> tuple[list[SheetKey], list[PlainSection]]:
        sheets: list[SheetKey] = []
        plain: list[PlainSection] = []
        preamble = self.names.label(PREAMBLE)
        sheets.append(SheetKey("", preamble, self.names.sheet(PREAMBLE), filled=True))
        for section in self.form.sections:
            narrative = self.report.sections.get(section.id)
            own = tuple(table.id for table in self.form.tables_in(section.id))
            body = narrative.body if narrative else ()
            only = tuple(b.table for b in body if isinstance(b, TableBlock))
            if (
                own
                and len(only) == len(body)
                and (narrative is None or narrative.title == section.title)
            ):
                if narrative is not None:
                    plain.append(PlainSection(section.id, section.title, only))
                continue
            label = self.names.label(section.title)
            name = self.names.sheet(_short(section.title))
            sheets.append(SheetKey(section.id, label, name, filled=narrative is not None))
        return sheets, plain

    def figure_entries(self) -> Iterator[Entry]:
        seen: set[str] = set()
        for key, figure in self.form.figures.items():
            label = squeezed(figure.label)
            if label in seen:
                label = f"{label}（{key}）"
            seen.add(label)
            yield Entry(key, (label,), figure.kind.value, figure.unit)

    def figures(self) -> list[Caption]:
        for row, key in enumerate(self.form.figures):
            self.spots[key] = Spot(FIGURES, GRID_TOP + 1 + row, 1)
        captions: list[Caption] = []
        slots: dict[int, int] = {}
        for identity in self.form.identities:
            if identity.per == "figure":
                operands = [
                    tuple(self.figure(term) for term in side)
                    for side in (identity.left, identity.right)
                ]
                captions += self.beside(identity, "", operands, FIGURES, 4, slots)
        return captions

    def figure(self, term: Term) -> Operand:
        figure = self.form.figures[term.ref]
        spot = self.last_year(term.ref, figure.label) if term.previous else self.spots[term.ref]
        return Operand(
            spot, _weight(term, figure.unit), figure.kind is Kind.SIGNED, term.ref, term.previous
        )

    def last_year(self, address: str, label: str) -> Spot:
        if address not in self.previous:
            spot = Spot(PREVIOUS, GRID_TOP + 1 + len(self.previous), 1)
            self.previous[address] = PreviousFigure(address, label, spot)
        return self.previous[address].spot

    def table(self, table: Table, name: str, label: str) -> TableSheet:
        rows = layout(table)
        spans: list[tuple[Spot, int]] = []
        for number, row in enumerate(rows):
            for cell in row.cells:
                if cell.address is not None:
                    spot = Spot(name, GRID_TOP + number, cell.left)
                    self.spots[str(cell.address)] = spot
                    spans.append((spot, cell.width))
        width = len(table.grid)
        below = GRID_TOP + len(rows) + 1
        captions: list[Caption] = []
        slots: dict[int, int] = {}
        first = table.stub + (table.unit_label is not None)
        single = len({a.column for a in table.cells}) == 1
        by_row = [i for i in self.form.identities if i.table == table.id and i.per == "row"]
        many = len({a.row for a in table.cells}) > 1
        start = below
        for identity in self.form.identities:
            if identity.table != table.id:
                continue
            instances = list(self.instances(identity, table))
            if not instances:
                continue
            listed = any(t.previous for t in identity.right) or not many or len(by_row) > 2
            if single or (identity.per == "row" and (not listed or width < 3)):
                for where, sides in instances:
                    captions += self.beside(identity, where, sides, name, width + 1, slots)
            elif identity.per == "column" and first:
                below += 1
                below, more = self.under(identity, instances, name, below, first)
                captions += more
                below -= 1
            else:
                for where, sides in instances:
                    below += 1
                    captions += self.line(identity, where, sides, name, below, width)
        if below > start:
            captions.append(Caption(Spot(name, start, 0), CHECKS, width))
        right = width if not slots else width + 1 + 3 * max(slots.values()) - 1
        if slots:
            heads = ("核算数", "核对", "规则")
            top = Spot(name, GRID_TOP - 1, 0)
            captions += [
                Caption(Spot(name, top.row, width + 1 + 3 * n + m), head)
                for n in range(max(slots.values()))
                for m, head in enumerate(heads)
            ]
        return TableSheet(
            table, name, label, rows, tuple(captions), tuple(spans), below, max(right, width - 1)
        )

    def beside(
        self,
        identity: Identity,
        where: str,
        sides: list[tuple[Operand, ...]],
        sheet: str,
        column: int,
        slots: dict[int, int],
    ) -> Iterator[Caption]:
        """To the right of the row of the total: what it should be, the status, the code."""
        row = sides[0][0].spot.row
        column += 3 * slots.get(row, 0)
        slots[row] = slots.get(row, 0) + 1
        self.add(identity, where, sides, Spot(sheet, row, column + 1), Spot(sheet, row, column))
        yield Caption(Spot(sheet, row, column + 2), identity.code)

    def under(
        self,
        identity: Identity,
        instances: list[tuple[str, list[tuple[Operand, ...]]]],
        sheet: str,
        row: int,
        stub: int,
    ) -> tuple[int, list[Caption]]:
        """Below the table, in the columns themselves: the computed total, then the status."""
        captions = []
        counted = _is_total(identity)
        if counted:
            captions.append(Caption(Spot(sheet, row, 0), f"核算：{identity.title}", stub))
            row += 1
        captions.append(
            Caption(Spot(sheet, row, 0), f"核对：{identity.title}\n{identity.code}", stub)
        )
        for where, sides in instances:
            column = sides[0][0].spot.column
            computed = Spot(sheet, row - 1, column) if counted else None
            self.add(identity, where, sides, Spot(sheet, row, column), computed)
        return row + 1, captions

    def line(
        self,
        identity: Identity,
        where: str,
        sides: list[tuple[Operand, ...]],
        sheet: str,
        row: int,
        width: int,
    ) -> Iterator[Caption]:
        """Below the table, one line for one instance: words, the computed total, the status."""
        middle = width // 2
        last = middle + (width - middle) // 2
        title = f"{where}{identity.title}\n{identity.code}"
        yield Caption(Spot(sheet, row, 0), title, middle)
        yield Caption(Spot(sheet, row, middle), "", last - middle)
        yield Caption(Spot(sheet, row, last), "", width - last)
        self.add(identity, where, sides, Spot(sheet, row, last), Spot(sheet, row, middle))

    def add(
        self,
        identity: Identity,
        where: str,
        sides: list[tuple[Operand, ...]],
        status: Spot,
        computed: Spot | None,
    ) -> None:
        shown = computed if _is_total(identity) else None
        self.checks.append(LiveCheck(identity, where, sides[0], sides[1], status, shown))

    def instances(
        self, identity: Identity, table: Table
    ) -> Iterator[tuple[str, list[tuple[Operand, ...]]]]:
        by_column = identity.per == "column"
        across = dict.fromkeys(a.column if by_column else a.row for a in table.cells)
        for name in identity.over or across:
            addresses = [
                [
                    Address(table.id, t.ref, name) if by_column else Address(table.id, name, t.ref)
                    for t in side
                ]
                for side in (identity.left, identity.right)
            ]
            if not all(a in table.cells for side in addresses for a in side):
                continue
            label = column_label(table, name) if by_column else row_label(table, name)
            yield (
                f"{label}：" if len(across) > 1 else "",
                [
                    tuple(self.operand(table, a, t) for a, t in zip(found, terms, strict=True))
                    for found, terms in zip(addresses, (identity.left, identity.right), strict=True)
                ],
            )

    def operand(self, table: Table, address: Address, term: Term) -> Operand:
        column: Column = table.cells[address]
        text = str(address)
        label = cell_label(self.form, address)
        spot = self.last_year(text, label) if term.previous else self.spots[text]
        signed = column.kind is Kind.SIGNED
        return Operand(spot, _weight(term, column.unit), signed, text, term.previous)


def _is_total(identity: Identity) -> bool:
    return len(identity.left) == 1 and identity.left[0].sign == 1


def _weight(term: Term, unit: str | None) -> Decimal:
    return term.sign * YUAN_PER_UNIT.get(unit or "", Decimal(1))


def _short(title: str) -> str:
    """A title as the name of a sheet: without its number and without the words all share."""
    words = title.split("、", 1)[-1] if "、" in title[:4] else title
    for common in ("收到和处理", "政府信息公开", "{year}"):
        words = words.replace(common, "")
    return words or title
