"""A row or paragraph of a known shape is read as one that nobody has seen: words in the place of
signs change nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from disclosure_kit.certificate import shapes as module
from disclosure_kit.certificate.cutting import Piece
from disclosure_kit.certificate.found import FoundParagraph
from disclosure_kit.certificate.shapes import Shape, Shapes
from disclosure_kit.certificate.styles import W

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"), exclude_characters="<>&"),
    max_size=6,
)


def row(words: list[str], extra: str = "") -> str:
    texts = "".join(f"<w:t>{text}</w:t>" for text in words)
    return f'<w:tr xmlns:w="{W[1:-1]}">{extra}{texts}</w:tr>'


def plainly(text: str) -> str:
    """A reading that looks at words as ours may: whether there are any, and in their order."""
    return "\t".join(t.text or "" for t in etree.fromstring(text).iter(f"{W}t"))


def as_shape(text: str) -> Shape[FoundParagraph]:
    return Shape.of(FoundParagraph(plainly(text)), traced=False)


def read(
    shapes: Shapes[FoundParagraph],
    text: str,
    around: str = "",
    make: Callable[[str], Shape[FoundParagraph]] = as_shape,
) -> str | None:
    """What is read of a piece; None where it has no shape."""
    piece = Piece.of(text)
    assert piece.text == text
    shape = shapes.shape((around, piece.markup), piece, make)
    found = shape and shape.saying(piece.words)
    return found.text if found else None


@given(st.lists(st.lists(WORDS, max_size=4), min_size=1, max_size=6))
@settings(max_examples=50, deadline=None)
def test_words_stand_where_they_stood(rows: list[list[str]]) -> None:
    shapes: Shapes[FoundParagraph] = Shapes()
    for words in rows:
        assert read(shapes, row(words)) == "\t".join(words)


def test_one_shape_is_read_once_for_each_surrounding() -> None:
    shapes: Shapes[FoundParagraph] = Shapes()
    seen: list[str] = []

    def make(text: str) -> Shape[FoundParagraph]:
        seen.append(text)
        return as_shape(text)

    for words, around in (
        (["甲"], "1"),
        (["乙"], "1"),
        (["乙"], "2"),
        (["", "乙"], "1"),
        ([" ", "乙"], "1"),
    ):
        assert read(shapes, row(words), around, make) == "\t".join(words)
    assert len(seen) == 4
    assert not any("甲" in text or "乙" in text for text in seen)


@pytest.mark.parametrize(
    "extra",
    ["<w:instrText>域</w:instrText>", "<w:drawing/>", "<w:tbl/>", "&#xE000;", "\ue000", "&amp;"],
)
def test_what_shows_words_otherwise_has_no_shape(extra: str) -> None:
    assert read(Shapes(), row(["甲"], extra)) is None


def test_what_is_kept_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST", 10_000)
    shapes: Shapes[FoundParagraph] = Shapes()
    for number in range(100):
        assert read(shapes, row(["甲"], f'<w:foo n="{number}"/>'), "x" * 1_000) == "甲"
    assert 0 < sum(len(part) for key in shapes.known for part in key) <= 10_000
