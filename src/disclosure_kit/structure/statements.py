"""The sentences of a report as the checks of prose read them: numbers as marks, with what they
say of others blotted out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Final

from attrs import field, frozen

from ..model.first_look import Joined, holds_any
from ..model.kept import Keeping
from ..model.mention import Sought, Wordings
from ..model.numerals import FOLD, NUMBERED, Numeral, marked, without_asides
from ..model.prose import Passage, whole_sentences
from ..model.report import Report
from .cuts import Cut, cuts, uncut, whole
from .own import Whose, own
from .stretches import Stretches
from .wording import shortened

_QUOTED: Final = 120
_SOUGHT: Final = 5_000  # characters of a sentence in which a number's place is looked for
_STOPS: Final = re.compile("[。!?]+")
_CLAIMING: Final = ("未", "无", "没", "零", "均", "都", "全部")


@frozen(slots=False, eq=False)
class Statement:
    """A sentence. ``words``: compact, own year and name as 本年 and 本机关; ``full``: these with
    numbers as marks; ``own``: and with what is not the report's blotted out; ``context``: titles
    and headings above it."""

    passage: Passage
    words: str
    full: str
    numbers: tuple[Numeral, ...]
    whose: Whose = field(repr=False)
    cut: Cut = field(repr=False)
    number: int  # among the sentences of its passage

    @property
    def sentence(self) -> str:
        """As it is printed."""
        return self.cut.printed[self.number]

    @property
    def context(self) -> str:
        return self.cut.context

    @cached_property
    def own(self) -> str:
        words = own(self.words, self.whose)
        return self.full if words == self.words else marked(words, self.numbers)

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


@frozen(slots=False, eq=False)
class Statements(Keeping):
    """Statements in reading order; and all their words, numbers as marks, as one text for a first
    look."""

    every: tuple[Statement, ...]

    @cached_property
    def each(self) -> list[str]:
        return [statement.full for statement in self.every]

    @cached_property
    def words(self) -> Joined:
        return Joined.of(self.each)

    def __iter__(self) -> Iterator[Statement]:
        return iter(self.every)

    def holding(self, *words: str) -> list[Statement]:
        """The statements in which one of ``words`` stands."""
        return [self.every[number] for number in sorted(self.words.holding(words))]

    def with_wordings(self, wordings: Wordings) -> list[tuple[Statement, list[Sought]]]:
        """The statements that one of ``wordings`` may stand in, each with those that may."""
        found = wordings.standing_in(self.each, self.words)
        return [(self.every[number], likely) for number, likely in found.items()]


def statements(report: Report) -> Statements:
    """The sentences of ``report``, parted at ；too, that hold an exact number."""
    return report.kept(_numbered)


def whole_statements(report: Report) -> Statements:
    """The same, not parted at ；."""
    return report.kept(_whole)


def claiming_statements(report: Report) -> Statements:
    """The sentences, parted at ；too, that may claim that there is none, or that all are so."""
    return report.kept(_claiming)


def paragraphs(report: Report, numbers: Iterable[int]) -> Statements:
    """Those passages, of these ``numbers``, that hold an exact number, each as one statement."""
    known = cuts(report)
    read = _Sentences(report, [uncut(known[number]) for number in numbers])
    return Statements(tuple(read.numbered.values()))


class _Sentences:
    """The sentences of passages, read together. Of few a statement is made."""

    def __init__(self, report: Report, among: Sequence[Cut]) -> None:
        self.cuts = among
        self.words = [words for cut in among for words in cut.words]
        self.firsts = [*accumulate([len(cut.words) for cut in among], initial=0)]
        stretches = report.kept(Stretches)
        self._whose = stretches.whose
        self._read = stretches.read(self.words)
        self.numbered: dict[int, Statement] = {}  # by place among all, with an exact number
        self.places: dict[int, list[int]] = {}  # by passage, of sentences with any number
        for at in self._read.numbered:
            self.places.setdefault(self._passage(at), []).append(at)
            statement = self.statement(at)
            if _exact(statement):
                self.numbered[at] = statement

    def statement(self, at: int) -> Statement:
        """The sentence at this place among all."""
        number = self._passage(at)
        cut, inside = self.cuts[number], at - self.firsts[number]
        words = self._read.words[at]
        full, found = self._read.numbered.get(at) or (without_asides(words), ())
        return Statement(cut.passage, words, full, found, self._whose, cut, inside)

    def _passage(self, at: int) -> int:
        return bisect_right(self.firsts, at) - 1


def _exact(statement: Statement) -> bool:
    for number in statement.numbers:
        if number.exact:
            return number.printed[0].isdecimal() or bool(NUMBERED.search(statement.sentence))
    return False


def _sentences(report: Report) -> _Sentences:
    return _Sentences(report, cuts(report))


def _numbered(report: Report) -> Statements:
    return Statements(tuple(report.kept(_sentences).numbered.values()))


def _whole(report: Report) -> Statements:
    parts = report.kept(_sentences)
    held = {number: parts.cuts[number] for number in parts.places}
    again = {number: whole(cut) for number, cut in held.items() if ";" in cut.text[:-1]}
    if not again:
        return statements(report)
    joint = _Sentences(report, [cut for cut, _ in again.values()])
    begins = iter(joint.firsts)
    every: list[Statement | None] = []
    for number, places in parts.places.items():
        if number in again:
            first, alone = parts.firsts[number], again[number][1]
            for at, part in enumerate(alone, next(begins)):
                known = joint.numbered.get(at) if part is None else parts.numbered.get(first + part)
                every.append(known)
        else:
            every += map(parts.numbered.get, places)
    return Statements(tuple(filter(None, every)))


def _claiming(report: Report) -> Statements:
    among = report.kept(_sentences)
    likely = Joined.of(among.words).holding(_CLAIMING)
    found = [among.numbered.get(at) or among.statement(at) for at in sorted(likely)]
    return Statements(
        tuple([one for one in found if one.cut.even or holds_any(one.sentence, _CLAIMING)])
    )
