"""Figures, dates and cells as printed."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Final

from frozendict import frozendict

from ..model.form import Form
from ..model.layout import GridRow, Role
from ..model.table import Column
from ..model.values import NOT_FILLED, CellState, Kind, Money, Share, Value

# The member of an enumeration is dear to look up (Python 3.11).
_FIGURE: Final = Role.FIGURE
_SIGNED: Final = Kind.SIGNED


def format_value(value: Value, column: Column) -> str:
    """The figure as printed: a signed count with its sign, money with its unit where the form
    leaves the unit open, a share with %; not applicable is ``/``, not filled is empty."""
    if value is NOT_FILLED:
        return ""
    match value:
        case int():
            return f"{value:+d}" if column.kind is _SIGNED and value else str(value)
        case CellState.NOT_APPLICABLE:
            return "/"
        case Money():
            return f"{value.amount:f}" + ("" if column.unit else value.unit)
        case Share():
            return f"{value.percent:f}%"
        case str():
            return value


def format_number(value: Decimal | int) -> str:
    """A number without exponent and without trailing zeros after the point."""
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def format_date(date: datetime.date) -> str:
    """``2025年1月5日``: no leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    return f"{date.year}年{date.month}月{date.day}日"


def table_title(title: str, form: Form) -> str:
    """A table's title with the report year in the place of ``{year}``."""
    return title.replace("{year}", str(form.year))


def cell_text(row: GridRow, index: int, cells: frozendict[str, str]) -> str:
    """What one cell of a printed row says (nothing, where it continues the cell above)."""
    cell = row.cells[index]
    if cell.role is _FIGURE:
        return cells[str(cell.address)]
    return "".join(cell.lines) or cell.text
