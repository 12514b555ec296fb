"""Words that a report repeats from an earlier one of the same body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from attrs import frozen

from ..model.prose import PREAMBLE, Passage, passages
from ..model.report import Report

_LENGTH: Final = 8  # letters of a run that both must have; shorter ones are set phrases
_COPIED: Final = 0.9  # of a paragraph's letters, for the paragraph to be called copied
_LONG_PARAGRAPH: Final = 60  # letters; shorter ones are alike by custom (信息处理费)
_LETTER: Final = re.compile("[\u4e00-\u9fff]")  # neither figures nor years count as written anew


@frozen
class Measured:
    """A passage, its letters, and how many of them stand in runs that the earlier report has."""

    passage: Passage
    letters: int
    shared: int

    @property
    def copied(self) -> bool:
        return self.letters >= _LONG_PARAGRAPH and self.shared >= _COPIED * self.letters


def measured(report: Report, previous: Report) -> tuple[Measured, ...]:
    """Every passage of ``report`` but those of the preamble, which is the same by custom."""
    runs = {run for p in passages(previous) for run in _runs(_letters(p.text))}
    return tuple(_measure(p, runs) for p in passages(report) if p.section != PREAMBLE)


class Likeness(StrEnum):
    """How a paragraph repeats an earlier one."""

    SAME = "same"
    BUT_FIGURES = "same_but_figures"
    NEARLY = "nearly"


@frozen
class Repeat:
    """A paragraph that repeats ``earlier``; where it is only nearly the same, its words may stand
    in several paragraphs there, and none is named."""

    passage: Passage
    likeness: Likeness
    earlier: Passage | None = None


def repeats(report: Report, previous: Report) -> Iterator[Repeat]:
    """The paragraphs of ``report`` that ``previous`` has word for word, or but for figures and
    years, or nearly so; neither its preamble nor what is shorter than a set phrase."""
    same: dict[str, Passage] = {}
    but_figures: dict[str, Passage] = {}
    for passage in passages(previous):
        if not passage.heading:
            same.setdefault(_bare(passage.text), passage)
            but_figures.setdefault(_letters(passage.text), passage)
    for one in measured(report, previous):
        passage = one.passage
        if passage.heading or one.letters < _LENGTH:
            continue
        if found := same.get(_bare(passage.text)):
            yield Repeat(passage, Likeness.SAME, found)
        elif found := but_figures.get(_letters(passage.text)):
            yield Repeat(passage, Likeness.BUT_FIGURES, found)
        elif one.copied:
            yield Repeat(passage, Likeness.NEARLY)


def _bare(text: str) -> str:
    """The text without white space, which readers keep as differently as files do."""
    return "".join(text.split())


def _letters(text: str) -> str:
    return "".join(_LETTER.findall(text))


def _runs(letters: str) -> Iterator[str]:
    return (letters[at : at + _LENGTH] for at in range(len(letters) - _LENGTH + 1))


def _measure(passage: Passage, runs: set[str]) -> Measured:
    letters = _letters(passage.text)
    shared = end = 0  # letters before ``end`` are counted
    for at, run in enumerate(_runs(letters)):
        if run in runs:
            shared += at + _LENGTH - max(at, end)
            end = at + _LENGTH
    return Measured(passage, len(letters), shared)
