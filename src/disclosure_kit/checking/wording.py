"""Identities in the words of the form: where one stands, and how it fails."""

from __future__ import annotations

from typing import Final

from ..model.form import Form
from ..model.labels import column_label, row_label
from ..model.rules import Identity, Relation
from ..model.table import Table
from ..view import format_number
from .instances import Instance, Operand, total

_INNER: Final = str.maketrans("“”", "‘’")
LISTED = 4  # a longer sum is told by its total alone


def line_of(instance: Instance, form: Form) -> str:
    """``“自然人”列``; empty where the table has one line only, or there is no table."""
    table = form.tables.get(instance.identity.table or "")
    if not instance.line or not isinstance(table, Table):
        return ""
    if instance.identity.per == "column":
        return f"{_quoted(column_label(table, instance.line))}列"
    return f"{_quoted(row_label(table, instance.line))}行"


def _quoted(label: str) -> str:
    """In quotation marks; those inside become single ones (GB/T 15834)."""
    return f"“{label.translate(_INNER)}”"


def label_of(operand: Operand, identity: Identity, form: Form) -> str:
    """A term by what tells it from the others: its row in a column, its column in a row."""
    year = "上年" if operand.previous else ""
    if identity.per == "figure":
        return year + form.figures[operand.address].label
    cell, _ = form.cells[operand.address]
    table = form.tables[cell.table]
    assert isinstance(table, Table)  # only these have cells
    if identity.per == "column":
        return year + row_label(table, cell.row)
    return year + column_label(table, cell.column, cell.row)


def failure(instance: Instance, form: Form) -> str:
    """``“自然人”列：（七）总计 2，应等于（一）予以公开等 21 项之和 11，相差 9``."""
    equal = instance.identity.relation is Relation.EQUAL
    line = line_of(instance, form)
    low_left, high_left = total(instance.left)
    low_right, high_right = total(instance.right)
    exact = low_left == high_left and low_right == high_right
    gap = f"，相差 {format_number(abs(low_left - low_right))}" if exact and equal else ""
    left, right = (_side(side, instance.identity, form) for side in (instance.left, instance.right))
    return f"{f'{line}：' if line else ''}{left}，{'应等于' if equal else '不应大于'}{right}{gap}"


def _side(operands: tuple[Operand, ...], identity: Identity, form: Form) -> str:
    low, high = total(operands)
    least = f"至少 {format_number(low)}" if low.is_finite() else "（空）"
    together = format_number(low) if low == high else least
    first = label_of(operands[0], identity, form)
    if len(operands) == 1 and operands[0].not_applicable:
        return f"{first} 不适用（/）"
    if len(operands) == 1:
        return f"{first} {together}"
    if len(operands) > LISTED:
        return f"{first}等 {len(operands)} 项之和 {together}"
    terms = ""
    for operand in operands:
        sign = "－" if operand.sign < 0 else "＋"
        value = "（空）" if operand.known is None else format_number(operand.known)
        label = label_of(operand, identity, form)
        terms += f"{sign if terms or operand.sign < 0 else ''}{label} {value} "
    return f"{terms}＝ {together}"
