"""Numbers of headings and points that skip or repeat: （一）（三）, 1. 3., 一是 三是; 01月."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from ....contributions import Check
from ....model.case import Case
from ....model.edition import OutlineKind
from ....model.example import saying
from ....model.finding import Outcome, Severity
from ....model.prose import Passage, Prose, all_prose, passages, prose
from ....structure.headings import is_heading_line
from ....structure.wording import chinese_number, top_ordinal
from ..told import told

_N: Final = "一二三四五六七八九十"
_ONES: Final = {sign: number for number, sign in enumerate(_N, 1)}
# From the outermost in: （一） · 1. · （1） · 一是. Each begins its line or stands behind a
# sign: a number behind 第…条 is none of these.
_SERIES: Final = {"upper": 0, "point": 1, "lower": 2}
_SPOKEN: Final = 3
_BEHIND: Final = "。；;：:！？"
_FIRST: Final = rf"(?<![^{_BEHIND}\s])"
_FIRST_SPOKEN: Final = rf"(?<![^{_BEHIND[:5]}，,、\s])"
_HEADS: Final = r"(?=\s*[\u4e00-\u9fff“《])"
# 一是 is found by its 是, which is rarer than 一, and looked back from: the first group is there
# where one sign is its number, the second where two are.
_SAID: Final = re.compile(
    "是(?:"
    + "|".join(rf"(?<={_FIRST_SPOKEN}[{_N}]{{{count}}}(是))" for count in (1, 2, 3))
    + ")(?!一|二|否|非)"
)
_MARK: Final = re.compile(
    rf"[（(\d](?<={_FIRST}.)(?:"
    rf"(?<=[（(])\s*(?:(?P<upper>[{_N}]{{1,3}})\s*[）)]|(?P<lower>\d{{1,2}})\s*[）)]{_HEADS})"
    rf"|(?<=\d)(?P<point>\d?)\s*(?:[、．]|\.(?![\d.])){_HEADS})"
)
# In the signs of a text (``Prose.signs``) each of these stands as one of those: a bracket at its
# beginning, or the sign behind its number.
_SIGNED: Final = re.compile(
    rf"[（(、．.](?:(?<={_FIRST}[（(])(?=\s*(?:字|\d{{1,2}})\s*[）)])"
    r"|(?<=[\d\s][、．.])(?=\s*[字“《]))"
)
# As the signs of a text have it.
_ZERO: Final = re.compile(r"0(?:(?<![\d.]0)(?=\d字)|(?:(?<=字0)|(?<=\s0))(?=[1-9]\s*字))")
_ZERO_MONTH: Final = re.compile(r"(?<![\d.])0(\d)月|月\s*0([1-9])\s*日")

_PROSE: Final = re.compile("[，,。；]")


class _Mark(NamedTuple):
    """One number: where it begins and ends, and its series (0 is the outermost)."""

    start: int
    end: int
    series: int
    number: int


def numbers_run(case: Case) -> Iterator[Outcome]:
    """A number of a series that is not the next one of its section, nor 1 again.

    Of （一）（二）（二）（四） only the second （二） is told: it was meant for （三）.
    """
    everything = all_prose(case.report)
    begin = behind = 0  # of the passage
    section = ""
    following: dict[int, tuple[int, ...]] = {}
    for start, end, series, number in _marks(everything):
        if start >= behind:
            place = everything.words.number(start)
            passage, begin = everything.passages[place], everything.words.starts[place]
            behind = begin + len(passage.text)
            if passage.section != section:
                section, following = passage.section, {}
        expected = following.get(series)
        # A series begins with 1; where it does not, its beginning may be a citation.
        if expected is not None and number not in expected and number != 1:
            mark = _Mark(start - begin, end - begin, series, number)
            yield _told(passage, mark, expected[0] - 1)
        for inner in range(series + 1, _SPOKEN + 1):
            following.pop(inner, None)
        if expected is None and number != 1:
            continue
        again = expected is not None and 1 < number == expected[0] - 1
        following[series] = (number + 1, number + 2)[: 1 + again]


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
            yield _told(passage, _Mark(0, len(passage.text), 0, number), last)
        last = number


def numbering(case: Case) -> Iterator[Outcome]:
    """Both: the numbers inside the parts, and those of the parts."""
    yield from numbers_run(case)
    yield from parts_run(case)


def _marks(everything: Prose) -> list[tuple[int, int, int, int]]:
    """The numbers in the text of all passages (``_Mark``), in their order."""
    words = everything.words
    found = []
    for said in _SAID.finditer(words.whole):
        at, count = said.start(), said.lastindex or 0
        number = _number(words.whole[at - count : at])
        if number:
            found.append((at - count, at + 1, _SPOKEN, number))
    for place, ats in everything.signs.places(_SIGNED).items():
        text, at = words.text(place), words.starts[place]
        # Most stand at the beginning alone, as a heading's; then no more is looked through.
        matches = _MARK.finditer(text) if ats != [0] else filter(None, (_MARK.match(text),))
        for match in matches:
            kind = match.lastgroup
            assert kind is not None  # each of the three has its group
            number = _number(match[kind] if kind != "point" else match[0][0] + match[kind])
            if number:
                found.append((at + match.start(), at + match.end(), _SERIES[kind], number))
    return sorted(found)


def _number(written: str) -> int | None:
    if written.isdigit():
        return int(written)
    return _ONES.get(written) or chinese_number(written)


def _told(passage: Passage, mark: _Mark, before: int) -> Outcome:
    written = passage.text[mark.start : mark.end].strip()
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
        (mark.start, mark.end),
        what,
        "请核对是否漏了一项，或改正序号",
    )


def leading_zeros(case: Case) -> Iterator[Outcome]:
    """01月, 3月05日."""
    for passage in prose(case.report).signed(_ZERO):
        if not _PROSE.search(passage.text):
            continue  # the date of the page, not of the report
        for match in _ZERO_MONTH.finditer(passage.text):
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
