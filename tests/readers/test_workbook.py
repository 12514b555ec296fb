"""Workbooks: ours come back whole and by label; others as grids; nothing is guessed."""

from __future__ import annotations

import datetime
import io
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from attrs import evolve
from conftest import EXAMPLES
from forms_under_test import YEARS, form_of, session
from frozendict import frozendict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spreadsheet import needs_calc, recalculated
from strategies import WORDS, reports

from disclosure_kit import Loaded, Source, Wishes, read
from disclosure_kit.builtin.readers.workbook import read as read_workbook
from disclosure_kit.errors import SourceError
from disclosure_kit.forms.blank import blank_report
from disclosure_kit.forms.plan import plan
from disclosure_kit.forms.writer import write_workbook
from disclosure_kit.model.edition import OutlineKind, Section
from disclosure_kit.model.form import Form
from disclosure_kit.model.raw import RawDocument
from disclosure_kit.model.report import Agency, Report, TableBlock, Text
from disclosure_kit.model.values import NOT_APPLICABLE, Address, Money

SLOW = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large),
)


def read_back(content: bytes, name: str = "年报.xlsx") -> Loaded:
    return read(session(), Source(name, content))


def unsourced(report: Report) -> Report:
    return evolve(report, sources=frozendict())


@pytest.mark.parametrize("name", YEARS)
@SLOW
@given(data=st.data())
def test_what_is_written_is_read_back(name: str, data: st.DataObject) -> None:
    form = form_of(name)
    if form.edition.outline is not OutlineKind.FIXED and form.outline is None:
        words = WORDS.map(lambda text: "".join(text.split())).filter(bool)
        ids = data.draw(st.lists(words, max_size=3, unique=True))
        form = evolve(form, sections=tuple(Section(n, n) for n in ids))
    report = data.draw(reports(form))
    content = write_workbook(report, form)
    again = unsourced(read_back(content).report)
    assert again == report
    assert write_workbook(again, form) == content


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.yaml")), ids=lambda file: file.stem)
def test_the_examples_come_back(file: Path) -> None:
    loaded = read(session(), Source(file.name, file.read_bytes()))
    again = read_back(write_workbook(loaded.report, loaded.form))
    assert unsourced(again.report) == unsourced(loaded.report)


@needs_calc
def test_what_libreoffice_saves_comes_back(tmp_path: Path) -> None:
    loaded = suqian()
    content = write_workbook(loaded.report, loaded.form)
    saved = recalculated({"a": content}, tmp_path)["a"]
    assert saved != content
    assert unsourced(read_back(saved).report) == unsourced(loaded.report)


def suqian() -> Loaded:
    file = EXAMPLES / "suqian-city-2024.yaml"
    return read(session(), Source(file.name, file.read_bytes()))


class Clerk:
    """A workbook in the hands of a person: openpyxl does what Excel would."""

    def __init__(self, content: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(content))

    def saved(self) -> bytes:
        buffer = io.BytesIO()
        self.book.save(buffer)
        return buffer.getvalue()


def empty() -> tuple[Clerk, Form, Report]:
    form = form_of("2021")
    report = blank_report(form, Agency("某某镇人民政府", code="533103103"))
    return Clerk(write_workbook(report, form)), form, report


