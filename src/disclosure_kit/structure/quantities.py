"""Quantities of a sentence (12件), the lists they stand in, and the wholes they may be parts of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from attrs import frozen

from ..model.numerals import BLOT, FIRST_MARK, INEXACT, MARK, Numeral, index_of
from .statements import Statement

UNIT: Final = "[件人条篇场]次|[件条宗份起例篇期场次个项人家名部张则批元]"
QUANTITY: Final = re.compile(rf"(?P<mark>{MARK})(?:余)?(?P<unit>{UNIT})?")
_OPENING: Final = re.compile(
    rf"{MARK}余?+(?:{UNIT})?+%?[,:;]?(?P<word>其中包括|其中|主要包括|主要有|主要为|主要是|具体包括|包括|包含|涵盖|分别为|分别是|分别|即(?![时办日将可刻使便])|分为|具体为|具体是"
    r"|含|\()[为是有]?[:,]?"
)
_AMONG: Final = "在[^,;:。()]{0,14}[息请件文案复](?:当|之|其)?中"  # 在主动公开的信息中
_OF_OTHERS: Final = re.compile(f"其中|{_AMONG}")
# In what begins any list stands one of these.
_BEGINS_LIST: Final = re.compile(rf"其中|{_AMONG}|包括|主要|包含|涵盖|分别|即|分为|具体|含|\(")
# 47期政策问答,其中 · 30件,均已办结,其中: what stands between counts nothing.
_FURTHER: Final = re.compile(
    rf"[^;:。()%{MARK[1:-1]}{INEXACT}{BLOT}]{{1,30}}?(?P<word>其中|{_AMONG})(?:包括)?[为是有]?[:,]?"
)
_FURTHEST: Final = 50  # characters behind a quantity in which 中 of such a word stands
# At the head of a sentence: of what the one before has counted.
_OF_THESE: Final = re.compile(rf"(?:其中(?:包括)?|(?P<named>{_AMONG}))[:,]?")
_NESTED_HEAD: Final = re.compile("其中|(?:主要|具体)?包括|包含|涵盖|分别为|分别是")
# What parts a list: a stop, or behind a unit a word for and.
_PARTED: Final = re.compile(
    r"[、,;和及以与](?:(?<=[、,;])|(?<=[件条宗份起例篇期场次个项人家名].)(?:(?<=[和及与])|(?<=以)及))"
)
_LIST_STOPS: Final = frozenset("、,;")
_NESTED: Final = re.compile(r"\([^()]*\)")
SURE: Final = ("分别为", "分别是", "分别", "即", "分为", "具体为", "具体是")
_CLOSING: Final = re.compile("其他|其它|其余")
_LOOSE: Final = re.compile("等|主要|例如|重点|以及相关|余")
# Pieces of information are counted in any of these, also in one list.
_PIECES: Final = frozenset(["件", "条", "个", "篇", "份", "则", "项", "部"])
# What a part of published information does not do, and a clause of its own does.
_DOES: Final = re.compile(
    "收到|受理|办理|办结|召开|举办|开展|组织|发布|推送|制发|印发|回复|接到|回应|复议|诉讼"
)
_FEW: Final = 3  # parts; fewer that are parted by ; may be clauses of their own

_BRACKETED: Final = re.compile(rf"({MARK})({UNIT})\(([^()]*)\)")
_INSIDE: Final = re.compile(r"(?P<word>其中|含|包括|分别为|分别是|即)?[:,]?")

_SPAN: Final = 2_000  # characters of a list; a longer one is not read to its end
_TRIED: Final = 50  # words of a sentence that may begin a list


class Quantity(NamedTuple):
    """A number with its unit, and the words around it up to the next stops."""

    number: Numeral
    unit: str
    name: str = ""

    @property
    def value(self) -> Decimal:
        return self.number.value


@frozen(slots=False)
class Listing:
    """A whole and the parts that a sentence lists for it.

    ``wholes``: the numbers of the same unit that it may be; ``opening``: the word that begins the
    list; ``closed``: the list ends with the others; ``loose``: it ends with 等, or the like;
    ``to_the_end``: nothing follows it up to the next ; or the end; ``parted``: its parts stand
    between ;; ``lead``: what stands before it.
    """

    wholes: tuple[Quantity, ...]
    parts: tuple[Quantity, ...]
    opening: str
    closed: bool
    loose: bool
    to_the_end: bool
    parted: bool
    lead: str


@frozen(slots=False)
class _Parts:
    """The parts that a list has, and how it ended."""

    parts: tuple[Quantity, ...]
    loose: bool
    tail: bool  # something follows that is no part
    parted: bool
    end: int

    @property
    def closed(self) -> bool:
        return bool(_CLOSING.search(self.parts[-1].name))


def quantities(statement: Statement, text: str | None = None) -> list[tuple[int, int, Quantity]]:
    """Every quantity in ``text`` (else the whole sentence), with where it begins and ends."""
    numbers = statement.numbers
    return [
        (*match.span(), Quantity(numbers[ord(match[1]) - FIRST_MARK], match[2] or ""))
        for match in QUANTITY.finditer(statement.full if text is None else text)
    ]


def may_list(statement: Statement) -> bool:
    """Whether a word stands there with which a list begins: a first look."""
    return _BEGINS_LIST.search(statement.full) is not None


def listings(
    statement: Statement, before: Statement | None, above: Statement | None = None
) -> Iterator[Listing]:
    """The lists of parts in a sentence that ``may_list`` some. One that begins with 其中 speaks of
    the sentence ``before``; with 在主动公开的信息中, also of the last ``above`` its paragraph."""
    full = _NESTED.sub("", statement.full)
    reached = tried = 0
    if match := _OF_THESE.match(full):
        counted = before or (above if match["named"] else None)
        if counted is not None:
            wholes = [quantity for _, _, quantity in quantities(counted)]
            found = _list(statement, full, match.end(), wholes, "其中", counted.full)
            reached = max(found[1] if found else 0, match.end())
            if found:
                yield found[0]
    wholes = []
    opened = {match.start(): match for match in _OPENING.finditer(full)}
    others = _OF_OTHERS.search(full)
    for start, end, quantity in quantities(statement, full) if opened or others else ():
        if start < reached:
            continue
        wholes.append(quantity)
        match = opened.get(start)
        if match is None and others and "中" in full[end : end + _FURTHEST]:
            match = _FURTHER.match(full, end)
        if match is None or tried > _TRIED:
            continue
        tried += 1
        found = _list(statement, full, match.end(), wholes, match["word"], full[:end])
        if found is not None:
            reached, wholes = found[1], []
            yield found[0]
    if not reached:
        yield from _bracketed(statement)


def _bracketed(statement: Statement) -> Iterator[Listing]:
    """``13件（新制定5件、修改4件、废止4件）``."""
    for match in _BRACKETED.finditer(statement.full) if "(" in statement.full else ():
        whole = Quantity(statement.numbers[index_of(match[1])], match[2])
        inside = _INSIDE.match(match[3])
        assert inside is not None  # all of it is optional
        word = inside["word"] or "("
        start = match.start(3) + inside.end()
        lead = statement.full[: match.start()]
        found = _list(statement, statement.full[: match.end(3)], start, [whole], word, lead)
        if found is not None:
            yield found[0]


def _list(
    statement: Statement, full: str, start: int, wholes: list[Quantity], opening: str, lead: str
) -> tuple[Listing, int] | None:
    """The list that begins at ``start``, and where it ends."""
    rest = full[start : start + _SPAN].rstrip("。!?")
    found = _parts(statement, rest, mixed=False)
    if not found.parts:
        return None
    unit = found.parts[0].unit
    fitting = tuple(q for q in wholes if q.unit == unit)
    if unit in _PIECES and found.tail:
        mixed = _parts(statement, rest, mixed=True)
        if len(mixed.parts) > max(2, len(found.parts)) and mixed.closed and not mixed.tail:
            found, fitting = mixed, tuple(q for q in wholes[-1:] if q.unit in _PIECES)
    if not fitting:
        return None
    loose = found.loose or len(rest) >= _SPAN
    listing = Listing(
        fitting, found.parts, opening, found.closed, loose, not found.tail, found.parted, lead
    )
    return listing, start + found.end


def _parts(statement: Statement, rest: str, *, mixed: bool) -> _Parts:
    """The parts that ``rest`` lists, up to what is none: of one unit; ``mixed``: pieces of
    information, in whichever unit. What they cost (收取420元) and their shares stand between.
    A list that begins with 、 or a comma ends at the first ;."""
    parts: list[Quantity] = []
    ends: list[int] = []
    loose = parted = stopped = shared = tail = False
    for stop, chunk, end in _chunks(rest):
        stopped = stopped or stop == ";"
        pieces = QUANTITY.split(chunk)  # what is between them, and of each the mark and the unit
        counted = [one for one in zip(pieces[1::3], pieces[2::3], strict=True) if one[1]]
        if stopped and len(parts) > 1 and not parted:
            break
        if not chunk or (not counted and len(pieces) > 1 and "%" in chunk):
            shared = True  # 占58.5%
            continue
        mark, unit = counted[0] if len(counted) == 1 else ("", "")
        if parts and unit == "元" != parts[0].unit:
            continue
        name = "".join(pieces[::3])
        if not unit or (parts and not _goes_with(unit, name, parts, mixed)):
            tail = not stopped
            loose = loose or (tail and bool(_LOOSE.search(chunk)))
            break
        if parts and stopped and _DOES.search(name):
            break
        if len(parts) == 1:
            parted = stopped
        elif parted and not stopped and not shared:
            tail = True  # a list inside one of its items
            break
        loose = loose or bool(_LOOSE.search(chunk))
        parts.append(Quantity(statement.numbers[index_of(mark)], unit, name))
        ends.append(end)
        stopped = shared = False
    if parted and len(parts) < _FEW:
        parts, ends, parted, tail = parts[:1], ends[:1], False, False
    return _Parts(tuple(parts), loose, tail, parted, ends[-1] if ends else 0)


def _chunks(rest: str) -> Iterator[tuple[str, str, int]]:
    """What stands between the stops of a list: the stop before it, itself, and its end."""
    stop, start = "", 0
    for match in _PARTED.finditer(rest):
        at, end = match.span()
        yield stop, rest[start:at], at
        stop, start = rest[at] if rest[at] in _LIST_STOPS else "", end
    yield stop, rest[start:], len(rest)


def _goes_with(unit: str, name: str, parts: list[Quantity], mixed: bool) -> bool:
    if _NESTED_HEAD.match(name):
        return False  # 公开29条,包括甲13条: that is a list of its own
    if unit == parts[0].unit:
        return True
    return mixed and unit in _PIECES and bool(name) and not _DOES.search(name)
