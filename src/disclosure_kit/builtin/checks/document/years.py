"""Years and dates in the text: none that cannot be, the right period, no year of another report."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Final

from ....contributions import Check
from ....model.case import Case
from ....model.example import PREAMBLE, saying
from ....model.finding import Outcome, Severity
from ....model.first_look import holds_any
from ....model.prose import Passage, passages, prose, sentences
from ..told import told

# Goals of plans may lie far ahead; a figure that was counted may not.
_FAR: Final = 15
_LEAST: Final = 1840
_YEAR: Final = re.compile(
    r"(?<![\d.,，〔\[(（－—/-])(\d{4,})\s*年(?!\s*(?:[来前票均产级]|之久|的?(?:历史|文化|文明|古|老)))"
)
_LETTER: Final = re.compile(r"(?<![A-Za-z\d])2(?=[\dOoＯ]{3}年)\d*[OoＯ][\dOoＯ]*年")
_NO_YEAR: Final = re.compile(r"(?<![\d.])(20[0-4]\d)(1[0-2]|0?[1-9])月")
# One of these stands in all that is told.
_YEAR_SIGN: Final = re.compile(r"年(?<=[\dOoＯ\s]年)")
_MONTH: Final = re.compile(r"20[0-4]\d{2,3}月")
_BACK: Final = 12
_AS_OF: Final = re.compile(r"截[至止]到?\s*(\d{4})\s*年")
_DATE: Final = re.compile(r"(?:(?<!\d)(\d{4})\s*年\s*)?(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})\s*日")

_DAY: Final = re.compile(r"月\s*\d")
_NO_DAY: Final = re.compile(r"(?<!\d)\d{1,2}\s*月\s*\d{1,2}(?=\s*[止起。，,；]|\s*至\s*\d)")

_PERIOD: Final = re.compile(
    r"统计(?:期限|时间|时限|周期|期间|区间|范围|日期|起止)|(?:所列|涉及)[^，。]{0,10}(?:数据|统计)"
)
_DAY_OF_MONTH: Final = re.compile(r"日(?<=[\d\s]日)")  # in a period stand two
_FROM_TO: Final = re.compile(
    r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日(?:起|开始)?\s*[，,]?\s*(?:至|到|—|－|-|～|~|–)+\s*"
    r"(?:(\d{4})\s*年\s*|同年\s*|当年\s*)?(\d{1,2})\s*月\s*(\d{1,2})\s*日"
)

_REPORT_OF: Final = re.compile(
    r"(?<!\d)(20\d\d)\s*年度?[^。，；,;《》〈〉<>]{0,24}?(?:年度报告|年报)"
)
_CITED: Final = re.compile(
    r"《[^《》]{0,120}(?:《[^《》]{0,80}》[^《》]{0,80})?》|<[^<>]{0,120}>|“[^“”]{0,120}”"
)

_MARK: Final = r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[、.．]?)?\s*"
_PLAN: Final = re.compile(
    rf"{_MARK}(?P<year>20\d\d)\s*年(?:度)?[，,]?(?P<who>[^，,。；]{{0,12}})将"
    r"(?:进一步|继续|重点|着力|认真|不断|持续|积极|主要|按照|严格|切实|围绕|大力|努力|采取|加大|加强|从以?下|以)"
)
# What stands in every plan; the next paragraph may be looked into, and have its own.
_PLANNED: Final = re.compile(r"20\d\d(?=\s*年度?[，,]?[^，,。；]{0,12}将)")


def impossible_years(case: Case) -> Iterator[Outcome]:
    """A year with too many digits, with a letter, without 年, before 1840 or far ahead."""
    last = case.report.year + 1

    words = prose(case.report)

    def odd(match: re.Match[str]) -> bool:
        before = words.words.whole[max(0, match.start() - _BACK) : match.start()].rstrip()
        year = before[-4:]
        if len(before) < 5 and match.start() > _BACK:
            return True  # blanks: more of the number may stand before them
        if year.isdecimal() and len(year) == 4:
            return before[-5:-4].isdecimal() or not _LEAST <= int(year) <= last
        return holds_any(year, "OoＯ")

    for passage in words.at(words.words.showing(_YEAR_SIGN, odd) | words.words.showing(_MONTH)):
        text = passage.text
        for match in _LETTER.finditer(text):
            yield _wrong(passage, match.span(), "年份里混有字母 O", "请改为数字")
        for match in _NO_YEAR.finditer(text):
            right = f"{match[1]}年{int(match[2])}月"
            yield _wrong(passage, match.span(), "年份之后缺“年”字", f"请改为“{right}”")
        counted = {match.start(1) for match in _AS_OF.finditer(text) if int(match[1]) > last}
        for match in _YEAR.finditer(text):
            year = int(match[1][:9])
            if len(match[1]) > 4:
                yield _wrong(passage, match.span(), "年份多了数字", "请改正年份")
            elif match.start(1) in counted or not _LEAST <= year <= case.report.year + _FAR * 3:
                yield _wrong(passage, match.span(), f"年份 {year} 不可能", "请改正年份")


def _wrong(passage: Passage, span: tuple[int, int], what: str, advice: str) -> Outcome:
    return told("year-impossible", Severity.WARNING, passage, span, what, advice)


def impossible_dates(case: Case) -> Iterator[Outcome]:
    """A day that no month has (2月30日, 13月5日), or one without 日 (12月31止)."""
    for passage in prose(case.report).sought(_DAY):
        for match in _NO_DAY.finditer(passage.text):
            yield told(
                "date-impossible",
                Severity.WARNING,
                passage,
                match.span(),
                "日期缺“日”字",
                f"请改为“{match[0]}日”",
            )
        for match in _DATE.finditer(passage.text):
            # 29 February where no year is given: some year has it.
            year = int(match[1]) if match[1] and int(match[1]) else 2000
            try:
                datetime.date(year, int(match[2]), int(match[3]))
            except ValueError:
                yield told(
                    "date-impossible",
                    Severity.WARNING,
                    passage,
                    match.span(),
                    f"没有{match[2]}月{match[3]}日这一天",
                    "请改正日期",
                )


def period_of_year(case: Case) -> Iterator[Outcome]:
    """The period of the figures is the report year, from 1 January to 31 December."""
    year = case.report.year
    for passage in prose(case.report).sought(_DAY_OF_MONTH):
        for sentence in sentences(passage.text):
            found = _PERIOD.search(sentence)
            match = _FROM_TO.search(sentence, found.start()) if found else None
            if match is None:
                continue
            first, last = int(match[1]), int(match[4] or match[1])
            days = tuple(int(match[group]) for group in (2, 3, 5, 6))
            right = f"{year}年1月1日至{year}年12月31日"
            if (first, last) == (year, year) and days == (1, 1, 12, 31):
                continue
            if max(first, last) > 2999:
                continue  # told as a year that cannot be
            start = passage.text.find(match[0])
            yield told(
                "period-year",
                Severity.WARNING,
                passage,
                (start, start + len(match[0])),
                f"统计期限不是 {year} 年全年，而本报告是 {year} 年度的",
                f"请核对统计期限和报告年度；全年应为“{right}”",
                "报告的统计期限为上一年度全年",
            )


def year_of_report(case: Case) -> Iterator[Outcome]:
    """The preamble calls the report one of another year than the title does."""
    year = case.report.year
    for passage in passages(case.report):
        if passage.section != PREAMBLE:
            return
        plain = _CITED.sub(lambda cited: " " * len(cited[0]), passage.text)
        for match in _REPORT_OF.finditer(plain):
            if int(match[1]) != year:
                yield told(
                    "report-year",
                    Severity.WARNING,
                    passage,
                    match.span(),
                    f"写的是 {match[1]} 年的年报，而本报告是 {year} 年度的",
                    f"请改为 {year} 年，或改正标题",
                )


def plan_year(case: Case) -> Iterator[Outcome]:
    """A plan for a year that is over: ``2024年，我局将…`` in the report on 2024."""
    for passage in prose(case.report).sought(_PLANNED):
        for sentence in sentences(passage.text):
            match = _PLAN.match(sentence)
            if match is None or int(match["year"]) > case.report.year:
                continue
            if re.search(r"[已曾了]|始终|坚持|“", match["who"]):
                continue
            start = passage.text.find(sentence) + match.start("year")
            yield told(
                "plan-year",
                Severity.WARNING,
                passage,
                (start, start + len(match[0])),
                f"打算做的事写在 {match['year']} 年，这一年已经过去",
                f"请核对年份，可能应为 {case.report.year + 1} 年",
            )


CHECKS = (
    Check(
        "year-impossible",
        "年份写法可能",
        Severity.WARNING,
        impossible_years,
        purpose="“202020年”“2087年”“20191月1日”一类的笔误，改一处即可，登出后却很显眼。",
        basis="GB/T 15835-2011《出版物上数字用法》",
        passing=saying("截至2024年12月31日，共发布信息20条；力争到2035年建成。"),
        failing=saying("截至2087年底，共发布信息20条。"),
    ),
    Check(
        "date-impossible",
        "日期存在",
        Severity.WARNING,
        impossible_dates,
        purpose="“2月30日”“11月31日”不存在，多半是月或日打错了。",
        basis="公历",
        passing=saying("2024年2月29日至11月30日开展自查。"),
        failing=saying("2024年9月31日开展自查。"),
    ),
    Check(
        "period-year",
        "统计期限与报告年度一致",
        Severity.WARNING,
        period_of_year,
        purpose="统计期限沿用上年的文字，是抄旧报告最常留下的痕迹。",
        basis="《中华人民共和国政府信息公开条例》第四十九条、第五十条：报告上一年度的工作",
        passing=saying(
            "本报告所列数据的统计期限自2024年1月1日起至2024年12月31日止。", section=PREAMBLE
        ),
        failing=saying(
            "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。", section=PREAMBLE
        ),
    ),
    Check(
        "report-year",
        "开头所说的年度与标题一致",
        Severity.WARNING,
        year_of_report,
        purpose="标题改了年份，开头的句子没有改。",
        basis="《中华人民共和国政府信息公开条例》第四十九条",
        passing=saying("现公布2024年政府信息公开工作年度报告。", section=PREAMBLE),
        failing=saying("现公布2023年政府信息公开工作年度报告。", section=PREAMBLE),
    ),
    Check(
        "plan-year",
        "计划的年份在报告年度之后",
        Severity.WARNING,
        plan_year,
        purpose="改进措施写的是下一年；写成报告年度或更早，是没有改过来的旧文字。",
        basis="《中华人民共和国政府信息公开条例》第五十条：存在的主要问题及改进情况",
        passing=saying("2025年，我局将进一步加强政策解读。", section="problems"),
        failing=saying("2024年，我局将进一步加强政策解读。", section="problems"),
    ),
)
