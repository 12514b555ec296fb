"""The tree written as JSON at once is what the encoder makes of it."""

from __future__ import annotations

import json
from itertools import count

import pytest
from attrs import evolve
from forms_under_test import YEARS, form_of
from frozendict import frozendict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import reports

from disclosure_kit.model.form import Form
from disclosure_kit.model.report import Agency, Narrative, Report, TableData, Text
from disclosure_kit.model.table import Band, Column, Place, Row, Table
from disclosure_kit.model.values import NOT_FILLED
from disclosure_kit.structure.plain import without_sources
from disclosure_kit.structure.plain_json import json_without_sources
from disclosure_kit.view import build_view


def told(report: Report, form: Form) -> str:
    tree = {**without_sources(report, form), "media": {"a": "b"}}
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"))


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
@pytest.mark.parametrize("name", sorted(YEARS))
def test_any_report(name: str, data: st.DataObject) -> None:
    form = form_of(name)
    report = data.draw(reports(form))
    assert json_without_sources(report, form, {"media": {"a": "b"}}) == told(report, form)


def test_words_that_look_like_the_place_for_the_tables() -> None:
    form = form_of("2021")
    words = ('"tables":null', ',"tables":null,\\', '\\"tables":null', "tables")
    sections = {form.sections[0].id: Narrative('"tables":null', tuple(map(Text, words)))}
    agency = Agency('"tables":null')
    report = Report("2021", 2024, agency, title=words[0], sections=frozendict(sections))
    assert json_without_sources(report, form, {"media": {"a": "b"}}) == told(report, form)


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data(), st.integers())
def test_tables_of_counts_alone(data: st.DataObject, first: int) -> None:
    form = form_of("2021")
    tables = {}
    for table in form.tables.values():
        if isinstance(table, Table):
            keys = [(at.row, at.column) for at in table.cells]
            counts = frozendict(zip(keys, count(first), strict=False))
            tables[table.id] = TableData(tuple(dict.fromkeys(row for row, _ in keys)), counts)
    report = evolve(data.draw(reports(form)), tables=frozendict(tables))
    assert json_without_sources(report, form, {"media": {"a": "b"}}) == told(report, form)


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_names_that_look_like_places_for_figures(data: st.DataObject) -> None:
    columns = (Column("占比%s", "share%s"), Column("“", '"%'))
    bands = (Band("%", columns, (Row("%d", "%d%%"), Row("{", "{0}"))),)
    table = Table("x%s", "表", Place(None), bands)
    form = evolve(form_of("2021"), tables=frozendict({table.id: table}))
    report = data.draw(reports(form))
    assert json_without_sources(report, form, {"media": {"a": "b"}}) == told(report, form)


@pytest.mark.parametrize("turned", [False, True])
def test_figures_stand_under_their_names_in_whatever_order_they_were_given(turned: bool) -> None:
    form = form_of("2021")
    table = next(one for one in form.tables.values() if isinstance(one, Table))
    keys = tuple((at.row, at.column) for at in table.cells)
    given = list(zip(keys, count(), strict=False))
    data = TableData((), frozendict(reversed(given) if turned else given))
    assert data.at(keys) == tuple(range(len(keys)))
    assert data.at((*keys[1:], ("no", "row"))) == (*range(1, len(keys)), NOT_FILLED)
    report = Report("2021", 2024, Agency("某局"), None, tables=frozendict({table.id: data}))
    view = build_view(report, form, frozendict(), {})
    assert [view.cells[str(at)] for at in table.cells] == [str(n) for n in range(len(keys))]
