"""The title of a report and what stands around it: whose report, on which year.

Everything is taken as found: a year that cannot be is a matter for the checks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import frozen

from ..model.raw import RawDocument, RawParagraph
from .wording import bare, date_of, normal, top_ordinal, year_of, years_in

SEARCHED: Final = 15  # paragraphs in which a title may stand
_STATED_IN: Final = 3  # paragraphs that may state body and year where no title does
_TITLE_LENGTH: Final = 70

# What a page puts around a text. Never a beginning of prose: each wants a colon or an end.
_LABEL: Final = (
    "发布日期|发布时间|发布日时间|发文日期|公开日期|公开时间|成文日期|生成日期|更新时间|日期|时间|"
    "索引号|信息索引号|文号|发文字号|发布机构|发布单位|发布机关|发文机关|信息来源|稿件来源|来源|作者|"
    "名称|信息名称|标题|公开目录|公开方式|公开范围|公开时限|主题分类|体裁分类|信息分类|主题词|关键词|"
    "有效性|浏览次数|浏览量|访问量|阅读次数|阅读|点击数|点击量|点击率|点击|字号|字体|字体大小|分享到|"
    "分享|打印本页|打印|关闭窗口|关闭|收藏|责任编辑|编辑|审核|当前位置|您的位置|您现在的位置|首页|"
    "附件下载|附件下载地址|报告下载|下载|相关附件|相关链接|相关文档|扫一扫|上一篇|下一篇|返回顶部"
)
_FURNITURE: Final = re.compile(
    rf"[【\[]?\s*(?:{_LABEL})\s*(?:[:：|】\]]|>|$)|.*\s(?:>>|>)\s|.*》》"
)
_ENDING: Final = re.compile(
    r"(?:年度报告|年度工作报告|工作报告|情况报告|年报|年度总结|工作总结|总结|年度报"
    r"|公开报告)(?:的公告|的报告)?(?:[（(][^（()）]{1,12}[)）])?$"
)
_CUT_OFF: Final = re.compile(r"\s*(?:\.{2,}|…+|。{2,})$")
_TOPIC: Final = re.compile(r"(?:政府)?(?:信息公开|政务公开)")
_STATISTICS: Final = re.compile(r"统计表")
_AFTER_VERB: Final = re.compile(
    r".*(?:根据|按照|依据|现将|现公布|向社会公布|向社会公开|特公布|公布|公开了|发布|编制|编写|制定|"
    r"本报告是|本年报是|以下是|关于|由|是)"
)
_STATED: Final = re.compile(r"[^。；;，,：:\n]{0,40}?(?:年度报告|年报|工作报告|情况报告)")
_PERIOD: Final = re.compile(r"统计期限[^。；;\d]{0,12}(20\d\d)\s*年\s*1\s*月\s*1\s*日")
_CHINESE: Final = re.compile("[\u4e00-\u9fff]")
_TRAILING: Final = " \t\u3000|"


@frozen
class Opening:
    """The head of a document. ``first_body`` is the first paragraph after the title;
    ``left_out`` are later ones that belong to the page and not to the report."""

    title: str | None
    agency: str | None
    year: int | None
    first_body: int
    notices: tuple[str, ...] = ()
    left_out: tuple[int, ...] = ()


@frozen
class _Title:
    first: int
    last: int
    text: str
    agency: str | None
    year: int | None


def is_furniture(text: str) -> bool:
    """Whether a paragraph belongs to the web page: 发布日期：…, a bare date, lone strokes."""
    if len(text) > 160 or "。" in text:
        return False
    return not bare(text) or date_of(text) is not None or _FURNITURE.match(text) is not None


def opening(raw: RawDocument) -> Opening:
    """Title, body and year of a report; None for each that is not to be found."""
    paragraphs = raw.paragraphs
    title = _find(paragraphs)
    if title is None:
        return _untitled(raw)
    notices: list[str] = []
    for paragraph in paragraphs[: title.first]:
        notices.append(_left_out(paragraph))
    if _CUT_OFF.search(title.text):
        notices.append(f"{paragraphs[title.first].place}的标题不完整，按原文保留：“{title.text}”")
    cut = "".join(p.text for p in paragraphs[title.first : title.last + 1])
    if len(normal(cut)) != len(normal(title.text)):
        notices.append(f"{paragraphs[title.first].place}标题旁的表格线未计入：“{cut}”")
    first = title.last + 1
    while first < len(paragraphs) and (count := _around(paragraphs, first, title)):
        notices.extend(_left_out(p) for p in paragraphs[first : first + count])
        first += count
    agency, year = title.agency, title.year
    if year is None:
        stated = _stated(paragraphs[first : first + _STATED_IN])
        year = stated[1]
        if year is not None:
            notices.append(f"标题没有写明年度，按正文所述为 {year} 年度")
    return Opening(title.text, agency, year, first, tuple(_named(raw, notices)))


def _find(paragraphs: Sequence[RawParagraph]) -> _Title | None:
    """The title stands before the first prose; on one line, else on two or three."""
    head: list[str] = []
    for paragraph in paragraphs[:SEARCHED]:
        text = paragraph.text
        if top_ordinal(text) is not None or "。" in _CUT_OFF.sub("", text) or len(text) > 160:
            break
        head.append(text)
    for count, dated in ((1, True), (2, True), (3, True), (1, False), (2, False)):
        for first in range(len(head) - count + 1):
            lines = head[first : first + count]
            if not all(_may_be_title(text) for text in lines):
                continue
            title = _title(first, "".join(text.strip(_TRAILING) for text in lines), count)
            if title is not None and (title.year is not None) is dated:
                return _with_agency_above(paragraphs, title)
    return None


def _may_be_title(text: str) -> bool:
    text = _CUT_OFF.sub("", text)
    return (
        len(text) <= _TITLE_LENGTH
        and not re.search(r"[。；;，,:：!！?？、>]", text)
        and date_of(text) is None
    )


def _title(first: int, text: str, count: int) -> _Title | None:
    words = re.sub(r"\s+", "", _CUT_OFF.sub("", text))
    if not years_in(words):
        words = normal(words)  # full-width figures
    years = years_in(words)
    if not _TOPIC.search(words) or not _ENDING.search(words):
        return None
    if not years and not re.search(r"(?:年度报告|年报|年度报)", words):
        return None
    year = year_of(years[0]) if years else None
    return _Title(first, first + count - 1, text, _agency(words), year)


def _agency(words: str) -> str | None:
    """The body in a title: before the year (勐戛镇2018年度…) or behind it (2022年上海市…)."""
    years = years_in(words)
    before = words[: years[0].start()] if years else words
    if years and not before:
        before = re.sub(r"^年度?", "", words[years[0].end() :])
    behind = words[years[0].end() :] if years and before == words[: years[0].start()] else ""
    topic = _topic(before, ends=_TOPIC.search(behind) is not None)
    name = before[: topic.start()] if topic else before
    if topic and name.endswith("人民"):
        name += "政府"  # 某镇人民政府信息公开…: one 政府 serves both
    name = re.sub(r"(?:关于|的)$", "", name)
    return name or None


def _topic(words: str, ends: bool) -> re.Match[str] | None:
    """Where the subject begins behind the body's name, which may hold the same words: 某县政务公开
    办公室. ``ends``: the subject stands elsewhere, ``words`` may be the name alone."""
    topics = list(_TOPIC.finditer(words))
    if not topics or (ends and _NAME_END.search(words)):
        return None
    named = (topic for topic in reversed(topics) if _NAME_END.search(words[: topic.start()]))
    return next(named, topics[0])


def _with_agency_above(paragraphs: Sequence[RawParagraph], title: _Title) -> _Title:
    """Printed reports set the body's name on a line of its own above the year."""
    if title.agency is not None or title.first == 0:
        return title
    above = paragraphs[title.first - 1].text
    if not _is_name(above) or is_furniture(above):
        return title
    year_first = years_in(normal(title.text))[:1]
    if not year_first or year_first[0].start() != 0:
        return title
    return _Title(title.first - 1, title.last, above + title.text, normal(above), title.year)


