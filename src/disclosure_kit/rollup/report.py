"""The body's own report: the totals, an empty narrative, and a word where units are missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import evolve
from frozendict import frozendict

from ..forms.blank import blank_report
from ..model.form import Form
from ..model.report import Agency, Report, TableData, Text
from ..model.values import Value
from .tally import Total


def report_of(form: Form, agency: Agency, totals: Iterable[Total], notes: Iterable[str]) -> Report:
    """The report of ``agency``; a total that is not whole is not filled. ``notes`` say on top
    that units are missing."""
    given: Mapping[str, Value] = {t.address: t.value for t in totals if t.value is not None}
    blank = blank_report(form, agency)
    tables = {
        name: TableData(
            data.rows,
            frozendict(
                ((address.row, address.column), given[text])
                for text, (address, _) in form.cells.items()
                if address.table == name and text in given
            ),
        )
        for name, data in blank.tables.items()
    }
    return evolve(
        blank,
        preamble=tuple(Text(note) for note in notes),
        tables=frozendict(tables),
        figures=frozendict((key, given[key]) for key in form.figures if key in given),
    )
