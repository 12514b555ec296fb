"""Which report is the same body's of the year before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from attrs import frozen
from frozendict import frozendict

from .model.report import Report

_GOVERNMENT: Final = ("人民政府", "政府")


def misfit(report: Report, previous: Report) -> str:
    """Why ``previous`` is not the same body's report of the year before; empty where it is."""
    if previous.year != report.year - 1:
        return f" 是 {previous.year} 年度的报告，不是上一年（{report.year - 1}）的，没有用来核对"
    if closeness(report, previous):
        return ""
    return f" 是“{previous.agency.name}”的报告，不是“{report.agency.name}”的，没有用来核对"


def closeness(report: Report, other: Report) -> int:
    """How surely the two are of one body: 2 by name, 0 where they are not; 1 where one name is the
    other's without its place (勐戛镇人民政府, 芒市勐戛镇人民政府), or names the place alone (芒市).

    A division code tells no body: all offices of a county have one and the same.
    """
    one, longer = sorted((report.agency.name, other.agency.name), key=len)
    if not one:
        return 0
    if one == longer:
        return 2
    return int(longer.endswith(one) or longer in (f"{one}{kind}" for kind in _GOVERNMENT))


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
