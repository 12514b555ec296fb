"""The figures that the prose mentions against the cells of the tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from ...contributions import Check
from ...model.case import Case
from ...model.example import filled_and_saying
from ...model.finding import Finding, NotAssessed, Outcome, Severity
from ...model.formula import Worth, filled
from ...model.prose import passages
from ...model.values import YUAN_PER_UNIT, Kind
from ...structure.cuts import LONGEST
from ...structure.mentioned import Mentioned, mentions, nearest_to
from ...view import format_number

CODE: Final = "text-figure"
_TOTAL: Final = "applications.received.total"


def text_figures(case: Case) -> Iterator[Outcome]:
    """Each number of the prose that a declared wording names, and that no reading of it in the
    tables comes to. Where a reading cannot be formed, the number is not assessed."""
    open_tables: Counter[str] = Counter()
    for mentioned in mentions(case.report, case.form):
        if mentioned.holds(case.report, case.form):
            continue
        found = mentioned.readings(case.report, case.form)
        known = [worth for worth in found if worth.value is not None]
        if len(known) < len(found):
            open_tables.update({worth.cells[0].partition(".")[0] for worth in found})
        else:
            yield _finding(mentioned, known, case)
    for passage in passages(case.report):
        if len(passage.text) > LONGEST:
            place = passage.source.rpartition("!")[2] or passage.address
            reason = f"{place}一段有 {len(passage.text)} 字，没有核对其中的数"
            yield NotAssessed(CODE, reason, (passage.address,), statutory=False)
    for table, count in open_tables.items():
        yield not_assessed(CODE, table, f"正文有 {count} 处写到它的数", case)


def _finding(mentioned: Mentioned, known: list[Worth], case: Case) -> Finding:
    number, statement = mentioned.number, mentioned.statement
    likely = nearest_to(number.value, known)
    column = case.form.cells[likely.cells[0]][1]
    unit = column.unit or "" if column.kind is Kind.MONEY else ""
    scale = YUAN_PER_UNIT.get(unit, Decimal(1))
    assert likely.value is not None
    true = Decimal(format_number(likely.value / scale))
    others = "（别的读法也不符）" if len({worth.value for worth in known}) > 1 else ""
    return Finding(
        code=CODE,
        severity=Severity.WARNING,
        message=f"正文写作 {number.printed}，表内{likely.label}为 "
        f"{true:f}{unit}{others}：{statement.quote(number)}",
        addresses=(*likely.cells, statement.passage.address),
        expected=true,
        actual=Decimal(format_number(number.value / scale)),
        advice="请核对正文与表格哪一处正确，改成一致；口径不同的，请在正文写明",
        clause="正文与表格应当一致",
        source=statement.passage.source,
        quote=statement.sentence,
    )


def not_assessed(code: str, table: str, what: str, case: Case) -> NotAssessed:
    """Why the prose could not be held against a table: nothing in it, or not all."""
    cells = tuple(cell for cell, (address, _) in case.form.cells.items() if address.table == table)
    title = case.form.tables[table].title
    empty = not filled(cells, case.report, case.form)
    lacks = "没有读入数据" if empty else "有未填写的格"
    return NotAssessed(code, f"表“{title}”{lacks}，{what}，没有全部核对", cells, statutory=False)


CHECK: Final = Check(
    CODE,
    "正文写到的数与表内一致",
    Severity.WARNING,
    text_figures,
    purpose="正文写到表里的数，应当与表内一致；写法由版本和插件声明，两可的写法不报。",
    basis="《条例》第四十七条：内容应当准确；正文与各表说的是同一件事",
    passing=filled_and_saying(_TOTAL, 12, "全年共收到政府信息公开申请12件。"),
    failing=filled_and_saying(_TOTAL, 12, "全年共收到政府信息公开申请21件。"),
)
