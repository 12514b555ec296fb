"""What of a text speaks of the body that reports, and of its year."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from typing import Final

from attrs import frozen

from ..model.numerals import BLOT, COMMON_WIDE
from ..model.report import Report
from .wording import year_of, years_in

# Words by which a clause speaks of another time: an earlier year, a part of this one.
_OTHER_TIME: Final = re.compile(
    r"(?:去年|上年|上一年|前年|往年|历年)(?!度?(?:未办结|申请)?(?:结转|转结|转入|转来|遗留|跨年))"
    r"|上半年|下半年|季度|月均|日均|每月|(?<!\d)(?:\d{1,2}月?[至到—\-~])?(?:[1-9]|1[012])月份?(?!\d)"
)
_SO_FAR: Final = "累计"  # of this year only beside 全年, 今年, 本年 or the year itself
_THIS_YEAR: Final = re.compile(r"全年|今年|本年")
_UNTIL: Final = re.compile(r"截[至止]|以来|年[底末]")
PERIOD: Final = re.compile(
    r"1月1日(?:0时)?(?:起|开始)?[至到—\-~－]+(?:\d{4}年|当年|同年|本年)?12月31日(?:止|24时)?"
)

# Words by which it speaks of more than the body, or of a part of it.
_WHOLE: Final = re.compile(r"全[国省市州盟县区旗镇乡]|全系统")
_NO_NAME: Final = "的在对由向与经为和及将按依从把以是有等各全本我该落实贯彻加强推进做提升持续共"
_FOREIGN: Final = re.compile(
    rf"(?:其中|如|例如)?[:、]?(?:(?![{_NO_NAME}])[\u4e00-\u9fff]){{1,9}}?"
    r"(?:局|厅|委|委员会|街道|街道办事处|办事处|镇|乡|法院|检察院|支队|大队|管委会|公司|集团|学校|大学|学院"
    r"|医院|本级|开发区|园区|新区|区|县|市|州)"
    r"(?=$|共|全年|本年|今年|\d|收|受理|办理|新收|接|答复|制发|公开|发布|未|没有|均|、|:)"
)
_OWN_BODY: Final = re.compile(r"我[省市州县区镇乡局厅委办街]|本[省市州县区镇乡局厅委办级机街单部]")
_AREA: Final = re.compile(r"([省市州盟县区旗镇乡])(?:(?:人民)?政府)?$")

_CLAUSE: Final = re.compile(r"[^，,；;。！？!?\n（）()]+|[，,；;。！？!?\n（）()]")
# One of these stands in every clause that is not the report's.
_SUSPECT: Final = re.compile(
    r"[年月季日累全局厅委会道处镇乡院队司团校学级区县市州](?:"
    r"(?<=[\d\s去上前往历一半〇零○OＯ二三四五六七八九]年)|(?<=[\d每]月)|(?<=[月日])均|(?<=季)度|(?<=累)计"
    r"|(?<=全)[国省市州盟县区旗镇乡系]"
    r"|(?<![年月季日累全])(?=$|[，,；;。！？!?\n（）()]|共|全年|本年|今年|\d|收|受理|办理|新收|接|答复|制发|公开|发布"
    r"|未|没有|均|、|:))"
)
_SENTENCE: Final = re.compile(r"[^。；;！？!?\n]*[。；;！？!?\n]?")
_SENTENCE_STOPS: Final = "。；;！？!?\n"
_STOPS: Final = frozenset(f"，,{_SENTENCE_STOPS}")


class _Strange(Enum):
    """Why a clause is not the report's."""

    TIME = "another year, or a part of this"
    SO_FAR = "all years so far"
    AREA = "a wider area, or a part of it"
    BODY = "another body"


def own_area(agency: str) -> str:
    """The kind of area that a government reports for: 县 for 某县人民政府, nothing for a bureau
    or a government's office."""
    match = _AREA.search(agency)
    return match[1] if match else ""


@frozen
class Whose:
    """The body that reports, and its year."""

    agency: str
    year: int
    area: str

    @classmethod
    def of(cls, report: Report) -> Whose:
        return cls(report.agency.name, report.year, own_area(report.agency.name))


