"""The workbook as form: drawn as the edition says, and red where ``check`` finds fault."""

from __future__ import annotations

import io
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import openpyxl
import pytest
from attrs import evolve
from conftest import EXAMPLES, YUNNAN
from forms_under_test import YEARS, form_of, session
from frozendict import frozendict
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from spreadsheet import needs_calc, recalculated
from strategies import blank, consistent, with_cells

from disclosure_kit import Loaded, Source, app, read
from disclosure_kit.forms.blank import blank_report
from disclosure_kit.forms.formulas import FAILS, HOLDS, OPEN
from disclosure_kit.forms.key import SHEET, TODO
from disclosure_kit.forms.plan import plan
from disclosure_kit.forms.planned import GRID_TOP, Plan
from disclosure_kit.forms.writer import write_workbook
from disclosure_kit.model.finding import Finding
from disclosure_kit.model.form import Form
from disclosure_kit.model.layout import layout
from disclosure_kit.model.report import Agency, Report
from disclosure_kit.model.table import Table
from disclosure_kit.model.values import Address, Kind, Share

MENGGA = "mangshi-mengga-2018.txt"


def empty(name: str) -> tuple[Form, Report]:
    form = form_of(name)
    return form, blank_report(form, Agency("某某镇人民政府", code=form.region))


def opened(content: bytes, **options: bool) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content), **options)


@pytest.mark.parametrize("name", YEARS)
def test_a_table_is_drawn_as_it_is_printed(name: str) -> None:
    form, report = empty(name)
    book = opened(write_workbook(report, form))
    for table in plan(form, report).tables:
        sheet = book[table.name]
        merged = {str(area) for area in sheet.merged_cells.ranges}
        for number, row in enumerate(layout(table.table)):
            for cell in row.cells:
                top, left = GRID_TOP + number + 1, cell.left + 1
                here = sheet.cell(top, left)
                if cell.continues:
                    continue
                if cell.address is None:
                    assert "".join((here.value or "").split("\n")) == (
                        "".join(cell.lines) or cell.text
                    )
                    assert here.protection.locked
                else:
                    assert here.value is None
                    assert not here.protection.locked
                last = sheet.cell(top + cell.height - 1, left + cell.width - 1).coordinate
                if (cell.height, cell.width) != (1, 1):
                    assert f"{here.coordinate}:{last}" in merged
        assert sheet.protection.sheet
        assert sheet.page_setup.paperSize == 9


@pytest.mark.parametrize("name", YEARS)
def test_every_count_has_its_validation(name: str) -> None:
    form, report = empty(name)
    made = plan(form, report)
    book = opened(write_workbook(report, form))
    for table in form.tables.values():
        if not isinstance(table, Table):
            continue
        for address, column in table.cells.items():
            spot = made.spots[str(address)]
            rules = [
                rule
                for rule in book[spot.sheet].data_validations.dataValidation
                if spot.a1 in rule.sqref
            ]
            assert len(rules) == 1
            assert rules[0].prompt
            if column.kind is Kind.COUNT:
                assert rules[0].type == "custom"
                assert f"{spot.a1}=INT({spot.a1})" in rules[0].formula1
                assert f"{spot.a1}>=0" in rules[0].formula1
                assert "请填 0 或正整数" in rules[0].prompt


def test_every_identity_stands_with_its_code() -> None:
    for name in YEARS:
        form, report = empty(name)
        made = plan(form, report)
        book = opened(write_workbook(report, form))
        words = "\n".join(
            str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row
        )
        for rule in (*form.identities, *form.shares):
            assert rule.code in words
        assert [check.rule for check in made.shares] == list(form.shares)
        assert {check.identity.code for check in made.checks} == {
            identity.code for identity in form.identities
        }
        spots = [check.status for check in (*made.checks, *made.shares)]
        assert len(set(spots)) == len(spots)