_NAME_END: Final = re.compile(
    r"(?:政府|省|市|县|区|旗|州|盟|镇|乡|街道|办事处|办公室|办公厅|厅|局|委|委员会|部|院|署|会|处|所|站|馆|中心|"
    r"支队|总队|大队|公司|集团|学校|大学|学院|医院|机关)$"
)


def _is_name(text: str) -> bool:
    if not 2 <= len(text) <= 40:
        return False
    words = normal(text)
    return re.search(r"[^\w()]|[\d_]", words) is None and _NAME_END.search(words) is not None


def is_agency_name(text: str, agency: str | None) -> bool:
    """Whether a paragraph is nothing but the name of a body."""
    return _is_name(text) or (agency is not None and normal(text) == normal(agency))


def _around(paragraphs: Sequence[RawParagraph], at: int, title: _Title) -> int:
    """How many paragraphs from ``at`` on belong to the title's surroundings."""
    text = paragraphs[at].text
    if is_furniture(text):
        return 1
    following = [p.text for p in paragraphs[at : at + 2]]
    for count in (1, 2):
        if is_same_title("".join(following[:count]), title.text):
            return count
    # The body and the date of issue below the title; the body alone may begin a sentence.
    if len(following) == 2 and date_of(following[1]) and is_agency_name(text, title.agency):
        return 2
    return 0


