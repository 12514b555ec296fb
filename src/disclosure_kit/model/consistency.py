"""Whether the parts of a form agree: every reference names something that exists."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches

from .addition import additions_at_odds
from .form import Form
from .formula import addresses, readings
from .mention import fields_of, names_in
from .prose import PREAMBLE
from .rules import Claim, Identity, Mention, ShareRule, StatedFigure, Term
from .table import AnyTable, Column, RepeatingTable, Row, Table, TableView
from .text_rules import ItemisedTotal, LengthLimit, RequiredFigures, TextRule
from .titles import numbered
from .values import Address, Kind

_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9][a-z0-9_]*)*", re.ASCII)
PER = ("column", "row", "figure")
_SUMMED = {Kind.COUNT: "件数", Kind.SIGNED: "件数", Kind.MONEY: "金额", Kind.SHARE: "百分数"}


def nearest(word: str, known: list[str]) -> str:
    """``（是否为 x？）`` for a misspelt word, or nothing."""
    match = get_close_matches(word, known, n=1, cutoff=0.6)
    return f"（是否为 {match[0]}？）" if match else ""


def _among(word: str, known: list[str]) -> str:
    """All that is known, and which of it may be meant: ids of sections are few."""
    near = nearest(word, known).removeprefix("（").removesuffix("）")
    return f"（{near}这里可用：{'、'.join(known)}）"


def inconsistencies(form: Form) -> Iterator[str]:
    """Everything in ``form`` that contradicts itself, one sentence each."""
    try:
        form.edition.report_title.format(agency="", year=form.year)
    except (KeyError, IndexError, ValueError):
        yield f"report_title 里只能有 {{agency}} 和 {{year}}：{form.edition.report_title}"
    section_ids = [s.id for s in form.sections]
    yield from _unfit_ids(form.tables, "表")
    yield from _doubled("部分", section_ids)
    rules = (*form.identities, *form.shares, *form.text_rules)
    yield from _doubled("规则", [rule.code for rule in rules])
    for table in form.tables.values():
        yield from _table(table, form.tables)
        place = table.place.section
        if place is not None and section_ids and place not in section_ids:
            yield f"表 {table.id} 放在不存在的部分 {place}{_among(place, section_ids)}"
    yield from _subsections(form, section_ids)
    for identity in form.identities:
        yield from _identity(identity, form.tables, form.figures)
    for rule in form.shares:
        yield from _share(rule, form.figures)
    for figure in form.figures.values():
        if section_ids and figure.section not in section_ids:
            hint = _among(figure.section, section_ids)
            yield f"数据 {figure.key} 放在不存在的部分 {figure.section}{hint}"
    for mention in form.mentions:
        yield from _wording(mention, form)
    for claim in form.claims:
        yield from _wording(claim, form)
    for text_rule in form.text_rules:
        yield from _text_rule(text_rule, form)
    kinds = {name: column.kind for name, (_, column) in form.cells.items()}
    kinds |= {key: figure.kind for key, figure in form.figures.items()}
    yield from additions_at_odds(form.additions, form.tables, kinds)
    for column in form.unit_columns:
        if column.figure not in kinds:
            yield f"汇总附表的列（unit_columns）引用的数据 {column.figure} 不存在"


def _subsections(form: Form, section_ids: list[str]) -> Iterator[str]:
    for part in form.subsections:
        if section_ids and part.section not in section_ids:
            hint = _among(part.section, section_ids)
            yield f"小节 {part.id} 放在不存在的部分 {part.section}{hint}"
        if not part.title.strip():
            yield f"小节 {part.id} 没有标题（title）"
    for table in form.tables.values():
        inside = [part.id for part in form.subsections if part.section == table.place.section]
        after = table.place.after
        if after is not None and after not in inside:
            yield (
                f"表 {table.id} 放在 {after} 之后，而 {table.place.section or '附表'} 里"
                f"没有这个小节{nearest(after, inside)}"
            )


def _unfit_ids(ids: Iterable[str], what: str) -> Iterator[str]:
    """Ids that could stand in no address and no template tag."""
    for name in ids:
        if not _ID.fullmatch(name):
            yield f"{what} {name!r} 的 id 只能用小写英文字母、数字和下划线，可用点分层"


def _doubled(what: str, ids: list[str]) -> Iterator[str]:
    for name, count in Counter(ids).items():
        if count > 1:
            yield f"{what} {name} 定义了 {count} 次"


def _table(table: AnyTable, tables: Mapping[str, AnyTable]) -> Iterator[str]:
    if isinstance(table, TableView):
        target = tables.get(table.of)
        if not isinstance(target, Table):
            yield f"表 {table.id} 引用的表 {table.of} 不存在{nearest(table.of, list(tables))}"
            return
        known = _row_ids(target)
        for row in table.rows:
            if row not in known:
                yield f"表 {table.id} 引用的行 {row} 不在表 {table.of} 中{nearest(row, known)}"
        return
    if isinstance(table, RepeatingTable):
        columns = [c.id for c in table.columns]
        yield from _doubled(f"表 {table.id} 的列", [c for c in columns if c])
        if not columns or None in columns or "key" in columns:
            yield f"表 {table.id} 应至少有一列，每列有 id，且 id 不能是 key"
        yield from _unfit_ids([c for c in columns if c], f"表 {table.id} 的列")
        paths = (path for column in table.columns for path in column.paths())
        yield from _same_labels(f"表 {table.id} 有几列", paths)
        return
    if table.row_height is not None and table.row_height <= 0:
        yield f"表 {table.id} 的行高（row_height）应大于 0"
    if any(width <= 0 for width in table.grid):
        yield f"表 {table.id} 的列宽（grid）应大于 0"
    yield from _unfit_ids(_row_ids(table), f"表 {table.id} 的行")
    yield from _doubled(f"表 {table.id} 的行", _row_ids(table))
    rows = (path for band in table.bands for path in band.row_paths())
    yield from _same_labels(f"表 {table.id} 有几行", rows)
    unit = 1 if table.unit_label is not None else 0
    figures = len(table.grid) - table.stub - unit
    for number, band in enumerate(table.bands, 1):
        where = f"表 {table.id} 第 {number} 栏"
        spanned = sum(column.span for column in band.figure_columns())
        if spanned != figures:
            yield f"{where}的数据列共占 {spanned} 格，表格线（grid）留给数据的是 {figures} 格"
        columns = [column.id for column in band.figure_columns()]
        yield from _doubled(f"{where}的列", [c for c in columns if c])
        if None in columns:
            yield f"{where}有一列没有 id"
        yield from _unfit_ids([c for c in columns if c], f"{where}的列")
        yield from _same_labels(f"{where}有几列", band.column_paths())
    names = {str(address) for address in table.cells}
    for name in names:
        prefix = name
        while "." in prefix:
            prefix = prefix.rpartition(".")[0]
            if prefix in names:
                yield f"地址 {prefix} 既是一格，又是 {name} 的前缀"


def _same_labels(
    where: str, paths: Iterable[tuple[Row, ...] | tuple[Column, ...]]
) -> Iterator[str]:
    """Figures that nobody could tell apart: what is read of a form is known by its labels. One
    that is numbered (（一）维持) is known by what it stands under."""
    ids: dict[tuple[str, ...], list[str]] = {}
    for path in paths:
        if path[-1].id is not None and not numbered(path[-1].label):
            labels = tuple("".join(node.label.split()) for node in path)
            ids.setdefault(labels, []).append(path[-1].id)
    for labels, same in ids.items():
        if len(same) > 1:
            yield f"{where}都叫“{'·'.join(filter(None, labels))}”：{'、'.join(same)}，读回时分不清"


def _row_ids(table: Table) -> list[str]:
    return [row.id for band in table.bands for row in band.figure_rows() if row.id]


def _identity(
    identity: Identity, tables: Mapping[str, AnyTable], figures: Mapping[str, StatedFigure]
) -> Iterator[str]:
    where = f"规则 {identity.code}"
    terms: tuple[Term, ...] = (*identity.left, *identity.right)
    if identity.per not in PER:
        yield f"{where}的 per 只能是 {'、'.join(PER)}，不能是 {identity.per}"
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
    rows = _row_ids(table)
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
        yield f"{where}所在的部分 {wording.section} 不存在{_among(wording.section, known)}"


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
        hint = _among(rule.section or "", known)
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
        yield from _doubled(f"{where} 的“{text}”里的", [f"{{{name}}}" for name in names])
