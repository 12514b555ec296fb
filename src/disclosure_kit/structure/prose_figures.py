"""Figures that the prose states, found by the wordings that the form declares."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from attrs import frozen

from ..model.form import Form, StatedFigure
from ..model.mention import found_in
from ..model.report import Block, Heading, ItemList, Report, Text
from ..model.values import YUAN_PER_UNIT, Kind, Money, Share, Value
from .wording import quoted, shortened, year_of, years_in

LONGEST: Final = 100_000  # characters of a paragraph that is searched; a real one has a thousandth

# Words by which a clause speaks of another time, or of more than the body that reports.
OTHER_YEARS: Final = ("去年", "上年", "上一年", "前年", "往年", "历年")
SO_FAR: Final = ("累计",)  # of this year only beside 全年, 今年, 本年 or the year itself
WIDER: Final = ("全县", "全区", "全市", "全州", "全省")

_SENTENCE: Final = re.compile(r"[^。；！？\n]+")
_CLAUSE: Final = re.compile(r"[^，,；;。！？!?\n（）()]+|[，,；;。！？!?\n（）()]")
_SENTENCE_END: Final = frozenset("。；;！？!?\n")
_THIS_YEAR: Final = re.compile(r"全年|今年|本年")
_UNTIL: Final = re.compile(r"截[至止]|以来|年[底末]")
_OWN_BODY: Final = re.compile(r"我[省市州县区镇乡局办街]|本[镇乡局办级机街]")
_TOWN: Final = re.compile(r"[镇乡]|街道")


@frozen
class Stated:
    """A number in the prose. ``address`` is its text place (``overview[3]``)."""

    key: str
    number: Decimal
    printed: str
    address: str
    quote: str


@frozen
class Found:
    """Values and places by figure key, and what could not be taken."""

    values: dict[str, Value]
    sources: dict[str, str]
    notices: tuple[str, ...]


def stated_in(report: Report, form: Form) -> Iterator[Stated]:
    """Every number that a wording of ``form`` finds in ``report``, in reading order; a number
    that several wordings find at one place counts once."""
    for section in dict.fromkeys(mention.section for mention in form.mentions):
        narrative = report.sections.get(section)
        mentions = [mention for mention in form.mentions if mention.section == section]
        for index, block in enumerate(narrative.body if narrative else ()):
            address = f"{section}[{index}]"
            for text in _texts(block):
                own = _own(text, report)
                pairs = (pair for mention in mentions for pair in found_in(mention, own))
                for key, printed in dict.fromkeys(pairs):
                    if key in form.figures:
                        quote = _sentence(text, printed)
                        yield Stated(key, Decimal(printed), printed, address, quote)


def _own(text: str, report: Report) -> str:
    """``text`` with every clause blotted out that speaks of another year or of a wider area; a
    clause that begins with such a word speaks for the rest of its sentence, or of its brackets,
    up to one that names the report's own year or body."""
    pieces: list[str] = []
    carried, this_year = [""], False
    for match in _CLAUSE.finditer(text):
        clause = match[0]
        if clause in "（(":
            carried.append("")
        elif clause in "）)":
            carried = carried[:-1] or [""]
        elif clause in _SENTENCE_END:
            carried, this_year = [""], False
        elif clause not in "，,":
            words = unicodedata.normalize("NFKC", clause)
            years = {year_of(year) for year in years_in(words)}
            if (until := _UNTIL.search(words)) and until[0].startswith("截"):
                years -= {report.year + 1}  # 截至2019年1月8日: when the report on 2018 was written
            named = report.year in years or _THIS_YEAR.search(words) is not None
            this_year = (this_year or named) and not _UNTIL.search(words)
            other = _other(words, years, report, this_year)
            ours = _OWN_BODY.search(words) or (report.agency.name and report.agency.name in words)
            if other and words.startswith(other) and other not in SO_FAR:
                carried[-1] = other
            elif not other and (named or (ours and carried[-1] in WIDER)):
                carried[-1] = ""
            if other or carried[-1]:
                clause = "□" * len(clause)
        pieces.append(clause)
    return "".join(pieces)


def _other(words: str, years: set[int], report: Report, this_year: bool) -> str:
    """By what a clause tells that its figures are not the report's; empty if by nothing."""
    for year in years_in(words):
        if year_of(year) in years - {report.year}:
            return year[0]
    agency = report.agency.name
    wider = (w for w in WIDER if _TOWN.search(agency) or w[-1] not in agency)
    so_far = () if this_year else SO_FAR
    return next((word for word in (*OTHER_YEARS, *wider, *so_far) if word in words), "")


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Text() | Heading():
            texts: tuple[str, ...] = (block.text,)
        case ItemList():
            texts = block.items
        case _:
            texts = ()
    return (text for text in texts if len(text) <= LONGEST)


def _sentence(text: str, printed: str) -> str:
    number = re.compile(rf"(?<![\d.]){re.escape(printed)}(?![\d.]*\d)")
    for match in _SENTENCE.finditer(text):
        if number.search(match[0]):
            return shortened(match[0].strip())
    return printed


def figures_in(report: Report, form: Form) -> Found:
    """The stated figures of ``report``, with the places that ``report.sources`` gives.

    A figure that two places state differently is not taken: which one is right is for the
    author to say.
    """
    values: dict[str, Value] = {}
    sources: dict[str, str] = {}
    notices: list[str] = []
    by_key: dict[str, list[Stated]] = {}
    for stated in stated_in(report, form):
        by_key.setdefault(stated.key, []).append(stated)
    for key, places in by_key.items():
        figure, first = form.figures[key], places[0]
        other = next((p for p in places if p.number != first.number), None)
        if other is not None:
            both = "，".join(
                f"{_place(report, p)}为 {p.printed}（{quoted(p.quote)}）" for p in (first, other)
            )
            notices.append(f"“{figure.label}”前后不一，未取：{both}")
        elif (value := value_of(first.printed, figure)) is None:
            what = "整数" if figure.kind in (Kind.COUNT, Kind.SIGNED) else "带单位的金额"
            notices.append(
                f"{_place(report, first)}的“{figure.label}”写作 {first.printed}，不是{what}，未取"
            )
        else:
            values[key] = value
            sources[key] = report.sources.get(first.address, first.address)
    notices.extend(_too_long(report, form))
    return Found(values, sources, tuple(notices))


def _place(report: Report, stated: Stated) -> str:
    return report.sources.get(stated.address, stated.address).rpartition("!")[2]


def _too_long(report: Report, form: Form) -> Iterator[str]:
    for section in {mention.section for mention in form.mentions} & set(report.sections):
        for index, block in enumerate(report.sections[section].body):
            if isinstance(block, Text) and len(block.text) > LONGEST:
                place = report.sources.get(f"{section}[{index}]", section).rpartition("!")[2]
                yield f"{place}一段有 {len(block.text)} 字，没有在其中查找数据"


def value_of(printed: str, figure: StatedFigure) -> Value | None:
    """The number as the kind of figure it is; None where it cannot be one."""
    match figure.kind:
        case Kind.COUNT | Kind.SIGNED:
            return int(printed) if "." not in printed else None
        case Kind.SHARE:
            return Share(Decimal(printed))
        case Kind.MONEY:
            unit = figure.unit or ""
            return Money(Decimal(printed), unit) if unit in YUAN_PER_UNIT else None
        case Kind.TEXT:
            return printed
