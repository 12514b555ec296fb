"""Who gave most of a total, as its comment in a workbook says it."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappush, heapreplace
from typing import Any, Final

from attrs import define, field

from .provenance import Provenance
from .tally import State, Total

NAMED: Final = 10  # units in a comment
_LONGEST: Final = 80  # signs of a name or a file in a comment, which holds 32,767 in all


@define
class Givers:
    """Units with another figure than 0: how many, and those with the largest."""

    count: int = 0
    _most: list[tuple[float, int, str]] = field(factory=list)

    def gave(self, weight: float, order: int, unit: dict[str, Any], value: Any, place: str) -> None:
        """Take a unit in; of equal figures the earlier comes first."""
        self.count += 1
        if len(self._most) == NAMED and (weight, -order) < self._most[0][:2]:
            return
        where = short(unit["file"]) + (f"!{short(place)}" if place else "")
        found = weight, -order, f"{in_words(value)}  {short(unit['name'])}（{where}）"
        (heappush if len(self._most) < NAMED else heapreplace)(self._most, found)

    @property
    def most(self) -> list[str]:
        return [words for _, _, words in sorted(self._most, reverse=True)]


def givers_of(found: Provenance) -> dict[str, Givers]:
    """Those of every total by its address, in one pass."""
    givers: dict[str, Givers] = {}
    for order, unit in enumerate(found.units()):
        addresses, places = found.addresses(unit), None
        for at, value in enumerate(unit["values"]):
            if value and (weight := _weight(value)):
                places = places or found.places(unit)
                place = places[at] if at < len(places) else ""
                one = givers.setdefault(addresses[at], Givers())
                one.gave(weight, order, unit, value, place)
    return givers


def told(total: Total, givers: Givers, members: int, where: str) -> str:
    """Where a total of so many members comes from; ``where`` they all stand."""
    lines = [head(total, members)]
    if total.state is not State.NOT_ADDED:
        lines += givers.most
        if givers.count > NAMED:
            lines.append(f"……另有 {givers.count - NAMED} 个单位，见“{where}”")
    return "\n".join([*lines, *lacking(total), f"口径：{total.why}"])


def lacking(total: Total) -> Iterator[str]:
    """Who keeps a total open."""
    yield from (f"缺：{short(name)}" for name in total.lacking[:NAMED])
    if total.lacks > NAMED:
        yield f"……另有 {total.lacks - NAMED} 个单位没有填"


def head(total: Total, members: int) -> str:
    """What a total is."""
    match total.state:
        case State.WHOLE:
            return f"合计：{members} 个单位相加"
        case State.PARTIAL:
            return f"不是全部：只有已计入的 {members} 个单位相加"
        case State.NOT_APPLICABLE:
            return "各单位都不适用"
        case State.NOT_ADDED:
            return "没有相加"
        case State.INCOMPLETE:
            return "没有合计：单位不全或没有填全"


def short(text: str) -> str:
    """A name of somebody's choosing, cut where it is no name any more."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}……（共 {len(text)} 字）"


def in_words(value: Any) -> str:
    """A figure of the provenance."""
    return f"{value[0]}{value[1]}" if isinstance(value, list) else str(value)


def _weight(value: Any) -> float:
    """For the order in a comment alone; nothing is added with it."""
    if isinstance(value, list):
        return abs(float(value[0])) * {"万元": 1e4, "亿元": 1e8}.get(value[1], 1)
    return abs(value) if isinstance(value, int) else 0
