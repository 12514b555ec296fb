"""An empty report of a form; with last year's report, what must equal its figures is filled."""

from __future__ import annotations

from frozendict import frozendict

from ..model.form import Form
from ..model.report import Agency, Block, Heading, Narrative, Report, TableData
from ..model.rules import Relation
from ..model.subsections import in_order
from ..model.table import Table
from ..model.values import NOT_FILLED, Address, Value


def blank_report(form: Form, agency: Agency, previous: Report | None = None) -> Report:
    """Nothing filled but the outline, and what is carried over from ``previous``."""
    carried = carried_over(form, previous) if previous is not None else {}
    tables: dict[str, TableData] = {}
    for table in form.tables.values():
        if isinstance(table, Table):
            rows = tuple(dict.fromkeys(address.row for address in table.cells))
            cells = {(a.row, a.column): v for a, v in carried.items() if a.table == table.id}
            tables[table.id] = TableData(rows, frozendict(cells))
    return Report(
        edition=form.edition.id,
        year=form.year,
        agency=agency,
        title=None,
        region=form.region,
        sections=frozendict(
            (s.id, Narrative(s.title, _headings(s.id, form))) for s in form.sections
        ),
        tables=frozendict(tables),
    )


def _headings(section: str, form: Form) -> tuple[Block, ...]:
    return tuple(Heading(title, 2) for title in in_order(form.subsections_in(section)))


def carried_over(form: Form, previous: Report) -> dict[Address, Value]:
    """The figures that an identity declares equal to a single figure of last year."""
    carried: dict[Address, Value] = {}
    for identity in form.identities:
        table = form.tables.get(identity.table or "")
        terms = (*identity.left, *identity.right)
        if (
            not isinstance(table, Table)
            or identity.relation is not Relation.EQUAL
            or len(terms) != 2
            or [term.previous for term in terms] != [False, True]
            or any(term.sign != 1 for term in terms)
        ):
            continue
        here, there = terms
        by_column = identity.per == "column"
        names = identity.over or tuple(
            dict.fromkeys(a.column if by_column else a.row for a in table.cells)
        )
        for name in names:
            address, last = (
                Address(table.id, term.ref, name)
                if by_column
                else Address(table.id, name, term.ref)
                for term in (here, there)
            )
            value = previous.value(last)
            if address in table.cells and value is not NOT_FILLED:
                carried[address] = value
    return carried
