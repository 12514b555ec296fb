"""Claims of the prose (未收到、均获维持) against the cells of the tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from ...contributions import Check
from ...model.case import Case
from ...model.example import filled_and_saying
from ...model.finding import Finding, Outcome, Severity
from ...model.first_look import holds_any
from ...model.form import Form
from ...model.formula import Worth, readings, worth
from ...model.mention import Sought, Wordings
from ...model.numerals import compact
from ...model.prose import prose, sentences
from ...model.rules import Claim
from ...structure.mentioned import Mentioned, fits, mentions
from ...structure.statements import Statement, claiming_statements
from ...view import format_number
from .text_figures import not_assessed

CODE: Final = "text-claim"
_TOTAL: Final = "applications.received.total"
# 2018年，信息公开引起行政复议和提起行政诉讼。 Who had such cases counts them.
_NOT_COUNTED: Final = re.compile(
    r"(?:\d{4}年度?|全年|[今本]年度?)?,?因?(?:政府)?信息公开(?:工作|申请)?"
    r"(?:引起|引发|产生|导致)(?:了|被申请)?行政复议(?:和|、|及|或|以及|或者)"
    r"(?:被?提起)?行政诉讼(?:案件)?。"
)
_NO_SIGN: Final = r"[\s\u200b\ufeff]*"
_ENDS: Final = re.compile(f"讼{_NO_SIGN}(?:案{_NO_SIGN}件{_NO_SIGN})?。")  # so it ends


def text_claims(case: Case) -> Iterator[Outcome]:
    """Each declared claim that the prose makes, and whose cells do not come to 0."""
    yield from _lost_negations(case)
    open_tables: Counter[str] = Counter()
    if not case.form.claims:
        return
    counted: dict[str, Mentioned] | None = None
    claiming = claiming_statements(case.report)
    for statement, likely in claiming.with_wordings(case.form.kept(_claims)):
        for zero in _made(statement, likely):
            found = [worth(reading, case.report, case.form) for reading in readings(zero)]
            if any(w.value == 0 for w in found):
                continue
            if any(w.value is None and not w.least for w in found):
                counted = _counted(case) if counted is None else counted
                if (other := counted.get(zero)) is not None:
                    yield _against(other, statement)
                    continue
                open_tables.update({w.cells[0].partition(".")[0] for w in found})
            else:
                yield _finding(found[0], statement)
    for table, count in open_tables.items():
        yield not_assessed(CODE, table, f"正文有 {count} 处说它的某项为零或全部如何", case)


def _lost_negations(case: Case) -> Iterator[Finding]:
    """Sentences that say that there were cases, and not how many: 未 was lost."""
    for passage in prose(case.report).sought(_ENDS):
        for sentence in sentences(passage.text):
            if not passage.heading and _NOT_COUNTED.fullmatch(compact(sentence)):
                yield Finding(
                    code=CODE,
                    severity=Severity.WARNING,
                    message=f"正文说有复议、诉讼，没有写件数，或是漏了“未”字：“{sentence}”",
                    addresses=(passage.address,),
                    advice="没有发生的写“未”；发生了的写明件数",
                    clause="正文与表格应当一致",
                    source=passage.source,
                    quote=sentence,
                )


def _counted(case: Case) -> dict[str, Mentioned]:
    """By formula, where the prose itself counts some: the tables cannot say which is true."""
    found: dict[str, Mentioned] = {}
    for mentioned in mentions(case.report, case.form):
        if mentioned.number.value > 0:
            for formula in mentioned.formulas:
                found.setdefault(formula.partition("|")[0].strip(), mentioned)
    return found


def _made(statement: Statement, likely: list[Sought]) -> list[str]:
    """What the claims that a sentence makes, of those that may stand there, say to come to
    nothing."""
    made: list[str] = []
    for sought in likely:
        claim = sought.wording
        if (
            isinstance(claim, Claim)
            and fits(claim, statement)
            and not holds_any(statement.words, claim.unless)
            and sought.stands_in(statement.own)
        ):
            made.append(claim.zero)
    return list(dict.fromkeys(made))


def _claims(form: Form) -> Wordings:
    return Wordings(map(Sought.of, form.claims))


def _finding(found: Worth, statement: Statement) -> Finding:
    value = found.value if found.value is not None else found.least
    assert value is not None  # it is more than 0
    least = "" if found.value is not None else "至少"
    return Finding(
        code=CODE,
        severity=Severity.WARNING,
        message=f"正文的说法与表格不符，表内{found.label}为{least} "
        f"{format_number(value)}：{statement.quote()}",
        addresses=(*found.cells, statement.passage.address),
        expected=0,
        actual=value,
        advice="请核对正文与表格哪一处正确，改成一致",
        clause="正文与表格应当一致",
        source=statement.passage.source,
        quote=statement.sentence,
    )


def _against(other: Mentioned, statement: Statement) -> Finding:
    return Finding(
        code=CODE,
        severity=Severity.WARNING,
        message=f"正文前后不一：一处写 {other.number.printed}，"
        f"{other.statement.quote(other.number)}；另一处说没有：{statement.quote()}",
        addresses=(other.statement.passage.address, statement.passage.address),
        expected=0,
        actual=other.number.value,
        advice="请核对哪一处正确，改成一致",
        clause="正文前后应当一致",
        source=statement.passage.source,
        quote=statement.sentence,
    )


CHECK: Final = Check(
    CODE,
    "正文说没有、说全部的话与表内一致",
    Severity.WARNING,
    text_claims,
    purpose="正文说未收到、没有发生、均获维持，表内相应的格却不是零，必有一处写错。",
    basis="《条例》第四十七条：内容应当准确；正文与各表说的是同一件事",
    passing=filled_and_saying(_TOTAL, 0, "2024年，我县未收到政府信息公开申请。"),
    failing=filled_and_saying(_TOTAL, 12, "2024年，我县未收到政府信息公开申请。"),
)
