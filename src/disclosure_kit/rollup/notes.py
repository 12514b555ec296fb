"""What the report of a body that is added up says on top, where its totals are not to be taken as
they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from .above import Doubt
from .body import units_of
from .unit import UNFINISHED
from .writing import Made

_NAMED: Final = 5  # units


def notes_of(made: Made, doubts: Iterable[Doubt], *, partial: bool) -> Iterator[str]:
    """The notes for ``made``, of whose units some may be in ``doubts``; ``partial``: totals are
    given also where units are missing."""
    body = made.body
    if not body.whole and partial:
        yield (
            f"{UNFINISHED}本表是已报送并计入的{body.units}个单位的合计，"
            f"不是{body.name}的全部数据；未计入的单位见汇总附表。"
        )
    if body.errors:
        yield (
            f"【待更正】计入的单位中有{body.errors}个的年报有错误，合计随之可能不对；"
            "是哪些单位，见汇总附表。"
        )
    of = {one.unit.number: one.unit.name for one in doubts}
    if of and (names := [of[one.number] for one in units_of(body) if one.number in of]):
        more = f"等{len(names)}个单位" if len(names) > _NAMED else ""
        told = "、".join(names[:_NAMED]) + more
        yield f"【待核实】{told}的年报可能已含其他单位的数，合计可能重复计算。"
