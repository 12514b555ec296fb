"""Quantities of a sentence (12件), the lists they stand in, and the wholes they may be parts of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from attrs import frozen

from ..model.numerals import MARK, Numeral, index_of
from .statements import Statement

UNIT: Final = "件次|人次|件|条次|条|宗|份|起|例|篇次|篇|期|场次|场|次|个|项|人|家|名|部|张|则|批|元"
QUANTITY: Final = re.compile(rf"(?P<mark>{MARK})(?:余)?(?P<unit>{UNIT})?")
_OPENING: Final = re.compile(
    r"%?[,:]?(?P<word>其中包括|其中|主要包括|主要有|主要为|主要是|具体包括|包括|包含|涵盖|分别为|分别是|分别|即(?![时办日将可刻使便])|分为|具体为|具体是"
    r"|含|\()?[为是有]?[:,]?"
)
_PARTED: Final = re.compile(r"[、,;]|(?<=[件条宗份起例篇期场次个项人家名])(?:和|及|以及|与)")
_NESTED: Final = re.compile(r"\([^()]*\)")
SURE: Final = ("分别为", "分别是", "分别", "即", "分为", "具体为", "具体是")
_CLOSING: Final = re.compile("其他|其它|其余")
_LOOSE: Final = re.compile("等|主要|例如|重点|以及相关|余")


_SPAN: Final = 2_000  # characters of a list; a longer one is not read to its end
_TRIED: Final = 50  # words of a sentence that may begin a list


@frozen
class Quantity:
    """A number with its unit, and the words around it up to the next stops."""

    number: Numeral
    unit: str
    name: str = ""

    @property
    def value(self) -> Decimal:
        return self.number.value


@frozen
class Listing:
    """A whole and the parts that a sentence lists for it.

    ``wholes``: the numbers of the same unit that it may be; ``opening``: the word that begins the
    list; ``closed``: the list ends with the others; ``loose``: it ends with 等, or the like;
    ``to_the_end``: nothing follows it in its sentence.
    """

    wholes: tuple[Quantity, ...]
    parts: tuple[Quantity, ...]
    opening: str
    closed: bool
    loose: bool
    to_the_end: bool


def quantities(
    statement: Statement, text: str | None = None
) -> Iterator[tuple[int, int, Quantity]]:
    """Every quantity in ``text`` (else the whole sentence), with where it begins and ends."""
    for match in QUANTITY.finditer(statement.full if text is None else text):
        number = statement.numbers[index_of(match["mark"])]
        yield match.start(), match.end(), Quantity(number, match["unit"] or "")


def listings(statement: Statement, before: Statement | None) -> Iterator[Listing]:
    """The lists of parts in a sentence. One that begins with 其中 speaks of the sentence before."""
    full = _NESTED.sub("", statement.full)
    wholes: list[Quantity] = []
    reached = tried = 0
    if before is not None and (match := re.match(r"其中[:,]?", full)):
        wholes = [quantity for _, _, quantity in quantities(before)]
        if (
            found := _list(statement, full[match.end() : match.end() + _SPAN], wholes, "其中")
        ) is not None:
            yield found
        return
    for _, end, quantity in quantities(statement, full):
        wholes.append(quantity)
        if end < reached:
            continue
        match = _OPENING.match(full, end)
        if match is None or not match["word"] or tried > _TRIED:
            continue
        tried += 1
        found = _list(statement, full[match.end() : match.end() + _SPAN], wholes, match["word"])
        if found is not None:
            reached = end + 1
            yield found
            return
    yield from _bracketed(statement)


def _bracketed(statement: Statement) -> Iterator[Listing]:
    """``13件（新制定5件、修改4件、废止4件）``."""
    for match in re.finditer(rf"({MARK})({UNIT})\(([^()]*)\)", statement.full):
        whole = Quantity(statement.numbers[index_of(match[1])], match[2])
        inside = re.match(r"(?P<word>其中|含|包括|分别为|分别是|即)?[:,]?", match[3])
        assert inside is not None  # all of it is optional
        word = inside["word"] or "("
        found = _list(statement, match[3][inside.end() : _SPAN], [whole], word)
        if found is not None:
            yield found


def _list(statement: Statement, rest: str, wholes: list[Quantity], opening: str) -> Listing | None:
    rest = re.split("[。;!?]", rest, maxsplit=1)[0]
    parts: list[Quantity] = []
    loose, tail = len(rest) >= _SPAN, False
    for chunk in _PARTED.split(rest):
        found = [quantity for _, _, quantity in quantities(statement, chunk)]
        counted = [q for q in found if q.unit]
        if not chunk or (not counted and found and "%" in chunk):
            continue  # 占58.5%
        if len(counted) != 1 or (parts and counted[0].unit != parts[0].unit):
            loose = loose or bool(_LOOSE.search(chunk))
            tail = True
            break
        loose = loose or bool(_LOOSE.search(chunk))
        name = QUANTITY.sub("", chunk)
        parts.append(Quantity(counted[0].number, counted[0].unit, name))
    if len(parts) < 1:
        return None
    fitting = tuple(q for q in wholes if q.unit == parts[0].unit)
    if not fitting:
        return None
    return Listing(
        fitting, tuple(parts), opening, bool(_CLOSING.search(parts[-1].name)), loose, not tail
    )
