"""Which figures the wordings of plugins/yunnan read out of prose, and which numbers they leave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

from disclosure_kit.editions.loader import load_outline, load_scoped
from disclosure_kit.model.mention import found_in, keys_of
from disclosure_kit.model.rules import Mention

YUNNAN = Path(__file__).parents[2] / "plugins" / "yunnan"
_, PARTS = load_scoped((YUNNAN / "sections" / "figures.toml").read_text("utf-8"), "figures.toml")
OUTLINE = load_outline((YUNNAN / "outline.toml").read_text("utf-8"), "outline.toml")
MENGGA = (YUNNAN / "examples" / "mangshi-mengga-2018.txt").read_text("utf-8").splitlines()

EXPECTED = {
    "news": "92",
    "documents.total": "157",
    "documents.appointments": "18",
    "documents.policies": "79",
    "documents.other": "60",
    "proposals.total": "124",
    "proposals.replied_share": "100",
    "proposals.met_share": "100",
    "proposals.satisfied": "124",
    "proposals.satisfied_share": "100",
    "proposals.dissatisfied": "0",
    "proposals.solved": "73",
    "proposals.solved_share": "58.87",
    "proposals.in_progress": "47",
    "proposals.in_progress_share": "37.91",
    "proposals.deferred": "4",
    "proposals.deferred_share": "3.22",
    "interpretations": "19",
    "staff.part_time": "1",
    "training.attended": "2",
}


def read(paragraphs: Iterable[str], mentions: Iterable[Mention] = PARTS.mentions) -> dict[str, str]:
    """Every figure found; its values, if they differ, joined by a bar."""
    found: dict[str, set[str]] = defaultdict(set)
    texts = tuple(paragraphs)
    for mention in mentions:
        for text in texts:
            for key, number in found_in(mention, text):
                found[key.removeprefix("yunnan.")].add(number)
    return {key: "|".join(sorted(values)) for key, values in found.items()}


def sections_of(lines: list[str]) -> dict[str, list[str]]:
    starts = [(section.id, lines.index(section.title)) for section in OUTLINE.sections]
    ends = [start for _, start in starts[1:]] + [len(lines)]
    return {id_: lines[start:end] for (id_, start), end in zip(starts, ends, strict=True)}


def test_each_figure_of_the_report_has_exactly_one_value() -> None:
    assert set(EXPECTED) == {figure.key.removeprefix("yunnan.") for figure in PARTS.figures}

    found: dict[str, str] = {}
    for section, lines in sections_of(MENGGA).items():
        here = read(lines, [m for m in PARTS.mentions if m.section == section])
        assert not found.keys() & here.keys()
        found |= here

    assert found == EXPECTED


def test_no_other_sentence_of_the_report_is_taken_for_a_figure() -> None:
    assert read(MENGGA) == EXPECTED


def test_a_wording_stands_in_the_section_of_its_figures() -> None:
    sections = {figure.key: figure.section for figure in PARTS.figures}
    for mention in PARTS.mentions:
        assert {sections[key] for key in keys_of(mention)} == {mention.section}, mention.text


def test_wordings_name_no_place_and_span_no_gap() -> None:
    for mention in PARTS.mentions:
        assert not any(name in mention.text for name in ("勐戛", "芒市", "德宏")), mention.text
        assert "…" not in mention.text


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("乡镇动态 92 条", {"news": "92"}),
        ("公文1篇,政务动态45篇,财政信息3篇", {"news": "45"}),
        ("全年发布动态信息80条。", {"news": "80"}),
        ("我乡发文30件。", {"documents.total": "30"}),
        ("芒海镇政府全年共发文30篇。", {"documents.total": "30"}),
        ("全年共发文30篇。", {"documents.total": "30"}),
        ("主动公开发文１５７篇", {"documents.total": "157"}),
        ("1.机构职能、人事任免类18件;", {"documents.appointments": "18"}),
        ("（二）政策、规范性文件类79条", {"documents.policies": "79"}),
        ("其他应当主动公开的政府信息60条", {"documents.other": "60"}),
        ("我镇承办的12件建议、提案已全部办复", {"proposals.total": "12"}),
        ("2018年共办理建议提案12件", {"proposals.total": "12"}),
        ("承办总数为12件", {"proposals.total": "12"}),
        (
            "办复率、面商率均为98.5%",
            {"proposals.replied_share": "98.5", "proposals.met_share": "98.5"},
        ),
        ("面商率、办复率均达98%", {"proposals.replied_share": "98", "proposals.met_share": "98"}),
        ("有120件表示满意，4件基本满意", {"proposals.satisfied": "120"}),
        (
            "满意120件，占96.77%",
            {"proposals.satisfied": "120", "proposals.satisfied_share": "96.77"},
        ),
        (
            "其中满意120件(占96.77%),基本满意4件,不满意0件",
            {
                "proposals.satisfied": "120",
                "proposals.satisfied_share": "96.77",
                "proposals.dissatisfied": "0",
            },
        ),
        (
            "代表表示满意的有120件、不满意的有4件",
            {"proposals.satisfied": "120", "proposals.dissatisfied": "4"},
        ),
        ("有4件表示不满意", {"proposals.dissatisfied": "4"}),
        (
            "A类73件、B类47件、C类4件",
            {"proposals.solved": "73", "proposals.in_progress": "47", "proposals.deferred": "4"},
        ),
        (
            "A类73件，占58.87%，B类47件，占37.91%，C类4件，占3.22%",
            {
                "proposals.solved": "73",
                "proposals.solved_share": "58.87",
                "proposals.in_progress": "47",
                "proposals.in_progress_share": "37.91",
                "proposals.deferred": "4",
                "proposals.deferred_share": "3.22",
            },
        ),
        (
            "暂时不能解决的(Ｃ类)的有4件,占承办总数的3.22％",
            {"proposals.deferred": "4", "proposals.deferred_share": "3.22"},
        ),
        ("A类无，B类47件", {"proposals.in_progress": "47"}),
        ("全年共发布政策解读材料19篇", {"interpretations": "19"}),
        ("配备专职人员1人、兼职人员2人", {"staff.part_time": "2"}),
        ("共有兼职人员2名", {"staff.part_time": "2"}),
        ("参加政府信息公开业务培训2次", {"training.attended": "2"}),
    ],
)
def test_other_ways_of_saying_it(sentence: str, expected: dict[str, str]) -> None:
    assert read([sentence]) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        # other bodies' documents and news, and numbers that are not of documents
        "收到公文30件",
        "转发文30件",
        "市政府发文30件",
        "县人民政府发文30件",
        "党委发文30件",
        "镇党委全年共发文30件",
        "制发文件187件",
        "制定印发勐政发﹝2018﹞187号",
        "转载上级政务动态30条",
        "公文、政务动态30条",
        "截止2019年1月8日",
        # parts where the figure is a whole
        "机构职能5篇、人事任免13篇",
        "政策5篇、规范性文件74篇",
        "80件人大建议、44件政协提案",
        "共办理人大建议80件、政协提案44件",
        "共承办建议提案124件次",
        "共承办建议提案124件以上",
        "其中80件建议提案已全部办结",
        "第80件建议提案已全部办结",
        "A类建议提案1件",
        # satisfied is neither dissatisfied nor nearly satisfied, and no sum of them
        "不满意",
        "基本满意的有4件",
        "，基本满意4件，",
        "较满意4件，不太满意4件",
        "有4件基本满意，",
        "满意和基本满意的有124件",
        "满意、基本满意124件",
        "有124件表示满意或基本满意",
        "有124件表示满意、基本满意",
        "基本满意和不满意4件",
        "基本满意、不满意4件",
        "办理结果满意率96%，124件满意度",
        "不满意率0%",
        # lists of classes, and their sums
        "B、C类51件",
        "（B、C类）51件",
        "B类、C类51件",
        "B类和C类51件，占41.13%",
        "A、B类120件，占96.77%",
        # rates that are bounds, and rates of two things
        "办复率达95%以上",
        "面商率达95%左右",
        "办复率不足90%",
        "办复率、面商率分别为100%、98%",
        # people, and trainings of other kinds
        "专兼职人员3人",
        "，专兼职人员3名",
        "专（兼）职人员3人",
        "有专、兼职人员3人",
        "专职和兼职人员3人",
        "有兼职人员30人次",
        "参加信息公开培训30人次",
        "参加信息公开培训3次以上",
        "举办信息公开培训3次",
        "解读上级政策5条",
        # longer numbers
        "镇人民政府发文1,234篇",
        "镇人民政府发文1.2万篇",
        "镇人民政府发文100余篇",
        "1,124件建议提案已全部办结",
        "1， 124件建议提案已全部办结",
    ],
)
def test_nothing_is_read_out_of(sentence: str) -> None:
    assert read([sentence]) == {}
    assert read([f"2018年，{sentence}。"]) == {}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("不满意3件，占2.42%", {"proposals.dissatisfied": "3"}),
        ("有3件不满意，占2.42%", {"proposals.dissatisfied": "3"}),
        ("有3件表示不满意，占2.42%", {"proposals.dissatisfied": "3"}),
        ("A类73件，B、C类51件，占41.13%", {"proposals.solved": "73"}),
        ("全年专职人员1人，专兼职人员3人，兼职人员2人", {"staff.part_time": "2"}),
        ("市政府发文30件，我镇发文157件", {"documents.total": "157"}),
        ("共承办建议提案124件，其中80件建议提案已全部办结", {"proposals.total": "124"}),
    ],
)
def test_only_this_is_read_out_of(sentence: str, expected: dict[str, str]) -> None:
    assert read([sentence]) == expected
