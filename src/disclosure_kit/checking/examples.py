"""An ``Example`` as the case that a check gets."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator

from attrs import evolve
from frozendict import frozendict

from ..editions.loader import load_parts
from ..model.case import Case, Settings
from ..model.difference import Difference
from ..model.edition import Section
from ..model.example import PREAMBLE, Example
from ..model.form import Form
from ..model.labels import cell_label
from ..model.report import Agency, Block, Image, Narrative, Report, Signature, TableData
from ..model.table import Column, Table
from ..model.values import NOT_FILLED, Address, Kind, Value
from ..structure.blocks import block_of
from ..structure.cells import cell_value
from ..view import format_value

FormFor = Callable[[str, int, str | None], Form]


def case_of(example: Example, form_for: FormFor, settings: Settings, today: datetime.date) -> Case:
    """``example`` as a report, with last year's where it has one.

    ``form_for`` gives the form of an edition, a year and a region.

    Raises:
        ValueError: it speaks of a section or an address that its form does not have.
        EditionError: what it declares is not in the language of a region's sections.
    """
    form = form_for(example.edition, example.year, example.region)
    if example.declares:
        parts = load_parts(example.declares, "declares")
        figures = form.figures | {figure.key: figure for figure in parts.figures}
        form = evolve(
            form,
            figures=figures,
            mentions=(*form.mentions, *parts.mentions),
            subsections=(*form.subsections, *parts.subsections),
        )
    report = _report(example, form)
    differences = tuple(_differences(example, report, form))
    unusable = example.unusable
    case = Case(report, form, None, settings, today, differences=differences, unusable=unusable)
    if example.previous is None:
        return case
    last = case_of(example.previous, form_for, settings, today)
    return evolve(case, previous=last.report, previous_form=last.form)


def _differences(example: Example, report: Report, form: Form) -> Iterator[Difference]:
    for name, data in example.beside.items():
        address, column = form.cells[name]
        visible = format_value(report.value(address), column)
        yield Difference(name, cell_label(form, address), visible, data)


def _report(example: Example, form: Form) -> Report:
    known = {PREAMBLE, *(section.id for section in form.sections)}
    unknown = [*(set(example.texts) - known), *(set(example.cells) - {*form.cells, *form.figures})]
    if unknown:
        raise ValueError(f"{'、'.join(sorted(unknown))} is not of edition {form.edition.id}")
    figures = {
        key: cell_value(value, Column(figure.label, kind=figure.kind, unit=figure.unit))
        for key, figure in form.figures.items()
        if (value := example.cells.get(key)) is not None
    }
    return Report(
        edition=form.edition.id,
        year=example.year,
        agency=Agency(example.agency),
        title=example.title,
        region=form.region,
        preamble=_paragraphs(example, PREAMBLE, ()),
        sections=frozendict(
            (section.id, _narrative(section, example, _pictures(example, section, form)))
            for section in form.sections
            if section.id not in example.without
        ),
        tables=frozendict(
            (table.id, _table(table, example))
            for table in form.tables.values()
            if isinstance(table, Table)
        ),
        figures=frozendict(figures),
        signature=Signature(example.agency, example.signed) if example.signed else None,
        other_heads=example.other_heads,
    )


def _narrative(section: Section, example: Example, pictures: tuple[Image, ...]) -> Narrative:
    title = example.titles.get(section.id, section.title)
    return Narrative(title, (*_paragraphs(example, section.id, ("无。",)), *pictures))


def _paragraphs(example: Example, part: str, default: tuple[str, ...]) -> tuple[Block, ...]:
    return tuple(block_of(text) for text in example.texts.get(part, default))


def _pictures(example: Example, section: Section, form: Form) -> tuple[Image, ...]:
    here = section == form.sections[0]
    return tuple(Image(path, "图") for path in example.unusable) if here else ()


def _table(table: Table, example: Example) -> TableData:
    rows = tuple(dict.fromkeys(address.row for address in table.cells))
    values = {address: _value(address, column, example) for address, column in table.cells.items()}
    cells = {(a.row, a.column): value for a, value in values.items() if value is not NOT_FILLED}
    return TableData(rows, frozendict(cells))


def _value(address: Address, column: Column, example: Example) -> Value:
    plain: object = example.cells.get(str(address), "0" if column.kind is Kind.MONEY else 0)
    return NOT_FILLED if plain is None or column.kind is Kind.TEXT else cell_value(plain, column)
