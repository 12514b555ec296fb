"""The parts that the preamble names, against the headings of the report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from attrs import frozen

from ....contributions import Check
from ....model.case import Case
from ....model.edition import OutlineKind
from ....model.example import PREAMBLE, saying
from ....model.finding import Outcome, Severity
from ....model.prose import Passage, passages
from ....model.report import Report
from ....structure.headings import titles_of
from ....structure.wording import chinese_number, normal, without_ordinal
from ..told import told

_LOOKED_AT: Final = 2  # passages in which a report without a preamble says what it consists of
_REACH: Final = 3000  # characters of such a passage: a whole report may stand on one line
_COUNT: Final = (
    r"(?<![第、一二三四五六七八九十\d])([一二三四五六七八九十两]{1,2}|\d{1,2})\s*(?:个|大)?\s*部分"
)
_ENDS: Final = (
    rf"(?:(?:共分?|共有|共计|这|以上|等)*\s*{_COUNT}|等(?:几个|各个|多个)?(?:部分|方面)"
    r"|(?:部分)?(?:组成|构成))"
)
_REPORT: Final = r"(?:全文|本?(?:年度)?报告|年报)(?:全文|内容)?"
_LISTS: Final = (
    re.compile(
        rf"{_REPORT}[^。；]{{0,8}}?(?:包括|包含|分为|涵盖)[:：]?"
        rf"(?P<list>[^。]{{8,400}}?)(?:{_ENDS}|。|$)"
    ),
    re.compile(rf"{_REPORT}由(?P<list>[^。]{{8,400}}?){_ENDS}"),
)
_NAMES_REPORT: Final = ("全文", "报告", "年报")  # one of these begins what says of what it consists
_AHEAD: Final = 3  # characters of it that may stand before them: 本年度报告
_HOW_MANY: Final = re.compile(rf"{_REPORT}[^。；]{{0,250}}?{_COUNT}|{_COUNT}(?:组成|构成)")
_ANNEX: Final = re.compile(r"附表|附件|附录|指标统计")
_BETWEEN: Final = re.compile(r"[、，,；;]|以及")
# What all the titles share tells none of them from another.
_COMMON: Final = re.compile(
    r"政府信息公开|政府信息|信息公开|工作|情况|的|相关|有关|方面|等|公开|部分"
)
_SHORTEST: Final = 2
_FOUND: Final = "※"  # stands for a title that was found in the list
_FEWEST: Final = 2  # headings: fewer, and the text was stored without its line ends


@frozen
class _Named:
    """What a passage says the report consists of."""

    passage: Passage
    span: tuple[int, int]
    names: str


def parts_named(case: Case) -> Iterator[Outcome]:
    """A part named that is none of the report's, while one of the report's is not named."""
    fixed = case.form.edition.outline is OutlineKind.FIXED
    if not fixed and case.report.signature is None:
        return  # of a text that nobody signs the last parts may not have been stored
    titles: list[tuple[str, ...]] = []
    for named in _lists(case):
        titles = titles or _titles(case)
        rest = normal(named.names)
        missing = []
        for variants in titles:
            hit = next((v for v in variants if v in rest), None)
            if hit is None:
                missing.append(variants)
            else:
                rest = rest.replace(hit, _FOUND, 1)
        if len(missing) == len(titles):
            continue  # a list of something else: whose figures are in the report
        pieces = [p for p in _BETWEEN.split(rest) if len(_distinct(p)) >= _SHORTEST]
        foreign = [p for p in pieces if _FOUND not in p and not any(_alike(p, v) for v in missing)]
        names = [piece.replace(_FOUND, "") for piece in pieces]
        unnamed = [v for v in missing if not any(_alike(n, v) for n in names)]
        if foreign and unnamed:
            yield told(
                "parts-named",
                Severity.WARNING,
                named.passage,
                _place(named, foreign[0]),
                f"开头列出的{_quoted(foreign)}不是本报告的部分，"
                f"{_quoted([v[0] for v in unnamed])}没有列出",
                "请按正文各部分的标题改写这一句",
            )


def _place(named: _Named, foreign: str) -> tuple[int, int]:
    """Where the first part stands that is none; the whole list where it is written otherwise."""
    at = named.passage.text.find(foreign, *named.span)
    return (at, at + len(foreign)) if at >= 0 else named.span


def parts_counted(case: Case) -> Iterator[Outcome]:
    """The number of parts that the preamble names, against the form's or the headings found."""
    fixed = case.form.edition.outline is OutlineKind.FIXED
    have = len(case.form.sections) if fixed else len(case.report.sections)
    for passage in _first(case):
        counts = "部分" in passage.text
        match = _HOW_MANY.search(passage.text, 0, _REACH) if counts else None
        if match is None:
            continue
        at = 1 if match[1] else 2
        number = int(match[at]) if match[at].isdigit() else chinese_number(match[at])
        if number is None or number == have or not (fixed or _whole(case, number, passage)):
            continue
        yield told(
            "parts-counted",
            Severity.WARNING,
            passage,
            match.span(at),
            f"开头说有 {number} 个部分，{'格式规定' if fixed else '正文'}是 {have} 个",
            "请核对部分的个数",
        )
        return


