"""Numbers of headings and points that skip or repeat: （一）（三）, 1. 3., 一是 三是; 01月."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from attrs import frozen

from ....contributions import Check
from ....model.case import Case
from ....model.edition import OutlineKind
from ....model.example import saying
from ....model.finding import Outcome, Severity
from ....model.prose import Passage, all_passages, passages, prose
from ....structure.headings import is_heading_line
from ....structure.wording import chinese_number, top_ordinal
from ..told import told

_N: Final = "一二三四五六七八九十"
_ONES: Final = {sign: number for number, sign in enumerate(_N, 1)}
# From the outermost in: （一） · 1. · （1） · 一是. Each begins its line or stands behind a
# sign: a number behind 第…条 is none of these.
_SERIES: Final = {"upper": 0, "point": 1, "lower": 2, "spoken": 3}
_BEHIND: Final = "。；;：:！？"
_BEHIND_SPOKEN: Final = f"{_BEHIND[:5]}，,、"
_HEADS: Final = r"(?=\s*[\u4e00-\u9fff“《])"
# No two of them share a place, so all are sought at once; a place is passed over by its first
# character, which for the last group of the second and the fourth is the first of the number.
_MARKS: Final = re.compile(
    rf"[（(\d{_N}](?:"
    rf"(?<=[（(])\s*(?:(?P<upper>[{_N}]{{1,3}})\s*[）)]|(?P<lower>\d{{1,2}})\s*[）)]{_HEADS})"
    rf"|(?<=\d)(?P<point>\d?)\s*(?:[、．]|\.(?![\d.])){_HEADS}"
    rf"|(?<=[{_N}])(?P<spoken>[{_N}]{{0,2}})是(?!一|二|否|非))"
)
_ZERO: Final = re.compile(r"0\d月|月\s*0")
_ZERO_MONTH: Final = re.compile(r"(?<![\d.])0(\d)月|月\s*0([1-9])\s*日")

_PROSE: Final = re.compile("[，,。；]")


@frozen(slots=False)
class _Mark:
    """One number: where it stands, and its series (0 is the outermost)."""

    series: int
    number: int
    span: tuple[int, int]


def numbers_run(case: Case) -> Iterator[Outcome]:
    """A number of a series that is not the next one of its section, nor 1 again.

    Of （一）（二）（二）（四） only the second （二） is told: it was meant for （三）.
    """
    section = ""
    following: dict[int, tuple[int, ...]] = {}
    for passage in all_passages(case.report):
        if passage.section != section:
            section, following = passage.section, {}
        for mark in _marks(passage.text):
            expected = following.get(mark.series)
            # A series begins with 1; where it does not, its beginning may be a citation.
            if expected is not None and mark.number not in (*expected, 1):
                yield _told(passage, mark, expected[0] - 1)
            for inner in [series for series in following if series > mark.series]:
                del following[inner]
            if expected is None and mark.number != 1:
                continue
            again = expected is not None and 1 < mark.number == expected[0] - 1
            following[mark.series] = (mark.number + 1, mark.number + 2)[: 1 + again]


def parts_run(case: Case) -> Iterator[Outcome]:
    """一、二、四、 where nobody prescribes the parts: 四、 is then found inside 二、."""
    if case.form.edition.outline is OutlineKind.FIXED:
        return  # there a missing part is told by its title
    titles = {name: part.title for name, part in case.report.sections.items()}
    section, last, inner = "", None, False
    for passage in passages(case.report):
        if passage.section != section:
            section, inner = passage.section, False
            last = top_ordinal(titles.get(section, ""))
        if last is None or not is_heading_line(passage.text):
            continue
        number = top_ordinal(passage.text) or 0
        inner = inner or number == 1  # an enumeration 一、二、 of the part's own
        if inner or number <= last:
            continue
        if number > last + 1:
            yield _told(passage, _Mark(0, number, (0, len(passage.text))), last)
        last = number


def numbering(case: Case) -> Iterator[Outcome]:
    """Both: the numbers inside the parts, and those of the parts."""
    yield from numbers_run(case)
    yield from parts_run(case)


def _marks(text: str) -> Iterator[_Mark]:
    for match in _MARKS.finditer(text):
        kind = match.lastgroup
        assert kind is not None  # each of the four has its group
        before = text[match.start() - 1 : match.start()]
        behind = _BEHIND_SPOKEN if kind == "spoken" else _BEHIND
        if before and before not in behind and not before.isspace():
            continue
        written = match[kind] if kind in ("upper", "lower") else match[0][0] + match[kind]
        number = _ONES.get(written) or (
            int(written) if written.isdigit() else chinese_number(written)
        )
        if number:
            yield _Mark(_SERIES[kind], number, match.span())


def _told(passage: Passage, mark: _Mark, before: int) -> Outcome:
    written = passage.text[slice(*mark.span)].strip()
    if mark.number == before:
        what = f"序号“{written}”重复"
    elif mark.number > before:
        what = f"序号从第 {before} 跳到第 {mark.number}"
    else:
        what = f"序号次序颠倒，前一个是第 {before}"
    return told(
        "numbering",
        Severity.WARNING,
        passage,
        mark.span,
        what,
        "请核对是否漏了一项，或改正序号",
    )


def leading_zeros(case: Case) -> Iterator[Outcome]:
    """01月, 3月05日."""
    words = prose(case.report)
    dated = words.words.holding(("月",))
    for passage in words.at(dated & words.words.holding(("0",)) if dated else ()):
        if not _ZERO.search(passage.text):
            continue
        for match in _ZERO_MONTH.finditer(passage.text):
            if not _PROSE.search(passage.text):
                continue  # the date of the page, not of the report
            yield told(
                "leading-zero",
                Severity.WARNING,
                passage,
                match.span(),
                "月、日前不写 0",
                f"请改为“{match[0].replace('0', '', 1)}”",
                "GB/T 9704-2012《党政机关公文格式》7.3.5.4：月、日不编虚位",
            )


CHECKS = (
    Check(
        "numbering",
        "序号连续",
        Severity.WARNING,
        numbering,
        purpose="序号跳号或重复，多是删了一项没有改，或者漏了一项。",
        basis="GB/T 9704-2012《党政机关公文格式》7.3.3",
        passing=saying(
            "（一）主动公开。一是发布；二是解读。", "（二）依申请公开。1.受理。2.答复。"
        ),
        failing=saying("（一）主动公开。一是发布；三是解读。", "（三）依申请公开。"),
    ),
    Check(
        "leading-zero",
        "月、日不编虚位",
        Severity.WARNING,
        leading_zeros,
        purpose="公文日期写“1月”，不写“01月”。",
        basis="GB/T 9704-2012《党政机关公文格式》7.3.5.4",
        passing=saying("2024年1月5日至10月20日。"),
        failing=saying("2024年01月05日至10月20日，开展政府信息公开专项检查。"),
    ),
)
