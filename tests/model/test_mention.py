"""The little language of wordings: what it finds, and what it leaves alone."""

from __future__ import annotations

import pytest

from disclosure_kit.model.mention import Sought, found_in, keys_of
from disclosure_kit.model.rules import Mention

MEGABYTE = 1_000_000


def numbers(wording: str, paragraph: str) -> list[str]:
    return [number for _, number in found_in(Mention(wording), paragraph)]


def test_keys_are_named_in_order_of_the_wording() -> None:
    mention = Mention("A类{x.solved}件[，|（]占{x.solved_share}%…共{x.total}件")

    assert keys_of(mention) == ("x.solved", "x.solved_share", "x.total")
    assert list(found_in(mention, "A类73件（占58.87%），承办共124件。")) == [
        ("x.solved", "73"),
        ("x.solved_share", "58.87"),
        ("x.total", "124"),
    ]


def test_every_place_is_found() -> None:
    assert numbers("发文{n}篇", "上半年发文3篇，下半年发文4篇。") == ["3", "4"]


@pytest.mark.parametrize(
    ("wording", "paragraph", "found"),
    [
        ("发文{n}[篇|件]", "发文157篇。", ["157"]),
        ("发文{n}[篇|件]", "发文157件。", ["157"]),
        ("发文{n}[篇|件]", "发文157条。", []),
        ("[我镇|镇人民政府]发文{n}篇", "勐戛镇人民政府发文157篇。", ["157"]),
        ("满意[|的][|有]{n}件", "满意124件", ["124"]),
        ("满意[|的][|有]{n}件", "满意的有124件", ["124"]),
        ("满意[|的][|有]{n}件", "满意者124件", []),
        ("[件|件、]B类{n}件", "A类73件、B类47件", ["47"]),
    ],
)
def test_alternatives(wording: str, paragraph: str, found: list[str]) -> None:
    assert numbers(wording, paragraph) == found


def test_of_words_that_are_blank_alone_there_may_be_none() -> None:
    wording = Sought.of(Mention("发文[ |\u3000]*{n}篇"))

    assert wording.marks_in("发文\ue000篇") == [(0,)]
    assert numbers("发文[ |\u3000]*{n}篇", "发文157篇") == ["157"]


@pytest.mark.parametrize(
    "paragraph",
    [
        "镇政府发文157篇",
        "镇政府发文 157 篇",
        "镇 政府 发文157\u3000篇",
        "镇政府发文\t\u00a0  157篇",
        "镇政府\n发文157篇",
    ],
)
def test_blanks_do_not_matter(paragraph: str) -> None:
    assert numbers("[镇政府|乡政府]发文{n}[篇|件]", paragraph) == ["157"]
    assert numbers("[镇 政府|乡政府] 发文 {n} [篇|件]", paragraph) == ["157"]


@pytest.mark.parametrize(
    "paragraph",
    ["（A类）73件，占58.87%；", "(A类)73件,占58.87%;", "（Ａ类）７３件，占５８．８７％；"],
)
@pytest.mark.parametrize(
    "wording", ["（A类）{n}件，占{s}%；", "(A类){n}件,占{s}%;", "（Ａ类）{n}件，占{s}％；"]
)
def test_width_does_not_matter(wording: str, paragraph: str) -> None:
    assert numbers(wording, paragraph) == ["73", "58.87"]


def test_a_wording_is_not_a_regular_expression() -> None:
    assert numbers("第.类(甲)*{n}件", "第.类(甲)*3件") == ["3"]
    assert numbers("第.类{n}件", "第一类3件") == []


@pytest.mark.parametrize("number", ["0", "007", "124", "58.87", "999999999999999"])
def test_a_number_is_given_as_printed(number: str) -> None:
    assert numbers("共{n}件", f"共{number}件") == [number]


@pytest.mark.parametrize(
    "number",
    [
        "1,124",
        "1，124",
        "1, 124",
        "1 ,124",
        "1  ，  124",
        "12,345,678",
        "1 124",
        "1   124",
        "1,124.5",
        "1234567890123456",
        "0.1234567",
        "1.2.3",
    ],
)
@pytest.mark.parametrize("wording", ["{n}件建议", "共{n}件", "共{n}", "共…{n}件", "共…{n}"])
def test_never_a_piece_of_a_longer_number(wording: str, number: str) -> None:
    assert numbers(wording, f"共{number}件建议") == []