def _whole(case: Case, number: int, passage: Passage) -> bool:
    """Whether the headings found are all that a report without a prescribed outline has.

    Of a text that nobody signs the last parts may not have been stored. 附表 may be counted as a
    part, and has no heading of that kind.
    """
    found = len(case.report.sections)
    if found < _FEWEST or (_ANNEX.search(passage.text) and number == found + 1):
        return False
    return case.report.signature is not None or number < found


def _first(case: Case) -> tuple[Passage, ...]:
    return case.report.kept(_looked_at)


def _looked_at(report: Report) -> tuple[Passage, ...]:
    everything = tuple(p for p in passages(report) if not p.heading)
    preamble = tuple(p for p in everything if p.section == PREAMBLE)
    return preamble or everything[:_LOOKED_AT]


def _lists(case: Case) -> Iterator[_Named]:
    for passage in _first(case):
        text = passage.text
        ats = [at for word in _NAMES_REPORT if (at := text.find(word, 0, _REACH)) >= 0]
        start = max(0, min(ats, default=_REACH) - _AHEAD)
        for match in (m for pattern in _LISTS for m in pattern.finditer(text, start, _REACH)):
            names = match["list"]
            # 全文包括: a list of parts, not of what was published.
            if len(_BETWEEN.findall(names)) >= 2 and not re.search(r"\d", names):
                yield _Named(passage, match.span("list"), names)
                return


def _titles(case: Case) -> list[tuple[str, ...]]:
    """Per section of the report, the titles it goes by; the printed one among them."""
    titles = []
    for section in case.form.sections:
        narrative = case.report.sections.get(section.id)
        fixed = case.form.edition.outline is OutlineKind.FIXED
        if narrative is None and not fixed:
            continue
        known = [without_ordinal(title) for title in titles_of(section)]
        if narrative is not None:
            known.append(without_ordinal(normal(narrative.title)))
        titles.append((known[0], *sorted(dict.fromkeys(known), key=len, reverse=True)))
    return titles


def _distinct(name: str) -> str:
    return _COMMON.sub("", name)


def _alike(name: str, variants: tuple[str, ...]) -> bool:
    """Whether ``name`` may be a free wording of one of ``variants``: two characters in a row that
    are not common to all titles, or one within the other."""
    words = _distinct(name)
    pairs = {words[i : i + 2] for i in range(len(words) - 1)}
    return any(
        name in variant or any(pair in _distinct(variant) for pair in pairs) for variant in variants
    )


def _quoted(names: list[str]) -> str:
    return "、".join(f"“{name}”" for name in names[:3]) + ("等" if len(names) > 3 else "")


_SIX: Final = (
    "全文包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、"
    "政府信息公开行政复议、行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项等六个部分。"
)

CHECKS = (
    Check(
        "parts-named",
        "开头列出的部分与正文标题一致",
        Severity.WARNING,
        parts_named,
        purpose="开头的“全文包括……”多从往年或别处抄来，与正文的标题对不上，读者会以为缺了部分。",
        basis="编写惯例；各部分的标题见适用版本的格式",
        passing=saying(_SIX, section=PREAMBLE),
        failing=saying(
            "全文包括概述、主动公开、依申请公开、政府信息管理、平台建设、其他需要报告的事项等六部分。",
            section=PREAMBLE,
        ),
    ),
    Check(
        "parts-counted",
        "开头所说部分的个数",
        Severity.WARNING,
        parts_counted,
        purpose="开头写的部分个数与格式规定（或正文）不符，多是沿用了旧格式的句子。",
        basis="编写惯例；部分的个数见适用版本的格式",
        passing=saying(_SIX, section=PREAMBLE),
        failing=saying(_SIX.replace("六个", "八个"), section=PREAMBLE),
    ),
)
