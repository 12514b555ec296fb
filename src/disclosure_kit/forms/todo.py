"""What is still open: one line each, with a live formula and what it gives now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final

from attrs import frozen

from ..model.report import Report
from ..model.table import RepeatingTable
from .cells import Spot, column_name
from .formulas import FAILS, HOLDS, OPEN, status
from .key import COVER, COVER_FIELDS, FIGURES
from .planned import GRID_TOP, Operand, Plan
from .shares import share_results

NEEDED = ("机关名称", "区划代码", "填报人", "联系电话")
WRONG: Final = "不符"  # how the status of a rule that is broken ends


@frozen
class Todo:
    """A line of the list."""

    group: str
    words: str
    formula: str
    cached: str
    sheet: str = ""


def todo_rows(
    plan: Plan, report: Report, first_line: int, known: Callable[[Operand], Decimal | None]
) -> Iterator[Todo]:
    """Every line, in the order of the sheets."""
    for row, name in enumerate(COVER_FIELDS, GRID_TOP):
        if name in NEEDED:
            given = {"机关名称": report.agency.name, "区划代码": report.agency.code}.get(name)
            cell = f"'{COVER}'!B{row + 1}"
            formula = f'=IF({cell}="","未填","{HOLDS}")'
            yield Todo("封面", name, formula, HOLDS if given else "未填", COVER)
    for section in plan.key.sections:
        if not section.id:
            continue
        narrative = report.sections.get(section.id)
        span = f"'{section.name}'!B{first_line + 1}:B2000"
        formula = f'=IF(COUNTA({span})=0,"未写","{HOLDS}")'
        cached = HOLDS if narrative and narrative.body else "未写"
        yield Todo("文字", section.label, formula, cached, section.name)
    for sheet in plan.tables:
        spots = [spot for spot, _ in sheet.spans]
        blanks = sum(
            not report.tables.get(sheet.table.id)
            or (a.row, a.column) not in report.tables[sheet.table.id].cells
            for a in sheet.table.cells
        )
        yield _blanks("表格", sheet.label, sheet.name, spots, blanks)
    for key in plan.key.repeating:
        assert isinstance(plan.form.tables[key.id], RepeatingTable)
        data = report.tables.get(key.id)
        span = f"'{key.name}'!B{GRID_TOP + 2}:{column_name(len(key.columns))}2000"
        formula = f'=IF(COUNTA({span})=0,"没有行","{HOLDS}")'
        filled = data is not None and bool(data.cells)
        yield Todo("表格", key.label, formula, HOLDS if filled else "没有行", key.name)
    if plan.key.figures:
        spots = [plan.spots[entry.id] for entry in plan.key.figures]
        blanks = sum(entry.id not in report.figures for entry in plan.key.figures)
        yield _blanks("数据", FIGURES, FIGURES, spots, blanks)
    for identity in plan.form.identities:
        checks = [check for check in plan.checks if check.identity is identity]
        if checks:
            found = [status(check, known) for check in checks]
            yield _check(identity.code, identity.title, [c.status for c in checks], found)
    for share in plan.shares:
        _, text = share_results(share.rule, report.figures)
        yield _check(share.rule.code, share.rule.title, [share.status], [text])


def _blanks(group: str, words: str, name: str, spots: list[Spot], blanks: int) -> Todo:
    count = "+".join(f"COUNTBLANK('{name}'!{run})" for run in _columns(spots))
    formula = f'=IF({count}=0,"{HOLDS}","还有 "&({count})&" 格未填")'
    return Todo(group, words, formula, f"还有 {blanks} 格未填" if blanks else HOLDS, name)


def _check(code: str, title: str, spots: list[Spot], found: list[str]) -> Todo:
    name = spots[0].sheet
    runs = list(_columns(spots))
    wrong = "+".join(f"COUNTIF('{name}'!{run},\"{FAILS}*\")" for run in runs)
    still = "+".join(f"COUNTIF('{name}'!{run},\"{OPEN}\")" for run in runs)
    formula = f'=IF({wrong}>0,({wrong})&" 处{WRONG}",IF({still}>0,({still})&" 处未核","{HOLDS}"))'
    failing = sum(text.startswith(FAILS) for text in found)
    waiting = found.count(OPEN)
    cached = f"{failing} 处{WRONG}" if failing else f"{waiting} 处未核" if waiting else HOLDS
    return Todo("核对", f"{title}（{code}）", formula, cached, name)


def _columns(spots: list[Spot]) -> Iterator[str]:
    """The cells as ranges of one column each."""
    runs: list[list[Spot]] = []
    for spot in sorted(spots, key=lambda s: (s.column, s.row)):
        last = runs[-1][-1] if runs else None
        if last and (last.column, last.row + 1) == (spot.column, spot.row):
            runs[-1].append(spot)
        else:
            runs.append([spot])
    for run in runs:
        yield run[0].a1 if len(run) == 1 else f"{run[0].a1}:{run[-1].a1}"
