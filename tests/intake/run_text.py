"""A table of the form as a page gives it when nothing is kept between its cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from disclosure_kit.intake.label_order import entries
from disclosure_kit.intake.matched import MatchedTable
from disclosure_kit.intake.passage import Passage
from disclosure_kit.intake.run_together import run_together
from disclosure_kit.model.form import Form
from disclosure_kit.model.raw import RawParagraph
from disclosure_kit.model.table import Table
from disclosure_kit.model.values import Address


def run_text(
    table: Table,
    figures: Mapping[Address, str],
    label: Callable[[str], str] = str,
) -> str:
    """``table`` in one line; a cell that ``figures`` does not have is blank."""
    parts: list[str] = []
    for entry in entries(table):
        parts.append(label(entry.label))
        row = entry.row
        if row is not None and not row.rows and row.id is not None:
            if table.unit_label is not None:
                parts.append(row.unit or "")
            for column in entry.band.figure_columns():
                parts.append(figures.get(Address(table.id, row.id, column.id or ""), ""))
    return "".join(parts)


def read_run(form: Form, name: str, text: str) -> MatchedTable | None:
    """What is read of the table ``name`` in ``text``."""
    table = form.tables[name]
    assert isinstance(table, Table)
    identities = tuple(i for i in form.identities if i.table == name)
    return run_together(Passage((RawParagraph(text, "第 1 行", 1),), (), 0), table, identities)
