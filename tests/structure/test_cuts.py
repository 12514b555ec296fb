"""Passages that are made compact before they are cut part as if each sentence were made so."""

from __future__ import annotations

from frozendict import frozendict
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_kit.model.numerals import compact, compact_each
from disclosure_kit.model.prose import sentences, whole_sentences
from disclosure_kit.model.report import Agency, Narrative, Report, Text
from disclosure_kit.structure.cuts import cuts, whole
from disclosure_kit.structure.statements import statements, whole_statements

PIECES = st.sampled_from(
    ["收到", "3件", "４件", "约5件", "百分之五", "百 分之五", "。", "；", ";", "！", "?", "”", "）",
     ")", "（", "，", "。。", " ", "\u3000", "\n", "\r", "\u200b", "1 2", "1\n2", "\uffff"]
)  # fmt: skip
TEXTS = st.lists(st.lists(PIECES, min_size=1, max_size=9).map("".join), min_size=1, max_size=4)


def report(texts: list[str]) -> Report:
    body = tuple(map(Text, texts))
    overview = Narrative("总体情况", body)
    return Report("2021", 2024, Agency("示例县"), None, sections=frozendict(overview=overview))


def alone(printed: list[str]) -> list[str]:
    return [compact_each([sentence])[0] for sentence in printed]


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_words_are_those_of_each_sentence(texts: list[str]) -> None:
    for cut in cuts(report(texts)):
        assert cut.printed == list(sentences(cut.passage.text))
        assert cut.words == alone(cut.printed)
        again, parts = whole(cut)
        assert again.printed == list(whole_sentences(cut.passage.text))
        known = [w if n is None else cut.words[n] for w, n in zip(again.words, parts, strict=True)]
        assert known == alone(again.printed)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_each_statement_knows_what_is_printed(texts: list[str]) -> None:
    found = report(texts)
    for parted, cut in ((statements, sentences), (whole_statements, whole_sentences)):
        printed = [sentence for text in texts for sentence in cut(text)]
        for statement in parted(found):
            assert statement.sentence in printed
            assert any(number.exact for number in statement.numbers)
            for number in statement.numbers:
                assert number.printed in compact(statement.sentence)


def test_a_statement_is_one_between_two_stops() -> None:
    found = report(["收到3件；办结2件。收到４件，；答复 5 件", "没有数；也没有。"])
    assert [one.sentence for one in statements(found)] == [
        "收到3件；",
        "办结2件。",
        "收到４件，；",
        "答复 5 件",
    ]
    whole = ["收到3件；办结2件。", "收到４件，；答复 5 件"]
    assert [one.sentence for one in whole_statements(found)] == whole
