"""Rates that the prose states (办结率100%): none is more than the whole, and all is 100%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from attrs import frozen

from ...model.numerals import MARK, Numeral, index_of
from ...structure.shares import HUNDRED
from ...structure.statements import Statement

# 办结率100% · 按时答复率均达到100%; what grows, or is set as a task, may be more than the whole
_RATE: Final = re.compile(
    rf"(?P<name>[^,;:。、()%{MARK[1:-1]}]{{1,12}}率)[均都各]?(?:为|是|达到?了?)?(?P<rate>{MARK})%"
)
_OF_THE_WHOLE: Final = re.compile(
    "(?:办结|办复|答复|回复|办理|面商|满意|公开|解读|按时|按期|及时|知晓|覆盖|合格|通过|电子化|回应)率$"
)
# 均已答复,答复率98%: a rate of another thing (按期答复率, 满意率) says nothing of this
_BACK: Final = 30
_ALL_DONE: Final = re.compile(
    r"(?:全部|均)(?:已|予以|进行|依法|行文|作出|了){0,3}(?:办结|办复|答复|回复)(?:完毕)?,$"
)
_DONE: Final = re.compile("^(?:办结|办复|答复|回复)率$")


@frozen
class WrongRate:
    """A rate that cannot be: what it should be at most, or where all was done, exactly."""

    number: Numeral
    name: str
    why: str


def wrong_rates(statement: Statement) -> Iterator[WrongRate]:
    """The rates of a sentence that cannot be true, whatever the figures are."""
    if "率" not in statement.full:
        return
    for match in _RATE.finditer(statement.full):
        number, name = statement.numbers[index_of(match["rate"])], match["name"]
        found = _OF_THE_WHOLE.search(name)
        if found is None:
            continue
        if number.value > HUNDRED:
            yield WrongRate(number, found[0], "不会超过 100%")
        elif number.value < HUNDRED and _DONE.match(name) and _all_done(statement, match.start()):
            yield WrongRate(number, found[0], "前文说全部办结或答复，应为 100%")


def _all_done(statement: Statement, until: int) -> bool:
    return _ALL_DONE.search(statement.full, max(0, until - _BACK), until) is not None
