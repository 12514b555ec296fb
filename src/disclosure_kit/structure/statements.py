"""The sentences of a report as the checks of prose read them: numbers as marks, with what they
say of others blotted out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Final

from attrs import field, frozen

from ..model.first_look import holds_any
from ..model.numerals import FOLD, NUMBERED, Numeral, compact, marked, numerals
from ..model.prose import Passage, passages, sentences, whole_sentences
from ..model.report import Report
from .own import PERIOD, Whose, own, own_area
from .wording import shortened

LONGEST: Final = 100_000  # characters of a paragraph that is read; a real one has a thousandth
_LEAD: Final = re.compile(r"[^。：:，,；;]{1,25}[。：:]")  # a heading that runs into its paragraph
_QUOTED: Final = 120
_SOUGHT: Final = 5_000  # characters of a sentence in which a number's place is looked for
_OURS: Final = re.compile(r"[我本](?:[局厅委办院校镇乡]|单位|部门|街道|中心)")
OWN_NAME: Final = "本机关"
_STOPS: Final = re.compile("[。!?]+")
_CLAIMING: Final = re.compile("[未无没零均都全](?:(?<!全)|部)")


@frozen
class Statement:
    """A sentence. ``words``: compact, own year and name as 本年 and 本机关; ``full``: these with
    numbers as marks; ``own``: and with what is not the report's blotted out; ``context``: titles
    and headings above it."""

    passage: Passage
    sentence: str
    words: str
    context: str
    numbers: tuple[Numeral, ...]
    whose: Whose = field(repr=False, eq=False)

    @cached_property
    def full(self) -> str:
        return marked(self.words, self.numbers)

    @cached_property
    def own(self) -> str:
        return marked(own(self.words, self.whose), self.numbers)

    def sentences_of(self, first: Numeral, last: Numeral) -> str:
        """Of a paragraph, the sentences from the one with ``first`` to the one with ``last``."""
        found = list(whole_sentences(self.sentence))
        begin, end = (len(_STOPS.findall(self.words, 0, n.start)) for n in (first, last))
        if not begin <= end < len(found):
            return self.sentence
        start = self.sentence.find(found[begin])
        return self.sentence[start : self.sentence.find(found[end], start) + len(found[end])]

    def since(self, first: Statement) -> str:
        """What stands from the sentence ``first`` of the same paragraph to the end of this one."""
        text = self.passage.text
        start = text.find(first.sentence)
        return text[start : text.find(self.sentence, start) + len(self.sentence)]

    def quote(self, number: Numeral | None = None) -> str:
        """The sentence as a finding quotes it: of a long one, what stands around ``number``."""
        if number is None or not _QUOTED < len(self.sentence) <= _SOUGHT:
            return f"“{shortened(self.sentence, _QUOTED)}”"
        plain = self.sentence.translate(FOLD)
        places = [m.start() for m in re.finditer(rf"(?<![\d.]){re.escape(number.printed)}", plain)]
        same = [n for n in self.numbers if n.printed == number.printed and n.start < number.start]
        at = places[min(len(same), len(places) - 1)] if places else 0
        start = max(0, at - _QUOTED // 2)
        end = start + _QUOTED
        cut = "……" if start else "", "……" if end < len(self.sentence) else ""
        return f"“{cut[0]}{self.sentence[start:end]}{cut[1]}”"


def statements(
    report: Report, *, claims: bool = False, parted: Callable[[str], Iterator[str]] = sentences
) -> Iterator[Statement]:
    """The sentences of ``report``, as ``parted``, that hold an exact number; or those that may
    claim that there is none, or that all are so."""
    return iter(report.kept(_statements, claims, parted))


def _statements(
    report: Report, claims: bool, parted: Callable[[str], Iterator[str]]
) -> tuple[Statement, ...]:
    return tuple(_parted(report, claims, parted))


def _parted(
    report: Report, claims: bool, parted: Callable[[str], Iterator[str]]
) -> Iterator[Statement]:
    named = report.kept(_Names)
    wanted = _CLAIMING if claims else NUMBERED
    heading = ""
    for passage in passages(report):
        if passage.heading:
            heading = passage.text
        if len(passage.text) > LONGEST:
            continue
        narrative = report.sections.get(passage.section)
        lead = _LEAD.match(passage.text)
        context = f"{narrative.title if narrative else ''}{heading}{lead[0] if lead else ''}"
        for sentence in parted(passage.text):
            if not wanted.search(sentence):
                continue
            words, found = named.read(sentence)
            if claims or any(number.exact for number in found):
                yield Statement(passage, sentence, words, context, found, named.whose)


class _Names:
    """How a report calls itself and its year, and the stretches of it that were read."""

    def __init__(self, report: Report) -> None:
        self.whose = Whose.of(report)
        self._read: dict[str, tuple[str, tuple[Numeral, ...]]] = {}
        name = compact(report.agency.name)
        area = own_area(name)
        brief = name.replace("人民政府", "政府")
        names = {name, brief}
        if area:
            names.add(re.sub(r"(?:人民)?政府$", "", name))
            names |= {f"全{area}", f"我{area}", f"本{area}"}
        else:  # 省教育厅 and 教育厅 for 河北省教育厅
            names.add(name.removesuffix("办事处"))
            names |= {full[at:] for full in (name, brief) for at in range(1, len(full) - 2)}
        if area in ("镇", "乡"):  # of a city, 市政府 is but a part
            names |= {f"{area}政府", f"{area}人民政府"}
        known = sorted((n for n in names if len(n) > 1), key=len, reverse=True)
        listed = "|".join([*(re.escape(n) for n in known), _OURS.pattern])
        year = report.year
        self._years = tuple(str(year + ahead) for ahead in (-1, 0, 1))
        self._known = tuple(known)
        self._listed = rf"(?:{listed})+"
        self._year = re.compile(rf"(?<!\d){year}年度?")
        self._last = re.compile(rf"(?<!\d){year - 1}年度?(?=结转|转结|转入|遗留|未办结)")
        self._next = re.compile(rf"(?<!\d){year + 1}年度?(?=继续|办理|答复|处理|[,;。、)]|$)")

    @cached_property
    def _name(self) -> re.Pattern[str]:
        return re.compile(self._listed)

    def read(self, text: str) -> tuple[str, tuple[Numeral, ...]]:
        """The words of a stretch of the report, and the numbers in them."""
        if text not in self._read:
            words = self.own(compact(text))
            self._read[text] = words, tuple(numerals(words))
        return self._read[text]

    def own(self, words: str) -> str:
        """``words`` with the report's year and body as 本年 and 本机关."""
        if holds_any(words, self._years):
            words = self._next.sub("下年", self._last.sub("上年", self._year.sub("本年", words)))
        words = words.replace("本年度", "本年")
        if _OURS.search(words) or holds_any(words, self._known):
            words = self._name.sub(OWN_NAME, words)
        return PERIOD.sub("", words) if "月" in words else words
