"""A keyed file (JSON or YAML in the shape of the contract) → Report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, Final

from attrs import frozen
from frozendict import frozendict

from ..exact import is_mapping
from ..media.paths import path_fault
from ..model.clean import clean
from ..model.form import Form
from ..model.raw import KeyPath, RawValues
from ..model.report import (
    DIVISION_CODE,
    Agency,
    Attachment,
    Block,
    Image,
    Narrative,
    Report,
    Signature,
    TableBlock,
    TableData,
)
from ..model.table import Cell, Column, RepeatingTable, Table, TableView
from ..model.values import NOT_FILLED, Value
from ..strict import Problem, shown, suggestion
from ..view import bare_name
from .cells import COUNTED, LARGEST, cell_value
from .of_plugins import Absent, parts_of_plugins
from .shape import FORMAT, ReportFile, source_error
from .structured import Structured
from .value_places import cleaned, sources_of

_MAPPINGS: Final = {dict}
_INTEGERS: Final = {int}


def structure_values(
    raw: RawValues,
    file: ReportFile,
    form: Form,
    shape: Iterable[Problem] = (),
    absent: Absent = Absent(),  # noqa: B008  # frozen
) -> Structured:
    """``file`` as the report that ``form`` asks for; ``shape`` is what was wrong with it before.

    The parts of plugins that ``form`` has nothing of are refused as ``absent`` says, or left out.

    Raises:
        SourceError: every problem at once, each with its place.
    """
    found = list(shape)
    told = {problem.path for problem in found}
    foreign = parts_of_plugins(file, form)
    if absent.refuses:
        found += map(absent.refusal, foreign)
    apart = frozenset(part.name for part in foreign)
    found += [problem for problem in _head(file, form, apart) if problem.path not in told]
    tables: dict[str, TableData] = {}
    for name, data in file.tables.items():
        if name not in apart:
            _table(name, data, form, tables, found)
    figures: dict[str, Value] = {}
    for key, value in file.figures.items():
        if key in apart:
            continue
        figure = form.figures.get(key)
        if figure is None:
            hint = suggestion(key, form.figures)
            found.append(Problem(("figures", key), f"是不认识的数据{hint}"))
            continue
        try:
            column = Column(figure.label, kind=figure.kind, unit=figure.unit)
            if value is not None:
                figures[key] = cell_value(value, column)
        except ValueError as error:
            found.append(Problem(("figures", key), str(error)))
    if found:
        raise source_error(raw, found)
    report = Report(
        edition=form.edition.id,
        year=file.year,
        agency=Agency(clean(file.agency.name), _cleaned_text(file.agency.kind), file.agency.code),
        title=clean(file.title or "") or None,
        region=form.region,
        preamble=tuple(cleaned(file.preamble)),
        sections=frozendict(
            (s.id, Narrative(clean(part.title or "") or s.title, tuple(cleaned(part.body, apart))))
            for s in form.sections
            if (part := file.sections.get(s.id)) is not None
        ),
        tables=frozendict(tables),
        figures=frozendict(figures),
        document_number=_cleaned_text(file.document_number),
        addressee=_cleaned_text(file.addressee),
        attachments=tuple(
            Attachment(clean(one.name), tuple(cleaned(one.body))) for one in file.attachments
        ),
        signature=file.signature
        and Signature(_cleaned_text(file.signature.agency), file.signature.date),
        sources=sources_of(raw, tables, file, apart),
    )
    left_out = (
        f"{raw.name} {raw.place(first.path)}：{told}" for first, told in absent.notices(foreign)
    )
    return Structured(report, tuple(left_out), apart=foreign)


def _head(file: ReportFile, form: Form, apart: frozenset[str]) -> Iterator[Problem]:
    if not file.format:
        yield Problem(("format",), f"缺少这个键，必须写明：{FORMAT}")
    elif file.format != FORMAT:
        yield Problem(("format",), f"应是“{FORMAT}”，不能是{shown(file.format)}")
    if not 1000 <= file.year <= 9999:
        yield Problem(("year",), f"应是四位数的年份，不能是 {file.year}")
    codes: tuple[tuple[KeyPath, str | None], ...] = (
        (("region",), file.region),
        (("agency", "code"), file.agency.code),
    )
    for path, code in codes:
        if code is not None and not re.fullmatch(DIVISION_CODE, code, re.ASCII):
            yield Problem(path, f"应是 2、4、6、9 或 12 位的区划代码，不能是{shown(code)}")
    yield from _misplaced(file.preamble, ("preamble",))
    placed = form.kept(_placed)
    for name, section in file.sections.items():
        if name not in placed:
            yield Problem(("sections", name), f"是不认识的部分{suggestion(name, placed)}")
            continue
        if name.split() != [name] or name != clean(name):
            yield Problem(("sections", name), "这个键应是一个词，不能是空的，也不能有空格")
        yield from _misplaced(section.body, ("sections", name, "body"), placed[name], apart)
    for number, attachment in enumerate(file.attachments):
        place = ("attachments", number)
        if attachment.body and not bare_name(clean(attachment.name)):
            yield Problem((*place, "name"), "附件有正文，应写明名称")
        yield from _misplaced(attachment.body, (*place, "body"))


def _placed(form: Form) -> dict[str, tuple[str, ...]]:
    """The tables that stand in each section."""
    return {
        section.id: tuple(table.id for table in form.tables_in(section.id))
        for section in form.sections
    }


def _misplaced(
    blocks: tuple[Block, ...],
    path: KeyPath,
    tables: tuple[str, ...] = (),
    apart: frozenset[str] = frozenset(),
) -> Iterator[Problem]:
    """Each picture whose path no report may have, and each table that does not belong here, or
    stands here twice; not of those ``apart``."""
    seen: set[str] = set()
    for number, block in enumerate(blocks):
        if isinstance(block, Image):
            if fault := path_fault(block.path):
                yield Problem((*path, number, "image"), f"图片路径{fault}")
        elif isinstance(block, TableBlock) and block.table not in apart:
            here = (*path, number, "table")
            if block.table not in tables:
                hint = suggestion(block.table, tables)
                yield Problem(here, f"不能放表 {block.table}：不属于这一部分{hint}")
            elif block.table in seen:
                yield Problem(here, f"表 {block.table} 在这一部分已经放过，只能放一次")
            seen.add(block.table)


def _table(
    name: str, data: Any, form: Form, tables: dict[str, TableData], found: list[Problem]
) -> None:
    """Puts a table into ``tables``, and what is wrong with it into ``found``."""
    table = form.tables.get(name)
    path: KeyPath = ("tables", name)
    match table:
        case None:
            found.append(Problem(path, f"是不认识的表{suggestion(name, form.tables)}"))
        case TableView():
            told = f"只是表 {table.of} 的一部分，请填在 tables.{table.of} 里"
            found.append(Problem(path, told))
        case Table():
            _fixed(table, data, path, tables, found)
        case RepeatingTable():
            _repeating(table, data, path, tables, found)


def _fixed(
    table: Table, data: Any, path: KeyPath, tables: dict[str, TableData], found: list[Problem]
) -> None:
    if not isinstance(data, Mapping):
        told = f"应是一组行（行名: {{列名: 数}}），不能是{shown(data)}"
        found.append(Problem(path, told))
        return
    whole = _as_a_whole(table, data)
    if whole is not None:
        tables[table.id] = whole
        return
    rows = table.by_row
    cells: dict[tuple[str, str], Value] = {}
    for row, values in data.items():
        here = (*path, row)
        columns = rows.get(row)
        if columns is None:
            found.append(Problem(here, f"是不认识的行{suggestion(row, rows)}"))
        elif not is_mapping(values):
            told = f"应是一组列（列名: 数），不能是{shown(values)}"
            found.append(Problem(here, told))
        else:
            _row(values, columns, here, cells, found)
    tables[table.id] = TableData(tuple(rows), frozendict(cells))


def _as_a_whole(table: Table, data: Mapping[str, Any]) -> TableData | None:
    """The table where ``data`` give all of it in the order of the form and nothing is wrong, as in
    nearly every file: that is seen of its rows, columns and counts together. Of any other, which
    is looked at cell by cell, None."""
    plan = table.kept(_plan)
    rows: Any = data.values()
    if tuple(data) != plan.rows or set(map(type, rows)) != _MAPPINGS:
        return None
    if list(map(tuple, rows)) != plan.columns:
        return None
    figures: list[Any] = [*chain.from_iterable(map(dict.values, rows))]
    try:
        others = [cell_value(figures.pop(at), column) for at, column in plan.others]
    except ValueError:
        return None
    if NOT_FILLED in others or set(map(type, figures)) - _INTEGERS:
        return None
    counts = set(figures)
    if counts and not (min(counts) > -LARGEST and max(counts) < LARGEST):
        return None
    for (at, _), figure in zip(reversed(plan.others), reversed(others), strict=True):
        figures.insert(at, figure)
    return TableData.of_columns(plan.rows, plan.keys, tuple(figures))


@frozen
class _Plan:
    """The rows of a table, the columns of each and the keys of the cells, in order; and where
    others than counts stand, the last first."""

    rows: tuple[str, ...]
    columns: list[tuple[str, ...]]
    keys: tuple[tuple[str, str], ...]
    others: tuple[tuple[int, Column], ...]


def _plan(table: Table) -> _Plan:
    rows = table.by_row
    cells = [cell for row in rows.values() for cell in row.values()]
    others = [(n, column) for n, (_, column) in enumerate(cells) if column.kind not in COUNTED]
    keys = tuple(key for key, _ in cells)
    return _Plan(tuple(rows), list(map(tuple, rows.values())), keys, tuple(reversed(others)))


def _row(
    values: Mapping[str, Any],
    columns: Mapping[str, Cell],
    path: KeyPath,
    cells: dict[tuple[str, str], Value],
    found: list[Problem],
) -> None:
    for name, value in values.items():
        cell = columns.get(name)
        if cell is None:
            found.append(Problem((*path, name), f"是不认识的列{suggestion(name, columns)}"))
            continue
        key, column = cell
        try:
            read = cell_value(value, column)
            if read is not NOT_FILLED:  # what is not given is not filled
                cells[key] = read
        except ValueError as error:
            found.append(Problem((*path, name), str(error)))


def _repeating(
    table: RepeatingTable,
    data: Any,
    path: KeyPath,
    tables: dict[str, TableData],
    found: list[Problem],
) -> None:
    if not isinstance(data, list):
        found.append(Problem(path, f"应是各行的列表，不能是{shown(data)}"))
        return
    columns = {column.id: column for column in table.columns if column.id}
    cells: dict[tuple[str, str], Value] = {}
    keys: list[str] = []
    for number, row in enumerate(data):
        here = (*path, number)
        key = row.get("key") if isinstance(row, Mapping) else None
        if not isinstance(key, str) or not key or key != clean(key) or key in keys:
            found.append(Problem((*here, "key"), "应写明，是本表中不重复的文字"))
            continue
        keys.append(key)
        rest = {name: value for name, value in row.items() if name != "key"}
        of_row = {name: ((key, name), column) for name, column in columns.items()}
        _row(rest, of_row, here, cells, found)
    tables[table.id] = TableData(tuple(keys), frozendict(cells))


def _cleaned_text(text: str | None) -> str | None:
    return None if text is None else clean(text)
