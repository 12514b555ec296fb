"""Declared identities and shares against the figures of a report.

A blank is not zero: in a sum it stands for any count from 0 up. So the filled
parts alone may already break an identity; where they do not, the identity is
unresolved, and that is told once for each rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from attrs import frozen

from ..model.case import Case
from ..model.finding import Finding, NotAssessed, Outcome
from ..model.form import Form, Identity, Relation, ShareRule, Table, Term
from ..model.labels import column_label, row_label
from ..model.report import Report
from ..model.values import NOT_APPLICABLE, NOT_FILLED, Address, Kind, Value, number
from ..view import format_number

INFINITY = Decimal("Infinity")
LISTED = 4  # a longer sum is told by its total alone


@frozen
class Operand:
    """One term of one instance: its address, its label and the values it may have."""

    address: str
    label: str
    low: Decimal
    high: Decimal
    sign: int
    not_applicable: bool = False


@frozen
class Instance:
    """An identity in one column or row."""

    where: str
    left: tuple[Operand, ...]
    right: tuple[Operand, ...]

    @property
    def addresses(self) -> tuple[str, ...]:
        return tuple(operand.address for operand in (*self.left, *self.right))


def identities(case: Case) -> Iterator[Outcome]:
    """Every declared identity of the form, in every column or row that it speaks of."""
    for identity in case.form.identities:
        yield from _identity(identity, case)
    for rule in case.form.shares:
        yield from _share(rule, case)


def _identity(identity: Identity, case: Case) -> Iterator[Outcome]:
    across_years = any(term.previous for term in (*identity.left, *identity.right))
    if across_years and case.previous is None:
        yield NotAssessed(identity.code, "没有提供上一年的报告", statutory=False)
        return
    unresolved: list[Instance] = []
    for instance in _instances(identity, case):
        low_left, high_left = _sum(instance.left)
        low_right, high_right = _sum(instance.right)
        if identity.relation is Relation.EQUAL:
            fails = high_left < low_right or high_right < low_left
            holds = low_left == high_left == low_right == high_right
        else:
            fails = low_left > high_right
            holds = high_left <= low_right
        if fails:
            yield _finding(identity, instance, case.report)
        elif not holds:
            unresolved.append(instance)
    if unresolved and not _empty(identity, case):
        yield _not_assessed(identity, unresolved, case, across_years)


def _empty(identity: Identity, case: Case) -> bool:
    """A statutory table without a single figure has a check of its own that tells it once."""
    if identity.table is None or identity.table not in case.form.statutory_tables:
        return False
    data = case.report.tables.get(identity.table)
    return data is None or not data.cells


def _not_assessed(
    identity: Identity, unresolved: list[Instance], case: Case, across_years: bool
) -> NotAssessed:
    table = case.form.tables.get(identity.table or "")
    if table is not None:
        reason = f"表“{table.title}”有未填写的格，其中的勾稽关系不能全部核对"
    else:
        blank = [o.label for i in unresolved for o in (*i.left, *i.right) if o.low != o.high]
        reason = f"正文中没有找到{'、'.join(blank)}"
    return NotAssessed(
        identity.code,
        reason,
        tuple(address for instance in unresolved for address in instance.addresses),
        statutory=identity.table in case.form.statutory_tables and not across_years,
    )


def _instances(identity: Identity, case: Case) -> Iterator[Instance]:
    if identity.per == "figure":
        left, right = (
            tuple(_figure(term, case) for term in terms)
            for terms in (identity.left, identity.right)
        )
        yield Instance("", left, right)
        return
    table = case.form.tables[identity.table or ""]
    assert isinstance(table, Table)  # proven by model.consistency
    by_column = identity.per == "column"
    across = dict.fromkeys(a.column if by_column else a.row for a in table.cells)
    for name in identity.over or across:
        sides = [
            [
                _in_column(table, term, name, case)
                if by_column
                else _in_row(table, term, name, case)
                for term in terms
            ]
            for terms in (identity.left, identity.right)
        ]
        if all(operand is not None for side in sides for operand in side):
            label = column_label(table, name) if by_column else row_label(table, name)
            where = f"“{label}”{'列' if by_column else '行'}" if len(across) > 1 else ""
            yield Instance(
                where,
                tuple(o for o in sides[0] if o),
                tuple(o for o in sides[1] if o),
            )


def _in_column(table: Table, term: Term, column: str, case: Case) -> Operand | None:
    address = Address(table.id, term.ref, column)
    return _cell(table, term, address, row_label(table, term.ref), case)


def _in_row(table: Table, term: Term, row: str, case: Case) -> Operand | None:
    address = Address(table.id, row, term.ref)
    return _cell(table, term, address, column_label(table, term.ref, row), case)


def _cell(table: Table, term: Term, address: Address, label: str, case: Case) -> Operand | None:
    column = table.cells.get(address)
    if column is None:
        return None
    report = case.previous if term.previous else case.report
    assert report is not None  # asked for above
    year = "上年" if term.previous else ""
    return _operand(str(address), year + label, report.value(address), column.kind, term)


def _figure(term: Term, case: Case) -> Operand:
    figure = case.form.figures[term.ref]
    report = case.previous if term.previous else case.report
    value = report.figures.get(term.ref, NOT_FILLED) if report else NOT_FILLED
    return _operand(term.ref, figure.label, value, figure.kind, term)


def _operand(address: str, label: str, value: Value, kind: Kind, term: Term) -> Operand:
    if value is NOT_APPLICABLE:
        known: Decimal | None = Decimal(0)
    else:
        known = number(value)
    if known is not None:
        low = high = known * term.sign
    else:
        least = -INFINITY if kind is Kind.SIGNED else Decimal(0)
        low, high = sorted((least * term.sign, INFINITY * term.sign))
    return Operand(address, label, low, high, term.sign, value is NOT_APPLICABLE)


def _sum(operands: tuple[Operand, ...]) -> tuple[Decimal, Decimal]:
    low = sum((operand.low for operand in operands), Decimal(0))
    high = sum((operand.high for operand in operands), Decimal(0))
    return low, high


def _finding(identity: Identity, instance: Instance, report: Report) -> Finding:
    equal = identity.relation is Relation.EQUAL
    where = f"{instance.where}：" if instance.where else ""
    low_left, high_left = _sum(instance.left)
    low_right, high_right = _sum(instance.right)
    exact = low_left == high_left and low_right == high_right
    gap = f"，相差 {format_number(abs(low_left - low_right))}" if exact and equal else ""
    return Finding(
        code=identity.code,
        severity=identity.severity,
        message=f"{where}{_worded(instance.left)}，{'应等于' if equal else '不应大于'}"
        f"{_worded(instance.right)}{gap}",
        addresses=instance.addresses,
        expected=low_right,
        actual=low_left,
        advice="请核对这几格，改正其中填错的一格",
        clause=f"{identity.title}（{identity.basis}）",
        source=report.sources.get(instance.left[0].address, ""),
    )


def _worded(operands: tuple[Operand, ...]) -> str:
    low, high = _sum(operands)
    total = format_number(low) if low == high else f"至少 {format_number(low)}"
    if len(operands) == 1 and operands[0].not_applicable:
        return f"{operands[0].label} 不适用（/）"
    if len(operands) == 1:
        return f"{operands[0].label} {total}"
    if len(operands) > LISTED:
        return f"{operands[0].label}等 {len(operands)} 项之和 {total}"
    terms = ""
    for operand in operands:
        sign = "－" if operand.sign < 0 else "＋"
        value = format_number(abs(operand.low)) if operand.low == operand.high else "（空）"
        terms += f"{sign if terms or operand.sign < 0 else ''}{operand.label} {value} "
    return f"{terms}＝ {total}"


def _share(rule: ShareRule, case: Case) -> Iterator[Outcome]:
    figures = case.report.figures
    values = {k: number(figures.get(k, NOT_FILLED)) for k in (rule.share, rule.part, rule.whole)}
    missing = [case.form.figures[k].label for k, v in values.items() if v is None]
    share, part, whole = values[rule.share], values[rule.part], values[rule.whole]
    if missing or share is None or part is None or not whole:
        reason = f"正文中没有找到{'、'.join(missing)}" if missing else "总数为 0"
        yield NotAssessed(rule.code, reason, tuple(values), statutory=False)
        return
    exponent = share.as_tuple().exponent
    assert isinstance(exponent, int)  # finite by construction
    true = (part * 100 / whole).quantize(Decimal(1).scaleb(exponent), ROUND_HALF_UP)
    if true != share:
        label = _labels(case.form, rule)
        yield Finding(
            code=rule.code,
            severity=rule.severity,
            message=f"{label[0]}印作 {share}%，按 {label[1]} {format_number(part)} ÷ "
            f"{label[2]} {format_number(whole)} 应为 {true}%",
            addresses=tuple(values),
            expected=true,
            actual=share,
            advice="请核对这个百分比；为使各项合计为 100% 而调整的，请注明",
            clause=f"{rule.title}（{rule.basis}）",
            source=case.report.sources.get(rule.share, ""),
        )


def _labels(form: Form, rule: ShareRule) -> list[str]:
    return [form.figures[key].label for key in (rule.share, rule.part, rule.whole)]
