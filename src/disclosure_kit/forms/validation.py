"""What may be typed into a cell, and the words that say so."""

from __future__ import annotations

from typing import Any, Final

from ..model.table import Column
from ..model.values import Kind

_LIMIT: Final = 10**15


def figure_rule(column: Column, cell: str) -> dict[str, Any] | None:
    """What may be typed into a cell; ``/`` is 不适用."""
    integer = f'IF(ISNUMBER({cell}),AND({cell}=INT({cell}),%s),{cell}="/")'
    match column.kind:
        case Kind.COUNT:
            rule = "=" + integer % f"{cell}>=0,{cell}<{_LIMIT}"
            words = "请填 0 或正整数，不带单位；不适用填 /；没有数的留空（不等于 0）。"
        case Kind.SIGNED:
            rule = "=" + integer % f"ABS({cell})<{_LIMIT}"
            words = "请填整数，减少填负数，如 -3；不适用填 /；没有数的留空（不等于 0）。"
        case Kind.MONEY if column.unit:
            rule = f'=OR(ISNUMBER({cell}),ISNUMBER(VALUE({cell})),{cell}="/")'
            words = f"请填金额（{column.unit}），只填数，可有小数；不适用填 /；没有的留空。"
        case Kind.MONEY:
            words = "请填金额并写明单位，如 251000元、25.1万元；不适用填 /。"
            return {"validate": "any", "input_title": "填写说明", "input_message": words}
        case Kind.SHARE:
            words = "请填百分数，如 37.91%；不适用填 /。"
            return {"validate": "any", "input_title": "填写说明", "input_message": words}
        case Kind.TEXT:
            return None
    return {
        "validate": "custom",
        "value": rule,
        "input_title": "填写说明",
        "input_message": words,
        "error_title": "填写有误",
        "error_message": words,
    }


def code_rule(cell: str) -> dict[str, Any]:
    words = "请填 2、4、6、9 或 12 位行政区划代码，如 533103103。"
    lengths = ",".join(f"LEN({cell})={n}" for n in (2, 4, 6, 9, 12))
    return {
        "validate": "custom",
        "value": f"=AND(OR({lengths}),ISNUMBER(VALUE({cell})))",
        "input_title": "区划代码",
        "input_message": words,
        "error_title": "填写有误",
        "error_message": words,
    }
