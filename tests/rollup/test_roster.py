"""The list of units: what is wrong with it is told at once, and each unit is found on it."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from disclosure_kit import Session, Source
from disclosure_kit.errors import SourceError
from disclosure_kit.rollup.roster import Roster, read_roster
from disclosure_kit.rollup.unit import Unit

LIST = """代码,名称,上级
5331,德宏州,
533103,芒市,5331
533103103,芒市勐戛镇人民政府,533103
533103104,芒市遮放镇人民政府,533103
533124,陇川县,5331
533124103,陇川县遮放镇人民政府,533124
"""


def read(session: Session, text: str, name: str = "名单.csv") -> Roster:
    return read_roster(Source(name, text.encode()), session.registry)


def refused(session: Session, text: str) -> tuple[str, ...]:
    with pytest.raises(SourceError) as caught:
        read(session, text)
    return caught.value.problems


def unit(name: str, code: str | None = None) -> Unit:
    return Unit(0, "x.json", name, code, "2021", 2024, None, None, 0, "", 0, b"")


def test_a_unit_is_found_by_its_name_with_or_without_its_place(national: Session) -> None:
    roster = read(national, LIST)
    assert roster.top is not None
    assert roster.top.name == "德宏州"

    def code(name: str, code: str | None = None) -> str | None:
        found = roster.find(unit(name, code))
        return found.code if found else None

    assert code("芒市勐戛镇政府") == "533103103"
    assert code("勐戛镇 人民政府") == "533103103"
    assert code("陇川县人民政府") == "533124"
    assert code("云南省芒市勐戛镇人民政府") == "533103103"
    assert code("遮放镇人民政府") is None  # two of that name
    assert code("遮放镇人民政府", "533124103") == "533124103"
    assert code("", "533103103") == "533103103"
    assert code("某局") is None


def test_a_workbook_says_the_same(national: Session) -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    for row, line in enumerate(LIST.splitlines()):
        for column, word in enumerate(line.split(",")):
            sheet.write(row, column, int(word) if word.isdigit() else word)
    book.close()
    found = read_roster(Source("名单.xlsx", stream.getvalue()), national.registry)
    assert found.entries == read(national, LIST).entries


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "名单是空的"),
        ("单位,电话\n某镇,1\n", "表头缺少代码；第一行是：单位、电话"),
        ("代码,名称\n1,甲镇\n1,乙镇\n", "代码 1 有 2 行：甲镇、乙镇"),
        ("代码,名称,上级\n1,甲镇,7\n2,乙镇,8\n", "甲镇 等 1 行的上级代码 7 不在名单上"),
        ("代码,名称,上级\n1,甲镇,2\n2,乙县,1\n", "上级绕了一圈"),
        ("代码,名称\n,甲镇\n", "第 2 行：没有代码"),
        ("代码,名称\n1,\n", "第 2 行：没有名称"),
        ("代码,名称\n甲,甲镇\n", "代码 '甲' 只能用数字和英文字母"),
        ("代码,名称\n1,甲镇政府\n2,甲镇人民政府\n", "甲镇政府 在同一上级（最上一级）下有 2 行"),
        ("代码,名称\n", "名单里没有单位"),
        ('代码,名称\n1,"甲镇\n', "第 2 行：不是有效的 CSV（引号不成对"),
    ],
)
def test_a_wrong_list_is_refused(national: Session, text: str, told: str) -> None:
    assert told in "\n".join(refused(national, text))


def test_a_list_saved_by_excel_is_read(national: Session) -> None:
    source = Source("名单.csv", LIST.encode("gb18030"))
    assert read_roster(source, national.registry).entries == read(national, LIST).entries


def test_a_title_may_stand_above_the_heads(national: Session) -> None:
    assert read(national, f"某县应报单位名单,,\n\n{LIST}").entries == read(national, LIST).entries


def test_a_row_without_a_code_is_one_problem(national: Session) -> None:
    [told] = refused(national, "代码,名称,上级\n1,甲镇,\n,乙镇,\n")
    assert "没有代码" in told
