"""Common text is folded as unicodedata folds it."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from disclosure_kit.intake.labels import bare
from disclosure_kit.model.widths import folded, is_common

COMMON = [chr(code) for code in range(0x10000) if is_common(chr(code))]


def test_each_common_character_is_folded_as_nfkc() -> None:
    assert len(COMMON) > 20_000
    for sign in COMMON:
        assert folded(sign) == unicodedata.normalize("NFKC", sign), hex(ord(sign))
        assert unicodedata.combining(sign) == 0


@given(st.text(st.one_of(st.sampled_from(COMMON), st.characters()), max_size=20))
def test_any_text_is_folded_as_nfkc(text: str) -> None:
    said = unicodedata.normalize("NFKC", text)
    assert folded(text) == said
    assert bare(text) == "".join(sign for sign in said if sign.isalnum())
