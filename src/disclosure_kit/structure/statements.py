"""The sentences of a report as the checks of prose read them: numbers as marks, with what they
say of others blotted out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Final

from attrs import field, frozen

from ..model.first_look import Joined
from ..model.kept import Keeping
from ..model.mention import Sought, Wordings
from ..model.numerals import FOLD, NUMBERED, Numeral, marked
from ..model.prose import Passage, prose, sentences, whole_sentences
from ..model.report import Report
from .own import Whose, own
from .stretches import Read, Stretches
from .wording import shortened

LONGEST: Final = 100_000  # characters of a paragraph that is read; a real one has a thousandth
_LEAD: Final = re.compile(r"[^。：:，,；;]{1,25}[。：:]")  # a heading that runs into its paragraph
_QUOTED: Final = 120
_SOUGHT: Final = 5_000  # characters of a sentence in which a number's place is looked for
_STOPS: Final = re.compile("[。!?]+")
_CLAIMING: Final = re.compile("[未无没零均都全](?:(?<!全)|部)")


@frozen(slots=False)
class Statement:
    """A sentence. ``words``: compact, own year and name as 本年 and 本机关; ``full``: these with
    numbers as marks; ``own``: and with what is not the report's blotted out; ``context``: titles
    and headings above it."""

    passage: Passage
    sentence: str
    words: str
    full: str
    context: str
    numbers: tuple[Numeral, ...]
    whose: Whose = field(repr=False, eq=False)

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


def statements(
    report: Report, *, claims: bool = False, parted: Callable[[str], Iterator[str]] = sentences
) -> Statements:
    """The sentences of ``report``, as ``parted``, that hold an exact number; or those that may
    claim that there is none, or that all are so."""
    return report.kept(_claiming if claims else _numbered, parted)


def _numbered(report: Report, parted: Callable[[str], Iterator[str]]) -> Statements:
    cut = report.kept(_parted, parted)
    read = report.kept(Stretches).read([sentence for _, sentence in cut])
    numbered = [(one, what) for one, what in zip(cut, read, strict=True) if what[-1]]
    return _made(report, [(one, what) for one, what in numbered if _exact(one[1], what[-1])])


def _exact(sentence: str, numbers: tuple[Numeral, ...]) -> bool:
    for number in numbers:
        if number.exact:
            return number.printed.isdecimal() or NUMBERED.search(sentence) is not None
    return False


def _claiming(report: Report, parted: Callable[[str], Iterator[str]]) -> Statements:
    cut = [one for one in report.kept(_parted, parted) if _CLAIMING.search(one[1])]
    read = report.kept(Stretches).read([sentence for _, sentence in cut])
    return _made(report, list(zip(cut, read, strict=True)))


def _parted(report: Report, parted: Callable[[str], Iterator[str]]) -> list[tuple[int, str]]:
    """The sentences of every passage, with its number."""
    return [one for each in report.kept(_by_passage, parted).values() for one in each]


def _by_passage(
    report: Report, parted: Callable[[str], Iterator[str]]
) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = {}
    for number, passage in enumerate(prose(report).passages):
        text = passage.text
        if parted is whole_sentences and not (";" in text or "；" in text):
            found[number] = report.kept(_by_passage, sentences).get(number, [])
        elif len(text) <= LONGEST:
            found[number] = [(number, sentence) for sentence in parted(text)]
    return found


def _made(report: Report, read: list[tuple[tuple[int, str], Read]]) -> Statements:
    known, contexts = prose(report).passages, report.kept(_contexts)
    whose = report.kept(Stretches).whose
    made = report.kept(_of_any_parting)
    for one, (words, full, found) in read:
        if one not in made:
            at, said = one
            made[one] = Statement(known[at], said, words, full, contexts[at], found, whose)
    return Statements(tuple([made[one] for one, _ in read]))


def _of_any_parting(_: Report) -> dict[tuple[int, str], Statement]:
    """The statements of a report, by passage and sentence: one that two ways of parting have in
    common is made once. Filled as they are asked for."""
    return {}


def _contexts(report: Report) -> list[str]:
    """The titles and headings above each passage, and the one that runs into it."""
    found: list[str] = []
    heading = ""
    for passage in prose(report).passages:
        if passage.heading:
            heading = passage.text
        narrative = report.sections.get(passage.section)
        lead = _LEAD.match(passage.text)
        found.append(f"{narrative.title if narrative else ''}{heading}{lead[0] if lead else ''}")
    return found
