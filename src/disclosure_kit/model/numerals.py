"""The numbers of a Chinese sentence: digits of either width, 3,119, 二十三件, 1.2万, 百分之五.

A number is exact only where the sentence leaves no doubt: 约12件, 12余件, 12件以上, 10—12件,
第12件 and 30号 are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from attrs import frozen

FIRST_MARK: Final = 0xE000  # of a private range: the n-th number of a sentence is one such mark
MOST: Final = 6000  # numbers of one sentence; what is beyond is not exact
INEXACT: Final = "\uf8f0"
MARK: Final = rf"[{chr(FIRST_MARK)}-{chr(FIRST_MARK + MOST - 1)}]"
BLOT: Final = "□"

FOLD: Final = {**{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}, 0x3000: 0x20}
_COMMON_WIDE: Final = tuple((mark, chr(ord(mark) - 0xFEE0)) for mark in "，：；（）")
_WIDE: Final = re.compile("[\uff01-\uff5e\u3000]")
_ANY_BLANK: Final = re.compile(r"[\s\u200b\ufeff]")
_PRIVATE: Final = re.compile("[\ue000-\uf8ff]")
_BLANK: Final = re.compile(r"(?<![\d.,])[\s\u200b\ufeff]+|[\s\u200b\ufeff]+(?![\d.,])")

_DIGITS: Final = "零〇一二两三四五六七八九"
_VALUES: Final = dict(zip(_DIGITS, (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_TENS: Final = {"十": 10, "百": 100, "千": 1000}
_SCALES: Final = {"": 1, "万": 10_000, "亿": 100_000_000}
_STEPS: Final = {scale: Decimal(scale) for scale in _SCALES.values()}
_UNITS: Final = "件条宗份起例次篇个项人期场元"

_NUMBER: Final = re.compile(
    rf"""(?P<hundredths>百分之)?
    (?: (?P<plain>\d{{1,3}}(?:,\d{{3}})+(?![\d])(?:\.\d+)? | \d+(?:\.\d+)?)(?P<scale>[万亿]?)
      | (?<![第每这那某任何同另逐哪各单唯几数{_DIGITS}十百千万])
        (?P<words>[{_DIGITS}十百千万]{{1,12}}(?:点[{_DIGITS}]{{1,4}})?)
        (?(hundredths)|(?=[{_UNITS}余多来]))
    )""",
    re.VERBOSE,
)
# With what a number begins: places where none can begin are passed over at once.
_BEGINS: Final = re.compile(rf"[\d{_DIGITS}十百千万]")
NUMBERED: Final = re.compile(
    rf"[\d{_DIGITS}十百千万](?:(?<=\d)|(?<=[{_DIGITS}十百千万])\s*[{_UNITS}]|(?<=百)分之)"
)
_BEFORE: Final = re.compile(
    r"(?:[约近超逾第每]|[超多不]过|接近|不足|不到|至少|最多|[低高多少]于|[\d.][-—~至到\s])$"
)
_BEFORE_ENDS: Final = "约近超逾第每过足到少多于-—~至"  # with one of these, or a blank, it ends
_BEHIND_UNIT: Final = "以左上之及不余-—~至到次"  # with one of these it goes on behind a unit
_UNITS_OR_SHARE: Final = f"{_UNITS}%"
_AFTER: Final = re.compile(
    rf"[余多来几号]|[万亿]|[{_UNITS}%]?(?:以上|以下|左右|上下|以内|之内|及以上|不到|余次?)|"
    rf"%?[-—~至到]\d|[{_UNITS}]?[-—~]\d|\s?[\d.,]{{0,20}}\d"
)


@frozen
class Numeral:
    """A number and where it stands. ``step`` is the least amount that its writing tells:
    1 for 12, 0.01 for 3.50, 1000 for 1.2万."""

    value: Decimal
    step: Decimal
    start: int
    end: int
    printed: str
    exact: bool

    def states(self, true: Decimal) -> bool:
        """Whether it is ``true``, as far as its writing tells: rounded, or cut off."""
        if self.step == 1:
            return self.value == true
        off = true - self.value
        return abs(off) <= self.step / 2 or 0 <= off < self.step


def compact(text: str) -> str:
    """``text`` in half width and without blanks, but for those between digits."""
    for wide, narrow in _COMMON_WIDE:
        text = text.replace(wide, narrow)
    if _WIDE.search(text):
        text = text.translate(FOLD)
    text = _PRIVATE.sub(BLOT, text)
    return _BLANK.sub("", text) if _ANY_BLANK.search(text) else text


def numerals(text: str) -> Iterator[Numeral]:
    """Every number of a compact text, in order."""
    count = end = 0
    for place in _BEGINS.finditer(text):
        match = _NUMBER.match(text, place.start()) if place.start() >= end else None
        if match is None:
            continue
        start, end = match.span()
        hundredths, plain, scale, words = match.groups("")
        plain = plain.replace(",", "")
        decimals = len((plain or words).partition("." if plain else "点")[2])
        times = _SCALES[scale]
        value = Decimal(plain[:40]) * times if plain else chinese(words)
        count += 1
        exact = (
            count <= MOST
            and len(plain) <= 15
            and not _inexact_before(text, start)
            and (bool(hundredths) or not _inexact_behind(text, end))
        )
        step = Decimal(times).scaleb(-decimals) if decimals else _STEPS[times]
        yield Numeral(value, step, start, end, match[0], exact)


def _inexact_before(text: str, start: int) -> bool:
    """Whether what stands before a number says that it is none, or no exact one."""
    last = text[start - 1 : start]
    return (last in _BEFORE_ENDS or last.isspace()) and bool(
        last and _BEFORE.search(text, max(0, start - 3), start)
    )


def _inexact_behind(text: str, end: int) -> bool:
    """Whether what stands behind a number says so."""
    first, second = text[end : end + 1], text[end + 1 : end + 2]
    if first in _UNITS_OR_SHARE:
        return second in _BEHIND_UNIT and _AFTER.match(text, end) is not None
    return _AFTER.match(text, end) is not None


def chinese(words: str) -> Decimal:
    """``一千二百零三`` → 1203, ``三点五`` → 3.5, ``二〇`` → 20."""
    whole, _, fraction = words.partition("点")
    total = section = digit = 0
    for character in whole:
        if character in _TENS:
            section += (digit or 1) * _TENS[character]
            digit = 0
        elif character == "万":
            total += ((section + digit) or 1) * 10_000
            section = digit = 0
        else:
            digit = digit * 10 + _VALUES[character]
    number = Decimal(total + section + digit)
    for place, character in enumerate(fraction, 1):
        number += Decimal(_VALUES[character]).scaleb(-place)
    return number


def rounded(value: Decimal, step: Decimal) -> Decimal:
    """``value`` at the decimals of ``step``, half up."""
    return value.quantize(step, ROUND_HALF_UP)


def marked(text: str, found: tuple[Numeral, ...]) -> str:
    """``text`` with each number as one mark; what is blotted out stays so. Brackets that hold
    no number are left out: ``作其他处理（含撤回）469件`` says 其他处理 469件."""
    pieces: list[str] = []
    end = 0
    for index, number in enumerate(found):
        pieces.append(text[end : number.start])
        if text[number.start] == BLOT:
            pieces.append(BLOT)
        else:
            percent = "%" if number.printed.startswith("百分之") else ""
            pieces.append((chr(FIRST_MARK + index) if number.exact else INEXACT) + percent)
        end = number.end
    pieces.append(text[end:])
    return _ASIDE.sub("", "".join(pieces))


_ASIDE: Final = re.compile(r"\([^()\ue000-\uf8ff□]{1,40}\)")


def index_of(mark: str) -> int:
    """Which number a mark stands for."""
    return ord(mark) - FIRST_MARK
