"""Declared rules about words: texts required or forbidden, lengths, figures to be stated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..model.case import Case
from ..model.finding import Finding, NotAssessed, Outcome
from ..model.mention import said_in, spoken
from ..model.prose import PREAMBLE, Passage, passages
from ..model.text_rules import (
    ForbiddenText,
    ItemisedTotal,
    LengthLimit,
    RequiredFigures,
    RequiredText,
    TextRule,
)
from ..model.values import number
from ..structure.prose_figures import stated_in
from .itemised import itemised_totals

# As Word counts 字: each Chinese character and mark, and each word or number of half-width ones.
_COUNTED: Final = re.compile(r"[!-~]+|[^\s!-~]")
_SHOWN: Final = 40
# Stands for a longer word that is right, so that what is beside it does not become one word.
_LEFT_OUT: Final = "\ufffc"


def text_rules(case: Case) -> Iterator[Outcome]:
    """Every declared rule about words. A section that is not there cannot be assessed."""
    found = tuple(passages(case.report))
    for rule in case.form.text_rules:
        section = None if isinstance(rule, RequiredFigures) else rule.section
        if section not in (None, PREAMBLE, *case.report.sections):
            reason = f"报告没有“{where(rule, case)}”这一部分"
            yield NotAssessed(rule.code, reason, statutory=False)
            continue
        mine = tuple(p for p in found if section in (None, p.section))
        match rule:
            case RequiredText():
                yield from _required(rule, mine, case)
            case ForbiddenText():
                yield from _forbidden(rule, mine)
            case LengthLimit():
                yield from _length(rule, mine, case)
            case RequiredFigures():
                yield from _figures(rule, case)
            case ItemisedTotal():
                yield from itemised_totals(rule, mine)


def where(rule: TextRule, case: Case) -> str:
    """The title of the section that the rule speaks of."""
    if isinstance(rule, RequiredFigures) or rule.section is None:
        return "全文"
    if rule.section == PREAMBLE:
        return "导语"
    section = case.form.section(rule.section)
    return section.title if section else rule.section


def counted(text: str) -> int:
    """How many 字 a text has, as Word counts them."""
    return len(_COUNTED.findall(text))


def _required(rule: RequiredText, mine: tuple[Passage, ...], case: Case) -> Iterator[Finding]:
    if any(True for p in mine for _ in said_in(rule.text, rule.words, p.text)):
        return
    said = spoken(rule.text, rule.words, number="×")
    yield Finding(
        code=rule.code,
        severity=rule.severity,
        message=f"{where(rule, case)}没有写“{said}”之类的话：{rule.title}",
        addresses=(rule.section or "",) if rule.section else (),
        advice=rule.advice or "请补写；确无此项的，请写明",
        clause=f"{rule.title}（{rule.basis}）",
        source=mine[0].source if mine else "",
    )


def _forbidden(rule: ForbiddenText, mine: tuple[Passage, ...]) -> Iterator[Finding]:
    for passage in mine:
        text = passage.text
        for longer in rule.unless:
            text = text.replace(longer, _LEFT_OUT)
        for said in dict.fromkeys(said_in(rule.text, rule.words, text)):
            yield Finding(
                code=rule.code,
                severity=rule.severity,
                message=f"写了“{_shown(said)}”：{rule.title}",
                addresses=(passage.address,),
                advice=rule.advice or "请改写",
                clause=f"{rule.title}（{rule.basis}）",
                source=passage.source,
                quote=passage.text,
            )


def _shown(said: str) -> str:
    return said.replace(_LEFT_OUT, "").strip("。")[:_SHOWN]


def _length(rule: LengthLimit, mine: tuple[Passage, ...], case: Case) -> Iterator[Finding]:
    count = sum(counted(passage.text) for passage in mine)
    if rule.at_most is not None and count > rule.at_most:
        bound, asked, advice = rule.at_most, "至多", f"请删去约 {count - rule.at_most} 字"
    elif rule.at_least is not None and count < rule.at_least:
        bound, asked, advice = rule.at_least, "至少", f"请补写约 {rule.at_least - count} 字"
    else:
        return
    yield Finding(
        code=rule.code,
        severity=rule.severity,
        message=f"{where(rule, case)}有 {count} 字，{asked} {bound} 字",
        addresses=(rule.section,) if rule.section else (),
        expected=bound,
        actual=count,
        advice=rule.advice or advice,
        clause=f"{rule.title}（{rule.basis}）",
        source=mine[0].source if mine else "",
    )


def _figures(rule: RequiredFigures, case: Case) -> Iterator[Outcome]:
    stated = {found.key for found in stated_in(case.report, case.form)}
    stated |= {key for key, value in case.report.figures.items() if number(value) is not None}
    absent = [key for key in rule.figures if key not in stated]
    unread = {
        place.id: place.title
        for place in (case.form.section(case.form.figures[key].section) for key in absent)
        if place is not None and place.id not in case.report.sections
    }
    for title in unread.values():
        yield NotAssessed(rule.code, f"报告没有“{title}”这一部分", statutory=False)
    missing = [key for key in absent if case.form.figures[key].section not in unread]
    if missing:
        labels = "、".join(case.form.figures[key].label for key in missing)
        yield Finding(
            code=rule.code,
            severity=rule.severity,
            message=f"没有写明 {labels}",
            addresses=tuple(missing),
            advice=rule.advice or "请在正文中写明；没有发生的写 0",
            clause=f"{rule.title}（{rule.basis}）",
        )
