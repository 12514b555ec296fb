"""A report with the statistics form of 2014 annexed, and lists that only look like a table."""

from __future__ import annotations

import datetime

import pytest
from attrs import evolve
from frozendict import frozendict
from published_text import CORPUS, document, form, structured

from disclosure_kit.model.report import Signature, Text
from disclosure_kit.structure.document import free_sections, opening, structure_document
from disclosure_kit.view import UNREAD_TABLE, View, build_view

WHOLE = (CORPUS / "hebei-jyt-2018-stat.txt").read_text("utf-8").split("\n")
STATISTICS = [line.strip() for line in WHOLE[2:] if line.strip()]  # without its head: name and date
LABELS = [line for line in STATISTICS if not line.isdecimal()]  # no figure: nothing to be read
HEAD = (
    "某某镇人民政府2017年政府信息公开工作年度报告",
    "一、概述", "文字。", "二、主动公开情况", "文字。", "三、依申请公开情况", "没有申请。",
)  # fmt: skip
SIGNED = ("某某镇人民政府", "2018年1月20日")
WHO = Signature("某某镇人民政府", datetime.date(2018, 1, 20))
PARTS = ["一、概述", "二、主动公开情况", "三、依申请公开情况"]


def view_of(*lines: str) -> View:
    raw = document(*lines)
    head = opening(raw)
    of = form("2014", 2018)
    of = evolve(of, sections=free_sections(raw, head, of.tables.values()))
    return build_view(structure_document(raw, of, head).report, of, frozendict(), {})


@pytest.mark.parametrize(("annex", "figures"), [(STATISTICS, 58), (LABELS, 0)])
@pytest.mark.parametrize("between", [
    (), ("附表",), ("附件：政府信息公开情况统计表",), ("附件1", "政府信息公开情况统计表"),
    ("政府信息公开情况统计表", "（2017年度）", "填报单位（盖章）：某某镇人民政府"),
])  # fmt: skip
def test_a_form_behind_the_signature_changes_neither_headings_nor_signature(
    between: tuple[str, ...], annex: list[str], figures: int
) -> None:
    lines = (*HEAD, *SIGNED, *between, *annex)
    result = structured(*lines, of=form("2014", 2017))
    report = result.report
    assert [part.title for part in report.sections.values()] == PARTS
    assert [b.text for p in report.sections.values() for b in p.body if isinstance(b, Text)] == [
        "文字。", "文字。", "没有申请。",
    ]  # fmt: skip
    assert report.signature == WHO
    assert sum("表内数据未读" in notice for notice in result.notices) == (0 if figures else 1)
    assert sum(len(table.cells) for table in report.tables.values()) == figures
    for line in between:
        assert any(f"“{line}”" in notice for notice in result.notices), line


def test_a_form_before_the_signature_is_passed_over_for_it() -> None:
    report = structured(*HEAD, "四、附表", *STATISTICS, *SIGNED, of=form("2014", 2017)).report
    assert report.signature == WHO
    assert [part.title for part in report.sections.values()] == [*PARTS, "四、附表"]


@pytest.mark.parametrize(
    ("annex", "what"), [(STATISTICS, "表名按版式印出"), (LABELS, "附表数据未读，未印出")]
)
def test_the_caption_of_an_annex_is_said_to_be_printed_only_if_it_is(
    annex: list[str], what: str
) -> None:
    caption = "政府信息公开情况统计表"
    result = structured(*HEAD, caption, *annex, of=form("2014", 2017))
    [told] = [notice for notice in result.notices if f"“{caption}”是表名" in notice]
    assert told.endswith(what)


def test_a_report_without_headings_is_not_a_form_alone() -> None:
    view = view_of(HEAD[0], "我镇全年公开信息12条。", "没有收到申请。", *SIGNED)
    assert [paragraph.text for paragraph in view.preamble] == [
        "我镇全年公开信息12条。", "没有收到申请。",
    ]  # fmt: skip
    assert not view.form_alone
    assert view.annexes == ()


def test_a_form_that_was_not_read_is_not_said_to_be_blank() -> None:
    view = view_of(*WHOLE[:2], *LABELS)
    assert view.form_alone
    assert [table.note for table in view.annexes] == [UNREAD_TABLE]
    assert [table.note for table in view_of(*WHOLE[:2], *STATISTICS).annexes] == [""]
    [untouched] = view_of(HEAD[0]).annexes
    assert untouched.note == "（本表未填写）"


LIST = ("规章 0件", "行政规范性文件 3件", "行政许可 120件", "行政处罚 3件", "行政强制 2件",
        "行政事业性收费 1万元")  # fmt: skip


def test_a_short_list_in_a_section_without_that_table_stays_prose() -> None:
    title = "某某县2024年政府信息公开工作年度报告"
    result = structured(title, "一、总体情况", *LIST, "以上。", "二、主动公开政府信息情况")
    assert [b.text for b in result.report.sections["overview"].body if isinstance(b, Text)] == [
        *LIST, "以上。",
    ]  # fmt: skip
    assert any("第 3—8 行" in n and "按正文保留" in n for n in result.notices)
    assert result.report.unread == frozenset()
    # In its own section, or drawn as a table, it is one.
    for lines in (
        ("一、总体情况", "二、主动公开政府信息情况", *LIST),
        ("一、总体情况", *(f"| {line.replace(' ', ' | ')} |" for line in LIST)),
    ):
        read = structured(title, *lines)
        assert read.report.unread == {"proactive"}


def test_a_title_out_of_order_or_twice_is_told() -> None:
    title = "某某县2024年政府信息公开工作年度报告"
    late = "四、政府信息公开行政复议、行政诉讼情况"
    result = structured(
        title, "一、总体情况", "文字。", "二、主动公开政府信息情况", late, "无复议。",
        "三、收到和处理政府信息公开申请情况", "无申请。", late, "五、存在的主要问题及改进情况",
    )  # fmt: skip
    [told] = [n for n in result.notices if "次序不对或重复" in n]
    assert told == (
        f"年报.txt：第 5 行的标题“{late}”次序不对或重复，保留在“二、主动公开政府信息情况”之内"
    )