def test_same_input_same_bytes_and_nothing_that_runs() -> None:
    form, report = empty("2021")
    content = write_workbook(report, form)
    assert content == write_workbook(report, form)
    assert b"vbaProject" not in content
    book = opened(content)
    assert book.sheetnames[:2] == [TODO, "封面"]
    assert book[SHEET].sheet_state == "veryHidden"
    values = {row[0].value: row[1].value for row in book[SHEET].iter_rows()}
    assert [values[key] for key in ("edition", "year", "agency", "form_version")] == [
        "2021", "2024", "某某镇人民政府", "1",
    ]  # fmt: skip


def test_the_list_says_what_is_open() -> None:
    form, report = empty("2021")
    sheet = opened(write_workbook(report, form), data_only=True)[TODO]
    found = {row[1].value: row[2].value for row in sheet.iter_rows(min_row=GRID_TOP + 2)}
    assert found["机关名称"] == HOLDS
    assert found["填报人"] == "未填"
    assert found["一、总体情况"] == "未写"
    assert found["收到和处理政府信息公开申请情况"] == "还有 175 格未填"
    assert found["行政复议总计等于四种结果之和（reconsideration-total）"] == "1 处未核"


def test_a_broken_rule_is_red_in_the_list_too() -> None:
    loaded = suqian()
    broken = with_cells(loaded.report, {Address("applications", "received", "total"): 1})
    sheet = opened(write_workbook(broken, loaded.form))[TODO]
    wrong = {
        rule.text
        for cells in sheet.conditional_formatting
        for rule in cells.rules
        if rule.dxf.fill and rule.dxf.fill.bgColor.rgb == "FFFFC7CE"
    }
    assert len(wrong) == 1
    status = opened(write_workbook(broken, loaded.form), data_only=True)[TODO]
    said = {row[1].value: row[2].value for row in status.iter_rows(min_row=GRID_TOP + 2)}
    red_ones = {words for words, state in said.items() if str(state).endswith(tuple(wrong))}
    assert {words.partition("（appl")[2] for words in red_ones} == {
        "ications-balance）",
        "ications-row-total）",
    }


@pytest.mark.parametrize("name", ["2019", "2021"])
def test_a_sheet_in_words_says_what_the_form_wants_there(name: str) -> None:
    form, report = empty(name)
    hint = opened(write_workbook(report, form))["总体情况"]["A2"].value
    (overview,) = [part for part in form.sections if part.id == "overview"]
    assert overview.aspects
    assert overview.government_aspects
    for point in (*overview.aspects, *overview.government_aspects):
        assert point.split("|")[0] in hint


def suqian() -> Loaded:
    file = EXAMPLES / "suqian-city-2024.yaml"
    return read(session(), Source(file.name, file.read_bytes()))


def told(form: Form, report: Report, previous: Report | None) -> set[tuple[str, tuple[str, ...]]]:
    """The findings of declared identities, by code and figures."""
    last = None
    if previous:  # the same body's, of the year before
        before = evolve(previous, year=report.year - 1, agency=report.agency)
        last = Loaded("上年", before, form, ())
    assessment = app.check(session(), Loaded("年报", report, form, ()), last)
    codes = {rule.code for rule in (*form.identities, *form.shares)}
    return {
        (outcome.code, outcome.addresses)
        for outcome in assessment.outcomes
        if isinstance(outcome, Finding) and outcome.code in codes
    }


def red(made: Plan, content: bytes) -> set[tuple[str, tuple[str, ...]]]:
    """The status cells that say what the red format looks for."""
    book = opened(content, data_only=True)
    found = set()
    rules = [
        *((check.identity.code, check) for check in made.checks),
        *((check.rule.code, check) for check in made.shares),
    ]
    for code, check in rules:
        value = book[check.status.sheet][check.status.a1].value
        assert value in (HOLDS, OPEN) or str(value).startswith(FAILS), (check.status, value)
        if str(value).startswith(FAILS):
            found.add((code, check.addresses))
    return found


