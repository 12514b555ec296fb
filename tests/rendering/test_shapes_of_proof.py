"""A row or paragraph of a known shape is read as one that nobody has seen: words in the place of
signs change nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from rendering.conftest import W

from disclosure_kit.certificate import shapes as module
from disclosure_kit.certificate.cutting import Kind, Piece, cut
from disclosure_kit.certificate.found import FoundParagraph, FoundRow, Frame
from disclosure_kit.certificate.shapes import Known, Shape, joined, signed

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"), exclude_characters="<>&"),
    max_size=6,
)
HEAD = f'<w:document xmlns:w="{W[1:-1]}"><w:body>'


def paragraph(words: list[str], extra: str = "") -> str:
    texts = "".join(f"<w:t>{text}</w:t>" for text in words)
    return f"<w:p>{extra}{texts}</w:p>"


def piece_of(text: str) -> Piece:
    [piece] = cut(f"{HEAD}{text}</w:body></w:document>".encode()).pieces
    assert piece.text == text.encode()
    return piece


class Reading:
    """Reads as ours may: whether there are words, and in their order."""

    def __init__(self, *, hides: bool = False) -> None:
        self.shapes: Known[Shape[FoundParagraph]] = Known()
        self.seen: list[str] = []
        self.hides = hides

    def plainly(self, text: bytes) -> FoundParagraph:
        self.seen.append(text.decode())
        words = [t.text or "" for t in etree.fromstring(HEAD.encode() + text + END).iter(f"{W}t")]
        hidden = self.hides and all(word.strip() for word in words)
        return FoundParagraph("\t".join(words), "隐藏" if hidden else "")

    def of(self, piece: Piece) -> Shape[FoundParagraph] | None:
        text = signed(piece)
        return None if text is None else Shape.of(self.plainly(text), traced=False)

    def read(self, text: str, around: str = "") -> FoundParagraph | None:
        """What is read of a piece by its shape; None where it has none, or does not fit it."""
        piece = piece_of(text)
        shape = self.shapes.of((around.encode(), piece.markup), piece, self.of)
        return shape.saying(piece.words) if shape and shape.fits(piece.words) else None


END = b"</w:body></w:document>"


@given(st.lists(st.lists(WORDS, max_size=4), min_size=1, max_size=6))
@settings(max_examples=50, deadline=None)
def test_words_stand_where_they_stood(paragraphs: list[list[str]]) -> None:
    reading = Reading()
    for words in paragraphs:
        assert reading.read(paragraph(words)) == FoundParagraph("\t".join(words))


@given(st.lists(st.lists(WORDS, max_size=2), min_size=1, max_size=6))
@settings(max_examples=50, deadline=None)
def test_what_would_hide_words_hides_them_where_there_are_any(paragraphs: list[list[str]]) -> None:
    reading = Reading(hides=True)
    for words in paragraphs:
        found = reading.read(paragraph(words))
        assert found == (reading.plainly(paragraph(words).encode()) if found else None)
        assert found or not all(map(str.strip, words))


def test_one_shape_is_read_once_for_each_surrounding() -> None:
    reading = Reading()
    for words, around in (
        (["甲"], "1"),
        (["乙"], "1"),
        (["乙"], "2"),
        ([""], "2"),
        (["", "乙"], "1"),
        ([" ", "乙"], "1"),
    ):
        assert reading.read(paragraph(words), around) == FoundParagraph("\t".join(words))
    assert len(reading.seen) == 3
    assert not any("甲" in text or "乙" in text for text in reading.seen)


@pytest.mark.parametrize(
    "extra",
    [
        *("<w:instrText>域</w:instrText>", "<w:drawing/>", "<w:tbl/>", "<w:x w:y='&amp;'/>"),
        *("<w:t>甲 </w:t >&#xF0000;", "<w:x/>\U000f0000", "<w:x/>&amp;"),
    ],
)
def test_what_shows_words_otherwise_has_no_shape(extra: str) -> None:
    assert Reading().read(paragraph(["甲"], extra)) is None


def test_words_of_a_row_that_is_not_printed_are_left_out_of_the_table() -> None:
    rows = [Piece(Kind.ROW, b"\0" * len(words), words) for words in (["甲", "乙"], ["丙"], ["丁"])]
    signs = [chr(0xF0000), chr(0xF0001)]
    printed = FoundRow((signs[1], signs[0] + "：", ""), (Frame(1, False),) * 3)
    shapes = [
        Shape.of(printed, traced=False),
        Shape[FoundRow].of(None, traced=True),
        Shape.of(FoundRow((signs[0],), (Frame(3, False),)), traced=False),
    ]
    shape = joined(3, zip(rows, shapes, strict=True), traced=False)
    assert shape is not None
    assert shape.traced
    found = shape.saying(["甲", "乙", "丙", "丁"])
    assert found is not None
    assert [row.texts for row in found.rows] == [("乙", "甲：", ""), ("丁",)]
    assert joined(3, [(rows[0], shapes[0]), (rows[1], None)], traced=False) is None


def test_what_is_kept_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST", 10_000)
    reading = Reading()
    for number in range(100):
        found = reading.read(paragraph(["甲"], f'<w:foo n="{number}"/>'), "x" * 1_000)
        assert found == FoundParagraph("甲")
    assert 0 < sum(len(part) for key in reading.shapes.held for part in key) <= 10_000
