"""Which reports may stand beside each other, and in which order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from ..app import Loaded
from ..errors import UsageError
from ..model.agency_names import bare, elsewhere, without_place
from ..previous import closeness


def ordered(
    reports: tuple[Loaded, ...], *, units: bool = False, renamed: bool = False
) -> tuple[Loaded, ...]:
    """One body's reports from first to last year; with ``units``, one year's in the order given.

    Raises:
        UsageError: as ``side_by_side`` says.
    """
    if len(reports) < 2:
        raise UsageError("对比至少要有两份年报")
    if units:
        _one_year(reports)
        return reports
    if not renamed:
        _one_body(reports)
    years: dict[int, list[Loaded]] = defaultdict(list)
    for one in reports:
        years[one.report.year].append(one)
    twice = [
        f"{'、'.join(one.name for one in same)} 都是 {year} 年度的报告"
        for year, same in sorted(years.items())
        if len(same) > 1
    ]
    if twice:
        raise UsageError(twice, hint="同一机关一年只能有一份")
    return tuple(years[year][0] for year in sorted(years))


def in_order(last: Loaded, this: Loaded) -> None:
    """That ``last`` is the earlier of the two.

    Raises:
        UsageError: it is the later one.
    """
    if last.report.year > this.report.year:
        raise UsageError(
            f"先后颠倒：{last.name} 是 {last.report.year} 年度的，"
            f"晚于 {this.name}（{this.report.year} 年度）",
            hint="先写较早的一份，再写较晚的一份",
        )


def _one_body(reports: tuple[Loaded, ...]) -> None:
    newest = max(reports, key=lambda one: one.report.year)
    others = [
        one for one in reports if one is not newest and not closeness(one.report, newest.report)
    ]
    if others:
        raise UsageError(
            [f"{one.name} {_whose(one)}，{newest.name} {_whose(newest)}" for one in others],
            hint="对比不同机关，请加 --units；同一机关改过名称的，请加 --renamed",
        )


def _whose(one: Loaded) -> str:
    name = one.report.agency.name
    return f"是“{name}”的" if name else "没有写明机关"


def _one_year(reports: tuple[Loaded, ...]) -> None:
    first = reports[0]
    problems = [
        f"{one.name} 是 {one.report.year} 年度的，{first.name} 是 {first.report.year} 年度的"
        for one in reports
        if one.report.year != first.report.year
    ]
    if problems:
        raise UsageError(problems, hint="对比不同机关（--units）时，各份应是同一年度的")
    same = [
        f"{'、'.join(one.name for one in files)} 都是“{files[0].report.agency.name}”的"
        for files in _of_one_body(reports)
    ]
    if same:
        raise UsageError(
            same, hint="同一机关一年只能有一份（名称的全角半角、空格、“人民政府”不计）"
        )


def _of_one_body(reports: tuple[Loaded, ...]) -> Iterator[list[Loaded]]:
    """Files of one name, however it is typed, unless each gives the code of another county."""
    bodies: dict[str, list[Loaded]] = defaultdict(list)
    for one in reports:
        if name := bare(one.report.agency.name):
            bodies[name].append(one)
    for files in bodies.values():
        pairs = ((_code(one), _code(two)) for one, two in combinations(files, 2))
        if not all(elsewhere(*pair) for pair in pairs):
            yield files


def alike(reports: Iterable[Loaded]) -> Iterator[str]:
    """Of two bodies that may be one under two names, what to look at."""
    names = {bare(one.report.agency.name): one for one in reports}
    for one, two in without_place(names):
        codes = _code(one), _code(two)
        if not all(codes) or codes[0] == codes[1]:
            yield (
                f"“{one.report.agency.name}”（{one.name}）与“{two.report.agency.name}”"
                f"（{two.name}）可能是同一机关，请核对"
            )


def _code(one: Loaded) -> str | None:
    return one.report.agency.code or one.report.region
