"""A first look never passes over what the pattern behind it would find."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from numbers_in_text import numerals

from disclosure_kit import Session
from disclosure_kit.model.first_look import Lexicon, Repeats
from disclosure_kit.model.mention import Sought, spoken
from disclosure_kit.model.numerals import compact, marked
from disclosure_kit.structure.own import Whose, own, own_area

LETTERS = st.text(st.sampled_from("公开工作\n的😀a1"), max_size=40)
CLAUSES = st.lists(
    st.sampled_from(
        ["去年", "本年", "全县", "共收到申请3件", "县财政局", "受理2件", "，", "。", "（", "）",
         "2023年", "截至2024年底", "累计", "全年", "3月", "；", "我局", "月均", "其中：", "市本级"]
    ),
    max_size=12,
).map("".join)  # fmt: skip


@given(LETTERS, st.integers(1, 4))
@settings(max_examples=80, deadline=None)
def test_every_repetition_is_among_the_places(text: str, length: int) -> None:
    wanted = {m.start() for m in re.finditer(rf"(?=(.{{{length}}})\1)", text, re.DOTALL)}
    assert wanted <= set(Repeats(text).places(length, length))


@given(LETTERS, st.sets(st.text("公开工作😀.", min_size=2, max_size=4), max_size=6))
@settings(max_examples=80, deadline=None)
def test_every_word_is_found_wherever_it_stands(text: str, words: set[str]) -> None:
    wanted = [(w, at) for w in words for at in range(len(text)) if text.startswith(w, at)]
    assert sorted(Lexicon(words).places(text)) == sorted(wanted)


@given(CLAUSES, CLAUSES)
@settings(max_examples=80, deadline=None)
def test_sentences_are_judged_one_by_one(one: str, other: str) -> None:
    """So a sentence may be passed over in which nothing is suspect."""
    whose = Whose("示例县人民政府", 2024, own_area("示例县人民政府"))
    assert own(f"{one}。{other}", whose) == f"{own(one, whose)}。{own(other, whose)}"


def test_every_wording_may_stand_where_it_stands(national: Session) -> None:
    edition = national.registry.editions["2021"]
    form = national.registry.form(edition, None, 2024)
    for wording in form.mentions:
        sought = Sought.of(wording)
        for before, behind in (("", ""), ("全年", "，均已答复"), ("其中（", "）")):
            words = compact(before + spoken(wording.text, wording.words) + behind)
            sentence = marked(words, tuple(numerals(words)))
            if sought.stands_in(sentence):
                assert sought.may_stand_in(sentence), wording.text
    assert len(form.mentions) > 30
