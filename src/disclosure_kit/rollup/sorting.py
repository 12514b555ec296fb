"""Which units count: of one form, each once, those that the list names, sound ones."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from operator import attrgetter
from typing import Final, TypeAlias

from attrs import define, field, frozen

from ..errors import UsageError
from ..model.agency_names import SHORTEST, bare, without_place
from ..model.edition import Edition
from ..model.kind import kind_of
from ..model.report import Agency
from . import above
from .roster import Entry, Roster
from .unit import Fate, Unit

Key: TypeAlias = tuple[str, int]  # edition and year
_NUMBER: Final = attrgetter("number")


@frozen
class Left:
    """A unit that does not count, or a second file of one that does; ``other`` is another file of
    it, ``entry`` the code under which the list has it."""

    unit: Unit
    fate: Fate
    other: str = ""
    entry: str = ""

    @property
    def beside(self) -> str:
        """What became of the other file, in words."""
        if not self.other:
            return ""
        counted = "" if self.fate is Fate.CONFLICT else "已计入的"
        return f"：{counted}另一份是 {self.other}"


@define
class Sorted:
    """What became of all units. ``by_entry`` are those that count, by the code of their entry;
    without a list they have none and stand in ``counted`` alone, in the order they came."""

    counted: list[Unit] = field(factory=list)
    by_entry: dict[str, Unit] = field(factory=dict)
    left: list[Left] = field(factory=list)
    late: list[Unit] = field(factory=list)
    undated: int = 0
    renamed: list[tuple[Unit, Entry]] = field(factory=list)
    alike: list[tuple[Unit, Unit]] = field(factory=list)
    doubts: list[above.Doubt] = field(factory=list)


def form_of(units: Iterable[Unit], edition: str | None, year: int | None) -> Key:
    """The edition and year of the roll-up: as asked for, else of most units.

    Raises:
        UsageError: no unit is of the year or edition asked for, or two are equally frequent.
    """
    counts = Counter((unit.edition, unit.year) for unit in units)
    fitting = {
        key: count
        for key, count in counts.items()
        if (edition is None or key[0] == edition) and (year is None or key[1] == year)
    }
    if not fitting:
        found = "；".join(f"{y} 年度（{e} 版）{n} 份" for (e, y), n in sorted(counts.items()))
        raise UsageError(f"没有符合的报告。收到的是：{found or '无'}")
    best = max(fitting.values())
    chosen = sorted(key for key, count in fitting.items() if count == best)
    if len(chosen) > 1:
        found = "、".join(f"{y} 年度（{e} 版）" for e, y in chosen)
        raise UsageError(f"{found}的报告各有 {best} 份，不知汇总哪一年，请用 --year 指明")
    return chosen[0]


def sort_out(
    units: Iterable[Unit], form: Key, roster: Roster | None, *, with_errors: bool, own: str = ""
) -> Sorted:
    """Say of each unit whether it counts. ``own`` is the name of the body that adds up."""
    found = Sorted()
    groups: dict[above.Key, list[Unit]] = {}  # without a list
    listed: dict[str, list[Unit]] = {}  # by the code of their entry
    for unit in units:
        entry = roster.find(unit) if roster is not None else None
        name = bare(unit.name)
        if (unit.edition, unit.year) != form:
            found.left.append(Left(unit, Fate.FORM, entry=entry.code if entry else ""))
        elif entry is not None:
            listed.setdefault(entry.code, []).append(unit)
        elif not name:
            found.left.append(Left(unit, Fate.NAMELESS))
        elif roster is not None:
            found.left.append(Left(unit, Fate.UNLISTED))
        elif same := groups.get((name, _place(unit.code))):
            same.append(unit)
        else:
            groups[name, _place(unit.code)] = [unit]
    if roster is None:
        # Of many units hardly any has a name that is another's with its place: sought once.
        longer = {long for _, long in without_place({name: name for name, _ in groups})}
        groups = _by_code(groups, longer)
        below = _without_above(groups, bare(own), found)
    else:
        _without_bodies_above(listed, roster, found)
    for code, same in chain(listed.items(), (("", same) for same in groups.values())):
        chosen = _one_of(same, code, found, with_errors=with_errors)
        if chosen is not None:
            found.counted.append(chosen)
            if code:
                found.by_entry[code] = chosen
    found.counted.sort(key=_NUMBER)
    if roster is not None:
        found.renamed += _renamed(found.by_entry, roster, own)
    else:
        _leave_counted(groups, found)
        found.alike += _look_alike(groups) if longer else ()
        found.doubts += above.doubts(groups, below)
    return found


def _renamed(by_entry: dict[str, Unit], roster: Roster, own: str) -> Iterator[tuple[Unit, Entry]]:
    """Units that count whose name is not as listed, also without the names of the bodies above."""
    for code, unit in by_entry.items():
        entry = roster.by_code[code]
        if bare(entry.name) != bare(unit.name):
            above_ = [bare(own), *(bare(one.name) for one in roster.above(entry))]
            if _in_place(entry.name, above_) != _in_place(unit.name, above_):
                yield unit, entry


def _in_place(name: str, above_: list[str]) -> str:
    """The bare name without those of the bodies above it, the highest first."""
    left = bare(name)
    for place in above_:
        left = left.removeprefix(place) or left
    return left


def _leave_counted(groups: dict[above.Key, list[Unit]], found: Sorted) -> None:
    """Leave of each group that unit alone that counts."""
    gone = {left.unit.number for left in found.left}
    if not gone:
        return
    fewer = [key for key, same in groups.items() if any(one.number in gone for one in same)]
    for key in fewer:
        groups[key] = [one for one in groups[key] if one.number not in gone]
        if not groups[key]:
            del groups[key]


def _place(code: str | None) -> str:
    """Bodies of one name in two counties are two; a town's own code does not tell it from its
    county's."""
    return (code or "")[:6]


