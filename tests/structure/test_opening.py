"""The title of a published report, whose it is and on which year, and what stands around it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from published_text import document, raw_of

from disclosure_kit.structure.document import opening
from disclosure_kit.structure.opening import is_same_title
from disclosure_kit.structure.wording import normal


@pytest.mark.parametrize(
    ("lines", "title", "agency", "year"),
    [
        (
            ["自然资源部2024年政府信息公开工作报告"],
            "自然资源部2024年政府信息公开工作报告",
            "自然资源部",
            2024,
        ),
        (
            ["2022年上海市政府信息公开工作年度报告"],
            "2022年上海市政府信息公开工作年度报告",
            "上海市",
            2022,
        ),
        (
            ["西咸新区底张街道办事处2023年度政府", "信息公开工作年度报告"],
            "西咸新区底张街道办事处2023年度政府信息公开工作年度报告",
            "西咸新区底张街道办事处",
            2023,
        ),
        (
            ["淮安市人民政府", "2024 年政府信息公开工作年度报告"],
            "淮安市人民政府2024 年政府信息公开工作年度报告",
            "淮安市人民政府",
            2024,
        ),
        (
            ["重庆市大足区外事办公室政府信息公开工作2022年度报告"],
            "重庆市大足区外事办公室政府信息公开工作2022年度报告",
            "重庆市大足区外事办公室",
            2022,
        ),
        (
            ["二〇一九年大渡口镇政府信息公开年报"],
            "二〇一九年大渡口镇政府信息公开年报",
            "大渡口镇",
            2019,
        ),
        (
            ["某镇2087年政府信息公开工作年度报告"],
            "某镇2087年政府信息公开工作年度报告",
            "某镇",
            2087,
        ),
        (
            ["某镇2018年政府信息公开工作年度报..."],
            "某镇2018年政府信息公开工作年度报...",
            "某镇",
            2018,
        ),
        (
            ["现公布某市某镇人民政府2024年度政府信息公开工作年度报告。本报告由六部分组成。"],
            None,
            "某市某镇人民政府",
            2024,
        ),
        (["2024年丽水市政府信息公开工作年度报告根据条例编制。"], None, "丽水市", 2024),
        (["本报告所列数据的统计期限自2025年1月1日起。"], None, None, 2025),
        (["一、总体情况"], None, None, None),
    ],
)
def test_titles(lines: list[str], title: str | None, agency: str | None, year: int | None) -> None:
    head = opening(document(*lines, "正文第一段，说明情况。", "一、总体情况"))
    assert (head.title, head.agency, head.year) == (title, agency, year)
    assert head.first_body == (len(lines) if title else 0)
    if title is None or title.endswith("..."):
        assert head.notices


def test_what_the_page_puts_around_the_title_is_told() -> None:
    around = ["索引号: 01/2021", "首页 >> 公开", "某镇2021年政府信息公开工作年度报告",
              "发布日期：2022-01-19 浏览次数：", "2022-01-19", "字号："]  # fmt: skip
    head = opening(document(*around, "正文。"))
    assert head.first_body == 6
    for line in (*around[:2], *around[3:]):
        assert any(f"“{line}”" in notice for notice in head.notices)


def test_a_repeated_title_and_the_body_with_the_date_are_left_out_and_told() -> None:
    head = opening(raw_of("dazu-fao-2022.txt"))
    assert head.first_body == 3
    assert len(head.notices) == 2
    head = opening(raw_of("shuyang-county-2025.md"))
    assert head.first_body == 3
    assert any("“沐阳县人民政府”" in notice for notice in head.notices)


TITLES = st.text("一二市年报．、.。:\u3000 \u0301（）“Ａ1", max_size=6)


@given(TITLES, TITLES)
def test_titles_are_the_same_where_nothing_but_their_writing_differs(one: str, other: str) -> None:
    assert is_same_title(one, other) == (normal(one) == normal(other))
