"""Single figures: none negative; a stated figure the same wherever it is stated."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ...model.case import Case
from ...model.finding import Finding, Outcome, Severity
from ...model.labels import cell_label
from ...model.mention import found_in
from ...model.report import Text
from ...model.values import Kind, Money, number


def negative_counts(case: Case) -> Iterator[Outcome]:
    """Counts and amounts below zero; only a column of kind ``signed`` may hold them."""
    for text, (address, column) in case.form.cells.items():
        value = case.report.value(address)
        amount = value.amount if isinstance(value, Money) else number(value)
        if column.kind in (Kind.COUNT, Kind.MONEY) and amount is not None and amount < 0:
            yield Finding(
                code="negative-figure",
                severity=Severity.ERROR,
                message=f"{cell_label(case.form, address)} 是 {amount}，不能小于 0",
                addresses=(text,),
                actual=amount,
                advice="请改正这一格",
                clause="件数、金额不为负",
                source=case.report.sources.get(text, ""),
            )


def stated_figures(case: Case) -> Iterator[Outcome]:
    """A figure that the prose states differently from itself or from the data."""
    stated: dict[str, list[tuple[Decimal, str, str]]] = {}
    for mention in case.form.mentions:
        narrative = case.report.sections.get(mention.section)
        for place, block in enumerate(narrative.body if narrative else ()):
            if isinstance(block, Text):
                for key, printed in found_in(mention, block.text):
                    address = f"{mention.section}[{place}]"
                    stated.setdefault(key, []).append((Decimal(printed), address, printed))
    for key, places in stated.items():
        figure = case.form.figures[key]
        given = number(case.report.figures[key]) if key in case.report.figures else None
        numbers = {n for n, _, _ in places} | ({given} if given is not None else set())
        if len(numbers) > 1:
            quotes = "；".join(f"“{quote}”" for _, _, quote in dict.fromkeys(places))
            told = f"，数据中填的是 {given}" if given is not None else ""
            yield Finding(
                code="stated-figure",
                severity=Severity.WARNING,
                message=f"{figure.label}前后不一致：正文写作 {quotes}{told}",
                addresses=(key, *dict.fromkeys(address for _, address, _ in places)),
                expected=given,
                actual=next(n for n, _, _ in places if n != given),
                advice="请核对哪一处正确，改成一致",
                source=case.report.sources.get(places[0][1], ""),
            )
