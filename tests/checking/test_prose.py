"""Sentences that contradict the tables or themselves, and sentences that only look so.

See prose/README.md: the sentences were written for these tests.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from prose_under_test import case, findings, load

from disclosure_kit.acceptance import accept, operands_of
from disclosure_kit.model.case import Case
from disclosure_kit.model.finding import Finding

SAID = load("said.yaml")
SILENT = [(why, sentence) for why, told in load("silent.yaml").items() for sentence in told]


def told(finding: Finding) -> str:
    figure = finding.actual if finding.code == "text-claim" else finding.expected
    return f"{finding.code} {figure if not isinstance(figure, Decimal) else f'{figure:f}'}"


def is_whole(quote: str, text: str) -> bool:
    """Whether these are sentences of ``text``, none of them cut."""
    start = text.find(quote)
    return (
        bool(quote)
        and start >= 0
        and (start == 0 or text[start - 1] in "。；！？")
        and (start + len(quote) == len(text) or quote[-1] in "。；！？")
    )


def test_there_are_enough() -> None:
    assert sum(len(case["finds"]) > 0 for case in SAID) >= 60
    assert len(SILENT) >= 80
    assert len({sentence for _, sentence in SILENT}) == len(SILENT)


@pytest.mark.parametrize("said", SAID, ids=lambda said: said["say"])
def test_what_contradicts_is_told(said: dict[str, Any]) -> None:
    found = findings(case(said["say"]))
    assert [told(f) for f in found] == [
        " ".join((code, f"{Decimal(figure):f}")) for code, figure in map(str.split, said["finds"])
    ]
    assert all("“" in f.message and f.addresses[-1] == "overview[0]" for f in found)
    assert all(is_whole(f.quote, said["say"]) for f in found)


@pytest.mark.parametrize(("why", "sentence"), SILENT, ids=[s for _, s in SILENT])
def test_what_only_looks_wrong_is_not(why: str, sentence: str) -> None:
    assert findings(case(sentence)) == [], why


@pytest.mark.parametrize(
    ("agency", "sentence", "found"),
    [
        ("河岸省教育厅", "省教育厅共收到政府信息公开申请12件。", 1),
        ("河岸省教育厅", "我厅收到政府信息公开申请12件。", 1),
        ("河岸省教育厅", "全省收到政府信息公开申请12件。", 0),
        ("河岸省教育厅", "我省教育系统收到政府信息公开申请12件。", 0),
        ("河岸省教育厅", "省体育局收到政府信息公开申请12件。", 0),
        ("青禾市人民政府办公厅", "市政府办公厅共受理政府信息公开申请12件。", 1),
        ("青禾市人民政府办公厅", "全市共受理政府信息公开申请12件。", 0),
        ("青禾市人民政府办公厅", "青禾市共受理政府信息公开申请12件。", 0),
        ("青禾市人民政府", "青禾市共受理政府信息公开申请12件。", 1),
        ("青禾市人民政府", "市政府共受理政府信息公开申请12件。", 0),
        ("青禾市", "2024年全市共受理政府信息公开申请12件。", 1),
        ("麦田镇人民政府", "镇政府共受理政府信息公开申请12件。", 1),
        ("麦田镇人民政府", "我镇未收到政府信息公开申请。", 1),
        ("麦田镇人民政府", "全县收到政府信息公开申请12件。", 0),
        ("麦田镇人民政府", "石桥村收到政府信息公开申请12件。", 0),
        ("南湖街道办事处", "南湖街道收到政府信息公开申请12件。", 1),
        ("南湖街道办事处", "街道办事处收到政府信息公开申请12件。", 1),
        ("", "全市收到政府信息公开申请12件。", 0),
        ("", "全年收到政府信息公开申请12件。", 1),
    ],
)
def test_whose_figures_they_are(agency: str, sentence: str, found: int) -> None:
    assert len(findings(case(sentence, agency=agency))) == found


def test_the_2019_form_has_one_row_of_other_outcomes() -> None:
    cells = {
        "applications.handled_total.total": 9,
        "applications.other_outcome.total": 4,
        "applications.received.total": 9,
    }
    of = {"edition": "2019", "year": 2020, "previous": None, "cells": cells, "only": True}
    said = "办结政府信息公开申请9件，其中其他处理{}件。"
    assert findings(case(said.format(4), **of)) == []
    assert [told(f) for f in findings(case(said.format(5), **of))] == ["text-figure 4"]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("全年主动公开政府信息157条。", []),
        ("全年主动公开政府信息175条。", ["text-figure 157"]),
        ("收到政府信息公开申请3件，其中网络申请2件。", ["text-figure 1"]),
        ("没有因政府信息公开而被提起的行政复议或行政诉讼。", ["text-claim 5"]),
        ("发布政策解读16篇，召开新闻发布会3次。", ["text-figure 50"]),
    ],
)
def test_the_statistics_of_2014(sentence: str, found: list[str]) -> None:
    cells = {
        "statistics.proactive.total.value": 157,
        "statistics.received.total.value": 3,
        "statistics.received.online.value": 1,
        "statistics.litigation.total.value": 5,
        "statistics.responses.interpretations.value": 50,
        "statistics.responses.press_conferences.value": 3,
    }
    of = case(
        sentence,
        section="preamble",
        edition="2014",
        year=2018,
        previous=None,
        cells=cells,
        only=True,
    )
    assert [told(f) for f in findings(of)] == found


EMPTY = dict.fromkeys(("applications.received.total", "applications.carried_in.total"))


@pytest.mark.parametrize(
    ("paragraphs", "found"),
    [
        (("全年未收到政府信息公开申请。", "全年收到政府信息公开申请6件，均已答复。"), 1),
        (("全年收到政府信息公开申请6件。未收到政府信息公开申请。",), 1),
        (("全年未收到政府信息公开申请。", "全年收到政府信息公开申请0件。"), 0),
        (("全年未收到政府信息公开申请。", "2023年收到政府信息公开申请6件。"), 0),
        (("全年未收到政府信息公开申请。", "全年收到群众来信6件。"), 0),
    ],
)
def test_without_a_table_the_prose_is_held_against_itself(
    paragraphs: tuple[str, ...], found: int
) -> None:
    told = [f for f in findings(case(*paragraphs, cells=EMPTY)) if f.code == "text-claim"]
    assert len(told) == found
    assert all("未收到" in f.quote and f.actual == 6 for f in told)


@pytest.mark.parametrize(
    ("code", "before", "sentence", "changed"),
    [
        (
            "text-figure",
            "全年工作平稳。",
            "收到政府信息公开申请3552件。",
            "新收政府信息公开申请3552件。",
        ),
        (
            "text-claim",
            "全年工作平稳。",
            "全年未收到政府信息公开申请。",
            "今年未收到政府信息公开申请。",
        ),
        (
            "text-sum",
            "共公开信息34条。",
            "其中动态5条，公告19条，其他9条。",
            "其中动态6条，公告18条，其他9条。",
        ),
        (
            "text-sum",
            "全年工作平稳。",
            "公开12条，分别为甲5条、乙6条。",
            "公开12条，分别为甲6条、乙5条。",
        ),
        ("text-share", "收到来信44件。", "其中网上39件，占86.8%。", "其中线上39件，占86.8%。"),
        ("text-share", "全年工作平稳。", "来信办结率101%。", "来函办结率101%。"),
        (
            "text-growth",
            "全年工作平稳。",
            "办信46件，较上年40件增长16%。",
            "办件46件，较上年40件增长16%。",
        ),
    ],
)
def test_it_is_acknowledged_until_its_sentence_changes(
    code: str, before: str, sentence: str, changed: str
) -> None:
    def of(text: str) -> tuple[Case, Finding]:
        given = case(text)
        [finding] = [f for f in findings(given) if f.code == code]
        return given, finding

    given, finding = of(f"{before}{sentence}")
    assert finding.quote.endswith(sentence)
    entry = accept(finding, given.report, given.form, "口径不同", "2025-01-20")
    moved, again = of(f"另有一句。{before}{sentence}还有一句。")
    assert operands_of(again, moved.report, moved.form) == entry.operands
    other, found = of(f"{before}{changed}")
    assert operands_of(found, other.report, other.form) != entry.operands


def test_the_sentence_with_the_whole_belongs_to_it() -> None:
    for said in (
        "公开信息34条。其中动态5条，公告19条，其他9条。",
        "收到来信44件。其中网上39件，占86.8%。",
    ):
        [finding] = findings(case(f"全年工作平稳。{said}还有一句。"))
        assert finding.quote == said


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("2024年，信息公开引起行政复议和提起行政诉讼。", 1),
        ("全年因政府信息公开工作引发行政复议、行政诉讼案件。", 1),
        ("2024年，未因信息公开引起行政复议和提起行政诉讼。", 0),
        ("信息公开引起行政复议2件、行政诉讼1件。", 0),
        ("因政府信息公开引起的行政复议和行政诉讼情况。", 0),
        ("信息公开引起行政复议和行政诉讼的，由法制科承办。", 0),
    ],
)
def test_cases_that_are_not_counted_lost_their_negation(sentence: str, found: int) -> None:
    told = [f for f in findings(case(sentence, only=True)) if "漏了“未”字" in f.message]
    assert len(told) == found
    assert all(f.code == "text-claim" and f.quote == sentence for f in told)
