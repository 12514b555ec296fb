"""Which report is the same body's of the year before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from attrs import frozen
from frozendict import frozendict

from .model.report import Report

T = TypeVar("T")


def misfit(report: Report, previous: Report) -> str:
    """Why ``previous`` is not the same body's report of the year before; empty where it is."""
    if previous.year != report.year - 1:
        return f" 是 {previous.year} 年度的报告，不是上一年（{report.year - 1}）的，没有用来核对"
    if closeness(report, previous):
        return ""
    return f" 是“{previous.agency.name}”的报告，不是“{report.agency.name}”的，没有用来核对"


def closeness(report: Report, other: Report) -> int:
    """How surely the two are of one body: 3 by name, 2 by division code, 1 where one name is a
    part of the other (勐戛镇人民政府, 芒市勐戛镇人民政府), 0 where they are not."""
    names = report.agency.name, other.agency.name
    codes = report.agency.code, other.agency.code
    if names[0] == names[1]:
        return 3
    if codes[0] and codes[0] == codes[1]:
        return 2
    return int(all(names) and (names[0] in names[1] or names[1] in names[0]))


@frozen
class Shelf:
    """Reports at hand by year, each with the name of its file."""

    by_year: Mapping[int, tuple[tuple[str, Report], ...]]

    @classmethod
    def of(cls, reports: Iterable[tuple[str, Report]]) -> Shelf:
        years: dict[int, tuple[tuple[str, Report], ...]] = {}
        for name, report in reports:
            years[report.year] = (*years.get(report.year, ()), (name, report))
        return cls(frozendict(years))

    def last_of(self, report: Report) -> tuple[str, ...]:
        """The files that hold the last report of the same body: one, none, or several alike."""
        last = self.by_year.get(report.year - 1, ())
        found = [(closeness(report, other), name) for name, other in last]
        best = max((close for close, _ in found), default=0)
        return tuple(name for close, name in found if close == best) if best else ()
