"""How an official document looks, as data: parameters with value, tolerance and clause.

The national profile is ``layouts/gbt9704.toml``. A region changes single parameters and says
by what right; nothing else of it can change.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from attrs import evolve, field, frozen
from frozendict import frozendict

Quantity: TypeAlias = Decimal | str | bool


class Level(StrEnum):
    """How firm a parameter is: the standard, what offices do where it is silent, a region."""

    NATIONAL = "国标"
    PRACTICE = "实务"
    REGIONAL = "地方"


class Unit(StrEnum):
    """What a value counts, or what it names."""

    MM = "mm"
    POINT = "磅"
    CHARACTER = "字"
    LINE = "行"
    ROW = "表行"
    COLUMN = "列"
    FACE = "字体"
    ALIGNMENT = "对齐"
    COLOUR = "颜色"
    NUMBER = "标号"
    YES_NO = "是否"

    @property
    def measured(self) -> bool:
        """Whether the value is a number."""
        return self not in _NAMED


_NAMED = (Unit.FACE, Unit.ALIGNMENT, Unit.COLOUR, Unit.NUMBER, Unit.YES_NO)


class Bound(StrEnum):
    """On which side of the value a document may be."""

    EQUAL = "等于"
    LEAST = "至少"
    MOST = "至多"


@frozen
class Parameter:
    """One rule on looks.

    ``unmeasured`` says why a finished document cannot be measured for it, ``fixed`` why no region
    may change it, ``basis`` by what right a region did.
    """

    id: str
    title: str
    value: Quantity
    unit: Unit
    level: Level
    clause: str = ""
    tolerance: Decimal = Decimal(0)
    bound: Bound = Bound.EQUAL
    unmeasured: str = ""
    fixed: str = ""
    note: str = ""
    basis: str = ""

    def allows(self, found: Quantity) -> bool:
        """Whether a measured value is as the parameter wants it."""
        if not isinstance(self.value, Decimal) or not isinstance(found, Decimal):
            return found == self.value
        match self.bound:
            case Bound.EQUAL:
                return abs(found - self.value) <= self.tolerance
            case Bound.LEAST:
                return found >= self.value - self.tolerance
            case Bound.MOST:
                return found <= self.value + self.tolerance


@frozen
class Override:
    """A region's own value of a parameter, and the document that says so."""

    value: Quantity
    basis: str
    tolerance: Decimal | None = None


@frozen
class Profile:
    """Every parameter by its id; ``faces`` are the names of fonts that show one face."""

    standard: str
    parameters: frozendict[str, Parameter]
    faces: frozendict[str, tuple[str, ...]] = field(factory=frozendict)

    def __getitem__(self, name: str) -> Parameter:
        return self.parameters[name]

    def number(self, name: str) -> Decimal:
        """The value of a parameter that is a number."""
        value = self.parameters[name].value
        assert isinstance(value, Decimal), name
        return value

    def word(self, name: str) -> str:
        """The value of a parameter that is a word: a face, an alignment."""
        value = self.parameters[name].value
        assert isinstance(value, str), name
        return value

    def flag(self, name: str) -> bool:
        """The value of a parameter that is yes or no."""
        value = self.parameters[name].value
        assert isinstance(value, bool), name
        return value

    def with_overrides(self, overrides: Mapping[str, Override]) -> Profile:
        """The same with a region's values; their names and kinds were checked before."""
        changed = {
            name: evolve(
                self.parameters[name],
                value=own.value,
                basis=own.basis,
                level=Level.REGIONAL,
                tolerance=_or(own.tolerance, self.parameters[name].tolerance),
            )
            for name, own in overrides.items()
        }
        return evolve(self, parameters=frozendict({**self.parameters, **changed}))

    def face_of(self, font: str) -> str:
        """The face that a font shows; an unknown font is a face of its own."""
        return next((face for face, names in self.faces.items() if font in names), font)


def _or(given: Decimal | None, usual: Decimal) -> Decimal:
    return usual if given is None else given
