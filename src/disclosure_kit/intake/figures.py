"""What the text of a figure cell means, by the kind of its column: one policy for every reader.

A cell is read, read with a notice, or refused with the reason; it is never guessed. The
policy is told, and tried, in docs/reference/figures.md.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from attrs import frozen

from ..model.clean import clean
from ..model.table import Column
from ..model.values import (
    NOT_APPLICABLE,
    NOT_FILLED,
    YUAN_PER_UNIT,
    Kind,
    Money,
    Share,
    Value,
)

LONGEST: Final = 200  # characters of a cell that are looked at; a figure has a dozen
LARGEST: Final = 10**15

# Only the full-width forms of ASCII: NFKC would make 12 of 1².
_HALF_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_MINUS: Final = dict.fromkeys(map(ord, "−–—―‒‐"), "-")
_BLANK: Final = re.compile(r"[\s\u200b\u200c\u200d\u2060\ufeff\u00ad]+")

_NOT_APPLICABLE: Final = ("/", "不适用", "n/a", "N/A")
_NOTHING: Final = re.compile(r"-+|无|没有|空")
_COUNT_UNITS: Final = ("件", "条", "项", "个", "宗", "起", "次", "篇", "人", "人次")
_UNITS: Final = "|".join(sorted({*_COUNT_UNITS, *YUAN_PER_UNIT}, key=len, reverse=True))

_COUNT: Final = re.compile(r"0|[1-9]\d{0,14}", re.ASCII)  # as nearly every cell has it
_NUMBER: Final = re.compile(
    rf"(?P<sign>[+-]?)(?P<whole>\d+|\d{{1,3}}(?:,\d{{3}})+|\d{{1,3}}(?: \d{{3}})+)"
    rf"(?:\.(?P<part>\d+))? ?(?P<unit>{_UNITS}|%)?",
    re.ASCII,
)
_CHANGE: Final = re.compile(
    r"(?:(?P<more>增加|增)(?P<added>\d+))?[/、,; ]*(?:(?P<less>减少|减)(?P<removed>\d+))?", re.ASCII
)

# Why a cell is refused: the first that fits, else the last sentence.
_REASONS: Final = (
    (re.compile(r"(?i)true|false|是|否|√|×|✓"), "不是数"),
    (re.compile(r"#\S+[!?A]|=.+"), "是公式或出错的公式，没有算得的数"),
    (re.compile(r"(?:约|近|逾|超过?|不足|大约|左右).*|.*(?:余|多|左右|以上|以下)\D*"), "是约数"),
    (re.compile(r"(?:19|20)\d\d[-./年]\d{1,2}(?:[-./月].*)?"), "像是日期"),
    (re.compile(r"\d[\d.,]* ?(?:-|~|至|到|～) ?\d[\d.,]*.*"), "是一个范围，不是一个数"),
    (re.compile(r"\d+(?: \d+)+"), "数字中间有空白，可能是几个数"),
    (re.compile(r"[\d,]+"), "千位分隔不规则，可能是几个数"),
    (re.compile(r"[零〇一二三四五六七八九十百千万亿两壹贰叁]+\D*"), "不是阿拉伯数字"),
)


@frozen
class Figure:
    """What a cell says. ``value`` is None where it is refused: then ``refused`` says why.

    ``notice`` says what was taken for granted in reading the value.
    """

    value: Value | None
    notice: str = ""
    refused: str = ""


def read_figure(text: str, column: Column) -> Figure:
    """The meaning of ``text`` in a cell of ``column``."""
    if _COUNT.fullmatch(text) and column.kind in (Kind.COUNT, Kind.SIGNED):
        return Figure(int(text))
    shown = _BLANK.sub(" ", clean(text)).strip()
    if column.kind is Kind.TEXT:
        if shown == "":
            return Figure(NOT_FILLED)
        return Figure(NOT_APPLICABLE if shown in _NOT_APPLICABLE else clean(text).strip())
    if len(shown) > LONGEST:
        return Figure(None, refused="文字过长，不是数")
    plain = shown.translate(_HALF_WIDTH).translate(_MINUS)
    if plain == "":
        return Figure(NOT_FILLED)
    if plain in _NOT_APPLICABLE:
        return Figure(NOT_APPLICABLE)
    if _NOTHING.fullmatch(plain):
        return Figure(NOT_FILLED, f"填的是“{shown}”，按未填写处理，不当作 0")
    change = _CHANGE.fullmatch(plain) if column.kind is Kind.SIGNED else None
    if change is not None and (change["more"] or change["less"]):
        return _change(change, shown)
    number = _NUMBER.fullmatch(plain)
    if number is None:
        return Figure(None, refused=_why_not(plain))
    figure = _figure(number, column)
    if figure.value is None:
        return figure
    notes = [figure.notice] if figure.notice else []
    if re.search("[, ]", number["whole"]):
        notes.append("千位分隔已去掉")
    if number["sign"] == "-" and "-" not in shown.translate(_HALF_WIDTH):
        notes.append("其中的横线按负号处理")
    return Figure(figure.value, "、".join(notes) and f"填的是“{shown}”，{'，'.join(notes)}")


def _figure(number: re.Match[str], column: Column) -> Figure:
    whole = re.sub("[, ]", "", number["whole"])
    if len(whole) > 1 and whole.startswith("0"):
        return Figure(None, refused="以 0 开头，可能是几个数连在一起")
    amount = Decimal(f"{number['sign']}{whole}.{number['part'] or ''}".rstrip("."))
    unit = number["unit"] or ""
    match column.kind:
        case Kind.MONEY:
            return _money(amount, unit, column.unit)
        case Kind.SHARE:
            if unit != "%" and not (unit == "" and "%" in column.label.translate(_HALF_WIDTH)):
                return Figure(None, refused="没有写明 %，不知是不是百分数")
            return Figure(Share(amount)) if _fits(amount) else _too_long()
        case _:
            return _count(number, amount, unit, column)


def _count(number: re.Match[str], amount: Decimal, unit: str, column: Column) -> Figure:
    if unit == "%" or unit in YUAN_PER_UNIT:
        return Figure(None, refused=f"应是个数，却写有“{unit}”")
    if unit and column.unit is not None and unit != column.unit:
        return Figure(None, refused=f"单位应是“{column.unit}”，却写有“{unit}”")
    if number["part"] is not None and int(number["part"]) != 0:
        return Figure(None, refused="应是整数")
    if abs(amount) >= LARGEST:
        return Figure(None, refused="数值过大，可能是几个数连在一起")
    if column.kind is Kind.COUNT and number["sign"] == "+":
        return Figure(None, refused="个数不应有正号")
    notes = [f"去掉了单位“{unit}”"] if unit else []
    if number["part"] is not None:
        notes.append("小数部分为零，按整数处理")
    return Figure(int(amount), "，".join(notes))


def _money(amount: Decimal, unit: str, printed: str | None) -> Figure:
    if unit and unit not in YUAN_PER_UNIT:
        return Figure(None, refused=f"应是金额，却写有“{unit}”")
    if printed is not None and unit not in ("", printed):
        return Figure(None, refused=f"单位应是“{printed}”，却写有“{unit}”")
    if not _fits(amount):
        return _too_long()
    if printed is not None:
        return Figure(Money(amount, printed), f"去掉了单位“{unit}”" if unit else "")
    return Figure(Money(amount, unit), "" if unit else "没有写明单位，不与其他金额比较")


def _change(match: re.Match[str], shown: str) -> Figure:
    added, removed = (int(match[name] or 0) for name in ("added", "removed"))
    if added and removed:
        return Figure(None, refused="同时写有增和减两个数，不知以哪个为准")
    if max(added, removed) >= LARGEST:
        return Figure(None, refused="数值过大，可能是几个数连在一起")
    value = added - removed
    return Figure(value, f"填的是“{shown}”，按 {value:+d} 处理" if value else "")


def _fits(amount: Decimal) -> bool:
    exponent = amount.as_tuple().exponent
    return abs(amount) < 10**18 and isinstance(exponent, int) and exponent >= -6


def _too_long() -> Figure:
    return Figure(None, refused="数字过长，可能是几个数连在一起")


def _why_not(plain: str) -> str:
    for pattern, reason in _REASONS:
        if pattern.fullmatch(plain):
            return reason
    return "数字之外还有文字" if re.search(r"\d", plain) else "不是数"
