"""Sentences borrowed from another body's report: that body is their subject, or its report is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from ....contributions import Check
from ....model.case import Case
from ....model.edition import BodyKind
from ....model.example import Example, saying
from ....model.finding import Outcome, Severity
from ....model.kind import kind_of
from ....model.prose import Passage, prose
from ....model.report import Agency
from ..told import told
from .naming import LEAST, core, names_nobody, same_body

_NAME: Final = (
    r"[\u4e00-\u9fff]{2,10}?(?:省|市|县|区|州|旗|盟|镇|乡|街道)"
    r"(?:[\u4e00-\u9fff]{0,14}?(?:人民政府|办事处|厅|局|委员会|办公室))?"
)
# What only the body that reports says of itself.
_COUNTS: Final = (
    r"(?:全年|年内|累计|一共)?(?:共|累计)?(?:主动公开(?:各类)?(?:政府)?信息|公开(?:各类)?政府信息"
    r"|发布(?:各类)?政府信息|(?:未|没有|共)?(?:收到|受理|接到|办理)(?:到)?[^，,。]{0,8}(?:申请|公开|行政复议|行政诉讼))"
)
# How every report begins to tell. Of a government it may be said in the reports below it.
_TELLS: Final = (
    r"(?:高度重视|坚持以|始终坚持|认真贯彻|认真落实|深入贯彻|全面贯彻|严格落实|严格按照|严格执行|立足|"
    r"将政务公开|将政府信息公开|将政务信息公开)"
)
_SINGLE: Final = (BodyKind.TOWN, BodyKind.DEPARTMENT)
_SAYS: Final = (
    r"\s*(?:20\d\d\s*年(?:度|以来|来)?\s*[，,]?)?"
    rf"(?P<name>{_NAME})(?=\s*(?:(?P<counts>{_COUNTS})|{_TELLS}))"
)
_AT_FIRST: Final = re.compile(_SAYS)
_SUBJECT: Final = re.compile(
    r"[。；\s一二三四五六七八九十\d](?:(?<=[。；\s])|(?<=[一二三四五六七八九十\d])[）)、.])" + _SAYS
)
_REPORT: Final = re.compile(
    r"(?:现将|公布|发布|公开|编制|结合|附件|附表|[^\u4e00-\u9fff]|^)"
    rf"(?P<name>{_NAME})\s*(?=(?P<year>20\d\d)\s*年度?(?:政府信息公开|政务公开)(?:工作)?(?:年度报告|年报|情况|实际))"
)
# The end of a name, and behind it what only a body says of itself; a place is passed over by the
# first character of that.
_NAMED: Final = re.compile(
    r"[省市县区州旗盟镇乡道府处厅局会室](?=[\s全年累一共主公发未没收受接办高坚始认深严立将])"
    r"(?<=[\u4e00-\u9fff]{3})(?:(?<=[省市县区州旗盟镇乡厅局])|(?<=街道)|(?<=人民政府)|(?<=办事处)"
    r"|(?<=委员会)|(?<=办公室))"
    rf"(?=\s*(?:{_COUNTS}|{_TELLS}))"  # looked at only: the next name may stand in it
)
# In each place of the last stands this, behind the name.
_OF_A_YEAR: Final = re.compile(r"20\d\d\s*年度?(?:政府信息公开|政务公开)")
_NO_NAME: Final = re.compile(
    r"乡镇|村镇|城镇|镇街|所有|部分|全[部省市县区州镇乡]|其[他它中]|有关|辖|各|社区|园区|专区|地区|区域|下属|"
    r"国务院|上级|[我本和与及、]"
)


# 长通街道 of 南关区长通街道.
_TOWN: Final = re.compile(r"(?:(?<=[省市县区州旗盟])|^)[\u4e00-\u9fff]{1,6}(?:镇|乡|街道)$")
# What stands before a name in the same clause: 依法按时完成某镇2024年…, 现公开区政府2024年….
_VERB: Final = re.compile(
    r".*(?:完成|公开|公布|发布|编制|撰写|形成|报送|现将|现|关于|做好|落实|根据|按照|附件|附表|结合)"
)


def borrowed(case: Case) -> Iterator[Outcome]:
    """Another body reports: 某局共受理申请3件 in a town's report, or 某县2024年政府信息公开情况.

    Governments speak of those below them, so theirs are only held against other reports.
    """
    agency = case.report.agency
    if len(core(agency.name)) < LEAST or kind_of(agency) is None:
        return
    seen: set[str] = set()
    words = prose(case.report).words
    titled, named = words.showing(_OF_A_YEAR), words.places(_NAMED)
    for number in sorted(titled | named.keys()):
        passage = prose(case.report).passages[number]
        subjects = _subjects(passage.text, named.get(number, ()))
        reports = _REPORT.finditer(passage.text) if number in titled else ()
        for match in (*subjects, *reports):
            name = _VERB.sub("", match["name"])
            if not name or name in seen or not _another(name, agency) or not _speaks(match, case):
                continue
            seen.add(name)
            yield _told(passage, (match.end("name") - len(name), match.end("name")), agency.name)


def _subjects(text: str, names: Collection[int]) -> Iterator[re.Match[str]]:
    """Where a body is the subject: at the beginning, behind a stop or behind the number of an
    item. Only the sentences that name one, at ``names``, are looked through; it begins behind
    their stop at the earliest, and what it does is told in them."""
    if not names:
        return
    first = _AT_FIRST.match(text)
    if first:
        yield first
    looked = end = first.end() if first else 0
    for name in names:
        if name >= looked and _NAMED.match(text, name):
            start = max(end, *(text.rfind(stop, 0, name) for stop in "。；"))
            looked = text.find("。", name) + 1 or len(text)
            for match in _SUBJECT.finditer(text, start, looked):
                end = match.end()
                yield match


def _another(name: str, agency: Agency) -> bool:
    """Silent where the name may hold words of the sentence before it: a town's own ends it then."""
    town = _TOWN.search(core(agency.name))
    own = town is not None and town[0] in name
    return not (own or names_nobody(name) or _NO_NAME.search(name) or same_body(name, agency.name))


def _speaks(match: re.Match[str], case: Case) -> bool:
    """Whether these words are the reporting body's own, and so cannot be another's."""
    if match.re is _REPORT:
        return int(match["year"]) == case.report.year
    if kind_of(case.report.agency) is BodyKind.GOVERNMENT:
        return False
    return bool(match["counts"]) or kind_of(Agency(match["name"])) in _SINGLE


def _told(passage: Passage, span: tuple[int, int], agency: str) -> Outcome:
    return told(
        "other-body",
        Severity.INFO,
        passage,
        span,
        f"本报告的机关是“{agency}”，这里说的却是另一个机关",
        "请核对这一句是否抄自别的机关的报告；不是的，不必修改",
    )


CHECKS = (
    Check(
        "other-body",
        "说的是本机关的工作",
        Severity.INFO,
        borrowed,
        purpose="借用别的机关的报告作底稿，正文里的机关名称没有改净。",
        basis="《中华人民共和国政府信息公开条例》第四十九条：各机关公布本机关的报告",
        passing=Example(
            texts=saying("示例县东街镇共主动公开政府信息20条。示例县人民政府高度重视。").texts,
            agency="示例县东街镇人民政府",
        ),
        failing=Example(
            texts=saying("2024年，邻水县西河镇共主动公开政府信息20条。").texts,
            agency="示例县东街镇人民政府",
        ),
    ),
)
