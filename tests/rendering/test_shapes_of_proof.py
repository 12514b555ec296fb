"""A row or paragraph of a known shape is read as one that nobody has seen: words in the place of
signs change nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from disclosure_kit.certificate import shapes as module
from disclosure_kit.certificate.shapes import Shapes, words_for
from disclosure_kit.certificate.styles import W

T = f"{W}t"
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=6)


def row(words: list[str], extra: str = "") -> etree._Element:
    node = etree.fromstring(f'<w:tr xmlns:w="{W[1:-1]}">{extra}</w:tr>')
    for text in words:
        etree.SubElement(node, T).text = text
    return node


def plainly(node: etree._Element) -> str:
    """A reading that looks at words as ours may: whether there are any, and in their order."""
    return "\t".join(text for t in node.iter(T) if (text := t.text or "").strip())


@given(st.lists(st.lists(WORDS, max_size=4), min_size=1, max_size=6))
@settings(max_examples=50, deadline=None)
def test_words_stand_where_they_stood(rows: list[list[str]]) -> None:
    shapes: Shapes[str] = Shapes()
    for words in rows:
        node = row(words)
        assert shapes.read(node, b"", plainly, words_for) == plainly(row(words))
        assert [t.text or "" for t in node.iter(T)] == words  # the tree is as it was


def test_one_shape_is_read_once_for_each_surrounding() -> None:
    shapes: Shapes[str] = Shapes()
    seen: list[str] = []

    def read(node: etree._Element) -> str:
        seen.append(plainly(node))
        return plainly(node)

    for words, around in (
        (["甲"], b"1"),
        (["乙"], b"1"),
        (["乙"], b"2"),
        (["", "乙"], b"1"),
        ([" ", "乙"], b"1"),
    ):
        assert shapes.read(row(words), around, read, words_for) == "".join(words).strip()
    assert len(seen) == 4


@pytest.mark.parametrize("extra", ["<w:instrText>域</w:instrText>", "<w:drawing/>", "<w:tbl/>"])
def test_what_shows_words_otherwise_has_no_shape(extra: str) -> None:
    shapes: Shapes[str] = Shapes()
    seen: list[str] = []
    for word in "甲乙":
        shapes.read(row([word], extra), b"", _told(seen), words_for)
    assert seen == ["甲", "乙"]


def _told(seen: list[str]) -> Callable[[etree._Element], str]:
    def read(node: etree._Element) -> str:
        seen.append(plainly(node))
        return ""

    return read


def test_what_is_kept_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_BYTES", 10_000)
    shapes: Shapes[str] = Shapes()
    for number in range(100):
        node = row(["甲"], f'<w:foo n="{number}"/>')
        assert shapes.read(node, b"x" * 1_000, plainly, words_for) == "甲"
    assert 0 < sum(map(len, shapes.known)) <= 10_000
