"""docs/reference/bad-plugins.md says what happens: every case is played again."""

from __future__ import annotations

import re

import pytest
from bad_plugins_page import LOADING, NOISY, PAGE, SECTIONS, TESTS, section


def test_every_bad_plugin_has_its_row() -> None:
    folders = {folder.name for folder in (TESTS / "bad_plugins").iterdir() if folder.is_dir()}
    assert folders == {*LOADING, NOISY, "twin_a", "twin_b"}


def test_the_page_has_these_sections_and_no_others() -> None:
    text = PAGE.read_text("utf-8")
    assert re.findall(r"^## (.*)$", text, re.M) == list(SECTIONS)


@pytest.mark.parametrize("title", SECTIONS)
def test_the_page_tells_what_happens(title: str) -> None:
    assert section(title) in PAGE.read_text("utf-8") + "\n"
