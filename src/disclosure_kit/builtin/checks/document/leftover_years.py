"""Last year's year left where this year is told of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ....contributions import Check
from ....model.case import Case
from ....model.example import PREAMBLE, saying
from ....model.finding import Outcome, Severity
from ....model.prose import Passage, prose, sentences
from ..told import told
from .naming import LEAST, core, same_body

_MARK: Final = r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[、.．]?)?\s*"
_LEAD: Final = r"(?:[^，,。；;：:\d\s]{2,20}[。：:\s]\s*)?"  # a run-in heading
_YEAR: Final = re.compile(r"20(?=(\d\d)\s*年)")
_BEGINS: Final = re.compile(rf"{_MARK}{_LEAD}(?P<year>20\d\d)\s*年(?:度)?(?P<rest>[，,]?[^。；]*)")
# Part of a year, or a span of years.
_PART: Final = re.compile(
    r"^(?:\d|[以之]?来|起|开始|[初底末]|上半|下半|前|后|之|间|[至到—~-]|[^，,]{0,4}(?:月|季度)|[^，,]{0,10}[、和与及]\s*20\d\d)"
)
_ON_PURPOSE: Final = re.compile(
    r"同比|比上年|上年度?|去年|印发|出台的|年报|年度报告|工作要点|被评为|荣获|以来|自20|至今|预算|决算"
)
_TITLE: Final = re.compile(r"《[^《》]{0,120}》|<[^<>]{0,120}>")
_COUNTED: Final = re.compile(
    r"(?:我|本|全|共|累计|未|没有|均)[^，,。；]{0,24}(?:收到|受理|办理|公开|发布|发生|召开|举办|产生|收取|接到|制发|制定|印发)"
)
# 2023年，我局认真…: how a report begins to tell of its own year.
_GENERAL: Final = re.compile(
    r"^[，,](?:在[^，,]{2,24}(?:领导|指导|关心|支持)|根据|按照|认真|坚持|围绕|深入"
    r"|(?:[我本全]|[^，,。；]{2,12}(?=[局厅委办镇乡县市区省]))[局厅委办镇乡县市区省街]"
    r"[^，,。；]{0,6}?(?:认真|坚持|以习近平|深入|按照|严格|高度重视|在[^，,]{2,20}领导))"
)
# A sentence inside a paragraph, or in the preamble: only with a comma, and of the body itself.
_HEAD: Final = re.compile(rf"{_MARK}{_LEAD}(?P<year>20\d\d)\s*年度?[，,](?P<rest>.*)", re.DOTALL)
_WHO: Final = re.compile(
    r"(?P<who>(?:[我本全][省市县区州旗盟厅局委办镇乡街单机部])"
    r"|[\u4e00-\u9fff]{2,20}?(?:省|市|县|区|州|厅|局|委|办|镇|乡|街道|部|人民政府|办事处))"
)
_DOES: Final = re.compile(
    r"(?:累计|共|未|没有|主动公开|收到|受理|举办|召开|围绕|聚焦|根据|按照|认真|坚持|深入|严格|持续|进一步|不断|积极|通过"
    r"|在[^，,]{2,30}(?:公开|发布))"
)
_FIGURE: Final = re.compile(r"\d\s*[件条次期篇个场份人万]")
# What is told of last year on purpose: how it was judged, what came of it, what began then.
_BACKGROUND: Final = re.compile(
    r"问题|不足|整改|反馈|成立|启动|试点|开通|设立|出台|施行|实施以来|结转|上一年|对比|相比|增[加长]|减少|下降"
)


def last_years_year(case: Case) -> Iterator[Outcome]:
    """Words that tell what was done, and begin with last year.

    A paragraph that never names this year is a warning, a sentence inside another one only
    worth asking about: there last year may be told of on purpose.
    """
    last = case.report.year - 1
    for passage in prose(case.report).sought(_YEAR, lambda match: 2000 + int(match[1]) == last):
        if passage.heading:
            continue
        span = _whole(case, passage)
        if span is not None:
            yield _told(case.report.year, passage, span, Severity.WARNING)
            continue
        for inside in _inside(case, passage):
            yield _told(case.report.year, passage, inside, Severity.INFO)


def _whole(case: Case, passage: Passage) -> tuple[int, int] | None:
    """Where a paragraph names last year, that begins with it and never names this year."""
    match = _BEGINS.match(passage.text)
    if match is None or passage.section == PREAMBLE:
        return None
    year = case.report.year
    if int(match["year"]) != year - 1 or str(year) in passage.text:
        return None
    rest = match["rest"]
    if _PART.match(rest.lstrip("，, ")) or _ON_PURPOSE.search(rest):
        return None
    return match.span("year") if _COUNTED.search(rest) or _GENERAL.search(rest) else None


def _inside(case: Case, passage: Passage) -> Iterator[tuple[int, int]]:
    """Sentences that begin with last year and tell of the body's own work, on their own: where
    the one before or behind gives figures of this year, the two are compared."""
    year = case.report.year
    parts = list(sentences(passage.text))
    at = 0
    for before, sentence, behind in zip(["", *parts], parts, [*parts[1:], ""], strict=False):
        start = passage.text.find(sentence, at)
        at = start + len(sentence)
        words = _TITLE.sub("", sentence)
        match = _HEAD.match(words)
        if match is None or int(match["year"]) != year - 1 or str(year) in words:
            continue
        near = (f for f in (before, behind) if str(year) in f and _FIGURE.search(f))
        if _FIGURE.search(match["rest"]) and any(near):
            continue
        rest = match["rest"].lstrip()
        if _ON_PURPOSE.search(rest) or _BACKGROUND.search(rest):
            continue
        if _of_the_body(rest, case.report.agency.name):
            head = start + sentence.find(match["year"])
            yield head, head + len(match["year"])


def _of_the_body(rest: str, agency: str) -> bool:
    who = _WHO.match(rest)
    if who and who["who"][0] in "我本全":
        return True
    named = who is not None and len(core(agency)) >= LEAST and same_body(who["who"], agency)
    return named or _DOES.match(rest) is not None


def _told(year: int, passage: Passage, span: tuple[int, int], severity: Severity) -> Outcome:
    return told(
        "last-years-year",
        severity,
        passage,
        span,
        f"本报告是 {year} 年度的，这里说的却是 {year - 1} 年",
        "请核对是否沿用了上年的文字；是的，年份和数据都要改",
    )


CHECKS = (
    Check(
        "last-years-year",
        "正文没有留下上年的年份",
        Severity.WARNING,
        last_years_year,
        purpose="以上年年份开头、说本机关做了什么，又不与本年对比：多半是抄上年时没有改。",
        basis="国办公开办函〔2021〕30号：报告内容不得与往年雷同",
        passing=saying("2024年，我局共收到申请3件；2023年，我局共收到申请2件。"),
        failing=saying("2023年，我局共收到政府信息公开申请3件，均按期答复。"),
    ),
)