def test_filled_as_a_person_would() -> None:
    clerk, form, report = empty()
    spots = plan(form, report).spots
    expected: dict[Address, Any] = {}
    for number, (text, (address, column)) in enumerate(form.cells.items()):
        given: Any = [number, f" {number} ", f"{number}件", f"{number},000", "—", "/", ""][
            number % 7
        ]
        want: Any = [number, number, number, number * 1000, None, NOT_APPLICABLE, None][number % 7]
        if column.unit == "万元":
            given, want = 12.5, Money(Decimal("12.5"), "万元")
        elif number < 5:
            given = want = number
        elif number % 7 == 3 and number > 999:
            continue
        clerk.book[spots[text].sheet][spots[text].a1] = given
        expected[address] = want
    sheet = clerk.book["总体情况"]
    sheet["B6"] = "（一）主动公开情况"
    sheet["B7"] = " 全年公开政府信息12条。\n另有3条。 "
    sheet["B9"] = "（二）高度重视。我镇成立了领导小组。"
    clerk.book["封面"]["B14"] = datetime.datetime(2025, 1, 15)
    loaded = read_back(clerk.saved())
    for address, want in expected.items():
        got = loaded.report.value(address)
        assert (None if got.__class__.__name__ == "CellState" and want is None else got) == want
    body = loaded.report.sections["overview"].body
    said = ["（一）主动公开情况", "全年公开政府信息12条。", "另有3条。"]
    assert [getattr(block, "text", "") for block in body[:3]] == said
    assert body[3] == Text("（二）高度重视。我镇成立了领导小组。", 2, 7)
    assert loaded.report.signature is not None
    assert loaded.report.signature.date == datetime.date(2025, 1, 15)
    assert any("按未填写处理" in notice for notice in loaded.notices)
    place = loaded.report.sources["applications.received.natural_person"]
    assert place == "年报.xlsx!申请情况!D7"


def moved(sheet: Any, row: int, columns: int = 0) -> None:
    """A row (and columns on the left) inserted, merged cells moved along as Excel does."""
    merged = [area.bounds for area in sheet.merged_cells.ranges]
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    sheet.insert_rows(row)
    if columns:
        sheet.insert_cols(1, columns)
    for left, top, right, bottom in merged:
        sheet.merge_cells(
            start_row=top + (top >= row), end_row=bottom + (bottom >= row),
            start_column=left + columns, end_column=right + columns,
        )  # fmt: skip


@pytest.mark.parametrize("row", [3, 4, 7, 9, 12, 20, 34])
def test_inserted_rows_and_renamed_sheets_do_not_shift_figures(row: int) -> None:
    loaded = suqian()
    clerk = Clerk(write_workbook(loaded.report, loaded.form))
    moved(clerk.book["申请情况"], row)
    moved(clerk.book["行政复议、行政诉讼情况"], 7)
    clerk.book["申请情况"].title = "Sheet1"
    clerk.book["总体情况"].title = "改名"
    clerk.book.move_sheet("Sheet1", -4)
    again = read_back(clerk.saved())
    assert unsourced(again.report) == unsourced(loaded.report)
    assert again.report.sources["applications.carried_out.total"].startswith("年报.xlsx!Sheet1!J")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (True, "TRUE，不是数"),
        (12.5, "“12.5”应是整数"),
        ("约12", "约数"),
        ("3-5", "范围"),
        (datetime.datetime(2024, 3, 5), "是日期或时间"),
        ("=1+2", "是公式，没有算得的值"),
    ],
)
def test_what_is_no_figure_is_refused_with_its_cell(given: Any, why: str) -> None:
    clerk, _, _ = empty()
    clerk.book["申请情况"]["D7"] = given
    with pytest.raises(SourceError) as refusal:
        read_back(clerk.saved())
    assert len(refusal.value.problems) == 1
    assert refusal.value.problems[0].startswith("年报.xlsx 申请情况!D7：")
    assert why in refusal.value.problems[0]


def test_lost_labels_are_named() -> None:
    clerk, _, _ = empty()
    clerk.book["申请情况"]["A7"] = "别的"
    clerk.book["主动公开政府信息情况"]["B5"] = "数"
    del clerk.book["其他需要报告的事项"]
    clerk.book["封面"]["B7"] = 2023
    with pytest.raises(SourceError) as refusal:
        read_back(clerk.saved())
    told = "\n".join(refusal.value.problems)
    assert "申请情况：“一、本年新收政府信息公开申请数量”行找不到" in told
    assert "主动公开政府信息情况：“本年制发件数”列找不到" in told
    assert "没有标着“六、其他需要报告的事项”的工作表" in told
    assert "封面!B7：年度是“2023" in told


def test_hidden_rows_and_sheets_are_noticed() -> None:
    clerk, _, _ = empty()
    clerk.book["申请情况"].row_dimensions[9].hidden = True
    clerk.book["总体情况"].sheet_state = "hidden"
    notices = "\n".join(read_back(clerk.saved()).notices)
    assert "申请情况：第 9 行是隐藏的" in notices
    assert "总体情况：是隐藏的工作表" in notices


