"""The passages of a report cut into sentences: compact, as the checks of prose read them, and as
they are printed, which only somebody asks for who quotes one.

Nearly every passage is as long when it is compact: no blank was in it. Then it parts where it
does as printed, and is made compact before it is cut, all passages at once. Any other is cut as
it is printed, sentence by sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Final

from attrs import frozen

from ..model.numerals import compact_each
from ..model.prose import PART, SENTENCE, Passage, prose, sentences, whole_sentences
from ..model.report import Report

LONGEST: Final = 100_000  # characters of a paragraph that is read; a real one has a thousandth
_LEAD: Final = re.compile(r"[^。：:，,；;]{1,25}[。：:]")  # a heading that runs into its paragraph


@frozen(slots=False, eq=False)
class Cut:
    """A passage cut into sentences. ``above``: the titles and headings above it; ``text``: all its
    words, compact; ``words``: of each sentence."""

    passage: Passage
    above: str
    text: str
    words: list[str]
    parting: Callable[[str], Iterator[str]]

    @cached_property
    def printed(self) -> list[str]:
        """The sentences as they are printed."""
        return list(self.parting(self.passage.text))

    @cached_property
    def context(self) -> str:
        """What stands above it, and the heading that runs into it."""
        lead = _LEAD.match(self.passage.text)
        return f"{self.above}{lead[0] if lead else ''}"

    @property
    def even(self) -> bool:
        """Whether ``text`` parts where the passage does as printed, character by character."""
        return _even(self.text, self.passage.text)


def cuts(report: Report) -> tuple[Cut, ...]:
    """The passages of ``report``, cut at every stop, ；too; one that is too long has no words."""
    return report.kept(_cuts)


def whole(cut: Cut) -> tuple[Cut, list[int | None]]:
    """The same passage not cut at ；; and of each sentence, which one of ``cut`` it is, if any:
    then it has no words here, for they are known."""
    text = cut.text if cut.even else cut.passage.text
    parts = {match.span(): number for number, match in enumerate(_found(PART, text))}
    found = list(_found(SENTENCE, text))
    alone = [parts.get(match.span()) for match in found]
    fresh = [match[0] if n is None else "" for match, n in zip(found, alone, strict=True)]
    words = fresh if cut.even else compact_each(fresh)
    return Cut(cut.passage, cut.above, cut.text, words, whole_sentences), alone


def uncut(cut: Cut) -> Cut:
    """The same passage as one sentence."""
    return Cut(cut.passage, cut.above, cut.text, [cut.text], _as_it_is)


def compacted(report: Report) -> list[str]:
    """The words of each passage of ``report``, compact; of one that is too long, none."""
    return report.kept(_compacted)


def compact_texts(report: Report, texts: Iterable[str]) -> list[str]:
    """Texts of ``report``, compact; a blank one, which is no passage, has no words."""
    known = report.kept(_by_text)
    return [known.get(text, "") for text in texts]


def _by_text(report: Report) -> dict[str, str]:
    printed = (passage.text for passage in prose(report).passages)
    return dict(zip(printed, compacted(report), strict=True))


def _compacted(report: Report) -> list[str]:
    texts = [passage.text for passage in prose(report).passages]
    return compact_each([text if len(text) <= LONGEST else "" for text in texts])


def _cuts(report: Report) -> tuple[Cut, ...]:
    found: list[Cut] = []
    heading = ""
    for passage, text in zip(prose(report).passages, compacted(report), strict=True):
        printed = passage.text
        if _even(text, printed):
            words = PART.findall(text)
        else:
            words = compact_each(list(sentences(printed)) if len(printed) <= LONGEST else [])
        if passage.heading:
            heading = printed
        narrative = report.sections.get(passage.section)
        above = f"{narrative.title if narrative else ''}{heading}"
        found.append(Cut(passage, above, text, words, sentences))
    return tuple(found)


def _even(text: str, printed: str) -> bool:
    return len(text) == len(printed) and "\n" not in text


def _found(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    return (match for match in pattern.finditer(text) if match[0].strip())


def _as_it_is(text: str) -> Iterator[str]:
    yield text
