"""Reports side by side: no figure guessed, nothing lost, nothing run."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest
from attrs import evolve
from conftest import CORPUS
from frozendict import frozendict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from strategies import reports

from disclosure_kit import Loaded, Session, Source, read
from disclosure_kit.comparing.change import Cell, change
from disclosure_kit.comparing.page import write_page
from disclosure_kit.comparing.pair import compare
from disclosure_kit.comparing.repeated import Likeness
from disclosure_kit.comparing.table import side_by_side
from disclosure_kit.comparing.told import lines, table_tree, tree
from disclosure_kit.comparing.workbook import write_workbook
from disclosure_kit.errors import UsageError
from disclosure_kit.model.form import Form
from disclosure_kit.model.report import Agency, Narrative, Report, TableData, Text
from disclosure_kit.model.table import Column
from disclosure_kit.model.values import (
    NOT_APPLICABLE,
    NOT_FILLED,
    Kind,
    Money,
    Share,
    Value,
    number,
)

HOSTILE = '=HYPERLINK("http://x","y")<script>alert(1)</script>'


@pytest.fixture(scope="module")
def form(national: Session) -> Form:
    edition = national.registry.editions["2021"]
    return national.registry.form(edition, None, 2024, None)


def loaded(form: Form, report: Report, year: int, agency: str = "甲县") -> Loaded:
    same = evolve(report, year=year, agency=Agency(agency))
    return Loaded(f"{agency}{year}.json", same, evolve(form, year=year), ())


def said(form: Form, year: int, *texts: str) -> Loaded:
    body = tuple(map(Text, texts))
    report = Report(
        form.edition.id,
        year,
        Agency("甲县"),
        None,
        sections=frozendict(overview=Narrative("一、总体情况", body)),
    )
    return loaded(form, report, year)


@pytest.mark.parametrize(
    ("column", "last", "this", "expected"),
    [
        (Column(""), 4, 5, ("+1", "+25.0%", "")),
        (Column(""), 3, 3, ("0", "0.0%", "")),
        (Column(""), 0, 5, ("+5", "", "上年为 0")),
        (Column(""), 0, 0, ("0", "", "")),
        (Column(""), NOT_FILLED, 5, ("", "", "上年未填")),
        (Column(""), 5, NOT_FILLED, ("", "", "本年未填")),
        (Column(""), NOT_APPLICABLE, 0, ("", "", "上年不适用")),
        (Column(""), 8, 7, ("-1", "-12.5%", "")),
        (Column(""), 10**15 - 1, 1, ("-999999999999998", "-100.0%", "")),
        (Column("", kind=Kind.SIGNED), -2, 2, ("+4", "", "")),
        (
            Column("", kind=Kind.MONEY),
            Money(Decimal(251000), "元"),
            Money(Decimal("30.00"), "万元"),
            ("+4.9万元", "+19.5%", ""),
        ),
        (
            Column("", kind=Kind.MONEY),
            Money(Decimal(5), ""),
            Money(Decimal(6), "元"),
            ("", "", "上年的金额没有写单位"),
        ),
        (
            Column("", kind=Kind.SHARE),
            Share(Decimal("37.91")),
            Share(Decimal("40")),
            ("+2.09个百分点", "", ""),
        ),
        (Column("", kind=Kind.TEXT), "甲", "乙", ("", "", "文字不同")),
    ],
)
def test_a_change(column: Column, last: Value, this: Value, expected: tuple[str, str, str]) -> None:
    made = change(Cell(last, column), Cell(this, column))
    assert (made.printed, made.printed_percent, made.why) == expected


@given(data=st.data())
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_two_reports_say(data: st.DataObject, form: Form) -> None:
    last, this = (loaded(form, data.draw(reports(form)), year) for year in (2023, 2024))
    made = compare(last, this)
    assert [f.row.address for f in made.figures] == list(form.cells)
    for figure in made.figures:
        before, now = number(figure.last.value), number(figure.this.value)
        if before is None or now is None:
            assert figure.change.difference is figure.change.percent is None
            assert figure.change.why
        else:
            per = 10_000 if figure.this.column.unit == "万元" else 1
            assert figure.change.difference == (now - before) / per
            assert (figure.change.percent is None) == (before == 0)
    assert all(list(lines(made)))
    sheet = openpyxl.load_workbook(io.BytesIO(write_workbook(made)))["数据对比"]
    page = html.fromstring(write_page(made).decode())
    rows = page.xpath("//section[1]//tr[td]")
    shown = list(sheet.iter_rows(min_row=4))
    assert len(shown) == len(rows) == len(made.figures)
    for figure, cells, row in zip(made.figures, shown, rows, strict=True):
        assert all(cell.data_type != "f" for cell in cells)
        assert row.xpath("string(td[2])") == figure.this.printed
        written = "" if cells[3].value is None else str(cells[3].value)
        assert written == figure.this.printed or Decimal(written) == Decimal(figure.this.printed)


def test_paragraphs_that_stood_there_before(form: Form) -> None:
    work = "全年主动公开政府信息，回应社会关切，及时办理各项申请"
    long = "我县把政务公开列为年度重点工作，多次召开会议研究部署，明确责任分工，" * 3
    last = said(
        form, 2023, f"{work}。", f"2023年{work}共12件。", long, "收费情况：未收取任何费用。"
    )
    this = said(
        form,
        2024,
        f" {work}。",
        f"2024年{work}共9件。",
        f"{long}另设一处专区。",
        "本年新写的一段话，与上年无关。",
    )
    found = {r.passage.address: (r.likeness, r.earlier) for r in compare(last, this).repeats}
    assert {address: likeness for address, (likeness, _) in found.items()} == {
        "overview[0]": Likeness.SAME,
        "overview[1]": Likeness.BUT_FIGURES,
        "overview[2]": Likeness.NEARLY,
    }
    earlier = found["overview[1]"][1]
    assert earlier is not None
    assert earlier.address == "overview[1]"


def test_sections_of_one_year_only(form: Form) -> None:
    last, this = said(form, 2023, "甲"), said(form, 2024, "乙")
    more = this.report.sections | {"other": Narrative("六、其他需要报告的事项")}
    this = evolve(this, report=evolve(this.report, sections=frozendict(more)))
    made = compare(last, this)
    assert made.only_this == {"other": "六、其他需要报告的事项"}
    assert not made.only_last
    assert made.share == 0


def test_two_editions_share_what_both_have(national: Session) -> None:
    last, this = (
        read(national, Source(name, (CORPUS / name).read_bytes()))
        for name in ("hebei-kjt-2020.txt", "hebei-kjt-2021.txt")
    )
    made = compare(last, this)
    compared = {figure.row.address: figure for figure in made.figures}
    licences = compared["proactive.licences.decisions"]
    assert (licences.row.label, licences.row.other_labels) == (
        "行政许可·本年处理决定数量",
        ("行政许可·处理决定数量",),
    )
    others = {item.address: item.why for item in made.not_comparable}
    assert others["proactive.fees.amount"] == "2020 年度的格式没有这些项目"
    assert others["proactive.procurement.amount"] == "2021 年度的格式没有这些项目"
    assert not compared.keys() & others.keys()
    [row] = [
        r for r in table_tree(side_by_side([this, last]))["rows"] if "fees.amount" in r["address"]
    ]
    assert row["absent"] == [0]
    assert any("所用格式不同" in notice for notice in tree(made)["notices"])


def test_what_is_no_comparison(form: Form) -> None:
    last, this = said(form, 2023, "甲"), said(form, 2024, "乙")
    other = loaded(form, this.report, 2024, "乙县")
    for reports_, words, told in (
        ((this,), {}, "至少要有两份"),
        ((this, this), {}, "都是 2024 年度的报告"),
        ((last, other), {}, "--units"),
        (
            (loaded(form, last.report, 2023, ""), this),
            {},
            "2023.json 没有写明机关",
        ),
        ((last, loaded(form, this.report, 2024, "")), {}, "--renamed"),
        ((last, other), {"units": True}, "各份应是同一年度的"),
        ((this, this), {"units": True}, "都是“甲县”的"),
    ):
        with pytest.raises(UsageError) as refused:
            side_by_side(reports_, **words)
        assert told in f"{refused.value}{refused.value.hint}"
    with pytest.raises(UsageError, match="先后颠倒"):
        compare(this, last)
    assert compare(last, other, renamed=True).this.agency == "乙县"
    assert [h.agency for h in side_by_side([other, this], units=True).heads] == ["乙县", "甲县"]
    assert [h.year for h in side_by_side([this, last]).heads] == [2023, 2024]


def test_a_body_under_two_spellings_is_one(form: Form) -> None:
    report = said(form, 2024, "甲").report
    one, *others = (
        loaded(form, report, 2024, name)
        for name in ("甲县ＡＢ镇人民政府", "甲县 AB镇", "甲县AB镇政府", "AB镇人民政府")
    )
    for other in others[:2]:
        with pytest.raises(UsageError, match="都是“甲县ＡＢ镇人民政府”的"):
            side_by_side((one, other), units=True)
    made = side_by_side((one, others[2]), units=True)
    assert any("可能是同一机关" in notice for notice in table_tree(made)["notices"])
    towns = [
        evolve(one, report=evolve(report, agency=Agency("城关镇", None, code)))
        for code in ("530101101", "533103101")
    ]
    assert len(side_by_side(towns, units=True).heads) == 2
    counties = [loaded(form, report, 2024, name) for name in ("甲县", "乙县")]
    assert side_by_side(counties, units=True).notices == ()


def test_a_hostile_name_is_a_text(form: Form) -> None:
    cells = frozendict({("received", "total"): 3})
    report = said(form, 2024, HOSTILE).report
    report = evolve(report, tables=frozendict(applications=TableData((), cells)))
    evil = loaded(form, report, 2024, HOSTILE)
    table = side_by_side([evil, loaded(form, report, 2024)], units=True)
    assert b"<script" not in write_page(table)
    sheet = openpyxl.load_workbook(io.BytesIO(write_workbook(table)))["对比表"]
    [head] = [cell for cell in sheet[3] if cell.value == HOSTILE]
    assert head.data_type == "s"
    assert head.hyperlink is None
    assert write_workbook(table) == write_workbook(table)
