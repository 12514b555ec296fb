"""The shares that a paragraph states of the parts that it counts: 258件，占33.9%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from attrs import frozen

from ..model.numerals import MARK, Numeral, index_of, rounded
from .quantities import UNIT, Quantity, quantities
from .statements import Statement

HUNDRED: Final = Decimal(100)
# 258件,占33.9% · 5条(占41%) · 24件,占总数的37.5%; of another base (占同期发文的) nothing is known
_SHARE: Final = re.compile(
    rf"(?P<part>{MARK})(?P<unit>{UNIT})[^,;:。、()%]{{0,10}}?[,(、]?(?:约)?占"
    r"(?:比|(?:全部|申请|总|受理|办理|承办|公开|答复|收到|信息|发布|本年|全年|其|的)*"
    r"(?:总数|总量|总件数|总申请量|申请量|数量|申请|信息|数|总)?的?(?:比例|比重|比)?)"
    rf"(?:为|达|达到|是)?(?P<share>{MARK})%"
)
# 177条,完成任务数120条的147.5%: the whole is named with the share
_OF: Final = re.compile(
    rf"(?P<part>{MARK})(?P<unit>{UNIT})[,(、]?(?:约)?(?:占|为|完成|达到?)[^,;:。、()%]{{0,12}}?"
    rf"(?P<whole>{MARK})(?P<same>{UNIT})的(?P<share>{MARK})%"
)
# 发布信息24条,占同期制发公文的37.5%: the whole is the one number that counts such a thing
_OF_SUCH: Final = re.compile(
    rf"(?P<part>{MARK})(?P<unit>{UNIT})[,(、]?(?:约)?占(?P<whole>[^,;:。、()%]{{2,14}}?)的?"
    rf"(?:比例|比重)?[为达是]?(?P<share>{MARK})%"
)
_SAYS_NOTHING: Final = re.compile("同期|同类|全部|所有|总数?量?|数量?|件数|的|全年|本年|政府|信息")
_SUM: Final = re.compile(rf"({MARK})({UNIT})[^,;:。、()%]{{0,10}}?[、,和及]?$")
_BACK: Final = 60  # characters of a clause
_FAR: Final = 100  # quantities before a share among which its whole is
_WORD: Final = 2  # characters


@frozen
class Share:
    """A share as printed, its part, and the numbers that may be its whole."""

    part: Quantity
    parts: tuple[Decimal, ...]  # the part alone, or with those listed right before it
    printed: Numeral
    wholes: tuple[Quantity, ...]

    def true(self, whole: Decimal, part: Decimal | None = None) -> Decimal:
        amount = self.part.value if part is None else part
        return rounded(amount * HUNDRED / whole, self.printed.step)

    def holds(self) -> bool:
        return any(
            self.true(whole.value, part) == self.printed.value
            for whole in self.wholes
            for part in self.parts
        )


def shares_in(paragraph: Statement) -> Iterator[Share]:
    """Each share of a paragraph that names its part, with what its whole may be."""
    yield from _of_counted(paragraph)
    yield from _of_named(paragraph)
    yield from _of_such(paragraph, {m.start("part") for m in _SHARE.finditer(paragraph.full)})


def _of_counted(paragraph: Statement) -> Iterator[Share]:
    matches = list(_SHARE.finditer(paragraph.full))
    with_share = {match.start("part") for match in matches}  # a part is no whole of another part
    found = [(start, q) for start, _, q in quantities(paragraph) if start not in with_share]
    at = 0
    for match in matches:
        part = Quantity(paragraph.numbers[index_of(match["part"])], match["unit"])
        while at < len(found) and found[at][0] < match.start("part"):
            at += 1
        wholes = tuple(
            quantity
            for _, quantity in found[max(0, at - _FAR) : at]
            if quantity.unit == part.unit and quantity.value >= part.value and quantity.value > 0
        )
        if wholes:
            parts = tuple(_with_those_before(paragraph, match.start("part"), part.value))
            printed = paragraph.numbers[index_of(match["share"])]
            yield Share(part, parts, printed, wholes)


def _of_named(paragraph: Statement) -> Iterator[Share]:
    for match in _OF.finditer(paragraph.full):
        part, whole, printed = (
            paragraph.numbers[index_of(match[name])] for name in ("part", "whole", "share")
        )
        if match["unit"] == match["same"] and whole.value > 0:
            counted = Quantity(part, match["unit"])
            named = (Quantity(whole, match["unit"]),)
            yield Share(counted, (part.value,), printed, named)


def _of_such(paragraph: Statement, plain: set[int]) -> Iterator[Share]:
    """Those that name their whole in words, without those that stand at ``plain``."""
    found = quantities(paragraph)
    for match in _OF_SUCH.finditer(paragraph.full):
        if match.start("part") in plain:
            continue
        named = _SAYS_NOTHING.sub(" ", match["whole"]).split()[:1]
        if not named or len(named[0]) < _WORD:
            continue
        part = Quantity(paragraph.numbers[index_of(match["part"])], match["unit"])
        wholes = tuple(
            quantity
            for start, _, quantity in found
            if start < match.start("part")
            and quantity.unit == part.unit
            and quantity.value >= part.value > 0
            and named[0][:_WORD] in _clause(paragraph.full, start)
        )
        if len(wholes) == 1:
            yield Share(part, (part.value,), paragraph.numbers[index_of(match["share"])], wholes)


def _clause(text: str, end: int) -> str:
    return re.split("[,;:。、()]", text[max(0, end - _BACK) : end])[-1]


def _with_those_before(paragraph: Statement, start: int, total: Decimal) -> Iterator[Decimal]:
    """``予以公开258件、部分公开17件，占34%``: the share may be of both."""
    yield total
    name_from = max(paragraph.full.rfind(stop, 0, start) for stop in "、,和及")
    for _ in range(3):
        if name_from < 0:
            return
        match = _SUM.search(paragraph.full, max(0, name_from - 40), name_from + 1)
        if match is None:
            return
        total += paragraph.numbers[index_of(match[1])].value
        yield total
        name_from = max(paragraph.full.rfind(stop, 0, match.start()) for stop in "、,和及")
