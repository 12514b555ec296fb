"""Figures that the prose states, found by the wordings that the form declares."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from typing import Final, TypeAlias

from attrs import frozen

from ..model.first_look import Joined
from ..model.form import Form
from ..model.mention import Sought, Wordings, fields_of
from ..model.numerals import compact_each
from ..model.report import Block, Heading, ItemList, Report, Text
from ..model.rules import StatedFigure
from ..model.values import YUAN_PER_UNIT, Kind, Money, Share, Value
from .cuts import LONGEST, compact_texts
from .own import Whose, own
from .wording import quoted, shortened

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


# What wordings find in a text, by text; and that by whose report it is, and section.
_Pairs: TypeAlias = dict[str, tuple[tuple[str, str], ...]]
Searched: TypeAlias = dict[tuple[Whose, str], _Pairs]


def stated_in(report: Report, form: Form) -> Iterator[Stated]:
    """Every number that a wording of ``form`` finds in ``report``, in reading order; a number
    that several wordings find at one place counts once."""
    return _stated(report, form, {}, partial(compact_texts, report))


def _stated(
    report: Report, form: Form, searched: Searched, compact: Callable[[list[str]], list[str]]
) -> Iterator[Stated]:
    """The same. What is ``searched`` is not searched again: a document that carries its data is
    read twice, and says the same twice."""
    whose = Whose.of(report)
    for section, mentions in form.kept(_by_section).items():
        narrative = report.sections.get(section)
        blocks = enumerate(narrative.body if narrative else ())
        texts = [(index, text) for index, block in blocks for text in _texts(block)]
        known = searched.setdefault((whose, section), {})
        fresh = [text for _, text in texts if text not in known]
        known.update(_found(fresh, compact(fresh), mentions, whose))
        for index, text in texts:
            for key, printed in known[text]:
                if key in form.figures:
                    yield Stated(key, Decimal(printed), printed, f"{section}[{index}]", text)


def _found(texts: list[str], words: list[str], mentions: Wordings, whose: Whose) -> _Pairs:
    """What ``mentions`` find in each text; ``words``: these, compact."""
    found: _Pairs = dict.fromkeys(texts, ())
    for number, likely in mentions.standing_in(words, Joined.of(words)).items():
        here = _Searched(texts[number], words[number], whose)
        pairs = (pair for sought in likely for pair in here.found(sought))
        found[texts[number]] = tuple(dict.fromkeys(pairs))
    return found


class _Searched:
    """A paragraph in which wordings are looked for: only those of its sentences in which one may
    stand are judged (``own``) and searched."""

    def __init__(self, text: str, words: str, whose: Whose) -> None:
        self._whose = whose
        self._whole = [text]
        self._parts = _PART.findall(text)
        even = len(words) == len(text)  # then they part alike
        self._words = _PART.findall(words) if even else compact_each(self._parts)
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
    is what is known of its texts.

    A figure that two places state differently is not taken: which one is right is for the
    author to say.
    """
    values: dict[str, Value] = {}
    sources: dict[str, str] = {}
    notices: list[str] = []
    by_key: dict[str, list[Stated]] = {}
    for stated in _stated(report, form, {} if searched is None else searched, compact_each):
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
