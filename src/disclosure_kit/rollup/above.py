"""Without a list: the reports that tell of other units that lie beside them.

A county's report tells of its towns and offices too. Added to theirs, it would count them twice.
A division code of a government that another's begins with, or a name of a government that
another's begins with, says that one is below the other; a body that decides nothing is a doubt,
told and counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from typing import Final, TypeAlias

from attrs import frozen

from ..model.agency_names import bare
from ..model.edition import BodyKind
from ..model.kind import is_government, kind_of
from ..model.report import Agency
from .unit import Unit

Key: TypeAlias = tuple[str, str]  # of a unit: its bare name, the division it lies in
Groups: TypeAlias = Mapping[Key, list[Unit]]
_CODES: Final = (2, 4, 6)
_KINDS: Final = frozenset(BodyKind)  # a kind that the edition knows; else the name tells
_GOVERNMENT_ENDS: Final = tuple("省市区州盟县旗")  # a first look: the name's end decides
SUM: Final = "它的每个数都恰好等于其余各单位之和，可能就是汇总数；如是，就重复计算了"
_TOWNS: Final = "其中还有乡镇、街道，看不出是不是它的下级；如是，就重复计算了"


@frozen
class Doubt:
    """A unit that counts and may hold the figures of others that count too."""

    unit: Unit
    why: str


def own_of(groups: Groups, own: str) -> list[Key]:
    """The body's own report: of its name ``own``, or of the one name that is it with the place
    before it, or without."""
    same = [key for key in groups if key[0] == own]
    alike = (key for key in groups if key[0].endswith(own) or own.endswith(key[0]))
    longer = [] if same or not own else [key for key in alike if key[0]]
    return same or (longer if len(longer) == 1 and _governs(groups[longer[0]][0]) else [])


def below(groups: Groups) -> dict[Key, set[Key]]:
    """Each government that others of ``groups`` are surely below, and those."""
    found: dict[Key, set[Key]] = {}
    for above, under in (*_by_code(groups), *_by_name(groups)):
        found.setdefault(above, set()).add(under)
    return found


def _by_code(groups: Groups) -> Iterator[tuple[Key, Key]]:
    """A code that several governments give says nothing."""
    governments: dict[str, list[Key]] = {}
    for key, units in groups.items():
        if units[0].code and _of_division(units[0]):
            governments.setdefault(_short(units[0].code), []).append(key)
    rulers = {code: keys[0] for code, keys in governments.items() if len(keys) == 1}
    if not rulers:
        return
    of_division = {key for keys in governments.values() for key in keys}
    for key, units in groups.items():
        code = _short(units[0].code or "")
        for length in _CODES:
            above = rulers.get(code[:length]) if length <= len(code) else None
            if above is not None and (length < len(code) or key not in of_division):
                yield above, key


def _by_name(groups: Groups) -> Iterator[tuple[Key, Key]]:
    """In the order of names, what begins with a name follows it."""
    governments: list[Key] = []
    for key, after in pairwise((*sorted(groups), ("", ""))):
        while governments and not key[0].startswith(governments[-1][0]):
            governments.pop()
        for above in governments:
            if key[0] != above[0] and _agree(groups[above][0].code, groups[key][0].code):
                yield above, key
        if after[0].startswith(key[0]) and _governs(groups[key][0]):
            governments.append(key)


def doubts(groups: Groups, known: Collection[Key]) -> Iterator[Doubt]:
    """Governments beside towns of which nothing says whose they are. ``known``: below a body."""
    governments = [units[0] for units in groups.values() if _of_division(units[0])]
    if not governments:
        return
    towns = [units[0] for key, units in groups.items() if key not in known and _is_town(units[0])]
    uncoded = any(not town.code for town in towns)
    for unit in governments:
        if uncoded or (towns and not unit.code):
            yield Doubt(unit, _TOWNS)


def _agree(one: str | None, two: str | None) -> bool:
    """Whether two codes may be of one place: neither leads elsewhere."""
    short, long = sorted((_short(one or ""), _short(two or "")), key=len)
    return long.startswith(short)


def _short(code: str) -> str:
    """A code without the zeros that stand for everything below it: 533103000 is 533103."""
    for length, zeros in ((9, "000"), (6, "000"), (4, "00"), (2, "00")):
        if len(code) == length + len(zeros) and code.endswith(zeros):
            code = code[:length]
    return code


def _of_division(unit: Unit) -> bool:
    """Of a county or above: a town may give its county's code as its own."""
    if unit.kind not in _KINDS and not bare(unit.name).endswith(_GOVERNMENT_ENDS):
        return False
    return kind_of(_agency(unit)) is BodyKind.GOVERNMENT


def _is_town(unit: Unit) -> bool:
    return kind_of(_agency(unit)) is BodyKind.TOWN


def _governs(unit: Unit) -> bool:
    return is_government(_agency(unit))


def _agency(unit: Unit) -> Agency:
    return Agency(unit.name, unit.kind)