def _by_code(groups: above.Groups, longer: Collection[str]) -> dict[above.Key, list[Unit]]:
    """Units of one code of which one's name is the other's with its place are one unit; so are two
    of one name, one of which gives no code."""
    names: dict[str, list[above.Key]] = {}
    for key in groups:
        names.setdefault(key[1], []).append(key)
    homes = dict(_without_place(names, groups, longer))
    merged: dict[above.Key, list[Unit]] = {}
    for key in chain.from_iterable(names.values()):
        home = homes.get(key, key)
        if home in merged:
            merged[home] += groups[key]
        else:  # taken over, not copied: of 100,000 units nearly all stand alone
            merged[home] = groups[key]
    _join_uncoded(merged)
    for same in merged.values():
        if len(same) > 1:  # as hardly any
            same.sort(key=_NUMBER)
    return merged


def _without_place(
    names: dict[str, list[above.Key]], groups: above.Groups, longer: Collection[str]
) -> Iterator[tuple[above.Key, above.Key]]:
    """Of one division: each name that is another's with its place, and that other. Only those of
    ``longer`` can be one."""
    for place, keys in names.items() if longer else ():
        known = {name for name, _ in keys if place}
        for key in (key for key in keys if key[0] in longer):
            name = key[0]
            shorter = (name[n:] for n in range(len(name) - SHORTEST, 0, -1))
            short = next((ending for ending in shorter if ending in known), name)
            if short != name and not _apart(groups, key, short):
                yield key, (short, place)


def _join_uncoded(merged: dict[above.Key, list[Unit]]) -> None:
    """Units that give no code join those of their name, where these are of one division."""
    coded: dict[str, list[above.Key]] = {}
    uncoded = [key for key in merged if not key[1]]
    for key in merged if uncoded else ():
        if key[1]:
            coded.setdefault(key[0], []).append(key)
    for key in uncoded:
        same = coded.get(key[0], [])
        if len(same) == 1:
            merged[same[0]] += merged.pop(key)


def _apart(groups: above.Groups, key: above.Key, other: str) -> bool:
    """Two towns of one county have each a code of their own."""
    codes = {unit.code for name in (key[0], other) for unit in groups[name, key[1]]}
    return len(codes) > 1 and all(code and len(code) > 6 for code in codes)


def _look_alike(groups: above.Groups) -> Iterator[tuple[Unit, Unit]]:
    """Pairs that may be one unit under two names, and nothing decides it: told, both counted."""
    first = {name: units[0] for (name, _), units in groups.items()}
    pairs = without_place(first)
    return (pair for pair in pairs if not all(unit.code for unit in pair))


def _without_bodies_above(groups: dict[str, list[Unit]], roster: Roster, found: Sorted) -> None:
    """A body's own file does not count where units below it came too."""
    below = {one.code for code in groups for one in roster.above(roster.by_code[code])}
    for code in sorted(below & set(groups)):
        found.left += [Left(unit, Fate.ABOVE, entry=code) for unit in groups.pop(code)]


def _without_above(groups: dict[above.Key, list[Unit]], own: str, found: Sorted) -> set[above.Key]:
    """Without a list: the body's own report is no unit, nor is one that tells of units beside it.
    Where it tells of some of them alone, nobody knows whether those are all that it tells of.
    Gives those that one tells of."""
    for key in above.own_of(groups, own):
        if len(groups) > 1:
            found.left += [Left(unit, Fate.ABOVE) for unit in groups.pop(key)]
    below = above.below(groups)
    others = len(groups) - 1
    for key, under in below.items():
        fate = Fate.ABOVE if len(under) == others else Fate.ABOVE_SOME
        found.left += [Left(unit, fate) for unit in groups.pop(key)]
    return set().union(*below.values())


def _one_of(same: list[Unit], entry: str, found: Sorted, *, with_errors: bool) -> Unit | None:
    """The one file of a unit that counts, if any."""
    sound = [unit for unit in same if not unit.errors or with_errors]
    if not sound:
        found.left += [Left(unit, Fate.ERRORS, entry=entry) for unit in same]
        return None
    first, *others = sound
    if not others and len(same) == 1:
        return first
    if any((unit.shape, unit.digest) != (first.shape, first.digest) for unit in others):
        for unit in sound:
            other = next(o.file for o in sound if o is not unit)
            found.left.append(Left(unit, Fate.CONFLICT, other, entry))
        return None
    spare = [unit for unit in same if unit is not first]
    sound_ones = {unit.number for unit in others}
    again = [unit for unit in spare if unit.number in sound_ones]
    wrong = [unit for unit in spare if unit.number not in sound_ones]
    found.left += (Left(unit, Fate.SAME, first.file, entry) for unit in again)
    found.left += (Left(unit, Fate.ERRORS, first.file, entry) for unit in wrong)
    return first


def find_late(found: Sorted, edition: Edition, year: int, last: datetime.date | None) -> None:
    """Note who signed after the day of the law, or after ``last`` where the county set one."""
    days = {
        kind: datetime.date(year + 1, deadline.month, deadline.day)
        for deadline in edition.deadlines
        for kind in deadline.kinds
        if year < datetime.MAXYEAR
    }
    for unit in found.counted:
        if unit.signed is None:
            found.undated += 1
            continue
        kind = kind_of(Agency(unit.name, unit.kind))
        day = last or (days.get(kind) if kind else None)
        if day is not None and unit.signed > day:
            found.late.append(unit)
