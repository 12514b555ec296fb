"""Listed words, of the kit, an edition or a region. Several checks look for theirs; in a report all
are sought at once."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

from attrs import frozen

from ...editions.words import load_slips
from ...model.case import Case
from ...model.first_look import Lexicon
from ...model.form import Form
from ...model.prose import all_prose
from ...model.report import Report
from ...model.usage import Slip

_SLIPS: Final = Path(__file__).parent / "proof" / "words.txt"
LEFT: Final = (
    "填写",
    "待填",
    "待补充",
)  # one stands in all that says that something is to be filled
UNTIL: Final = ("截止",)
_PAIR: Final = 2


def holding(case: Case, words: Container[str]) -> set[int]:
    """The passages of ``all_prose`` in which one of ``words`` stands, each a listed one."""
    found = case.report.kept(_standing, case.form.kept(_sought))
    return {number for word, number in found if word in words}


@frozen(eq=False)
class _Sought:
    """All listed words; the short ones, if any, are found as quickly alone."""

    lexicon: Lexicon
    short: tuple[str, ...]


def _sought(form: Form) -> _Sought:
    usage = form.usage
    wrong = [slip.wrong for slip in form.kept(slips)]
    words = {*wrong, *usage.template_text, *usage.former_terms, *LEFT, *UNTIL}
    short = tuple(sorted(word for word in words if len(word) < _PAIR))
    return _Sought(Lexicon(words.difference(short)), short)


def _standing(report: Report, sought: _Sought) -> set[tuple[str, int]]:
    """The listed words that stand in a report, each with the number of a passage."""
    words = all_prose(report).words
    found = {(word, words.number(at)) for word, at in sought.lexicon.places(words.whole)}
    return found.union((word, number) for word in sought.short for number in words.holding((word,)))


def slips(form: Form) -> tuple[Slip, ...]:
    """The slips of the kit and of the form, to be kept with it."""
    return tuple(_once((*own_slips(), *form.usage.slips)))


@cache  # a file of the package, read when it is first needed
def own_slips() -> tuple[Slip, ...]:
    """The core's word list."""
    return load_slips(_SLIPS.read_text("utf-8"), _SLIPS.name)


def _once(every: Iterable[Slip]) -> Iterator[Slip]:
    """What two lists say alike is told once, and not where either of them leaves it out."""
    unless: dict[tuple[str, str], tuple[str, ...]] = {}
    for slip in every:
        key = (slip.wrong, slip.right)
        unless[key] = (*unless.get(key, ()), *slip.unless)
    for (wrong, right), longer in unless.items():
        yield Slip(wrong, right, longer)
