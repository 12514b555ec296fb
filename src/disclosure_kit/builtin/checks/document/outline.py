"""The sections as printed: their titles, their order, and what each should speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from frozendict import frozendict

from ....contributions import Check
from ....model.case import Case
from ....model.edition import OutlineKind, Section
from ....model.example import PREAMBLE, Example, saying
from ....model.finding import Finding, Outcome, Severity
from ....model.first_look import holds_any
from ....model.form import Form
from ....model.kind import is_government
from ....model.prose import passages
from ....model.report import Report
from ....structure.headings import titles_of
from ....structure.wording import normal, without_ordinal
from ..told import told

_LAW: Final = "《中华人民共和国政府信息公开条例》第五十条"
_LONGEST_TITLE: Final = 40
_SEVERAL: Final = 2  # one may be a word of the prose
_SHOWN: Final = 3
_NOTHING: Final = re.compile(
    r"(?:目前|我?本?[\u4e00-\u9fff]{0,8})?(?:暂?无|没有|不存在)(?:问题|存在问题|相关内容|有关情况|主要问题)?"
)


def titles_as_prescribed(case: Case) -> Iterator[Outcome]:
    """A section that was found under another title than the form's, known variants aside."""
    if case.form.edition.outline is not OutlineKind.FIXED:
        return
    for section in case.form.sections:
        narrative = case.report.sections.get(section.id)
        if narrative is None or narrative.title == section.title or not narrative.title.strip():
            continue
        title = normal(narrative.title)
        if title in titles_of(section):
            continue
        bare = without_ordinal(title) in map(without_ordinal, titles_of(section))
        yield Finding(
            code="section-renamed",
            severity=Severity.WARNING,
            message=f"标题“{narrative.title}”与规定的“{section.title}”"
            + ("序号不同" if bare else "不同"),
            addresses=(f"{section.id}[0]",),
            advice=f"请改为“{section.title}”",
            clause=case.form.edition.instrument,
            quote=narrative.title,
        )


def titles_in_order(case: Case) -> Iterator[Outcome]:
    """The title of a section inside another one: out of order, or there twice.

    A list of several before the first section is a table of contents.
    """
    if case.form.edition.outline is not OutlineKind.FIXED:
        return
    known = case.form.kept(_by_title)
    titles = [
        (passage, section)
        for passage in passages(case.report)
        if len(passage.text) <= _LONGEST_TITLE and (section := known.get(normal(passage.text)))
    ]
    contents = sum(passage.section == PREAMBLE for passage, _ in titles) > 1
    for passage, section in titles:
        if section.id == passage.section or (contents and passage.section == PREAMBLE):
            continue
        twice = section.id in case.report.sections
        yield told(
            "section-misplaced",
            Severity.WARNING,
            passage,
            (0, len(passage.text)),
            "这一标题重复出现" if twice else "这一部分的次序不对",
            "请按格式的次序排列各部分，每个标题只出现一次",
            case.form.edition.instrument,
        )


def _by_title(form: Form) -> dict[str, Section]:
    return {title: section for section in form.sections for title in titles_of(section)}


def tables_of_edition(case: Case) -> Iterator[Outcome]:
    """Several heads of another edition's tables: the whole form is another year's."""
    heads = case.report.other_heads
    if len(heads) < _SEVERAL:
        return
    edition = case.form.edition
    yield Finding(
        code="edition-tables",
        severity=Severity.ERROR,
        message=f"表格用的不是{edition.name}：表中有{_quoted(list(heads[:_SHOWN]))}等",
        addresses=tuple(t for t in case.form.tables if t in case.form.statutory_tables),
        advice=f"请换用{edition.name}的表格，按本年数据重新填写",
        clause=edition.instrument,
    )


def aspects_told(case: Case) -> Iterator[Outcome]:
    """Points that a section should speak of and has no word about, told once for the section."""
    government = is_government(case.report.agency)
    for section, text in _told(case):
        points = section.aspects + (section.government_aspects if government else ())
        missing = _untold(points, text)
        if missing:
            yield Finding(
                code="aspect-missing",
                severity=Severity.INFO,
                message=f"“{section.title}”没有写到{_quoted(missing)}",
                addresses=(f"{section.id}[0]",),
                advice="请核对是否应当补写；确无此项工作的，可以不写",
                clause=_LAW,
                quote=_quoted(missing),
            )


def statements_made(case: Case) -> Iterator[Outcome]:
    """What a section states by custom, zero included, and does not."""
    for section, text in _told(case):
        missing = _untold(section.states, text)
        if missing:
            yield Finding(
                code="statement-missing",
                severity=Severity.INFO,
                message=f"“{section.title}”没有说明{_quoted(missing)}的情况",
                addresses=(f"{section.id}[0]",),
                advice="按惯例应写明，没有发生的也写“未收取”或“0元”",
                clause="《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）；编写惯例",
                quote=_quoted(missing),
            )


