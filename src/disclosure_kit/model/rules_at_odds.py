"""Whether the rules of a form, on sums and on words, speak of what the form has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from .form import Form
from .formula import addresses, readings
from .mention import fields_of, names_in
from .nearest import among, doubled, nearest
from .prose import PREAMBLE
from .rules import Claim, Identity, Mention, ShareRule, StatedFigure, Term
from .table import AnyTable, Column, Table
from .text_rules import ItemisedTotal, LengthLimit, RequiredFigures, TextRule
from .values import Address, Kind

_PER = ("column", "row", "figure")
_SUMMED = {Kind.COUNT: "件数", Kind.SIGNED: "件数", Kind.MONEY: "金额", Kind.SHARE: "百分数"}


def sums_at_odds(form: Form) -> Iterator[str]:
    """What is wrong with identities and shares."""
    for identity in form.identities:
        yield from _identity(identity, form.tables, form.figures)
    for rule in form.shares:
        yield from _share(rule, form.figures)


def wordings_at_odds(form: Form) -> Iterator[str]:
    """What is wrong with wordings of figures, with claims, and with rules on text."""
    wordings: tuple[Mention | Claim, ...] = (*form.mentions, *form.claims)
    for wording in wordings:
        yield from _wording(wording, form)
    for rule in form.text_rules:
        yield from _text_rule(rule, form)


def row_ids(table: Table) -> list[str]:
    """The ids of all rows with figures."""
    return [row.id for band in table.bands for row in band.figure_rows() if row.id]


def _identity(
    identity: Identity, tables: Mapping[str, AnyTable], figures: Mapping[str, StatedFigure]
) -> Iterator[str]:
    where = f"规则 {identity.code}"
    terms: tuple[Term, ...] = (*identity.left, *identity.right)
    if identity.per not in _PER:
        yield f"{where}的 per 只能是 {'、'.join(_PER)}，不能是 {identity.per}"
        return
    if not identity.left or not identity.right:
        yield f"{where}的 left 和 right 都不能为空"
    for (ref, _), count in Counter((term.ref, term.previous) for term in terms).items():
        if count > 1:  # a slip of the pen: it cancels itself out, or counts twice
            yield f"{where}的 left、right 里，{ref} 写了 {count} 次"
    if identity.per == "figure":
        for term in terms:
            if term.ref not in figures:
                yield f"{where}引用的数据 {term.ref} 不存在{nearest(term.ref, list(figures))}"
        yield from _mixed(where, [figures[t.ref] for t in terms if t.ref in figures])
        return
    table = tables.get(identity.table or "")
    if not isinstance(table, Table):
        hint = nearest(identity.table or "", list(tables))
        yield f"{where}引用的表 {identity.table} 不存在{hint}"
        return
    rows = row_ids(table)
    columns = list(dict.fromkeys(a.column for a in table.cells))
    named, across = (rows, columns) if identity.per == "column" else (columns, rows)
    for term in terms:
        if term.ref not in named:
            yield f"{where}引用的 {term.ref} 不在表 {table.id} 中{nearest(term.ref, named)}"
    for name in identity.over:
        if name not in across:
            yield f"{where}的 over 引用的 {name} 不在表 {table.id} 中{nearest(name, across)}"
    lines = [
        [table.cells.get(Address(table.id, *cell)) for cell in cells]
        for name in identity.over or across
        for cells in (
            [(t.ref, name) if identity.per == "column" else (name, t.ref) for t in terms],
        )
    ]
    whole = [[cell for cell in line if cell] for line in lines if None not in line]
    if not whole and all(term.ref in named for term in terms):
        yield f"{where} 的各项不同在任何一{'列' if identity.per == 'column' else '行'}里，无从相加"
    yield from dict.fromkeys(told for line in whole for told in _mixed(where, line))


def _mixed(where: str, terms: Iterable[Column | StatedFigure]) -> Iterator[str]:
    """Figures of several kinds that are added: cases and yuan make no sum."""
    kinds: dict[str, str] = {}
    for term in terms:
        kinds.setdefault(_SUMMED.get(term.kind, "文字"), term.label)
    if len(kinds) > 1 or "文字" in kinds:
        told = "、".join(f"“{label}”是{kind}" for kind, label in kinds.items())
        yield f"{where} 把不能相加的放在一起：{told}"


def _share(rule: ShareRule, figures: Mapping[str, StatedFigure]) -> Iterator[str]:
    for key in (rule.share, rule.part, rule.whole):
        if key not in figures:
            yield f"规则 {rule.code} 引用的数据 {key} 不存在{nearest(key, list(figures))}"


def _wording(wording: Mention | Claim, form: Form) -> Iterator[str]:
    where = f"句式“{wording.text}”"
    for word in fields_of(wording):
        yield from _formula(word, where, form)
    if isinstance(wording, Claim):
        if fields_of(wording):
            yield f"{where}是断言，里面不能有 {{数据}}"
        yield from _formula(wording.zero, where, form)
        return
    if not fields_of(wording):
        yield f"{where}里没有 {{数据}}"
    stated = [key for key in fields_of(wording) if key in form.figures]
    if stated and wording.section is None:
        yield f"{where}要写明在哪一部分（section）"
    if stated and len(stated) < len(fields_of(wording)):
        yield f"{where}里不能既有正文数据（{stated[0]}），又有表格里的格"
    known = [s.id for s in form.sections]
    if known and wording.section is not None and wording.section not in known:
        yield f"{where}所在的部分 {wording.section} 不存在{among(wording.section, known)}"


def _formula(text: str, where: str, form: Form) -> Iterator[str]:
    """Each name of a formula that is neither a stated figure nor a cell."""
    try:
        named = readings(text)
    except ValueError:
        yield f"{where}里的 {{{text}}} 写法不对：格的地址用 + 或 - 相连，几种读法之间用 |"
        return
    if text in form.figures:
        return
    for name in (name for reading in named for _, name in reading.terms):
        if not addresses(name, form):
            hint = nearest(name, [*form.figures, *form.cells])
            yield f"{where}引用的数据 {name} 不存在{hint}"


def _text_rule(rule: TextRule, form: Form) -> Iterator[str]:
    where = f"规则 {rule.code}"
    if isinstance(rule, RequiredFigures):
        for key in rule.figures:
            if key not in form.figures:
                yield f"{where}引用的数据 {key} 不存在{nearest(key, list(form.figures))}"
        if not rule.figures:
            yield f"{where}没有写是哪些数据（figures）"
        return
    known = [s.id for s in form.sections]
    if known and rule.section not in (None, PREAMBLE, *known):
        hint = among(rule.section or "", known)
        yield f"{where}所在的部分 {rule.section} 不存在{hint}"
    if isinstance(rule, LengthLimit):
        bounds = [bound for bound in (rule.at_least, rule.at_most) if bound is not None]
        if not bounds or min(bounds) < 0:
            yield f"{where}应写明至少（at_least）或至多（at_most）多少字"
        elif bounds != sorted(bounds):
            yield f"{where}的 at_least 不能大于 at_most"
    elif isinstance(rule, ItemisedTotal):
        yield from _itemised(rule, where)
    elif not rule.text.strip():
        yield f"{where}没有写是什么话（text）"


def _itemised(rule: ItemisedTotal, where: str) -> Iterator[str]:
    named = names_in(rule.item)
    if not rule.totals:
        yield f"{where}没有写合计是怎么说的（totals）"
    for text in rule.wordings:
        names = names_in(text)
        if not set(names) & set(named):
            yield f"{where} 的“{text}”里没有与各项（item）相同的 {{…}}，无从相加"
        yield from doubled(f"{where} 的“{text}”里的", [f"{{{name}}}" for name in names])
