"""One value of a keyed file → what may stand in its cell. Nothing is converted silently."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from ..model.clean import clean
from ..model.table import Column
from ..model.values import NOT_APPLICABLE, NOT_FILLED, YUAN_PER_UNIT, Kind, Money, Share, Value
from ..strict import shown

_DECIMAL = re.compile(r"-?\d{1,18}(\.\d{1,6})?", re.ASCII)
LARGEST = 10**15
COUNTED = (Kind.COUNT, Kind.SIGNED)


def cell_value(value: Any, column: Column) -> Value:
    """``value`` as the column's kind.

    Raises:
        ValueError: it is none; says what belongs there.
    """
    if value is None:
        return NOT_FILLED
    if value == "n/a":
        return NOT_APPLICABLE
    match column.kind:
        case Kind.COUNT | Kind.SIGNED:
            return _integer(value)
        case Kind.MONEY:
            return _money(value, column.unit)
        case Kind.SHARE:
            return Share(_decimal(value, "百分比"))
        case Kind.TEXT:
            if not isinstance(value, str):
                raise ValueError(f"应是文字，不能是{shown(value)}")
            return clean(value)


def _integer(value: Any) -> int:
    if type(value) is not int:
        raise ValueError(f'应是整数（未填写用 null，不适用用 "n/a"），不能是{shown(value)}')
    if abs(value) >= LARGEST:
        raise ValueError(f"数值过大，不能是{shown(value)}")
    return value


def _money(value: Any, unit: str | None) -> Money:
    if unit is not None:
        return Money(_decimal(value, "金额"), unit)
    if isinstance(value, str):
        return Money(_decimal(value, "金额"), "")
    if not isinstance(value, dict) or set(value) != {"value", "unit"}:
        raise ValueError(
            f'应写作 {{"value": "251000", "unit": "元"}}（单位随数填写），不能是{shown(value)}'
        )
    if value["unit"] not in list(YUAN_PER_UNIT):
        raise ValueError(f"单位只能是 {'、'.join(YUAN_PER_UNIT)}，不能是{shown(value['unit'])}")
    return Money(_decimal(value["value"], "金额"), value["unit"])


def _decimal(value: Any, what: str) -> Decimal:
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        quoted = f'，请加引号写作 "{value}"' if type(value) in (int, Decimal) else ""
        raise ValueError(f"应是加引号的{what}（小数点后至多六位），不能是{shown(value)}{quoted}")
    return Decimal(value)
