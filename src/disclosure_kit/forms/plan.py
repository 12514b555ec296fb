"""Where everything stands in the workbook: sheets, figures, live checks. Pure; nothing is drawn."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define, field

from ..model.form import Form
from ..model.layout import layout
from ..model.report import Report, TableBlock
from ..model.table import RepeatingTable, Table
from ..view import table_title
from .cells import Spot
from .key import (
    ATTACHMENT,
    CHECKS,
    FIGURES,
    PREAMBLE,
    Entry,
    Key,
    PlainSection,
    SheetKey,
    bands_of,
    column_entries,
    squeezed,
)
from .live import LiveChecks, heads_beside
from .names import Names, short
from .planned import GRID_TOP, Caption, Plan, TableSheet


def plan(form: Form, report: Report) -> Plan:
    """The workbook of ``form`` that can hold ``report``."""
    return _Planner(form, report, LiveChecks(form)).plan()


@define
class _Planner:
    form: Form
    report: Report
    live: LiveChecks
    names: Names = field(factory=Names)

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
                name = self.names.sheet(short(table.title))
                keys.append(SheetKey(table.id, label, name, bands_of(table), filled=filled))
                sheets.append(self.table(table, name, label))
            elif isinstance(table, RepeatingTable):
                label = self.names.label(table_title(table.title, form))
                name = self.names.sheet(short(table.title))
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
            attachments=tuple(self.attachments()),
        )
        return Plan(
            form,
            key,
            tuple(sheets),
            self.live.spots,
            tuple(self.live.checks),
            tuple(self.live.shares),
            tuple(self.live.previous.values()),
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
            name = self.names.sheet(short(section.title))
            sheets.append(SheetKey(section.id, label, name, filled=narrative is not None))
        return sheets, plain

    def attachments(self) -> Iterator[SheetKey]:
        """A sheet for each attachment with a text, known by its row on the cover."""
        for number, attachment in enumerate(self.report.attachments):
            if attachment.body:
                words = f"{ATTACHMENT}{number + 1}正文"
                label, name = self.names.label(words), self.names.sheet(words)
                yield SheetKey(str(number), label, name, filled=True)

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
            self.live.spots[key] = Spot(FIGURES, GRID_TOP + 1 + row, 1)
        captions: list[Caption] = []
        slots: dict[int, int] = {}
        for identity in self.form.identities:
            if identity.per == "figure":
                operands = [
                    tuple(self.live.figure(term) for term in side)
                    for side in (identity.left, identity.right)
                ]
                captions += self.live.beside(identity, "", operands, FIGURES, 4, slots)
        for rule in self.form.shares:
            captions += self.live.share(rule, 4, slots)
        return [*captions, *heads_beside(FIGURES, GRID_TOP, 4, slots)]

    def table(self, table: Table, name: str, label: str) -> TableSheet:
        rows = layout(table)
        spans: list[tuple[Spot, int]] = []
        for number, row in enumerate(rows):
            for cell in row.cells:
                if cell.address is not None:
                    spot = Spot(name, GRID_TOP + number, cell.left)
                    self.live.spots[str(cell.address)] = spot
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
            instances = list(self.live.instances(identity, table))
            if not instances:
                continue
            listed = any(t.previous for t in identity.right) or not many or len(by_row) > 2
            if single or (identity.per == "row" and (not listed or width < 3)):
                for where, sides in instances:
                    captions += self.live.beside(identity, where, sides, name, width + 1, slots)
            elif identity.per == "column" and first:
                below += 1
                below, more = self.live.under(identity, instances, name, below, first)
                captions += more
                below -= 1
            else:
                for where, sides in instances:
                    below += 1
                    captions += self.live.line(identity, where, sides, name, below, width)
        if below > start:
            captions.append(Caption(Spot(name, start, 0), CHECKS, width))
        right = width if not slots else width + 1 + 3 * max(slots.values()) - 1
        captions += heads_beside(name, GRID_TOP - 1, width + 1, slots)
        return TableSheet(
            table, name, label, rows, tuple(captions), tuple(spans), below, max(right, width - 1)
        )
