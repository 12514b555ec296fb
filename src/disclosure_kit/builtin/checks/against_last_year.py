"""Figures beside those of last year: the very same, or many times as great."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from attrs import evolve, frozen

from ...contributions import Check
from ...model.case import Case
from ...model.example import Example, filled
from ...model.finding import Finding, Outcome, Severity, without_last_year
from ...model.form import Form
from ...model.labels import cell_label
from ...model.report import Report
from ...model.table import Table
from ...model.values import Address, Kind, number
from ...view import format_value

_KINDS: Final = (Kind.COUNT, Kind.MONEY)
_LARGE: Final = 100  # smaller counts are often the same by chance
_FEW: Final = 4  # figures above 0 that a table must have for its sameness to say something
_SHOWN: Final = 4
_TIMES: Final = 10
_UNIT_SLIP: Final = 1000  # 元 for 万元 is ten thousand times, give or take the year's change


@frozen
class _Pair:
    """One figure above 0 in both years, in base units, and the two as printed."""

    address: Address
    label: str
    now: Decimal
    last: Decimal
    printed: tuple[str, str]


def unchanged_figures(case: Case) -> Iterator[Outcome]:
    """Tables that say just what they said last year; else single large figures that do."""
    if case.previous is None:
        yield without_last_year(UNCHANGED.code)
        return
    carried = _carried(case.form)
    for table in case.form.tables.values():
        if not isinstance(table, Table):
            continue
        pairs = [p for p in _pairs(table, case, case.previous) if p.address not in carried]
        same = [p for p in pairs if p.now == p.last]
        whole = len(pairs) >= _FEW and len(same) == _filled(table, case.report, carried)
        large = [p for p in same if p.now >= _LARGE]
        if not (whole or large):
            continue
        listed = same if whole else large
        labels = "；".join(f"{p.label} {p.printed[0]}" for p in listed[:_SHOWN])
        more = f"等 {len(listed)} 格" if len(listed) > _SHOWN else ""
        what = f"表“{table.title}”" + ("的数据与上年完全相同" if whole else "有数据与上年相同")
        yield Finding(
            code=UNCHANGED.code,
            severity=Severity.WARNING if whole else Severity.INFO,
            message=f"{what}：{labels}{more}",
            addresses=tuple(str(p.address) for p in listed),
            advice="请核对是否忘了改成本年的数；确实相同的，可以说明",
            clause=UNCHANGED.basis,
            source=case.report.sources.get(str(listed[0].address), ""),
        )


def jumps(case: Case) -> Iterator[Outcome]:
    """Figures at least ten times last year's, or at most a tenth, with the quotient."""
    if case.previous is None:
        yield without_last_year(JUMP.code)
        return
    for table in case.form.tables.values():
        for pair in _pairs(table, case, case.previous) if isinstance(table, Table) else ():
            high, low = max(pair.now, pair.last), min(pair.now, pair.last)
            if high < _LARGE or high < low * _TIMES:
                continue
            now, last = pair.printed
            times = Decimal(f"{pair.now / pair.last:.3g}")
            slip = "，可能是单位（元、万元）或小数点写错" if high >= low * _UNIT_SLIP else ""
            yield Finding(
                code=JUMP.code,
                severity=Severity.INFO,
                message=f"{pair.label} {now} 是上年 {last} 的 {times:f} 倍（{now} ÷ {last}）{slip}",
                addresses=(str(pair.address),),
                expected=pair.last,
                actual=pair.now,
                advice="请核对是否多写或少写了数位；确有其事的，宜在正文中说明",
                clause=JUMP.basis,
                source=case.report.sources.get(str(pair.address), ""),
            )


def _pairs(table: Table, case: Case, previous: Report) -> Iterator[_Pair]:
    """The figures that both reports fill above 0, under one address and of one kind."""
    old = case.previous_form.cells if case.previous_form else case.form.cells
    for address, column in table.cells.items():
        known = old.get(str(address))
        if column.kind not in _KINDS or known is None or known[1].kind is not column.kind:
            continue
        values = case.report.value(address), previous.value(address)
        now, last = map(number, values)
        if now is not None and last is not None and now > 0 and last > 0:
            label = cell_label(case.form, address)
            printed = format_value(values[0], column), format_value(values[1], column)
            yield _Pair(address, label, now, last, printed)


def _filled(table: Table, report: Report, carried: frozenset[Address]) -> int:
    """How many figures above 0 the table has this year."""
    values = (number(report.value(a)) for a in table.cells if a not in carried)
    return sum(value is not None and value > 0 for value in values)


def _carried(form: Form) -> frozenset[Address]:
    """Cells that an identity ties to last year's: of these it speaks already, and where nothing
    happened they stay as they were."""
    tied: set[Address] = set()
    for identity in form.identities:
        if not any(term.previous for term in (*identity.left, *identity.right)):
            continue
        names = {term.ref for term in (*identity.left, *identity.right)}
        for table in form.tables.values():
            if isinstance(table, Table) and table.id == identity.table:
                by_column = identity.per == "column"
                tied |= {a for a in table.cells if (a.row if by_column else a.column) in names}
    return frozenset(tied)


_RECEIVED: Final = {
    "applications.granted.natural_person": 34,
    "applications.granted.total": 34,
    "applications.handled_total.natural_person": 34,
    "applications.handled_total.total": 34,
}
_LAST: Final = Example(cells=filled(_RECEIVED).cells, year=2023)

UNCHANGED: Final = Check(
    "figures-unchanged",
    "数据不是上年的",
    Severity.WARNING,
    unchanged_figures,
    purpose="一张表与上年分毫不差，或一个很大的数与上年相同，多半是忘了改。",
    basis="统计常理；结转数、现行有效件数另有跨年的勾稽关系，不在此列",
    passing=evolve(filled(_RECEIVED | {"applications.granted.total": 35}), previous=_LAST),
    failing=evolve(filled(_RECEIVED), previous=_LAST),
)

_LICENCES: Final = "proactive.licences.decisions"

JUMP: Final = Check(
    "figure-jump",
    "数据没有成十倍的增减",
    Severity.INFO,
    jumps,
    purpose="一个数是上年的十倍以上或十分之一以下，常是多写少写数位、错用单位。",
    basis="统计常理",
    passing=evolve(
        filled({_LICENCES: 820}), previous=Example(cells=filled({_LICENCES: 900}).cells, year=2023)
    ),
    failing=evolve(
        filled({_LICENCES: 9010}), previous=Example(cells=filled({_LICENCES: 900}).cells, year=2023)
    ),
)
