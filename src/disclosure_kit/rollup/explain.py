"""Where one total of a rolled-up report comes from: its units, their files, and the sum again."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from ..errors import SourceError, UsageError
from ..model.nearest import nearest
from ..model.values import YUAN_PER_UNIT
from .inputs import PROVENANCE, provenance_of
from .provenance import Provenance, opened

DEEPEST: Final = 8


@frozen
class Part:
    """One unit's share in a total. ``below`` explains it further, where the unit is itself a sum
    whose provenance is at hand."""

    id: str
    name: str
    code: str | None
    file: str
    place: str
    value: Any
    errors: int
    below: Explained | None = None


@frozen
class Explained:
    """One total, and what its parts come to: ``sum_``, added again when this was made, of the
    ``given`` parts that have a value. ``missing`` are units that should be parts of it, where the
    body is not ``whole`` and its list names them."""

    report: str
    agency: str
    year: int
    total: dict[str, Any]
    sum_: Any
    given: int
    whole: bool
    missing: tuple[str, ...]
    _found: Provenance
    _above: tuple[str, ...]

    def parts(self) -> Iterator[Part]:
        """The parts, read anew from the provenance: of 100,000 no more than one is in memory."""
        return _parts(self._found, self.total["address"], self._above)


def explain(rollup: str, address: str) -> Explained:
    """Explain the total at ``address`` of a rolled-up report, or of the provenance beside it.
    ``address`` may be the label as well, or a part of it that is no other's.

    Raises:
        SourceError: there is no provenance, or it does not add up to what it says.
        UsageError: the report has no such figure, or several are called so.
    """
    path = Path(rollup if rollup.endswith(PROVENANCE) else provenance_of(rollup))
    if not path.is_file() and not os.path.lexists(rollup):
        raise SourceError(f"{rollup}：没有这个文件")
    if not path.is_file():
        raise SourceError(
            f"{rollup}：旁边没有汇总的出处文件 {path.name}", hint="只能说明由 rollup 写出的成品"
        )
    found = opened(path)
    return _explained(found, _meant(found, address), ())


def _meant(found: Provenance, words: str) -> str:
    """The address that ``words`` are, or whose label they are, or are a part of."""
    labels: dict[str, str] = {total["address"]: total["label"] for total in found.totals()}
    if words in labels:
        return words
    sought = words.strip()
    called = [address for address, label in labels.items() if label == sought]
    called = called or [address for address, label in labels.items() if sought in label]
    if not sought or not called:
        raise UsageError(f"没有数据 {words}{nearest(words, list(labels))}", hint=_HINT)
    if len(called) > 1:
        more = f"等 {len(called)} 项" if len(called) > _SHOWN else ""
        named = "；".join(f"{labels[one]}［{one}］" for one in called[:_SHOWN])
        raise UsageError(
            f"叫“{sought}”的不止一项：{named}{more}", hint="请写全，或写方括号里的地址"
        )
    return called[0]


_SHOWN: Final = 10
_HINT: Final = (
    "请写项目的名称，与“各单位”页表头所印的相同，如“行政许可·本年处理决定数量”；或写它的地址"
)


def _explained(found: Provenance, address: str, above: tuple[str, ...]) -> Explained:
    """``above`` are the files that led here: one that leads back to itself is not followed."""
    totals = {total["address"]: total for total in found.totals()}
    if address not in totals:
        raise UsageError(f"没有数据 {address}{nearest(address, list(totals))}")
    here = (*above, os.path.realpath(found.path))
    given, sum_ = _sum(_parts(found, address, here))
    made = Explained(
        str(found.head["report"]),
        str(found.head["agency"]["name"]),
        int(found.head["year"]),
        totals[address],
        sum_,
        given,
        found.head.get("whole") is True,
        tuple(_missing(found.head.get("missing", []))),
        found,
        here,
    )
    told = made.total["so_far"]  # None: nothing is held to be their sum
    if told is not None and not _equal(told, made.sum_):
        raise SourceError(
            f"{found.path}：{address} 写的是 {told}，而各单位相加是 {made.sum_}；文件被改动过",
            hint="请重新运行 rollup",
        )
    return made


def _missing(listed: list[dict[str, Any]]) -> Iterator[str]:
    """Bodies of which nothing counts, under the one that lacks them."""
    for one in listed:
        why = "报来的没有计入" if one["came"] else "未报"
        yield f"{one['name']}（{why}）"


def _parts(found: Provenance, address: str, above: tuple[str, ...]) -> Iterator[Part]:
    at = [forms.index(address) if address in forms else None for forms in found.head["forms"]]
    for unit in found.units():
        where = at[unit["form"]]
        value = unit["values"][where] if where is not None else None
        places = found.places(unit)
        place = places[where] if where is not None and where < len(places) else ""
        yield Part(
            unit["id"],
            unit["name"],
            unit["code"],
            unit["file"],
            place,
            value,
            unit.get("errors", 0),
            _below(found, unit, address, above),
        )


def _below(
    found: Provenance, unit: dict[str, Any], address: str, above: tuple[str, ...]
) -> Explained | None:
    if len(above) > DEEPEST or not ("rollup" in unit or "units" in unit):
        return None
    named = Path(str(unit.get("rollup") or provenance_of(unit["file"])))
    homes = (found.path.parent, Path()) if "units" in unit else (Path(), found.path.parent)
    path = next((home / named for home in homes if os.path.isfile(home / named)), None)
    if path is None or os.path.realpath(path) in above:
        return None
    try:
        return _explained(opened(path), address, above)
    except UsageError:  # its form has no such figure
        return None


def _sum(parts: Iterable[Part]) -> tuple[int, Any]:
    """How many parts have a value, and what these come to."""
    given = 0
    number: int | None = None
    yuan: Decimal | None = None
    for part in parts:
        given += part.value is not None
        match part.value:
            case int(more):
                number = (number or 0) + more
            case [words, unit] if unit in YUAN_PER_UNIT:
                yuan = (yuan or Decimal()) + Decimal(words) * YUAN_PER_UNIT[unit]
    return given, number if yuan is None else [f"{yuan:f}", "元"]


def _equal(told: Any, sum_: Any) -> bool:
    if isinstance(told, list) and isinstance(sum_, list):
        unit = YUAN_PER_UNIT.get(told[1])
        return unit is not None and Decimal(told[0]) * unit == Decimal(sum_[0])
    return bool(told == ("n/a" if sum_ is None else sum_))
