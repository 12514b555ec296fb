"""Words that are nearly always wrong: the core's own list, and those of a region's plugins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

from ....contributions import Check
from ....editions.words import load_slips
from ....model.case import Case
from ....model.example import saying
from ....model.finding import Outcome, Severity
from ....model.first_look import any_of
from ....model.form import Form
from ....model.prose import all_prose
from ....model.usage import Slip
from ..told import told

WORDS: Final = Path(__file__).parent / "words.txt"


def wrong_words(case: Case) -> Iterator[Outcome]:
    """Each place of a listed word, except inside the longer words that its entry leaves out."""
    slips = case.form.kept(_slips)
    for passage in all_prose(case.report).sought(case.form.kept(_any_slip)):
        for slip in slips:
            for at in _places(slip, passage.text):
                yield told(
                    "wrong-word",
                    Severity.WARNING,
                    passage,
                    (at, at + len(slip.wrong)),
                    f"“{slip.wrong}”应为“{slip.right}”",
                    f"请改为“{slip.right}”",
                )


def _slips(form: Form) -> tuple[Slip, ...]:
    return tuple(_once((*own_slips(), *form.usage.slips)))


def _any_slip(form: Form) -> re.Pattern[str]:
    return any_of([slip.wrong for slip in form.kept(_slips)])


@cache  # a file of the package, read when it is first needed
def own_slips() -> tuple[Slip, ...]:
    """The core's word list."""
    return load_slips(WORDS.read_text("utf-8"), WORDS.name)


def _once(slips: Iterable[Slip]) -> Iterator[Slip]:
    """What two lists say alike is told once, and not where either of them leaves it out."""
    unless: dict[tuple[str, str], tuple[str, ...]] = {}
    for slip in slips:
        key = (slip.wrong, slip.right)
        unless[key] = (*unless.get(key, ()), *slip.unless)
    for (wrong, right), longer in unless.items():
        yield Slip(wrong, right, longer)


def _places(slip: Slip, text: str) -> Iterator[int]:
    at = text.find(slip.wrong)
    while at >= 0:
        if not any(_inside(word, slip.wrong, text, at) for word in slip.unless):
            yield at
        at = text.find(slip.wrong, at + len(slip.wrong))


def _inside(word: str, wrong: str, text: str, at: int) -> bool:
    start = at - word.find(wrong)
    return start >= 0 and text.startswith(word, start)


CHECKS = (
    Check(
        "wrong-word",
        "常见错词",
        Severity.WARNING,
        wrong_words,
        purpose="同音、形近的错字，登出以后最损公信。词表是文本文件，各地可以在插件中增加自己的。",
        basis="《现代汉语词典》；GB/T 15835-2011；各地词表",
        passing=saying("由自己经办的账号已经登录网站。"),
        failing=saying("按照上级布署，己经开通微信公共号。"),
    ),
)
