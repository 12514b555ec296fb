"""Which report is the same body's of the year before."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from .model.agency_names import bare
from .model.report import Report


def misfit(report: Report, previous: Report) -> str:
    """Why ``previous`` is not the same body's report of the year before; empty where it is."""
    if previous.year != report.year - 1:
        return f" 是 {previous.year} 年度的报告，不是上一年（{report.year - 1}）的，没有用来核对"
    if closeness(report, previous):
        return ""
    return f" 是“{previous.agency.name}”的报告，不是“{report.agency.name}”的，没有用来核对"


def closeness(report: Report, other: Report) -> int:
    """How surely the two are of one body: 2 by name, however it is typed (芒市, 芒市人民政府), 0
    where they are not; 1 where one name is the other's without its place (勐戛镇, 芒市勐戛镇).

    A division code tells no body: all offices of a county have one and the same.
    """
    one, longer = sorted((bare(report.agency.name), bare(other.agency.name)), key=len)
    if not one:
        return 0
    return 2 if one == longer else int(longer.endswith(one))


@frozen
class Shelf:
    """Which file holds the report of which body and year: (bare) names alone, so that a whole
    country's fit into memory, and each is found without a look at all of them."""

    files: Mapping[tuple[int, str], tuple[str, ...]]
    backwards: Mapping[int, tuple[str, ...]]  # the bodies of a year, by the endings of their names

    @classmethod
    def of(cls, reports: Iterable[tuple[str, Report]]) -> Shelf:
        files: dict[tuple[int, str], tuple[str, ...]] = {}
        bodies: dict[int, list[str]] = {}
        for file, report in reports:
            key = report.year, bare(report.agency.name)
            if key not in files:
                bodies.setdefault(report.year, []).append(key[1][::-1])
            files[key] = (*files.get(key, ()), file)
        return cls(files, {year: tuple(sorted(names)) for year, names in bodies.items()})

    def last_of(self, report: Report) -> tuple[str, ...]:
        """The files that hold the last report of the same body (``closeness``): one, none, or
        several alike."""
        year, name = report.year - 1, bare(report.agency.name)
        if not name:
            return ()
        if same := self.files.get((year, name)):
            return same
        alike = {name[start:] for start in range(1, len(name))}
        alike |= set(self._ending_in(name, year))
        return tuple(sorted(f for body in alike if body for f in self.files.get((year, body), ())))

    def _ending_in(self, name: str, year: int) -> Iterator[str]:
        names, wanted = self.backwards.get(year, ()), name[::-1]
        here = bisect_left(names, wanted)
        while here < len(names) and names[here].startswith(wanted):
            yield names[here][::-1]
            here += 1
