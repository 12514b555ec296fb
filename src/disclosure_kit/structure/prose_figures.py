"""Figures that the prose states, found by the wordings that the form declares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, TypeAlias

from attrs import frozen

from ..model.first_look import Joined
from ..model.form import Form
from ..model.mention import Sought, Wordings, fields_of
from ..model.numerals import compact_each
from ..model.report import Block, Heading, ItemList, Report, Text
from ..model.rules import StatedFigure
from ..model.values import YUAN_PER_UNIT, Kind, Money, Share, Value
from .own import Whose, own
from .wording import quoted, shortened

LONGEST: Final = 100_000  # characters of a paragraph that is searched; a real one has a thousandth

_SENTENCE: Final = re.compile(r"[^。；！？\n]+")
# A line end is no stop here: a number is looked at across it.
_PART: Final = re.compile("[^。；;！？!?]+[。；;！？!?]*")


@frozen
class Stated:
    """A number in the prose. ``address`` is the place of its ``text`` (``overview[3]``)."""

    key: str
    number: Decimal
    printed: str
    address: str
    text: str

    @property
    def quote(self) -> str:
        """The sentence that it stands in."""
        return _sentence(self.text, self.printed)


@frozen
class Found:
    """Values and places by figure key, and what could not be taken."""

    values: dict[str, Value]
    sources: dict[str, str]
    notices: tuple[str, ...]


# What the wordings of a section find in a text, by whose report it is, section and text.
Searched: TypeAlias = dict[tuple[Whose, str, str], tuple[tuple[str, str], ...]]


def stated_in(report: Report, form: Form, searched: Searched | None = None) -> Iterator[Stated]:
    """Every number that a wording of ``form`` finds in ``report``, in reading order; a number
    that several wordings find at one place counts once. What is ``searched`` is not searched
    again: a document that carries its data is read twice, and says the same twice."""
    whose = Whose.of(report)
    known: Searched = {} if searched is None else searched
    for section, mentions in form.kept(_by_section).items():
        narrative = report.sections.get(section)
        blocks = enumerate(narrative.body if narrative else ())
        texts = [(index, text) for index, block in blocks for text in _texts(block)]
        fresh = [text for _, text in texts if (whose, section, text) not in known]
        for text, found in _found(fresh, mentions, whose):
            known[whose, section, text] = found
        for index, text in texts:
            for key, printed in known[whose, section, text]:
                if key in form.figures:
                    yield Stated(key, Decimal(printed), printed, f"{section}[{index}]", text)


def _found(
    texts: list[str], mentions: Wordings, whose: Whose
) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """What ``mentions`` find in each text."""
    words = compact_each(texts)
    likely = mentions.standing_in(words, Joined.of(words))
    for number, text in enumerate(texts):
        here = _Searched(text, whose) if number in likely else None
        pairs = (p for sought in likely[number] for p in here.found(sought)) if here else ()
        yield text, tuple(dict.fromkeys(pairs))


class _Searched:
    """A paragraph in which wordings are looked for: only those of its sentences in which one may
    stand are judged (``own``) and searched."""

    def __init__(self, text: str, whose: Whose) -> None:
        self._whose = whose
        self._whole = [text]
        self._parts = _PART.findall(text)
        self._words = compact_each(self._parts)
        self._own: dict[str, str] = {}

    def found(self, sought: Sought) -> Iterator[tuple[str, str]]:
        """What ``sought`` finds; one that has a stop itself may stand in two sentences."""
        parts = self._whole
        if not sought.has_stop:
            pairs = zip(self._parts, self._words, strict=True)
            parts = [part for part, words in pairs if sought.may_stand_in(words)]
        for part in parts:
            if part not in self._own:
                self._own[part] = own(part, self._whose)
            yield from sought.found_in(self._own[part])


def _by_section(form: Form) -> dict[str, Wordings]:
    found: dict[str, list[Sought]] = {}
    for mention in form.mentions:
        section = mention.section
        if section is not None and not form.figures.keys().isdisjoint(fields_of(mention)):
            found.setdefault(section, []).append(Sought.of(mention))
    return {section: Wordings(every) for section, every in found.items()}


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


def figures_in(report: Report, form: Form, searched: Searched | None = None) -> Found:
    """The stated figures of ``report``, with the places that ``report.sources`` gives; ``searched``
    is what ``stated_in`` knows of its texts.

    A figure that two places state differently is not taken: which one is right is for the
    author to say.
    """
    values: dict[str, Value] = {}
    sources: dict[str, str] = {}
    notices: list[str] = []
    by_key: dict[str, list[Stated]] = {}
    for stated in stated_in(report, form, searched):
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
    for section in form.kept(_by_section):
        narrative = report.sections.get(section)
        for index, block in enumerate(narrative.body if narrative else ()):
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
