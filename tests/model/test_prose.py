"""Passages and sentences: every word once, in order, with its place."""

from __future__ import annotations

from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st

from disclosure_kit.model.prose import passages, prose, sentences
from disclosure_kit.model.report import Agency, Heading, ItemList, Narrative, Report, Text

REPORT = Report(
    edition="2021",
    year=2024,
    agency=Agency("某县人民政府"),
    title=None,
    preamble=(Text("依据《条例》编制。"),),
    sections=frozendict(
        overview=Narrative(
            "一、总体情况", (Heading("（一）", 2), ItemList(("甲", "乙")), Text(""))
        ),
    ),
    sources=frozendict({"overview[1]": "年报.docx!第 3 段"}),
)


def test_every_passage_has_its_place() -> None:
    found = [(p.address, p.section, p.text, p.source, p.heading) for p in passages(REPORT)]
    assert found == [
        ("preamble[0]", "preamble", "依据《条例》编制。", "", False),
        ("overview[0]", "overview", "（一）", "", True),
        ("overview[1]", "overview", "甲", "年报.docx!第 3 段", False),
        ("overview[1]", "overview", "乙", "年报.docx!第 3 段", False),
    ]


def test_a_sentence_keeps_its_stop_and_what_closes_it() -> None:
    text = "收到3件；办结2件。他说：“好。”结束"
    assert list(sentences(text)) == ["收到3件；", "办结2件。", "他说：“好。”", "结束"]


@given(st.text(alphabet="甲乙，。；！“”（）\n", max_size=40))
def test_no_word_is_lost(text: str) -> None:
    kept = [c for c in "".join(sentences(text)) if c in "甲乙"]
    assert kept == [c for c in text if c in "甲乙"]


def test_signs_are_of_their_own_passage_whatever_stands_in_it() -> None:
    texts = ("公开《条例》", "甲\uffff乙\n丙", "3件")
    signs = prose(Report("2021", 2024, Agency(""), None, preamble=tuple(map(Text, texts)))).signs
    assert [signs.text(number) for number in range(3)] == ["字《字》", "字\ufffe字\n字", "3字"]
