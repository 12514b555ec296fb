"""The numbers of a Chinese sentence: digits of either width, 3,119, 二十三件, 1.2万, 百分之五.

A number is exact only where the sentence leaves no doubt: 约12件, 12余件, 12件以上, 10—12件,
第12件 and 30号 are none.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple

FIRST_MARK: Final = 0xE000  # of a private range: the n-th number of a sentence is one such mark
MOST: Final = 6000  # numbers of one sentence; what is beyond is not exact
INEXACT: Final = "\uf8f0"
MARK: Final = rf"[{chr(FIRST_MARK)}-{chr(FIRST_MARK + MOST - 1)}]"
BLOT: Final = "□"
PARTING: Final = "\uffff"  # no character, and nothing that is looked for

FOLD: Final = {**{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}, 0x3000: 0x20}
COMMON_WIDE: Final = tuple((mark, chr(ord(mark) - 0xFEE0)) for mark in "，：；（）！？％")
# What a compact text has no more of: full width, signs of private use, blanks. Sought at once; the
# blanks by name, for a class with ``\s`` is looked through sign by sign.
_BLANKS: Final = "\t-\r\x1c- \x85\xa0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
_ODD: Final = re.compile(f"[\uff01-\uff5e\ue000-\uf8ff{_BLANKS}]")
_UNSEEN: Final = "\u200b\ufeff"
_BLANK: Final = re.compile(r"(?<![\d.,])[\s\u200b\ufeff]+|[\s\u200b\ufeff]+(?![\d.,])")

_DIGITS: Final = "零〇一二两三四五六七八九"
_VALUES: Final = dict(zip(_DIGITS, (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_TENS: Final = {"十": 10, "百": 100, "千": 1000}
_SCALES: Final = {"": 1, "万": 10_000, "亿": 100_000_000}
_STEPS: Final = {scale: Decimal(scale) for scale in _SCALES.values()}
_ONE: Final = Decimal(1)
_LONGEST: Final = 15  # digits of an exact number
_UNITS: Final = "件条宗份起例次篇个项人期场元"

_NUMERIC: Final = f"{_DIGITS}十百千万"
# With one of these, or a blank, what stands before a number ends; with one of these it goes on
# behind its unit; with one of these, a blank or a digit, right behind it.
_BEFORE_ENDS: Final = "-约近超逾第每过足到少多于—~至"
_BEHIND_UNIT: Final = "-以左上之及不余—~至到次"
# Digits of any script, and what stands among them: the engine asks of each sign whether it is in a
# class of ranges, which is a third of what asking whether it is a digit takes.
_ANY_DIGIT: Final = "0-9\u0660-\u1c59\ua620-\uabf9\uff10-\uff19\U00010000-\U0010ffff"
# It begins with one of its characters, so that the engine passes over all others at once; what
# must stand before it, or not, is asked for behind that. ``counted``: it is exact at first sight.
NUMBER: Final = re.compile(
    rf"""[{_ANY_DIGIT}{_NUMERIC}](?:
        (?P<counted>(?<=\d)(?<![{_BEFORE_ENDS}\s]\d)\d{{0,{_LONGEST - 1}}}
            (?=[{_UNITS}%](?![{_BEHIND_UNIT}])))
      | (?<=百)分之
        (?: (?:\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:\.\d+)? | \d+(?:\.\d+)?)[万亿]?
          | [{_NUMERIC}]{{1,12}}(?:点[{_DIGITS}]{{1,4}})? )
      | (?<=\d)(?:\d{{0,2}}(?:,\d{{3}})+(?!\d)(?:\.\d+)? | \d*(?:\.\d+)?)[万亿]?
      | (?<=[{_NUMERIC}])(?<![第每这那某任何同另逐哪各单唯几数{_NUMERIC}].)
        [{_NUMERIC}]{{0,11}}(?:点[{_DIGITS}]{{1,4}})?(?=[{_UNITS}余多来])
    )""",
    re.VERBOSE | re.DOTALL,
)
NUMBERED: Final = re.compile(
    rf"[\d{_DIGITS}十百千万](?:(?<=\d)|(?<=[{_DIGITS}十百千万])\s*[{_UNITS}]|(?<=百)分之)"
)
_BEFORE: Final = re.compile(
    r"(?:[约近超逾第每]|[超多不]过|接近|不足|不到|至少|最多|[低高多少]于|[\d.][-—~至到\s])$"
)
_UNITS_OR_SHARE: Final = frozenset(f"{_UNITS}%")
_BEHIND: Final = _UNITS_OR_SHARE | frozenset("余多来几号万亿以左上之及不-—~至到.,")
_HUNDREDTHS: Final = "百分之"
_AFTER: Final = re.compile(
    rf"[余多来几号]|[万亿]|[{_UNITS}%]?(?:以上|以下|左右|上下|以内|之内|及以上|不到|余次?)|"
    rf"%?[-—~至到]\d|[{_UNITS}]?[-—~]\d|\s?[\d.,]{{0,20}}\d"
)


class Numeral(NamedTuple):  # of all objects that are made of a report's prose, most are these
    """A number and where it stands."""

    value: Decimal
    start: int
    end: int
    printed: str
    exact: bool

    @property
    def step(self) -> Decimal:
        """The least amount that its writing tells: 1 for 12, 0.01 for 3.50, 1000 for 1.2万."""
        return _ONE if self.printed.isdecimal() else _worth(self.printed)[1]

    def states(self, true: Decimal) -> bool:
        """Whether it is ``true``, as far as its writing tells: rounded, or cut off."""
        if self.step == 1:
            return self.value == true
        off = true - self.value
        return abs(off) <= self.step / 2 or 0 <= off < self.step


def compact(text: str) -> str:
    """``text`` in half width and without blanks, but for those between digits."""
    for wide, narrow in COMMON_WIDE:
        text = text.replace(wide, narrow)
    blank = False
    for odd in set(_ODD.findall(text)):
        if "\ue000" <= odd <= "\uf8ff":
            text = text.replace(odd, BLOT)
        elif ord(odd) in FOLD:
            text = text.replace(odd, chr(FOLD[ord(odd)]))
        blank = blank or odd.isspace() or odd in _UNSEEN
    return _BLANK.sub("", text) if blank else text


def compact_each(texts: list[str]) -> list[str]:
    """``compact`` of each, all at once: ``PARTING`` goes between them, and of blanks beside it as
    of those at the ends of a text none is left."""
    if any(PARTING in text for text in texts):  # of no file: readers leave it out
        texts = [text.replace(PARTING, BLOT) for text in texts]
    return compact(PARTING.join(texts)).split(PARTING) if texts else []


def numeral(match: re.Match[str], index: int, begin: int) -> Numeral:
    """The number that ``NUMBER`` found: the ``index``-th of the sentence that begins there. It is
    exact where what stands around it leaves no doubt."""
    printed, (start, end) = match[0], match.span()
    if match.lastgroup:  # counted, and neither side of it has a word that could leave any
        exact = index < MOST
        return Numeral(Decimal(printed), start - begin, end - begin, printed, exact)
    if len(printed) <= _LONGEST and printed.isdecimal():  # as most
        value, digits = Decimal(printed), len(printed)
    else:
        value, _, digits = _worth(printed)
    text = match.string
    before, behind = text[start - 1 : start], text[end : end + 1]
    exact = (
        index < MOST
        and digits <= _LONGEST
        and not ((before in _BEFORE_ENDS or before.isspace()) and _inexact_before(text, start))
        and not (_may_go_on(behind) and _inexact_behind(text, end, printed))
    )
    return Numeral(value, start - begin, end - begin, printed, exact)


def _worth(printed: str) -> tuple[Decimal, Decimal, int]:
    """What a number is worth, the least that its writing tells, and how many characters its digits
    take: none where it is written in words."""
    printed = printed.removeprefix(_HUNDREDTHS).replace(",", "")
    if not printed[0].isdecimal():
        decimals = len(printed.partition("点")[2])
        return chinese(printed), _ONE.scaleb(-decimals), 0
    scale = printed[-1] if printed[-1] in _SCALES else ""
    plain = printed.removesuffix(scale)
    times = _STEPS[_SCALES[scale]]
    decimals = len(plain.partition(".")[2])
    return Decimal(plain[:40]) * times, times.scaleb(-decimals), len(plain)


def _inexact_before(text: str, start: int) -> bool:
    """Whether what stands before a number says that it is none, or no exact one."""
    return _BEFORE.search(text, max(0, start - 3), start) is not None


def _may_go_on(behind: str) -> bool:
    """Whether a number may go on with the character behind it."""
    return behind in _BEHIND or behind.isdecimal() or behind.isspace()


def _inexact_behind(text: str, end: int, printed: str) -> bool:
    """Whether what stands behind a number says so; 百分之五 is exact whatever stands there."""
    if printed.startswith(_HUNDREDTHS):
        return False
    if text[end] in _UNITS_OR_SHARE and (text[end + 1 : end + 2] or " ") not in _BEHIND_UNIT:
        return False
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
        blotted = text[number.start] == BLOT
        pieces += text[end : number.start], BLOT if blotted else mark_of(number, index)
        end = number.end
    return without_asides("".join((*pieces, text[end:])) if pieces else text)


def mark_of(number: Numeral, index: int) -> str:
    """The mark of the ``index``-th number of a sentence; 百分之五 is one of 5%."""
    mark = chr(FIRST_MARK + index) if number.exact else INEXACT
    return f"{mark}%" if number.printed.startswith(_HUNDREDTHS) else mark


def without_asides(full: str) -> str:
    """A text of marks without the brackets that hold none."""
    return _ASIDE.sub("", full) if "(" in full else full


_ASIDE: Final = re.compile(rf"\([^()\ue000-\uf8ff□{PARTING}]{{1,40}}\)")


def index_of(mark: str) -> int:
    """Which number a mark stands for."""
    return ord(mark) - FIRST_MARK
