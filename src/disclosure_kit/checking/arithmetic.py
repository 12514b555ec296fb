"""Declared identities and shares against the figures of a report.

A blank is not zero: in a sum it stands for any count from 0 up. So the filled
parts alone may already break an identity; where they do not, the identity is
unresolved, and that is told once for each rule. Identities that fail are told with the
cells that are likely wrong (``wrong_cells``).
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from decimal import ROUND_HALF_UP, Decimal

from attrs import evolve

from ..model.case import Case
from ..model.finding import Finding, NotAssessed, Outcome, without_last_year
from ..model.form import Form
from ..model.rules import Identity, ShareRule
from ..model.values import NOT_FILLED, number
from ..view import format_number
from .instances import Instance, Verdict, instances, total
from .plain_sums import doubtful
from .wording import failure, label_of, line_of


def identities(case: Case) -> Iterator[Outcome]:
    """Every declared identity of the form, in every column or row that it speaks of."""
    lacking = case.previous is None
    for identity in case.form.kept(_with_last_year) if lacking else ():
        yield without_last_year(identity.code)
    doubted = doubtful(case)
    verdicts = {one.verdict for one in doubted}
    if verdicts - {Verdict.HOLDS}:
        judged = {one.laid: one for one in doubted}  # what was worked out of them stays with them
        laid_out = [
            judged.get(one.laid, one)
            for one in instances(case)
            if not (lacking and one.across_years)
        ]
        if Verdict.FAILS in verdicts:
            yield from _failing(laid_out, case)
        if Verdict.OPEN in verdicts:
            yield from _open(
                [one for one in doubted if one.verdict is Verdict.OPEN], laid_out, case
            )
    for rule in case.form.shares:
        yield from _share(rule, case)


def _with_last_year(form: Form) -> tuple[Identity, ...]:
    return tuple(identity for identity in form.identities if _across_years(identity))


def _across_years(identity: Identity) -> bool:
    return any(term.previous for term in (*identity.left, *identity.right))


def _empty(identity: Identity, case: Case) -> bool:
    """A statutory table without a single figure has a check of its own that tells it once."""
    if identity.table is None or identity.table not in case.form.statutory_tables:
        return False
    data = case.report.tables.get(identity.table)
    return data is None or not data.cells


def _open(undecided: list[Instance], laid_out: list[Instance], case: Case) -> Iterator[NotAssessed]:
    """The identities that blanks leave open, with a reason that is one and the same for all of
    a table."""
    from .proposals import blanks_in_words
    from .wrong_cells import blanks

    by_identity: dict[int, list[Instance]] = {}
    for one in undecided:
        by_identity.setdefault(id(one.identity), []).append(one)
    reasons: dict[str | None, str] = {}
    for identity in case.form.identities:
        unresolved = by_identity.get(id(identity))
        if not unresolved or _empty(identity, case):
            continue
        table = case.form.tables.get(identity.table or "")
        if table is None:
            blank = [
                label_of(operand, identity, case.form)
                for instance in unresolved
                for operand in instance.operands
                if operand.known is None
            ]
            reason = f"正文中没有找到{'、'.join(blank)}"
        elif table.id in reasons:
            reason = reasons[table.id]
        else:
            of_table = [i for i in laid_out if i.identity.table == table.id]
            follows = blanks_in_words(*blanks(of_table, case), case.form)
            reason = f"表“{table.title}”有未填写的格，其中的勾稽关系不能全部核对{follows}"
            reasons[table.id] = reason
        yield NotAssessed(
            identity.code,
            reason,
            tuple(address for instance in unresolved for address in instance.addresses),
            statutory=identity.table in case.form.statutory_tables and not _across_years(identity),
        )


def _failing(laid_out: list[Instance], case: Case) -> Iterator[Finding]:
    """A finding for each identity that fails; the first of those that hang together says which
    cells are likely wrong, the others point to it."""
    # Sound reports, which are most, need none of the search.
    from .proposals import advice, aside, proposals
    from .wrong_cells import suspicions

    order = {address: number for number, address in enumerate(case.form.cells)}
    for suspicion in suspicions(laid_out, case):
        failing = sorted(
            suspicion.failing,
            key=lambda i: (order.get(i.addresses[0], -1), i.identity.code),
        )
        named = f"{line_of(failing[0], case.form)}［{failing[0].identity.code}］"
        likely = suspicion.repairs[0].cells if len(suspicion.repairs) == 1 else ()
        places = {wrong.cell.address for wrong in likely}
        first, *others = (_finding(instance, places, case) for instance in failing)
        told = proposals(suspicion, case)
        yield evolve(first, advice=advice(suspicion, told), proposals=told)
        for finding in others:
            yield evolve(finding, advice=aside(suspicion, named))


def _finding(instance: Instance, likely: Set[str], case: Case) -> Finding:
    """What fails. Its place is that of a ``likely`` wrong cell, else of the total."""
    identity = instance.identity
    (left, _), (right, _) = total(instance.left), total(instance.right)
    places = [o.address for o in instance.operands if o.address in likely and not o.previous]
    return Finding(
        code=identity.code,
        severity=identity.severity,
        message=failure(instance, case.form),
        addresses=instance.addresses,
        expected=right if right.is_finite() else None,
        actual=left if left.is_finite() else None,
        clause=f"{identity.title}（{identity.basis}）",
        source=case.report.sources.get([*places, instance.addresses[0]][0], ""),
    )


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
