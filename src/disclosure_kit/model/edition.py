"""Editions of the form and outlines of regions: for which years, by which notice, which parts.

Source of every label and id: shared/formats.md, after 国办公开办函〔2019〕60号,
国办公开办函〔2021〕30号 and 国办发〔2014〕32号.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from attrs import frozen

from .kept import Keeping

ANNEX: Final = "rollup"  # of the list of units beside a roll-up, which is no report


class OutlineKind(StrEnum):
    """Who decides the top-level sections of a report of an edition."""

    FIXED = "fixed"
    REGIONAL = "regional"
    FREE = "free"


@frozen
class Years:
    """Report years, both ends included; ``last`` None means until further notice."""

    first: int
    last: int | None = None

    def __contains__(self, year: int) -> bool:
        return self.first <= year and (self.last is None or year <= self.last)

    def collides(self, other: Years) -> bool:
        """Both claim a year; of two, the earlier without an end only gives way to the later."""
        earlier, later = sorted((self, other), key=lambda years: years.first)
        if earlier.first == later.first:
            return True
        return earlier.last is not None and later.first <= earlier.last

    def __str__(self) -> str:
        if self.last is None:
            return f"{self.first}—"
        return str(self.first) if self.first == self.last else f"{self.first}—{self.last}"


class BodyKind(StrEnum):
    """What kind of body reports, as far as the law treats them differently."""

    DEPARTMENT = "department"
    GOVERNMENT = "government"
    TOWN = "town"


@frozen
class Deadline:
    """The last day, in the year after the report year, on which bodies of these kinds publish."""

    kinds: tuple[BodyKind, ...]
    month: int
    day: int
    basis: str


@frozen
class Edition:
    """One edition of the national form. ``instrument`` is the notice that prescribes it."""

    id: str
    name: str
    years: Years
    instrument: str
    outline: OutlineKind
    report_title: str
    deadlines: tuple[Deadline, ...] = ()


@frozen(slots=False)
class Section(Keeping):
    """A top-level part of a report. ``variants`` are other titles accepted when reading.

    What its prose should speak of, each point as ``word|word``: ``aspects`` of every body,
    ``government_aspects`` of governments, ``states`` by custom. ``substantive``: a bare 无 will
    not do.
    """

    id: str
    title: str
    variants: tuple[str, ...] = ()
    aspects: tuple[str, ...] = ()
    government_aspects: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    substantive: bool = False


@frozen(slots=False)
class SubSection(Keeping):
    """A part inside ``section``, under a heading of its own that ``title`` begins, printed ordinal
    and all ((六）标准化建设); when reading, ordinals do not count and ``variants`` are accepted.
    One that is not ``required`` stands in the blank form, and is not missed in a report."""

    id: str
    section: str
    title: str
    basis: str
    variants: tuple[str, ...] = ()
    required: bool = True


@frozen
class Outline:
    """The sections of reports whose edition leaves them to the region."""

    id: str
    name: str
    region: str
    editions: tuple[str, ...]
    years: Years
    sections: tuple[Section, ...]
    basis: str