def test_a_workbook_of_others_is_grids_with_places() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "申请情况"
    sheet["A1"] = "某某镇2024年政府信息公开工作年度报告"
    for row, cells in enumerate(
        [["项目", "自然人", "总计"], ["新收", 3, 4.5], ["结转", True, ""]], 3
    ):
        for column, value in enumerate(cells, 1):
            sheet.cell(row, column).value = value
    sheet.merge_cells("B5:C5")
    buffer = io.BytesIO()
    book.save(buffer)
    raw = read_workbook(Source("单位.xlsx", buffer.getvalue()))
    assert isinstance(raw, RawDocument)
    assert [p.text for p in raw.paragraphs] == ["某某镇2024年政府信息公开工作年度报告"]
    (grid,) = raw.grids
    assert (grid.place, grid.after) == ("申请情况", 1)
    found = {(cell.row, cell.column): cell for cell in grid.cells}
    assert [found[1, c].text for c in range(3)] == ["新收", "3", "4.5"]
    assert (found[2, 1].text, found[2, 1].width) == ("TRUE", 2)
    assert found[1, 2].place == "申请情况!C4"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "空的"),
        (b"PK\x03\x04" + b"x" * 100, "损坏"),
        (b"plain text", "不是 Excel 文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版 Word、Excel 或 WPS 文件"),
    ],
)
def test_what_is_no_workbook_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(SourceError, match=why):
        read_workbook(Source("a.xlsx", content))


def test_a_doctype_is_refused() -> None:
    clerk, _, _ = empty()
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(clerk.saved())) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            text = old.read(name)
            if name == "xl/workbook.xml":
                text = b'<!DOCTYPE x [<!ENTITY a "b">]>' + text
            new.writestr(name, text)
    with pytest.raises(SourceError, match="DOCTYPE"):
        read_workbook(Source("a.xlsx", buffer.getvalue()))


@pytest.mark.parametrize(
    "gone", [("_disclosure_kit",), ("_disclosure_kit", "待办", "封面", "上年数据")]
)
def test_without_its_hidden_sheet_only_what_the_unit_filled_in_is_read(
    gone: tuple[str, ...],
) -> None:
    """Sheets copied into another file: hints and checks of ours are neither text nor figures."""
    loaded = suqian()
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(loaded.report, loaded.form)))
    book["总体情况"]["B6"] = "全年公开信息120条。"
    for name in gone:
        del book[name]
    buffer = io.BytesIO()
    book.save(buffer)  # without the results of the formulas
    again = read(
        session(), Source("单位.xlsx", buffer.getvalue()), Wishes(year=2024, agency="宿迁市")
    )
    assert {n: t.cells for n, t in again.report.tables.items()} == {
        n: t.cells for n, t in loaded.report.tables.items()
    }
    place = again.report.sources["applications.received.natural_person"]
    assert place == "单位.xlsx!申请情况!D7"
    assert again.report.preamble == ()
    assert again.report.sections["overview"].body[0] == Text("全年公开信息120条。")
    words = [
        block.text
        for s in again.report.sections.values()
        for block in s.body
        if isinstance(block, Text)
    ]
    assert not [text for text in words if "填写" in text or "样式" in text or "上年" in text]
    assert again.report.sections["proactive"].body == (TableBlock("proactive"),)
    (told,) = [notice for notice in again.notices if "_disclosure_kit" in notice]
    assert "申请情况" in told
    assert not [notice for notice in again.notices if "核算" in notice or "表头" in notice]


def test_a_workbook_of_others_with_such_words_is_left_as_it_is() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["待办", "件数"], ["核对", 3], ["正文", "样式"]):
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    raw = read_workbook(Source("单位.xlsx", buffer.getvalue()))
    assert isinstance(raw, RawDocument)
    assert [cell.text for cell in raw.grids[0].cells] == [
        "待办",
        "件数",
        "核对",
        "3",
        "正文",
        "样式",
    ]
    assert raw.notices == ()
