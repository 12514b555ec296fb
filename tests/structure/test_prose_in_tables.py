"""What is seen of prose at its beginning is what all of it says."""

from __future__ import annotations

from forms_under_test import form_of
from hypothesis import given
from hypothesis import strategies as st

from disclosure_kit.structure.table_words import Vocabulary, fixed, short
from disclosure_kit.structure.tables_in_text import _SPLIT, _TOKEN, _is_prose

VOCABULARIES = [words for _, words in fixed(form_of("2021").tables.values())]
LABELS = [label for words in VOCABULARIES for label in words.labels]


def torn(label: str) -> str:
    """A label with signs of a sentence between all its letters, as it is found, too."""
    return "，、 ".join(label)


PIECES = st.one_of(
    st.sampled_from(LABELS),
    st.sampled_from(LABELS).map(torn),
    st.sampled_from(["。", "，", "、", "：", "“", " ", "\n", "12", "3.5%", "增", "1：增", "万元"]),
    st.text("全年收到申请的件和共", min_size=1, max_size=30),
)


@given(st.lists(PIECES, min_size=4, max_size=30).map("".join), st.sampled_from(VOCABULARIES))
def test_prose_is_told_by_its_beginning(text: str, words: Vocabulary) -> None:
    text = f"{text}。".ljust(81, "甲")
    first = words.pattern.search(text)
    before = _SPLIT.split(text[: first.start()] if first else text)
    said = any(not short(token) and not _TOKEN.fullmatch(token) for token in before)
    assert _is_prose(text, words) == said
