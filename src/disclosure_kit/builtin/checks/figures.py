"""Single figures: none negative; a stated figure the same wherever it is stated."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.case import Case
from ...model.expanded import expanded
from ...model.finding import Finding, Outcome, Severity
from ...model.form import Form
from ...model.labels import cell_label
from ...model.report import Report
from ...model.table import Column
from ...model.values import Kind, Money, Value, all_whole, number
from ...structure.prose_figures import Stated, stated_in


def negative_counts(case: Case) -> Iterator[Outcome]:
    """Counts and amounts below zero; only a column of kind ``signed`` may hold them."""
    if not _any_below_zero(case.report):
        return
    form = expanded(case.form, case.report)
    for text, column, value in _figures(form, case.report):
        amount = value.amount if isinstance(value, Money) else number(value)
        if column.kind in (Kind.COUNT, Kind.MONEY) and amount is not None and _below_zero(value):
            label = cell_label(form, form.cells[text][0]) if text in form.cells else column.label
            yield Finding(
                code="negative-figure",
                severity=Severity.ERROR,
                message=f"{label} 是 {amount}，不能小于 0",
                addresses=(text,),
                actual=amount,
                advice="请改正这一格",
                clause="件数、金额不为负",
                source=case.report.sources.get(text, ""),
            )


def _below_zero(value: Value) -> bool:
    if isinstance(value, int):
        return value < 0
    amount = value.amount if isinstance(value, Money) else number(value)
    return amount is not None and amount < 0


def _any_below_zero(report: Report) -> bool:
    """At one look at those that are all counts, as most tables."""
    tables = (data.figures for data in report.tables.values())
    for values in (*tables, report.figures.values()):
        if all_whole(values):
            if min(values) < 0:  # type: ignore[type-var, operator]  # all are whole numbers
                return True
        elif any(map(_below_zero, values)):
            return True
    return False


def _figures(form: Form, report: Report) -> Iterator[tuple[str, Column, Value]]:
    """Address, column and value of every figure; ``form`` is expanded by repeating tables."""
    for text, (address, column) in form.cells.items():
        yield text, column, report.value(address)
    for key, value in report.figures.items():
        if key in form.figures:
            figure = form.figures[key]
            yield key, Column(figure.label, kind=figure.kind), value


def stated_figures(case: Case) -> Iterator[Outcome]:
    """A figure that the prose states differently from itself or from the data."""
    stated: dict[str, list[Stated]] = {}
    for found in stated_in(case.report, case.form):
        stated.setdefault(found.key, []).append(found)
    for key, places in stated.items():
        figure = case.form.figures[key]
        given = number(case.report.figures[key]) if key in case.report.figures else None
        numbers = {p.number for p in places} | ({given} if given is not None else set())
        if len(numbers) > 1:
            said = dict.fromkeys((p.number, p.address, p.quote) for p in places)
            quotes = "；".join(f"“{quote}”" for _, _, quote in said)
            told = f"，数据中填的是 {given}" if given is not None else ""
            yield Finding(
                code="stated-figure",
                severity=Severity.WARNING,
                message=f"{figure.label}前后不一致：正文写作 {quotes}{told}",
                addresses=(key, *dict.fromkeys(p.address for p in places)),
                expected=given,
                actual=next(p.number for p in places if p.number != given),
                advice="请核对哪一处正确，改成一致",
                clause="同一数据在一份报告里只有一个",
                source=case.report.sources.get(places[0].address, ""),
            )