@pytest.mark.parametrize(
    ("wording", "paragraph"),
    [
        ("{n}件建议", "第124件建议"),
        ("{n}件建议", "100—124件建议"),
        ("{n}件建议", "100至124件建议"),
        ("办复率{n}%", "办复率95%以上"),
        ("办复率{n}%", "办复率95%及以上"),
        ("办复率{n}%", "办复率95%—98%"),
        ("人员{n}人", "人员30人次"),
        ("发文{n}", "发文100余篇"),
        ("发文{n}", "发文1.2万篇"),
        ("发文{n}篇", "发文1.2万篇"),
    ],
)
def test_neither_ordinals_nor_ranges_nor_estimates(wording: str, paragraph: str) -> None:
    assert numbers(wording, paragraph) == []


def test_the_unit_may_stand_outside_the_wording() -> None:
    assert numbers("参加培训{n}", "参加培训2次，") == ["2"]
    assert numbers("满意率{n}", "满意率96%，") == ["96"]
    assert numbers("A类{n}", "A类12，B类34") == ["12"]


def test_a_list_number_is_no_part_of_the_figure() -> None:
    assert numbers("{n}件建议", "1. 124件建议") == ["124"]
    assert numbers("{n}件建议", "1、124件建议") == ["124"]


def test_a_paragraph_begins_and_ends_as_if_at_a_full_stop() -> None:
    wording = "[，|。]满意{n}件[，|。]"
    assert numbers(wording, "满意124件") == ["124"]
    assert numbers(wording, "不满意0件") == []
    assert numbers(wording, "满意124件次") == []


@pytest.mark.parametrize(
    ("paragraph", "found"),
    [
        ("动态92篇", ["92"]),
        ("动态信息（含转载）92篇", ["92"]),
        ("动态信息，共92篇", ["92"]),
        ("动态2类、92篇", ["92"]),
        (f"动态{'信' * 40}92篇", ["92"]),
        (f"动态{'信' * 41}92篇", []),
        ("动态很多。92篇", []),
        ("动态很多；92篇", []),
        ("动态很多;92篇", []),
        ("动态很多！92篇", []),
        ("动态很多?92篇", []),
        ("动态很多\n92篇", []),
        ("动态\n92篇", []),
    ],
)
def test_the_gap_stays_inside_a_sentence(paragraph: str, found: list[str]) -> None:
    assert numbers("动态…{n}篇", paragraph) == found


@pytest.mark.parametrize(
    ("wording", "unit"),
    [
        ("动态…{n}篇", "动态"),
        ("动态…{n}篇", "动态1"),
        ("甲…乙…丙…丁…{n}篇", "甲乙"),
        ("甲…甲…甲…甲…{n}篇", "甲"),
        ("{a}…{b}…{c}篇", "1件"),
        ("{n}篇", "1"),
        ("{n}篇", "1 "),
        ("{n}篇", "1,"),
        ("满意[|的][|有]{n}件[|，|（]占{s}%", "满意的有3件，"),
        ("动态…{n}篇", " "),
    ],
)
def test_a_paragraph_of_a_megabyte_is_read(wording: str, unit: str) -> None:
    paragraph = unit * (MEGABYTE // len(unit))

    assert numbers(wording, paragraph) == []  # in about a second; a power of the length: days


@pytest.mark.parametrize(
    ("wording", "begin", "end"),
    [
        ("动态…{n}篇", "动态", "5篇"),
        ("{n}件[|，][|（]占{s}%", "3件", "！"),
        ("动态[|信息][|类]{n}篇", "动态", "！"),
    ],
)
def test_a_megabyte_of_blanks_is_read(wording: str, begin: str, end: str) -> None:
    paragraph = begin + " \u3000" * (MEGABYTE // 2) + end
    found = [number for _, number in found_in(Mention(wording), paragraph)]
    assert found in ([], ["5"])
