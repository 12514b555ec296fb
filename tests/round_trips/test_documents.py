"""Report → Word file, web page or workbook → report: the identity; with the data taken out, what
is visible is enough; and whoever changes one visible word or figure afterwards is told."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from copy import deepcopy

import pytest
from attrs import evolve
from conftest import EXAMPLES
from forms_under_test import YEARS, form_of, session
from frozendict import frozendict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from strategies import MEDIA, reports, with_cells

from disclosure_kit import Loaded, Source, app, check, read
from disclosure_kit.app import view_of
from disclosure_kit.checking.run import Assessment
from disclosure_kit.model.edition import OutlineKind
from disclosure_kit.model.finding import Severity
from disclosure_kit.model.form import Form
from disclosure_kit.model.report import (
    Agency,
    Narrative,
    Report,
    Signature,
    SmallTable,
    Text,
)
from disclosure_kit.model.values import Address
from disclosure_kit.printed.expected import expected
from disclosure_kit.structure.pictures import pictures_in
from disclosure_kit.view import PrintedTable
from round_trips.published import (
    edited,
    paragraphs,
    published,
    set_cell,
    set_text,
    without_data,
)

KINDS = ("docx", "html")
CHECKS = (HealthCheck.too_slow, HealthCheck.data_too_large)
SLOW = settings(max_examples=8, deadline=None, suppress_health_check=CHECKS)
both = pytest.mark.parametrize("kind", KINDS)
each = pytest.mark.parametrize("name", YEARS)


def written(form: Form, report: Report, kind: str) -> bytes:
    to = session().registry.formats[kind]
    loaded = Loaded("年报", report, form, (), media=MEDIA)
    publication = app.publish(session(), loaded, Assessment(), to)
    (artifact,) = app.write(session(), to, publication)  # proven
    return artifact.content


def read_back(content: bytes, kind: str) -> Loaded:
    return read(session(), Source(f"年报.{kind}", content))


def placeless(report: Report) -> Report:
    return evolve(report, sources=frozendict())


@st.composite
def any_report(draw: st.DrawFn, name: str) -> tuple[Form, Report]:
    """Any words at all, sums right or wrong."""
    form = form_of(name)
    free = form.edition.outline is not OutlineKind.FIXED and form.outline is None
    if free:
        form, _ = draw(published(form))
    report = draw(reports(form))
    if free:  # the sections are the report's own
        form = evolve(form, sections=tuple(s for s in form.sections if s.id in report.sections))
    return form, report


@pytest.mark.parametrize("kind", [*KINDS, "xlsx"])
@each
@SLOW
@given(data=st.data())
def test_any_report_comes_back(name: str, kind: str, data: st.DataObject) -> None:
    form, report = data.draw(any_report(name))
    loaded = read_back(written(form, report, kind), kind)
    assert list(map(str, loaded.differences)) == []
    assert placeless(loaded.report) == report
    if kind in KINDS:  # a workbook holds the paths alone
        assert loaded.media == {path: MEDIA[path] for path in pictures_in(report)}


@pytest.mark.parametrize("title", ["\\", "\\\\", "/", "\\/", "三"])
def test_a_title_of_strokes_comes_back_from_a_workbook(title: str) -> None:
    """`\\` stood there as what shields a text, and the form's own title was read."""
    form = form_of("2021")
    (section, *_) = form.sections
    report = Report(
        edition="2021",
        year=2024,
        agency=Agency("某局"),
        title=None,
        sections=frozendict({section.id: Narrative(title, (Text("无。"),))}),
    )
    loaded = read_back(written(form, report, "xlsx"), "xlsx")
    assert loaded.report.sections[section.id].title == title


@both
def test_a_table_under_strokes_at_the_end_comes_back(kind: str) -> None:
    """`{` alone, the last line of words, was taken for the page's, and the table under it too."""
    form = form_of("2019")
    body = (Text("{"), SmallTable(rows=(("", "0"),)))
    (*_, last) = form.sections
    report = Report(
        edition="2019",
        year=2019,
        agency=Agency("某局"),
        title=None,
        sections=frozendict({last.id: Narrative(last.title, body)}),
    )
    loaded = read_back(written(form, report, kind), kind)
    assert list(map(str, loaded.differences)) == []
    assert placeless(loaded.report) == report


@both
@each
@SLOW
@given(data=st.data())
def test_what_is_visible_is_enough(name: str, kind: str, data: st.DataObject) -> None:
    form, report = data.draw(published(form_of(name)))
    content = without_data(written(form, report, kind), kind)
    loaded = read_back(content, kind)
    again = loaded.report
    assert loaded.differences == ()
    lines = [
        [(line.text, line.table and line.table.rows) for line in expected(view)]
        for view in (view_of(session(), loaded), view_of(session(), Loaded("", report, form, ())))
    ]
    assert lines[0] == lines[1]
    assert again.tables == report.tables
    assert (again.edition, again.year) == (report.edition, report.year)
    assert again.agency.name == report.agency.name
    assert again.signature == report.signature
    assert again.title == (report.title or view_of(session(), loaded).title)


def figures(form: Form, report: Report) -> list[tuple[Address, int, int, int]]:
    """Every printed figure: its table (counted in the document), row, and cell of those seen."""
    view = view_of(session(), Loaded("", report, form, ()))
    tables = [p for s in view.sections for p in s.parts if isinstance(p, PrintedTable)]
    found = []
    for table, printed in enumerate((*tables, *view.annexes)):
        for row, line in enumerate(printed.rows):
            seen = [cell for cell in line.cells if not cell.continues]
            found += [(cell.address, table, row, n) for n, cell in enumerate(seen) if cell.address]
    return found


