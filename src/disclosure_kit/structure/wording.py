"""How titles, labels, numbers and dates are compared and read, in one place."""

from __future__ import annotations

import datetime
import re
from typing import Final

from ..intake.labels import bare as bare
from ..model.titles import MARKS as MARKS
from ..model.titles import NUMERALS
from ..model.titles import TOP_MARK as TOP_MARK
from ..model.titles import normal as normal
from ..model.titles import without_ordinal as without_ordinal

_ZEROS: Final = "〇零○OＯ"
_CHINESE_DIGITS: Final = {
    **dict.fromkeys(_ZEROS, 0),
    **{c: i for i, c in enumerate(NUMERALS[:9], 1)},
}


def chinese_number(text: str) -> int | None:
    """``十四`` → 14, for 1 to 99."""
    tens, ten, units = text.partition("十")
    if not ten:
        return _CHINESE_DIGITS.get(text) or None
    if any(len(part) > 1 or part not in ("", *NUMERALS[:9]) for part in (tens, units)):
        return None
    return (_CHINESE_DIGITS[tens] if tens else 1) * 10 + (_CHINESE_DIGITS[units] if units else 0)


def top_ordinal(text: str) -> int | None:
    """The number of a paragraph that begins with 一、"""
    match = TOP_MARK.match(text)
    return chinese_number(match[1]) if match else None


_YEAR = re.compile(
    r"(?<!\d)(20\d\d|19\d\d)(?=\s*年)"
    rf"|(?<![{NUMERALS}{_ZEROS}])(二[{_ZEROS}][{_ZEROS}一二三四五六七八九]{{2}})(?=年)"
)


def years_in(text: str) -> list[re.Match[str]]:
    """Every 2024年 and 二〇二四年, in order; see ``year_of``."""
    return list(_YEAR.finditer(text))


def year_of(match: re.Match[str]) -> int:
    """The year that a match of ``years_in`` states."""
    if match[1]:
        return int(match[1])
    return int("".join(str(_CHINESE_DIGITS[c]) for c in match[2]))


_DATE = re.compile(
    r"[（(]?\s*(\d{4})\s*(?:年|[-./])\s*(\d{1,2})\s*(?:月|[-./])\s*(\d{1,2})\s*日?"
    r"(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s*[）)]?"
)
_CHINESE_DATE = re.compile(
    rf"([二一][{_ZEROS}一二三四五六七八九]{{3}})\s*年\s*([{NUMERALS}]{{1,2}})\s*月"
    rf"\s*([{NUMERALS}]{{1,3}})\s*日"
)


def date_of(text: str) -> datetime.date | None:
    """The date of a paragraph that is nothing but a date; None where there is no such day."""
    if len(text) > 40:
        return None
    if match := _DATE.fullmatch(text):
        parts: tuple[int | None, ...] = tuple(int(part) for part in match.groups())
    elif match := _CHINESE_DATE.fullmatch(text):
        year = int("".join(str(_CHINESE_DIGITS[c]) for c in match[1]))
        parts = (year, chinese_number(match[2]), chinese_number(match[3]))
    else:
        return None
    try:
        return datetime.date(*(part or 0 for part in parts))
    except ValueError:
        return None


def shortened(text: str, limit: int = 60) -> str:
    """``text``, with its middle left out where it is long."""
    half = limit // 2
    return text if len(text) <= limit else f"{text[:half]}……{text[-half:]}"


def quoted(text: str) -> str:
    """``text`` as a notice quotes it."""
    return f"“{shortened(text)}”"
