"""宿迁市's report without the slips of words that were published in it."""

from __future__ import annotations

from conftest import EXAMPLES

NAME = "suqian-city-2024.yaml"


def suqian_text() -> str:
    """The example, its one doubled word and its one gap mended; every line where it was."""
    text = (EXAMPLES / NAME).read_text("utf-8")
    for printed, mended in (
        ("重大政策的的出台", "重大政策的出台"),
        ("（五）监督保障方面。", "（五）监督保障方面。全年未发生责任追究。"),
    ):
        assert printed in text
        text = text.replace(printed, mended, 1)
    return text
