"""Sentences that contradict the tables or themselves, and sentences that only look so.

See prose/README.md: the sentences were written for these tests.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from prose_under_test import case, findings, load

from disclosure_kit.model.finding import Finding

SAID = load("said.yaml")
SILENT = [(why, sentence) for why, told in load("silent.yaml").items() for sentence in told]


def told(finding: Finding) -> str:
    figure = finding.actual if finding.code == "text-claim" else finding.expected
    return f"{finding.code} {figure if not isinstance(figure, Decimal) else f'{figure:f}'}"


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
