"""Paragraphs that do not end: in the middle of a sentence, or without a full stop."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from ....contributions import Check
from ....model.case import Case
from ....model.example import saying
from ....model.finding import Finding, Outcome, Severity
from ....model.prose import Passage, all_prose, sentences
from ....model.report import Report
from ....structure.wording import MARKS, TOP_MARK

_SHORT: Final = 30  # a label, a slogan or 无, which need no stop
_OPEN_END: Final = re.compile(
    r"(?:[，,、（(《“〈]|以及|并且|因为|由于|依照|按照|根据|对于|关于|或者)$"
)
_LONGEST_END: Final = 2
_INSIDE: Final = re.compile(r"[，,。；;]")
# A short paragraph that says what happened is a sentence too: 无此类情况发生, 有待进一步加强.
_STATES: Final = re.compile(
    r"(?=.{6,})(?:(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[、.．]?)?[^，,。]{0,24}[，,])?[^，,。：:]{0,24}?"
    r"(?:(?:未|没有|无)[^，,。：:]{0,24}?(?:发生|收到|接到|受理|产生|收取|出现|收到?[^，,。]{2,16}申请(?:事项)?)"
    r"[^，,。：:]{0,16}|[一二三四五六七八九十]是[^，,。：:]{4,}|[^，,。：:]{4,}(?:有待|还需|仍需)[^，,。：:]{2,})$"
)
_CONTACT: Final = re.compile(r"电话|地址|邮编|邮箱|网址|联系人|传真")
_FILE: Final = re.compile(r"附件|\.(?:docx?|pdf|xlsx?|wps|ofd)\s*$", re.I)
_HAN_END: Final = re.compile(r"[\u4e00-\u9fff]")
# Where a web page or a scan cut one paragraph in two, the next begins like no paragraph.
_NO_BEGINNING: Final = re.compile(r"^[，,、。；;：:）)》”]")
_BEGINS: Final = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[是要、]|第[一二三四五六七八九十]|\d{4}\s*年|下一步|目前|同时|截[至止]|"
    r"为(?:确保|进一步|了|切实|做好)|[我本][省市县区旗州盟镇乡局厅委办街机单]|全[省市县区镇乡年局厅]|根据|按照|依据|针对|围绕)"
)


def sentences_finished(case: Case) -> Iterator[Outcome]:
    """A paragraph that ends with a comma, or with a word that something must follow."""
    for passage in _ended(case):
        if not passage.heading and _open(passage.text.rstrip()):
            yield _told(
                passage, "unfinished", Severity.WARNING, "这一段没有写完", "请补全，或删去多余的字"
            )


def stops_at_end(case: Case) -> Iterator[Outcome]:
    """A paragraph of prose that ends without a full stop."""
    for passage in _ended(case):
        text = passage.text.rstrip()
        if passage.heading or not _HAN_END.match(text[-1:]):
            continue
        whole = len(text) >= _SHORT and _INSIDE.search(text)
        if not (whole or _STATES.match(text)):
            continue
        if not (_CONTACT.search(list(sentences(text))[-1]) or _FILE.search(text) or _open(text)):
            yield _told(
                passage, "full-stop", Severity.INFO, "段末没有句号", "请补上句号，或补全这一段"
            )


def _open(text: str) -> bool:
    """Whether ``text`` ends with what something must follow."""
    return _OPEN_END.search(text, max(0, len(text) - _LONGEST_END)) is not None


def _ended(case: Case) -> tuple[Passage, ...]:
    """The passages, but not those with which the next one plainly goes on."""
    return case.report.kept(_last_parts)


def _last_parts(report: Report) -> tuple[Passage, ...]:
    everything = all_prose(report).passages
    pairs = zip_longest(everything, everything[1:])
    return tuple(passage for passage, following in pairs if not _goes_on(passage, following))


def _goes_on(passage: Passage, following: Passage | None) -> bool:
    return (
        following is not None
        and passage.text.rstrip()[-1:] not in "。！？；：”）"
        and following.section == passage.section
        and not following.heading
        and not _starts(following.text)
    )


def _starts(text: str) -> bool:
    """Whether ``text`` begins as a paragraph may."""
    if _NO_BEGINNING.match(text):
        return False
    return bool(
        _BEGINS.match(text) or TOP_MARK.match(text) or any(mark.match(text) for _, mark in MARKS)
    )


def _told(passage: Passage, code: str, severity: Severity, what: str, advice: str) -> Finding:
    end = passage.text.rstrip()
    return Finding(
        code=code,
        severity=severity,
        message=f"“…{end[-20:]}”：{what}",
        addresses=(passage.address,),
        advice=advice,
        source=passage.source,
        quote=list(sentences(end))[-1],
    )


CHECKS = (
    Check(
        "unfinished",
        "句子完整",
        Severity.WARNING,
        sentences_finished,
        purpose="粘贴时丢了半句，段落停在逗号上。",
        basis="GB/T 15834-2011《标点符号用法》",
        passing=saying("截至目前，共公开信息20条。"),
        failing=saying("我局不断完善受理、审查、处理、答复程序。截至目前，"),
    ),
    Check(
        "full-stop",
        "段末有句号",
        Severity.INFO,
        stops_at_end,
        purpose="一段末尾没有句号，或是漏打，或是后文丢失。",
        basis="GB/T 15834-2011《标点符号用法》4.1",
        passing=saying("我局高度重视政府信息公开工作，全年共公开信息20条，未收到公开申请。"),
        failing=saying(
            "我局高度重视政府信息公开工作，全年共公开信息20条，没有收到政府信息公开申请"
        ),
    ),
)