def is_same_title(one: str, other: str) -> bool:
    """Whether two texts are one title; most begin with another character, which stays as it is."""
    if one[:1] != other[:1] and _CHINESE.match(one) and _CHINESE.match(other):
        return False
    return normal(one) == normal(other)


def _left_out(paragraph: RawParagraph) -> str:
    return f"{paragraph.place}不是报告正文，未计入：“{paragraph.text}”"


def _untitled(raw: RawDocument) -> Opening:
    paragraphs = raw.paragraphs
    first = 0
    while first < min(SEARCHED, len(paragraphs)) and is_furniture(paragraphs[first].text):
        first += 1
    notices = [_left_out(p) for p in paragraphs[:first]]
    left_out: list[int] = []
    head = paragraphs[first].text if first < len(paragraphs) else ""
    statistics = _STATISTICS.search(head) is not None and len(head) <= _TITLE_LENGTH
    if statistics:
        for at in range(first + 1, min(first + 4, len(paragraphs))):
            if date_of(paragraphs[at].text) is None:
                break
            left_out.append(at)
            notices.append(_left_out(paragraphs[at]))
    agency, year = _stated(paragraphs[first : first + _STATED_IN])
    if statistics and (years := years_in(head)):
        agency, year = None, year_of(years[0])
    notices.append("没有找到标题行" + _what(agency, year))
    return Opening(None, agency, year, first, tuple(_named(raw, notices)), tuple(left_out))


def _what(agency: str | None, year: int | None) -> str:
    found = [f"机关为“{agency}”"] if agency else []
    found += [f"年度为 {year}"] if year is not None else []
    return f"；按开头文字，{'、'.join(found)}" if found else ""


def _stated(paragraphs: Sequence[RawParagraph]) -> tuple[str | None, int | None]:
    """Body and year as ``…<年>年…年度报告`` states them, else the year of 统计期限."""
    heads = [p.text[:3000] for p in paragraphs]
    for head in heads:
        for year in years_in(head):
            rest = _STATED.match(head, year.end())
            if rest is None or not _TOPIC.search(rest[0]):
                continue
            begin = max(head.rfind(c, 0, year.start()) for c in "。；;，,：:、（(《“ ") + 1
            name = _AFTER_VERB.sub("", normal(head[begin : year.start()]))
            if not name:
                name = _agency(normal(head[year.start() : rest.end()])) or ""
            if re.match(r"我|本|全|今|该", name) or not _NAME_END.search(name):
                name = ""
            return name or None, year_of(year)
    for head in heads:
        if period := _PERIOD.search(head):
            return None, int(period[1])
    return None, None


def _named(raw: RawDocument, notices: Sequence[str]) -> Iterator[str]:
    return (f"{raw.name}：{notice}" for notice in notices)