def substance(case: Case) -> Iterator[Outcome]:
    """A section that must say something says 无."""
    for section in case.form.sections:
        narrative = case.report.sections.get(section.id)
        if not section.substantive or narrative is None:
            continue
        here = [p for p in passages(case.report) if p.section == section.id]
        text = "".join(p.text for p in here).strip("。.；; \u3000")
        if here and _NOTHING.fullmatch(text):
            yield told(
                "section-bare",
                Severity.WARNING,
                here[0],
                (0, len(here[0].text)),
                f"“{narrative.title}”没有写出问题和改进情况",
                "请写明存在的主要问题，以及上年问题的改进情况",
                f"{_LAW}第（四）项",
            )


def _told(case: Case) -> Iterator[tuple[Section, str]]:
    """The sections that say something, with all their words.

    Not the last one found where the form has others behind it: a text may be cut off there.
    """
    found = [section for section in case.form.sections if section.id in case.report.sections]
    for section in found:
        if section is found[-1] and section is not case.form.sections[-1]:
            return
        if not (section.aspects or section.government_aspects or section.states):
            continue
        text = case.report.kept(_texts).get(section.id)
        if text:
            yield section, text


def _texts(report: Report) -> dict[str, str]:
    """The words of each part without blanks."""
    found: dict[str, list[str]] = {}
    for passage in passages(report):
        found.setdefault(passage.section, []).append(passage.text)
    return {part: "".join("".join(texts).split()) for part, texts in found.items()}


def _untold(points: tuple[str, ...], text: str) -> list[str]:
    """The first word of each point of which ``text`` has no word."""
    return [words[0] for words in _wordings(points) if not holds_any(text, words)]


@lru_cache(maxsize=256)  # the points of sections, which come from editions
def _wordings(points: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(point.split("|")) for point in points)


def _quoted(names: list[str]) -> str:
    return "、".join(f"“{name}”" for name in names)


_OVERVIEW: Final = (
    "（一）主动公开。发布信息20条。（二）依申请公开。收到申请3件。（三）政府信息管理。落实保密审查。"
    "（四）平台建设。更新网站专栏。（五）监督保障。开展考核、社会评议，未发生责任追究。"
)

CHECKS = (
    Check(
        "section-renamed",
        "各部分标题与格式一致",
        Severity.WARNING,
        titles_as_prescribed,
        purpose="标题由格式统一规定，改动后无法汇总和检索。",
        basis="适用版本的格式；常见的小异（如缺“的”字）不提",
        passing=saying("无。"),
        failing=Example(titles=frozendict({"other": "六、其他工作亮点"})),
    ),
    Check(
        "section-misplaced",
        "各部分次序正确，标题不重复",
        Severity.WARNING,
        titles_in_order,
        purpose="标题放错次序，其后的内容和表格都会归到别的部分。",
        basis="适用版本的格式",
        passing=saying("总体情况良好。"),
        failing=saying("（一）主动公开。", "五、存在的主要问题及改进情况"),
    ),
    Check(
        "edition-tables",
        "表格属于适用版本",
        Severity.ERROR,
        tables_of_edition,
        purpose="沿用旧版表格，要报的项目没有，不要报的还在，数据无法汇总。",
        basis="适用版本的格式及其印发通知",
        passing=Example(),
        failing=Example(other_heads=("本年新制作数量", "上一年项目数量", "采购总金额")),
    ),
    Check(
        "aspect-missing",
        "总体情况各方面写到",
        Severity.INFO,
        aspects_told,
        purpose="总体情况应写到主动公开、依申请公开、信息管理、平台建设、监督保障；各级政府还有考核、评议和责任追究。",
        basis=f"{_LAW}；适用版本的格式",
        passing=saying(_OVERVIEW),
        failing=saying("（一）主动公开。发布信息20条。"),
    ),
    Check(
        "statement-missing",
        "写明信息处理费",
        Severity.INFO,
        statements_made,
        purpose="第六部分按惯例写明收取信息处理费的情况，没有收取的也要写明。",
        basis="《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）；编写惯例",
        passing=saying("2024年未收取信息处理费。", section="other"),
        failing=saying("无。", section="other"),
    ),
    Check(
        "section-bare",
        "问题和改进情况有内容",
        Severity.WARNING,
        substance,
        purpose="条例要求报告存在的主要问题及改进情况，只写“无”等于没有报告。",
        basis=f"{_LAW}第（四）项",
        passing=saying("一是解读形式单一。下一步将丰富解读形式。", section="problems"),
        failing=saying("无。", section="problems"),
    ),
)
