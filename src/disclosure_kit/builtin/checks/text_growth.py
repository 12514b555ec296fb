"""Growth that the prose states (同比增长…%) against both figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from attrs import frozen

from ...contributions import Check
from ...model.case import Case
from ...model.example import saying
from ...model.finding import Finding, Outcome, Severity, without_last_year
from ...model.numerals import MARK, Numeral, index_of, rounded
from ...structure.mentioned import Mentioned, mentions
from ...structure.quantities import UNIT
from ...structure.statements import Statement, statements
from ...view import format_number

CODE: Final = "text-growth"
_UP: Final = "增长|增加|上升|提高|提升|增多|增幅|增"
_DOWN: Final = "下降|减少|降低|回落|下滑|降幅|减"
_THAN: Final = r"(?:同比|(?:较|比|与|同)(?:上年|去年|上一年)(?:度|同期)?(?:相比)?)"
_CHANGE: Final = rf"(?P<way>{_UP}|{_DOWN})(?:了|为|达)?(?P<by>{MARK})(?P<per>%|{UNIT})(?!点)"
# 3646件,同比增长1.05% · 3646件,较上年3607件增长1.08%
_STATED: Final = re.compile(
    rf"(?P<now>{MARK})(?P<unit>{UNIT})[,(]?(?:{_THAN},?"
    rf"|(?:较|比|与|同)(?:上年|去年|上一年|{MARK}年)(?:度|同期)?的?(?P<then>{MARK})(?P<unit2>{UNIT})(?:相比)?,?)"
    rf"(?:总数|数量|总量|申请量|有所)?{_CHANGE}"
)


@frozen
class _Growth:
    now: Numeral
    then: Numeral | None
    by: Numeral
    up: bool
    percent: bool


def text_growth(case: Case) -> Iterator[Outcome]:
    """Growth recomputed, with last year's figure from the sentence or from last year's report."""
    lacking = False
    among = statements(case.report)
    for number in sorted(among.words.showing(_STATED)):
        statement = among.every[number]
        here = [m for m in mentions(case.report, case.form) if m.statement is statement]
        named = {mentioned.index: mentioned for mentioned in here}
        for growth in _growths(statement):
            if growth.then is not None:
                befores: tuple[Decimal, ...] = (growth.then.value,)
            else:
                mentioned = named.get(statement.numbers.index(growth.now))
                if mentioned is None:
                    continue
                if case.previous is None or case.previous_form is None:
                    lacking = True
                    continue
                befores = _last_years(mentioned, case)
            if befores and not any(_holds(growth, before) for before in befores):
                yield _finding(statement, growth, befores[0])
    if lacking:
        yield without_last_year(CODE)


def _growths(statement: Statement) -> Iterator[_Growth]:
    numbers = statement.numbers
    for match in _STATED.finditer(statement.full):
        then = numbers[index_of(match["then"])] if match["then"] else None
        if match["per"] not in ("%", match["unit"]) or match["unit2"] not in (None, match["unit"]):
            continue
        yield _Growth(
            numbers[index_of(match["now"])], then, numbers[index_of(match["by"])],
            match["way"] in _UP.split("|"), match["per"] == "%",
        )  # fmt: skip


def _last_years(mentioned: Mentioned, case: Case) -> tuple[Decimal, ...]:
    """Last year's figures for the readings that this year's number fits."""
    assert case.previous is not None
    assert case.previous_form is not None
    now = mentioned.readings(case.report, case.form)
    then = mentioned.readings(case.previous, case.previous_form)
    return tuple(
        last.value
        for this, last in zip(now, then, strict=True)
        if this.value is not None and last.value is not None and mentioned.number.states(this.value)
    )


def _holds(growth: _Growth, before: Decimal) -> bool:
    true = _true(growth, before)
    return true is None or true == growth.by.value


def _true(growth: _Growth, before: Decimal) -> Decimal | None:
    """What the sentence should print, in its own direction; None where it cannot be told."""
    change = growth.now.value - before if growth.up else before - growth.now.value
    if not growth.percent:
        return change
    return rounded(change * 100 / before, growth.by.step) if before else None


def _finding(statement: Statement, growth: _Growth, before: Decimal) -> Finding:
    true = _true(growth, before)
    assert true is not None  # it does not hold
    unit = "%" if growth.percent else ""
    way = "增长" if growth.up else "下降"
    return Finding(
        code=CODE,
        severity=Severity.WARNING,
        message=f"正文写作{way} {growth.by.printed}{unit}，按上年 {format_number(before)}、本年 "
        f"{growth.now.printed} 应为 {true:f}{unit}：{statement.quote(growth.by)}",
        addresses=(statement.passage.address,),
        expected=true,
        actual=growth.by.value,
        advice="请核对这个数和两年的数",
        clause="增减幅度应当与两年的数相符",
        source=statement.passage.source,
        quote=statement.sentence,
    )


CHECK: Final = Check(
    CODE,
    "正文的增减幅度与两年的数相符",
    Severity.WARNING,
    text_growth,
    purpose="同比增减按本年和上年的数重新计算；上年的数取自同一句，或者上一年的报告。",
    basis="《条例》第四十七条：内容应当准确；增幅为增减数除以上年数",
    passing=saying("全年收到申请3646件，较上年3607件增长1.08%。"),
    failing=saying("全年收到申请3646件，较上年3607件增长1.80%。"),
)
