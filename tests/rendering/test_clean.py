"""What the border lets through, a Word document carries unchanged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from disclosure_kit.model.clean import clean

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@given(ANY_TEXT)
def test_cleaned_text_can_stand_in_xml(text: str) -> None:
    element = etree.Element("t")
    element.text = clean(text)
    assert (etree.fromstring(etree.tostring(element, encoding="utf-8")).text or "") == clean(text)


@given(ANY_TEXT)
def test_cleaned_text_is_one_line(text: str) -> None:
    assert len(clean(text).splitlines()) <= 1


@given(ANY_TEXT)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn"))))
def test_printable_text_stays_as_it_is(text: str) -> None:
    assert clean(text) == text.replace("\ufeff", "")


@pytest.mark.parametrize(
    ("given_text", "cleaned"),
    [
        ("甲\r\n乙", "甲 乙"),
        ("甲\a乙\x00丙\ud800丁\ufffe戊\uffff", "甲乙丙丁戊"),
        ("甲\f乙\u2028丙", "甲 乙 丙"),
        ("甲\t乙  丙", "甲\t乙  丙"),
        ("{{甲}} {%乙%} {_{ &<>", "{{甲}} {%乙%} {_{ &<>"),
    ],
)
def test_policy(given_text: str, cleaned: str) -> None:
    assert clean(given_text) == cleaned
