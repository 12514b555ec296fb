"""What a paragraph of an official document is: by its style, else by its words and its place.

Words are those of the form of documents (GB/T 9704-2012, 7.3), not of one report: numbers of
levels, 附件：, a date that stands alone, the name above it.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from .looks import ParagraphLooks


class Role(StrEnum):
    """The parts of a document, by what rules hold for them."""

    TITLE = "标题"
    NUMBER = "发文字号"
    ADDRESSEE = "主送机关"
    BODY = "正文"
    HEADING_1 = "一级标题"
    HEADING_2 = "二级标题"
    HEADING_3 = "三级标题"
    HEADING_4 = "四级标题"
    ATTACHMENT = "附件说明"
    ATTACHMENT_MORE = "附件说明（续）"
    AGENCY = "署名"
    DATE = "成文日期"
    LABEL = "“附件”二字"
    ANNEX_TITLE = "附件标题"
    CAPTION = "表题"
    OTHER = "其他"
    MARK = "模板标记"


HEADINGS: Final = (Role.HEADING_1, Role.HEADING_2, Role.HEADING_3, Role.HEADING_4)
# The names of styles: ours, and Word's own.
_STYLES: Final = {
    "报告标题": Role.TITLE,
    "title": Role.TITLE,
    "标题": Role.TITLE,
    "发文字号": Role.NUMBER,
    "主送机关": Role.ADDRESSEE,
    "一级标题": Role.HEADING_1,
    "二级标题": Role.HEADING_2,
    "三级标题": Role.HEADING_3,
    "四级标题": Role.HEADING_4,
    "heading 1": Role.HEADING_1,
    "heading 2": Role.HEADING_2,
    "heading 3": Role.HEADING_3,
    "heading 4": Role.HEADING_4,
    "附件说明": Role.ATTACHMENT,
    "附件说明（首项）": Role.ATTACHMENT,
    "附件说明（续）": Role.ATTACHMENT_MORE,
    "署名": Role.AGENCY,
    "成文日期": Role.DATE,
    "附表标题": Role.ANNEX_TITLE,
    "附件标题": Role.ANNEX_TITLE,
    "附件标记": Role.LABEL,
    "表题": Role.CAPTION,
    "caption": Role.CAPTION,
    "报告正文": Role.BODY,
    "列表项": Role.BODY,
    "未填写说明": Role.BODY,
    "图题": Role.OTHER,
    "表注": Role.OTHER,
    "模板标记": Role.MARK,
}
_CN: Final = "[一二三四五六七八九十百]{1,5}"
# The number of each level; a wrong mark behind the number is still a number of that level.
NUMBERS: Final = (
    re.compile(rf"\s*{_CN}[、，,．.]"),
    re.compile(rf"\s*[（(]{_CN}[）)]"),
    re.compile(r"\s*\d{1,2}[.．、](?!\d)"),
    re.compile(r"\s*[（(]\d{1,2}[）)]"),
)
_ENDS: Final = "。；;！!？?：:，,"
_TAG_ALONE: Final = re.compile(r"\{%-?\s*(?:p|tr|tc|r)?\s[^%]*%\}|\{\{-?\s*p\s[^}]*\}\}")
_TAGS: Final = (
    (re.compile(r"\{\{-?\s*title\s*-?\}\}"), Role.TITLE),
    (re.compile(r"\{\{-?\s*document_number\s*-?\}\}"), Role.NUMBER),
    (re.compile(r"\{\{-?\s*addressee\s*-?\}\}：?"), Role.ADDRESSEE),
    (re.compile(r"\{\{-?\s*sections?\.(?:\w+\.)?title\s*-?\}\}"), Role.HEADING_1),
    (re.compile(r"\{\{-?\s*captions\[[^\]]*\]\s*-?\}\}"), Role.CAPTION),
    (re.compile(r"\{\{-?\s*signature\.agency\s*-?\}\}"), Role.AGENCY),
    (re.compile(r"\{\{-?\s*signature\.date\s*-?\}\}"), Role.DATE),
)
_NUMBER: Final = re.compile(r"[^\s。，]{1,20}[〔\[（(【﹝]\d{4}[〕\]）)】﹞]\s*第?\s*\d{1,5}\s*号")
_DATE: Final = re.compile(r"[\d〇○零一二三四五六七八九]{4}年.{1,3}月.{1,3}日")
_ATTACHMENT: Final = re.compile(r"附件?[:：].+")
_LABEL: Final = re.compile(r"附[件表]\s*\d{0,2}[:：]?")
_SHORT: Final = 40
_NAMED_TITLE: Final = re.compile(r"报告|通知|意见|公告|函|方案|总结|年报")


class Roles:
    """Reads a document from its beginning: what a paragraph is depends on those before."""

    def __init__(self) -> None:
        self._before: Role | None = None
        self._begun = False

    def table(self) -> None:
        """A table stands here."""
        self._begun, self._before = True, None

    def of(self, text: str, style: str, looks: ParagraphLooks, *, drawn: bool = False) -> Role:
        """What the next paragraph is."""
        words = text.strip().strip("\u3000")
        role = Role.OTHER if drawn and not words else self._found(words, style, looks)
        if role is not Role.MARK:
            self._begun = self._begun or role not in (Role.TITLE, Role.NUMBER, Role.OTHER)
            self._before = role
        return role

    def _found(self, words: str, style: str, looks: ParagraphLooks) -> Role:
        if style in _STYLES:
            return _STYLES[style]
        if _TAG_ALONE.fullmatch(words):
            return Role.MARK
        for pattern, role in _TAGS:
            if pattern.fullmatch(words):
                return role
        return self._opening(words, looks) or self._closing(words, looks) or _level(words, looks)

    def _opening(self, words: str, looks: ParagraphLooks) -> Role | None:
        if _NUMBER.fullmatch(words) and not self._begun:
            return Role.NUMBER
        if self._begun or len(words) > 2 * _SHORT or words[-1] in "。；，":
            return None
        if self._before in (Role.TITLE, Role.NUMBER) and words[-1] in "：:" and len(words) < _SHORT:
            return Role.ADDRESSEE
        if any(pattern.match(words) for pattern in NUMBERS):
            return None
        centred = looks.alignment == "居中"
        named = self._before is None and bool(_NAMED_TITLE.search(words))
        return Role.TITLE if centred or named else None

    def _closing(self, words: str, looks: ParagraphLooks) -> Role | None:
        if _DATE.fullmatch(words) and looks.alignment != "居中":
            return Role.DATE
        if _ATTACHMENT.fullmatch(words) and len(words) < 2 * _SHORT:
            return Role.ATTACHMENT
        if self._before in (Role.ATTACHMENT, Role.ATTACHMENT_MORE) and NUMBERS[2].match(words):
            return Role.ATTACHMENT_MORE
        if _LABEL.fullmatch(words):
            return Role.LABEL
        if self._before is Role.LABEL and len(words) < 2 * _SHORT:
            return Role.ANNEX_TITLE
        return None


def may_sign(words: str) -> bool:
    """Whether the words above a date may be the name of who signs."""
    return 0 < len(words.strip()) <= _SHORT and words.strip()[-1] not in _ENDS


def _level(words: str, looks: ParagraphLooks) -> Role:
    if looks.outline is not None and looks.outline < len(HEADINGS):
        return HEADINGS[looks.outline]
    if len(words) <= _SHORT and words[-1] not in _ENDS and "。" not in words:
        for pattern, role in zip(NUMBERS, HEADINGS, strict=True):
            if pattern.match(words):
                return role
        if looks.alignment == "居中":
            return Role.OTHER
    return Role.BODY
