"""Every check by its code, those in code and those declared as arithmetic: what it is for, and
one report that it passes and one that it does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import evolve, frozen
from frozendict import frozendict

from .contributions import Check, Scope
from .model.edition import Edition
from .model.example import Example
from .model.finding import Severity
from .model.form import Form
from .model.labels import column_label, row_label
from .model.parts import Rule
from .model.rules import Identity, Relation, ShareRule, Term
from .model.table import Table
from .model.values import Address, Kind
from .registry import Registry
from .text_examples import asked, text_examples_of


@frozen
class Entry:
    """One code. ``declared``: arithmetic of an edition or a region, not code."""

    code: str
    title: str
    severity: Severity
    owner: str
    region: str
    editions: tuple[str, ...]
    purpose: str
    basis: str
    declared: bool
    passing: Example
    failing: Example


def catalogue(registry: Registry) -> Mapping[str, Entry]:
    """All codes, the declared ones first. What only evaluates declared rules is not one."""
    entries: dict[str, Entry] = {}
    for entry in _declared(registry):
        known = entries.setdefault(entry.code, entry)
        if known is not entry:
            entries[entry.code] = evolve(known, editions=(*known.editions, *entry.editions))
    for check in registry.checks.values():
        if check.passing is not None and check.failing is not None:
            entries[check.code] = _of_check(check, check.passing, check.failing, registry)
    return frozendict(entries)


def _of_check(check: Check, passing: Example, failing: Example, registry: Registry) -> Entry:
    return Entry(
        code=check.code,
        title=check.title,
        severity=check.severity,
        owner=registry.owners[("Check", check.code)],
        region=check.scope.region,
        editions=check.scope.editions,
        purpose=check.purpose,
        basis=check.basis,
        declared=False,
        passing=passing,
        failing=failing,
    )


def _declared(registry: Registry) -> Iterator[Entry]:
    for owner, sections in registry.parts:
        if not sections.parts.rules:
            continue
        for edition in registry.editions.values():
            if sections.scope.editions and edition.id not in sections.scope.editions:
                continue
            form = _form(registry, edition, sections.scope)
            for rule in sections.parts.rules:
                yield _of_rule(rule, form, owner, sections.scope)


def _form(registry: Registry, edition: Edition, scope: Scope) -> Form:
    """The edition's form in the region, in the first year of ``scope``, or else the first for
    which the region has an outline."""
    region = scope.region or None
    outlines = [o for o in registry.outlines if edition.id in o.editions]
    mine = [o for o in outlines if scope.region.startswith(o.region)]
    years = scope.years or (mine[0].years if mine else edition.years)
    year = years.first
    return registry.form(edition, region, year, registry.outline_for(edition, region, year))


def _of_rule(rule: Rule, form: Form, owner: str, scope: Scope) -> Entry:
    passing, failing = examples_of(rule, form)
    return Entry(
        code=rule.code,
        title=rule.title,
        severity=rule.severity,
        owner=owner,
        region=scope.region,
        editions=(form.edition.id,),
        purpose=_relation(rule, form),
        basis=rule.basis,
        declared=True,
        passing=passing,
        failing=failing,
    )


def examples_of(rule: Rule, form: Form) -> tuple[Example, Example]:
    """A report on which ``rule`` holds, and the same with its left side one too great."""
    base = Example(edition=form.edition.id, year=form.year, region=form.region)
    if not isinstance(rule, Identity | ShareRule):
        return text_examples_of(rule, form, base)
    if isinstance(rule, ShareRule):
        stated: dict[str, int | str | None] = {rule.part: 1, rule.whole: 2, rule.share: "50"}
        wrong = stated | {rule.share: "51"}
    elif rule.per == "figure":
        kinds = {t.ref: form.figures[t.ref].kind for t in (*rule.left, *rule.right)}
        stated = {ref: _plain(0, kind) for ref, kind in kinds.items()}
        wrong = stated | {(ref := rule.left[0].ref): _plain(1, kinds[ref])}
    else:
        stated = {}
        first = _first_address(rule, form)
        wrong = {str(first): _plain(1, _table(rule, form).cells[first].kind)}
    previous = None
    if isinstance(rule, Identity) and any(t.previous for t in (*rule.left, *rule.right)):
        previous = evolve(base, year=base.year - 1)
        base = evolve(base, previous=previous)
    return (
        evolve(base, cells=frozendict(stated)),
        evolve(base, cells=frozendict(wrong)),
    )


def _plain(count: int, kind: Kind) -> int | str:
    """A number as an example writes a figure of this kind."""
    return str(count) if kind in (Kind.MONEY, Kind.SHARE) else count


def _relation(rule: Rule, form: Form) -> str:
    """``总计 ＝ 自然人 ＋ 商业企业 ＋ …`` in the words of the form."""
    if not isinstance(rule, Identity | ShareRule):
        return asked(rule, form)
    if isinstance(rule, ShareRule):
        share, part, whole = (form.figures[k].label for k in (rule.share, rule.part, rule.whole))
        return f"{share} ＝ {part} ÷ {whole}，按印出的小数位四舍五入"
    sign = "＝" if rule.relation is Relation.EQUAL else "≤"
    return f"{_side(rule.left, rule, form)} {sign} {_side(rule.right, rule, form)}"


def _first_address(rule: Identity, form: Form) -> Address:
    """Where the left side of ``rule`` begins, in the first row or column that has all its terms."""
    table = _table(rule, form)
    terms = [term.ref for term in (*rule.left, *rule.right)]
    by_column = rule.per == "column"
    for name in rule.over or dict.fromkeys(a.column if by_column else a.row for a in table.cells):
        places = [
            Address(table.id, ref, name) if by_column else Address(table.id, name, ref)
            for ref in terms
        ]
        if all(place in table.cells for place in places):
            return places[0]
    raise AssertionError(f"{rule.code} speaks of no cell")  # proven by model.consistency


def _table(rule: Identity, form: Form) -> Table:
    table = form.tables[rule.table or ""]
    assert isinstance(table, Table)  # proven by model.consistency
    return table


def _label(term: Term, rule: Identity, form: Form) -> str:
    if rule.per == "figure":
        return form.figures[term.ref].label
    table = _table(rule, form)
    if rule.per == "column":
        return row_label(table, term.ref)
    row = rule.over[0] if rule.over else None
    return column_label(table, term.ref, row)


def _side(terms: tuple[Term, ...], rule: Identity, form: Form) -> str:
    said = ""
    for term in terms:
        sign = "－" if term.sign < 0 else "＋"
        mark = f" {sign} " if said else ("－" if term.sign < 0 else "")
        said += f"{mark}{'上年' if term.previous else ''}{_label(term, rule, form)}"
    return said
