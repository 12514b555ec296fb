"""Headings that are sentences, attached files, names of bodies, indents, gaps in the order."""

from __future__ import annotations

import pytest
from published_text import document, structured

from disclosure_kit.builtin.readers.wrapped import Line, _join, _measure
from disclosure_kit.model.clean import paragraphs_of
from disclosure_kit.model.report import Heading, Text
from disclosure_kit.structure.blocks import block_of
from disclosure_kit.structure.document import opening

TITLE = "某某县2024年政府信息公开工作年度报告"


@pytest.mark.parametrize("line", [
    "（三）全年未收到申请", "（十）无", "1.2024年共公开信息",
    "（二）没有收取费用", "（1）共收到申请",
])  # fmt: skip
def test_a_sentence_without_its_stop_is_no_heading(line: str) -> None:
    assert block_of(line) == Text(line)


@pytest.mark.parametrize("line", [
    "（一）本年度主动公开情况", "（二）未来工作打算", "（三）无障碍服务", "（四）公共资源配置",
])  # fmt: skip
def test_a_heading_stays_one(line: str) -> None:
    assert block_of(line) == Heading(line, 2)


def test_attached_files_before_the_signature_are_no_headings() -> None:
    lines = ("附件：1.统计表", "2.名单", "某某县人民政府", "2025年1月10日")
    report = structured(TITLE, "六、其他需要报告的事项", "无。", *lines).report
    assert report.sections["other"].body == (Text("无。"), Text(lines[0]), Text(lines[1]))
    assert report.signature is not None


@pytest.mark.parametrize(("title", "agency"), [
    ("某某县政务公开办公室2024年政府信息公开工作年度报告", "某某县政务公开办公室"),
    ("2024年某某县政务公开办公室政府信息公开工作年度报告", "某某县政务公开办公室"),
    ("某某县政府信息公开2024年年度报告", "某某县"),
    ("某某镇人民政府信息公开2024年年度报告", "某某镇人民政府"),
    ("2024年某某县政府信息公开和政务公开工作年度报告", "某某县"),
])  # fmt: skip
def test_the_name_of_a_body_may_hold_the_subject(title: str, agency: str) -> None:
    assert opening(document(title, "一、总体情况")).agency == agency


@pytest.mark.parametrize(("before", "after", "joined"), [
    ("Public Affairs,", "Office", "Public Affairs, Office"),
    ("Public Affairs.", "Office", "Public Affairs. Office"),
    ("Public", "Affairs", "Public Affairs"),
    ("www.gov.", "cn", "www.gov.cn"), ("zhengce/2021-12/", "01", "zhengce/2021-12/01"),
    ("信息,", "公开", "信息,公开"),
])  # fmt: skip
def test_words_that_a_line_parted(before: str, after: str, joined: str) -> None:
    lines = [_measure(Line(text, n, n)) for n, text in enumerate((before, after), 1)]
    assert _join(lines).text == joined


def test_an_indent_is_no_part_of_a_paragraph() -> None:
    assert paragraphs_of("　　甲。\n　　乙。　\n　　\n") == ["甲。", "乙。"]
    assert paragraphs_of("　　") == [""]


def test_the_only_heading_that_can_be_a_section_is_it_with_a_notice() -> None:
    lines = (
        "一、总体情况", "二、主动公开政府信息情况", "三、依申请公开情况", "没有收到申请。",
        "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、附件说明",
    )  # fmt: skip
    result = structured(TITLE, *lines)
    titles = [part.title for part in result.report.sections.values()]
    assert titles == [lines[0], lines[1], lines[2], lines[4], lines[5]]
    assert any("“三、依申请公开情况”按次序作" in notice for notice in result.notices)
    assert any("“六、附件说明”不是规定的部分" in notice for notice in result.notices)
