"""Titles and headings: the ordinals they begin with, and how they are compared."""

from __future__ import annotations

import re
from typing import Final

from .widths import folded

NUMERALS: Final = "一二三四五六七八九十"

# 一、 · （一） · 1. · （1）. A point before a digit is a decimal point, unless a year follows it.
TOP_MARK: Final = re.compile(rf"([{NUMERALS}]{{1,3}})\s*[、．.,，､]\s*(?=\S)")
UPPER_MARK: Final = re.compile(rf"[（(]\s*([{NUMERALS}]{{1,3}})\s*[）)]\s*")
MARKS: Final = (
    (2, UPPER_MARK),
    (3, re.compile(r"\d{1,2}\s*(?:[、．]|\.(?!\d)|\.(?=20\d\d年))\s*")),
    (4, re.compile(r"[（(]\s*\d{1,2}\s*[）)]\s*")),
)

_SAME: Final = str.maketrans(
    {
        **dict.fromkeys("“”„‟〝〞＂", '"'),
        **dict.fromkeys("‘’‚‛＇", "'"),
        **dict.fromkeys("〔［【﹝", "["),
        **dict.fromkeys("〕］】﹞", "]"),
        **dict.fromkeys("《〈「『", "<"),
        **dict.fromkeys("》〉」』", ">"),
        **dict.fromkeys("—–―－‐", "-"),
        **dict.fromkeys("•・∙", "·"),
    }
)
_BLANK: Final = re.compile(r"[\s\u200b\u200c\u200d\ufeff]+")
_PLAIN: Final = re.compile("([\u4e00-\u9fff]+)。*")  # to these nothing is done
_ORDINAL: Final = re.compile(rf"([{NUMERALS}]{{1,3}})[、.,]")


def normal(text: str) -> str:
    """``text`` as titles are compared: no white space, half-width punctuation, one kind of quotes
    and brackets, 、 behind the ordinal, nothing after the last word."""
    if text.isascii() and text.isalnum():
        return text
    if plain := _PLAIN.fullmatch(text):
        return plain[1]
    text = _BLANK.sub("", folded(text).translate(_SAME))
    return _ORDINAL.sub(r"\1、", text, count=1).rstrip("。.:;,、") if text else text


def without_ordinal(title: str) -> str:
    """A normal title without its 一、"""
    return _ORDINAL.sub("", title, count=1) if _ORDINAL.match(title) else title


def numbered(label: str) -> bool:
    """Whether a label begins with an ordinal."""
    return any(mark.match(label) for mark in (TOP_MARK, *(mark for _, mark in MARKS)))


def numeral(number: int) -> str:
    """1 → 一, 12 → 十二, 30 → 三十: ordinals of headings; from 100 on in digits."""
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    before = "" if tens < 2 else NUMERALS[tens - 1]
    return f"{before}{'十' if tens else ''}{NUMERALS[ones - 1] if ones else ''}"
