"""The end of a report: who signs and when, and what the web page puts behind it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Container, Sequence
from typing import Final

from attrs import frozen

from ..model.raw import RawParagraph
from ..model.report import Signature
from .opening import is_agency_name, is_furniture
from .wording import bare, date_of, normal

ATTACHMENT: Final = re.compile(r"附\s*(?:件|表|图)\s*(?:下载)?\s*\d{0,2}\s*[:：]")
NEXT_FILE: Final = re.compile(r"\d{1,2}\s*[.、．]")
_LISTED_FILE: Final = re.compile(
    r"(?:\d{1,2}\s*[.、．]\s*)?[^。；]{1,80}$|.*\.(?:docx?|pdf|xlsx?|wps|ofd|zip|rar)\s*$", re.I
)
_FOLLOW_US: Final = re.compile(
    r"更多信息请关注|扫一扫|【?\s*(?:打印|关闭|收藏|返回)|分享到|(?:文件|报告)?下载[:：]"
)
_SEARCHED: Final = 12
_TOGETHER: Final = re.compile(
    r"(\S.{1,38}?)[\s\u3000]+((?:\d{4}|[二一][^\s年]{3})\s*年\s*\S{1,6}月\s*\S{1,6}日)"
)


@frozen
class Ending:
    """``kept`` paragraphs from the start are the report's; the signature stood behind them."""

    kept: int
    signature: Signature | None
    notices: tuple[str, ...]


def ending(
    paragraphs: Sequence[RawParagraph], agency: str | None, headed: Container[int] = ()
) -> Ending:
    """The signature (body and date, or either) and the page's own lines at the end; ``headed`` are
    the positions right above a table."""
    notices: list[str] = []
    kept = _without_page(paragraphs, agency, headed, notices)
    date, kept_before_date = _date(paragraphs, kept, agency, notices)
    name: str | None = None
    if isinstance(date, tuple):
        name, day = date
        return Ending(kept_before_date, Signature(name, day), tuple(notices))
    lines = _lines_above(paragraphs, kept_before_date, agency)
    above = "".join(lines)
    # Without a date, only the very body that the title names signs.
    if above and is_agency_name(above, agency) and (date or _names(above, agency)):
        name = above
        kept_before_date -= len(lines)
    if date is None and name is None:
        return Ending(kept, None, tuple(notices))
    return Ending(kept_before_date, Signature(name, date), tuple(notices))


def _lines_above(
    paragraphs: Sequence[RawParagraph], end: int, agency: str | None
) -> tuple[str, ...]:
    """The last line before ``end``; with those before it in the same paragraph, where only
    together they are a name: a long one is broken over lines (GB/T 9704-2012, 7.3.5)."""
    last = tuple(paragraph.text for paragraph in paragraphs[max(0, end - 1) : end])
    if not last or _names(last[0], agency):
        return last
    first = end - 1
    while first and paragraphs[first - 1].line == paragraphs[end - 1].line:
        first -= 1
    lines = tuple(paragraph.text for paragraph in paragraphs[first:end])
    return lines if is_agency_name("".join(lines), agency) else last


def _names(text: str, agency: str | None) -> bool:
    """Whether ``text`` names the body of the title, in full or with its area before it."""
    return agency is not None and normal(agency) in normal(text)


def is_attachment(text: str, listed: bool) -> bool:
    """Whether a paragraph names an attached file: 附件：1.… or, where one is ``listed`` before it,
    2.…"""
    return bool(ATTACHMENT.match(text) or (listed and NEXT_FILE.match(text)))


def _without_page(
    paragraphs: Sequence[RawParagraph],
    agency: str | None,
    headed: Container[int],
    notices: list[str],
) -> int:
    kept = len(paragraphs)
    while kept:
        text = paragraphs[kept - 1].text
        if not bare(text) and kept - 1 in headed:
            break  # strokes under which a table stands are no end: it would be lost with them
        page = is_furniture(text) and date_of(text) is None
        if not page and not (len(text) <= 60 and _FOLLOW_US.match(text)):
            break
        kept -= 1
    first = _attachments(paragraphs, kept, agency)
    for paragraph in paragraphs[first:kept]:
        notices.append(f"{paragraph.place}是网页所附文件，未计入正文：“{paragraph.text}”")
    for paragraph in paragraphs[kept:]:
        notices.append(f"{paragraph.place}不是报告正文，未计入：“{paragraph.text}”")
    return first


def _attachments(paragraphs: Sequence[RawParagraph], kept: int, agency: str | None) -> int:
    """Where a list of attached files begins that closes the text; ``kept`` if there is none.

    A list with the signature behind it is part of the report.
    """
    for at in range(kept - 1, max(-1, kept - _SEARCHED), -1):
        text = paragraphs[at].text
        if date_of(text) or is_agency_name(text, agency) or not _LISTED_FILE.match(text):
            return kept
        if ATTACHMENT.match(text):
            return at
    return kept


def _date(
    paragraphs: Sequence[RawParagraph], kept: int, agency: str | None, notices: list[str]
) -> tuple[datetime.date | tuple[str, datetime.date] | None, int]:
    """The date on the last line and what stands before it; with the body, if on one line."""
    if not kept:
        return None, kept
    text = paragraphs[kept - 1].text
    if (day := date_of(text)) is not None:
        _tell(text, day, paragraphs[kept - 1].place, notices)
        return day, kept - 1
    together = _TOGETHER.fullmatch(text) if len(text) <= 80 else None
    if together and (day := date_of(together[2])) and is_agency_name(together[1], agency):
        _tell(together[2], day, paragraphs[kept - 1].place, notices)
        return (together[1].strip(), day), kept - 1
    return None, kept


def _tell(text: str, day: datetime.date, place: str, notices: list[str]) -> None:
    written = f"{day.year}年{day.month}月{day.day}日"  # GB/T 9704-2012, 7.3.5.4
    if text != written:
        notices.append(f"{place}的落款日期“{text}”写作“{written}”")