def own(text: str, whose: Whose) -> str:
    """``text`` with every clause blotted out that speaks of another time, of a wider area or of
    another body; a clause that begins with such a word speaks for the rest of its sentence, or
    of its brackets, up to one that names the report's own year or body."""
    plain = text
    for wide, narrow in COMMON_WIDE:
        plain = plain.replace(wide, narrow)
    if not unicodedata.is_normalized("NFKC", plain):  # its places would be others than the text's
        return "".join([_judged(sentence, whose) for sentence in _SENTENCE.findall(text)])
    pieces: list[str] = []
    done = 0
    for suspect in _SUSPECT.finditer(plain):
        if suspect.start() >= done and not _is_own_year(plain, suspect.end(), whose):
            start = max(text.rfind(stop, done, suspect.start()) for stop in _SENTENCE_STOPS) + 1
            sentence = _SENTENCE.match(text, start or done)
            assert sentence is not None  # it matches the empty string
            pieces += text[done : sentence.start()], _own(sentence[0], whose)
            done = sentence.end()
    return "".join((*pieces, text[done:])) if pieces else text


def _is_own_year(text: str, end: int, whose: Whose) -> bool:
    """Whether what ends there is the year that is reported on: nothing strange by itself."""
    year = f"{whose.year}年"
    start = end - len(year)
    return text.endswith(year, 0, end) and not text[max(0, start - 1) : max(0, start)].isdigit()


def _judged(text: str, whose: Whose) -> str:
    suspect = _SUSPECT.search(unicodedata.normalize("NFKC", text))
    return _own(text, whose) if suspect else text


def _own(text: str, whose: Whose) -> str:
    """One sentence."""
    pieces: list[str] = []
    carried: list[_Strange | None] = [None]
    this_year = False
    for match in _CLAUSE.finditer(text):
        clause = match[0]
        if clause in "（(":
            carried.append(None)
        elif clause in "）)":
            carried = carried[:-1] or [None]
        elif clause not in _STOPS:
            words = unicodedata.normalize("NFKC", clause)
            suspect = _SUSPECT.search(words)
            if not (suspect or carried[-1] or this_year or "年" in words):  # as most
                pieces.append(clause)
                continue
            years = {year_of(year) for year in years_in(words)} if "年" in words else set()
            until = _UNTIL.search(words) if years or this_year or "年" in words else None
            if years and until and until[0].startswith("截"):
                years -= {whose.year + 1}  # 截至2019年1月8日: when the report on 2018 was written
            named = whose.year in years or ("年" in words and bool(_THIS_YEAR.search(words)))
            this_year = (this_year or named) and not until
            strange, first = None, False
            if suspect:
                strange, first = _strange(words, years, whose, this_year)
            if strange and first and strange is not _Strange.SO_FAR:
                carried[-1] = strange
            elif not strange and carried[-1]:
                ours = _OWN_BODY.search(words) or (whose.agency and whose.agency in words)
                kept = not named if carried[-1] is _Strange.TIME else not ours
                if carried[-1] is _Strange.AREA and named:
                    kept = False
                carried[-1] = carried[-1] if kept else None
            if strange or carried[-1]:
                clause = BLOT * len(clause)
        pieces.append(clause)
    return "".join(pieces)


def _strange(
    words: str, years: set[int], whose: Whose, this_year: bool
) -> tuple[_Strange | None, bool]:
    """Why a clause is not the report's, if so, and whether it says that at its beginning."""
    if others := years - {whose.year}:
        for year in years_in(words):
            if year_of(year) in others:
                return _Strange.TIME, year.start() == 0
    if match := _OTHER_TIME.search(PERIOD.sub("", words)):
        return _Strange.TIME, words.startswith(match[0])
    for match in _WHOLE.finditer(words):
        if not whose.area or match[0][1] != whose.area:
            return _Strange.AREA, match.start() == 0
    if (match := _FOREIGN.match(words)) and match[0] not in whose.agency:
        return _Strange.BODY, True
    if _SO_FAR in words and not this_year:
        return _Strange.SO_FAR, False
    return None, False
