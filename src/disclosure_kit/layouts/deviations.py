"""Where a finished document, or a region's profile, leaves what the profile says; in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from attrs import frozen

from ..model.profile import Bound, Level, Parameter, Profile, Quantity, Unit
from .loader import national
from .measure import Measured, measured

# Values told of one parameter: a document in which every paragraph differs is told so.
MAX_VALUES: Final = 5
_SIZES: Final = (
    (Decimal(42), "初号"),
    (Decimal(36), "小初"),
    (Decimal(26), "一号"),
    (Decimal(24), "小一"),
    (Decimal(22), "二号"),
    (Decimal(18), "小二"),
    (Decimal(16), "三号"),
    (Decimal(15), "小三"),
    (Decimal(14), "四号"),
    (Decimal(12), "小四"),
    (Decimal("10.5"), "五号"),
    (Decimal(9), "小五"),
    (Decimal("7.5"), "六号"),
)


@frozen
class Deviation:
    """A parameter, what was found, where first, and at how many places.

    ``str`` is the whole sentence: what, both values, clause and level, place.
    """

    parameter: Parameter
    found: Quantity
    place: str
    count: int = 1
    standard: str = ""

    @property
    def level(self) -> Level:
        return self.parameter.level

    @property
    def expected(self) -> str:
        """What the parameter wants, in words."""
        return wanted(self.parameter)

    @property
    def actual(self) -> str:
        """What was found, in words."""
        return worded(self.parameter, self.found)

    @property
    def source(self) -> str:
        """By what right: the clause, or a region's document; and the level."""
        clause = f"{self.standard} {self.parameter.clause}" if self.parameter.clause else ""
        basis = self.parameter.basis or clause
        return f"{basis}，{self.level}" if basis else str(self.level)

    def __str__(self) -> str:
        where = f"{self.place}等 {self.count} 处" if self.count > 1 else self.place
        verb = "应为" if self.parameter.bound is Bound.EQUAL else "应"
        said = f"{self.parameter.title}{verb}{_after(self.expected)}，实为{_after(self.actual)}"
        return f"{said}（{self.source}）：{where}"


def deviations(document: bytes, profile: Profile) -> tuple[Deviation, ...]:
    """Every parameter of ``profile`` that a Word file does not keep, in the profile's order.

    ``document`` may be a stranger's file: it is let in like any other (``intake.package``).

    Raises:
        SourceError: no Word file, damaged, or beyond the limits.
    """
    found: dict[str, dict[Quantity, list[Measured]]] = {}
    counts: dict[tuple[str, Quantity], int] = {}
    for one in measured(document, profile):
        parameter = profile[one.parameter]
        if parameter.allows(one.found):
            continue
        values = found.setdefault(parameter.id, {})
        if one.found in values or len(values) < MAX_VALUES:
            values.setdefault(one.found, [one])
            counts[parameter.id, one.found] = counts.get((parameter.id, one.found), 0) + 1
    return tuple(
        Deviation(profile[name], value, ones[0].place, counts[name, value], profile.standard)
        for name in profile.parameters
        for value, ones in found.get(name, {}).items()
    )


def own_deviations(profile: Profile) -> tuple[Deviation, ...]:
    """Where a region's profile leaves the national one; ``place`` is its basis."""
    usual = national()
    return tuple(
        Deviation(usual[name], own.value, f"地方规定：{own.basis}", 1, usual.standard)
        for name, own in profile.parameters.items()
        if own.level is Level.REGIONAL and own.value != usual[name].value
    )


def wanted(parameter: Parameter) -> str:
    """The value of a parameter with its bounds: ``156 mm（±1 mm）``."""
    words = worded(parameter, parameter.value)
    if parameter.bound is not Bound.EQUAL:
        words = f"{parameter.bound} {words}"
    if parameter.tolerance:
        sign = "±" if parameter.bound is Bound.EQUAL else "容许再差 "
        words += f"（{sign}{_number(parameter.tolerance)} {parameter.unit}）"
    return words


def worded(parameter: Parameter, value: Quantity) -> str:
    """A value as a clerk knows it: 三号（16 磅）, 是, 仿宋."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str):
        return value or "没有写明"
    words = f"{_number(value)} {parameter.unit}"
    named = dict(_SIZES).get(value) if _is_size(parameter) else None
    return f"{named}（{words}）" if named else words


def _is_size(parameter: Parameter) -> bool:
    return parameter.unit is Unit.POINT and parameter.id.endswith("size")


def _number(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.01')).normalize():f}"


def _after(words: str) -> str:
    """A blank before a number, none before a Chinese word."""
    return f" {words}" if words[:1].isascii() else words
