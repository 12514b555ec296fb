"""A paragraph → a block: text, text with a run-in heading, or a heading on its own line."""

from __future__ import annotations

import re
from typing import Final

from ..model.report import Heading, Text
from .wording import MARKS

LONGEST_LEAD: Final = 30
LONGEST_HEADING: Final = 40

_NO_SLOGAN: Final = re.compile(
    r"[；;：:！？!?]|[，,].*[，,]|没有|未|[本全今]年|截[至止]|我[省市县区州乡镇街道局厅委办部院处]|^无|为零"
)
_REPORTS: Final = re.compile(
    r"没有|未(?:收到|接到|发生|产生|出现|发现|受理|收取|开展|有)|^无(?:$|相关|此类|其他|上述)|为零"
    r"|共(?:计|有|公开|收到|受理|办理|办结|发布|制发|答复)"
)
_FIGURE: Final = re.compile(r"\d+(?![\d+Xx]|\s*年)")
_SENTENCE_INSIDE: Final = re.compile(r"[。；;！？!?：:]")


def block_of(text: str) -> Text | Heading:
    """The block that a paragraph is; its letters stay as they are.

    （一）, 1. and （1） make a heading of level 2, 3 and 4 where nothing follows on the line, and
    a run-in heading where a sentence follows the first 。 and the words before it are a
    heading: no more than 30 characters, at most one comma, no figure, no ；or ：, and no word
    by which a sentence reports (未, 没有, 全年, 我镇 …). So （一）高度重视，明确责任。 is one, and
    （一）2018年我镇未收到申请。 is not.
    """
    for level, mark in MARKS:
        match = mark.match(text)
        if match is None:
            continue
        words = text[match.end() :]
        first, stop, rest = words.partition("。")
        if rest.strip("”’）) \t\u3000"):
            if is_lead(first):
                return Text(text, level, match.end() + len(first))
        elif _is_heading(first, stop):
            return Heading(text, level)
        break
    return Text(text)


def is_lead(words: str) -> bool:
    """Whether the words before the first 。 head what follows."""
    return (
        0 < len(words) <= LONGEST_LEAD
        and _NO_SLOGAN.search(words) is None
        and _FIGURE.search(words) is None
    )


def _is_heading(words: str, stop: str) -> bool:
    """Alone on its line: with 。 it must read as a heading, without it must not be a sentence."""
    if stop:
        return is_lead(words)
    return (
        0 < len(words.strip()) <= LONGEST_HEADING
        and not words.rstrip().endswith(("，", ",", "、"))
        and _SENTENCE_INSIDE.search(words) is None
        and _REPORTS.search(words) is None
        and _FIGURE.search(words) is None
    )
