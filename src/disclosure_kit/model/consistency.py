"""Whether the parts of a form agree: every reference names something that exists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from .addition import additions_at_odds
from .form import Form
from .nearest import among, doubled, nearest
from .rules_at_odds import row_ids, sums_at_odds, wordings_at_odds
from .table import AnyTable, Column, RepeatingTable, Row, Table, TableView
from .titles import numbered

_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9][a-z0-9_]*)*", re.ASCII)


def inconsistencies(form: Form) -> Iterator[str]:
    """Everything in ``form`` that contradicts itself, one sentence each."""
    try:
        form.edition.report_title.format(agency="", year=form.year)
    except (KeyError, IndexError, ValueError):
        yield f"report_title 里只能有 {{agency}} 和 {{year}}：{form.edition.report_title}"
    section_ids = [s.id for s in form.sections]
    yield from _unfit_ids(form.tables, "表")
    yield from doubled("部分", section_ids)
    rules = (*form.identities, *form.shares, *form.text_rules)
    yield from doubled("规则", [rule.code for rule in rules])
    for table in form.tables.values():
        yield from _table(table, form.tables)
        place = table.place.section
        if place is not None and section_ids and place not in section_ids:
            yield f"表 {table.id} 放在不存在的部分 {place}{among(place, section_ids)}"
    yield from _subsections(form, section_ids)
    yield from sums_at_odds(form)
    for figure in form.figures.values():
        if section_ids and figure.section not in section_ids:
            hint = among(figure.section, section_ids)
            yield f"数据 {figure.key} 放在不存在的部分 {figure.section}{hint}"
    yield from wordings_at_odds(form)
    kinds = {name: column.kind for name, (_, column) in form.cells.items()}
    kinds |= {key: figure.kind for key, figure in form.figures.items()}
    yield from additions_at_odds(form.additions, form.tables, kinds)
    for column in form.unit_columns:
        if column.figure not in kinds:
            yield f"汇总附表的列（unit_columns）引用的数据 {column.figure} 不存在"


def _subsections(form: Form, section_ids: list[str]) -> Iterator[str]:
    for part in form.subsections:
        if section_ids and part.section not in section_ids:
            hint = among(part.section, section_ids)
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


def _table(table: AnyTable, tables: Mapping[str, AnyTable]) -> Iterator[str]:
    if isinstance(table, TableView):
        target = tables.get(table.of)
        if not isinstance(target, Table):
            yield f"表 {table.id} 引用的表 {table.of} 不存在{nearest(table.of, list(tables))}"
            return
        known = row_ids(target)
        for row in table.rows:
            if row not in known:
                yield f"表 {table.id} 引用的行 {row} 不在表 {table.of} 中{nearest(row, known)}"
        return
    if isinstance(table, RepeatingTable):
        columns = [c.id for c in table.columns]
        yield from doubled(f"表 {table.id} 的列", [c for c in columns if c])
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
    yield from _unfit_ids(row_ids(table), f"表 {table.id} 的行")
    yield from doubled(f"表 {table.id} 的行", row_ids(table))
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
        yield from doubled(f"{where}的列", [c for c in columns if c])
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