@st.composite
def disturbed(draw: st.DrawFn, name: str) -> tuple[Form, Report, Report]:
    """A consistent report with some cells changed and some blank, and a last year's."""
    form = form_of(name)
    report = draw(consistent(form))
    cells = [a for a, c in form.cells.values() if c.kind in (Kind.COUNT, Kind.SIGNED)]
    for address in draw(st.lists(st.sampled_from(cells), max_size=4, unique=True)):
        report = with_cells(report, {address: draw(st.integers(0, 200))})
    for address in draw(st.lists(st.sampled_from(cells), max_size=4, unique=True)):
        report = blank(report, address)
    return form, with_shares(draw, form, report), draw(consistent(form))


def with_shares(draw: st.DrawFn, form: Form, report: Report) -> Report:
    """The figures of each share drawn: right, wrong by one in the last place, or missing."""
    figures = dict(report.figures)
    for rule in form.shares:
        part, whole = draw(st.integers(0, 900)), draw(st.integers(0, 900))
        decimals = draw(st.integers(0, 3))
        unit = Decimal(1).scaleb(-decimals)
        true = (Decimal(part * 100) / (whole or 1)).quantize(unit, ROUND_HALF_UP)
        stated = Share(abs(true + draw(st.sampled_from([0, 0, 1, -1])) * unit))
        for key, value in ((rule.part, part), (rule.whole, whole), (rule.share, stated)):
            figures[key] = value
        if draw(st.booleans()) and draw(st.booleans()):
            del figures[draw(st.sampled_from([rule.part, rule.whole, rule.share]))]
    return evolve(report, figures=frozendict(figures))


CASES: list[tuple[Form, Report, Report]] = []


@settings(
    max_examples=24, deadline=None, phases=[Phase.generate], derandomize=True,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(data=st.data())
def collect(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(YEARS)))
    CASES.append(data.draw(disturbed(name)))


@needs_calc
def test_red_is_what_check_finds(tmp_path: Path) -> None:
    loaded = suqian()
    changed = with_cells(
        loaded.report, {Address("applications", "received", "natural_person"): 3441}
    )
    CASES.clear()
    collect()
    cases: list[tuple[Form, Report, Report | None]] = [
        (loaded.form, loaded.report, None),
        (loaded.form, changed, None),
        *CASES,
    ]
    books = {
        f"n{n}": write_workbook(report, form, previous)
        for n, (form, report, previous) in enumerate(cases)
    }
    done = recalculated(books, tmp_path)
    some = 0
    for n, (form, report, previous) in enumerate(cases):
        made = plan(form, report)
        expected = told(form, report, previous)
        assert red(made, books[f"n{n}"]) == expected  # the results that we wrote
        assert red(made, done[f"n{n}"]) == expected  # the formulas, calculated anew
        some += bool(expected)
    assert told(loaded.form, loaded.report, None) == set()
    assert {code for code, _ in told(loaded.form, changed, None)} == {
        "applications-balance",
        "applications-row-total",
    }
    assert some > 10
    yunnan = [told(form, report, last) for form, report, last in cases if form.shares]
    assert any("share" in code for found in yunnan for code, _ in found)


def test_a_share_in_doubt_is_named_among_what_is_open() -> None:
    loaded = read(session(), Source("a.txt", (YUNNAN / "examples" / MENGGA).read_bytes()))
    book = opened(write_workbook(loaded.report, loaded.form), data_only=True)
    found = {row[1].value: row[2].value for row in book[TODO].iter_rows(min_row=GRID_TOP + 2)}
    title = next(rule.title for rule in loaded.form.shares if "in-progress" in rule.code)
    assert found[f"{title}（yunnan-in-progress-share）"] == "1 处不符"
    (spot,) = [
        check for check in plan(loaded.form, loaded.report).shares
        if check.rule.code == "yunnan-in-progress-share"
    ]  # fmt: skip
    sheet = book[spot.status.sheet]
    assert sheet[spot.computed.a1].value == "37.90%"
    assert sheet[spot.status.a1].value == f"{FAILS} 应为 37.90%"