@both
@each
@SLOW
@given(data=st.data())
def test_a_changed_figure_is_seen_and_told(name: str, kind: str, data: st.DataObject) -> None:
    form, report = data.draw(published(form_of(name)))
    printed = figures(form, report)
    once = [f for f in printed if sum(f[0] == other[0] for other in printed) == 1]
    address, table, row, cell = data.draw(st.sampled_from(once))
    before: list[str] = []

    def edit(root: etree._Element) -> None:
        before.append(set_cell(root, table, row, cell, "77777"))

    content = edited(written(form, report, kind), kind, edit)
    loaded = read_back(content, kind)
    changed = loaded.report.value(address)
    assert changed != report.value(address)
    assert placeless(loaded.report) == with_cells(report, {address: changed})
    (difference,) = loaded.differences
    assert difference.address == str(address)
    assert f"文中为 {difference.visible}，所附数据为 {before[0]}" in str(difference)
    told = [f for f in check(session(), loaded).findings if f.code == "embedded-data"]
    assert [(f.severity, f.addresses) for f in told] == [(Severity.WARNING, (str(address),))]
    assert told[0].source == loaded.report.sources[str(address)]


def suqian() -> Loaded:
    file = EXAMPLES / "suqian-city-2024.yaml"
    return read(session(), Source(file.name, file.read_bytes()))


def word_by_word(kind: str, edit: Callable[[list[etree._Element]], None]) -> tuple[Loaded, Loaded]:
    """The example, and its document after ``edit`` of its paragraphs."""
    loaded = suqian()
    content = written(loaded.form, loaded.report, kind)
    return loaded, read_back(edited(content, kind, lambda root: edit(paragraphs(root))), kind)


@both
def test_each_changed_paragraph_is_seen_and_told(kind: str) -> None:
    loaded = suqian()
    content = written(loaded.form, loaded.report, kind)
    lines = [
        line for line in expected(view_of(session(), loaded)) if line.table is None and line.address
    ]
    for number, line in enumerate(lines):
        if line.address in ("title", "signature.agency", "signature.date"):
            continue
        text = f"{line.text}（改）"

        def edit(root: etree._Element, number: int = number, text: str = text) -> None:
            set_text(paragraphs(root)[number], text)

        changed = read_back(edited(content, kind, edit), kind)
        (difference,) = changed.differences
        assert (difference.address, difference.text) == (line.address, True)
        assert difference.visible == text
        shown = [line.text for line in expected(view_of(session(), changed))]
        assert text in "".join(shown)
        assert changed.report.tables == loaded.report.tables


@both
def test_a_paragraph_that_is_added_is_in_the_report_and_told(kind: str) -> None:
    def edit(found: list[etree._Element]) -> None:
        new = deepcopy(found[1])
        set_text(new, "补充说明一句。")
        found[1].addnext(new)

    loaded, changed = word_by_word(kind, edit)
    assert [str(d) for d in changed.differences] == [
        "“一、总体情况”的标题之后：文中有“补充说明一句。”，所附数据没有"
    ]
    overview = changed.report.sections["overview"].body
    assert overview[0] == Text("补充说明一句。")
    assert overview[1:] == loaded.report.sections["overview"].body
    assert changed.report.sources["overview[0]"].startswith(f"年报.{kind}!第 ")


@both
def test_a_paragraph_that_is_gone_is_told(kind: str) -> None:
    def edit(found: list[etree._Element]) -> None:
        parent = found[2].getparent()
        assert parent is not None
        parent.remove(found[2])

    loaded, changed = word_by_word(kind, edit)
    (difference,) = changed.differences
    assert "文中没有，所附数据为" in str(difference)
    assert changed.report.sections["overview"].body == loaded.report.sections["overview"].body[1:]


@both
def test_another_year_in_the_title_counts_and_is_told(kind: str) -> None:
    def edit(found: list[etree._Element]) -> None:
        set_text(found[0], "宿迁市2023年政府信息公开工作年度报告")

    _, changed = word_by_word(kind, edit)
    assert changed.report.year == 2023
    assert changed.report.title == "宿迁市2023年政府信息公开工作年度报告"
    assert [d.address for d in changed.differences] == ["year", "title"]


@both
def test_a_signature_s_date_is_what_stands_there(kind: str) -> None:
    loaded = suqian()
    day = datetime.date(2025, 1, 20)
    report = evolve(loaded.report, signature=Signature("宿迁市人民政府", day))

    def edit(root: etree._Element) -> None:
        set_text(paragraphs(root)[-1], "2025年2月1日")

    changed = read_back(edited(written(loaded.form, report, kind), kind, edit), kind)
    assert changed.report.signature == Signature("宿迁市人民政府", datetime.date(2025, 2, 1))
    assert [str(d) for d in changed.differences] == [
        "成文日期：文中为“2025年2月1日”，所附数据为“2025年1月20日”"
    ]


@both
def test_every_figure_and_paragraph_remembers_its_place(kind: str) -> None:
    loaded = suqian()
    again = read_back(written(loaded.form, loaded.report, kind), kind).report
    cells = {str(a) for a, *_ in figures(loaded.form, loaded.report)}
    texts = {line.address for line in expected(view_of(session(), loaded)) if "[" in line.address}
    assert cells | texts == set(again.sources)
    places = set(again.sources.values())
    assert all(place.startswith(f"年报.{kind}!第 ") for place in places)
