"""A keyed file (JSON or YAML in the shape of the contract) → Report."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import cattrs
from attrs import field, frozen
from frozendict import frozendict

from ..contributions import DIVISION_CODE
from ..errors import SourceError
from ..model.clean import clean, paragraphs_of
from ..model.consistency import nearest
from ..model.form import Column, Form, RepeatingTable, Section, Table, TableView
from ..model.raw import KeyPath, RawValues
from ..model.report import (
    Agency,
    Block,
    Heading,
    Image,
    ItemList,
    Narrative,
    Report,
    Signature,
    TableBlock,
    TableData,
    Text,
)
from ..model.values import NOT_FILLED, Value
from ..strict import Problem, RefusedError, problems, shown, strict_converter, suggestion
from .cells import cell_value
from .structured import Structured

FORMAT = "disclosure-kit/report/1"


@frozen
class SectionFile:
    title: str | None = None
    body: tuple[Block, ...] = ()


@frozen
class ReportFile:
    """The file's shape; tables and figures are structured by the form."""

    year: int
    agency: Agency
    format: str = ""
    edition: str | None = None
    region: str | None = None
    title: str | None = None
    preamble: tuple[Block, ...] = ()
    sections: dict[str, SectionFile] = field(factory=dict)
    tables: dict[str, Any] = field(factory=dict)
    figures: dict[str, Any] = field(factory=dict)
    document_number: str | None = None
    addressee: str | None = None
    attachments: tuple[str, ...] = ()
    signature: Signature | None = None
    sources: dict[str, Any] = field(factory=dict)


_BLOCKS: dict[str, tuple[type, dict[str, str]]] = {
    "text": (Text, {"text": "text", "level": "level", "lead": "lead"}),
    "heading": (Heading, {"heading": "text", "level": "level"}),
    "list": (ItemList, {"list": "items", "ordered": "ordered"}),
    "table": (TableBlock, {"table": "table"}),
    "image": (Image, {"image": "path", "caption": "caption"}),
}


_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NEEDED: tuple[KeyPath, ...] = (("year",), ("agency",), ("agency", "name"))
_LEVELS: dict[type, tuple[int | None, ...]] = {Text: (2, 3, 4, None), Heading: (2, 3, 4)}


def _date(value: Any, _: Any) -> datetime.date:
    try:
        if _DATE.fullmatch(value):
            return datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        pass  # no text, or a day that no month has
    raise ValueError(f"应是日期，写作 2025-01-15，不能是{shown(value)}")


def _converter() -> cattrs.Converter:
    converter = strict_converter()
    converter.register_structure_hook(datetime.date, _date)

    def block(value: Any, _: Any) -> Block:
        given = list(value) if isinstance(value, Mapping) else []
        kinds = [kind for kind in _BLOCKS if kind in given]
        if len(kinds) != 1:
            near = next(filter(None, (nearest(key, list(_BLOCKS)) for key in given)), "")
            hint = "" if kinds else near
            raise ValueError(f"应恰有 {'、'.join(_BLOCKS)} 之一，不能是{shown(value)}{hint}")
        cls, names = _BLOCKS[kinds[0]]
        found = [
            Problem((key,), f"是不认识的键{suggestion(key, names)}")
            for key in given
            if key not in names
        ]
        fields = {names[key]: inner for key, inner in value.items() if key in names}
        try:
            made: Block = converter.structure(fields, cls)
        except cattrs.BaseValidationError as error:
            keys = {name: key for key, name in names.items()}
            for problem in problems(error):
                first, *rest = problem.path
                found.append(Problem((keys.get(str(first), first), *rest), problem.text))
        else:
            found += _out_of_range(made)
        if found:
            raise RefusedError(found)
        return made

    converter.register_structure_hook(Block, block)
    return converter


def _out_of_range(block: Block) -> Iterator[Problem]:
    if isinstance(block, Text) and not 0 <= (block.lead or 0) <= len(block.text):
        most = len(block.text)
        yield Problem(("lead",), f"应在 0 与这一段的字数 {most} 之间，不能是 {block.lead}")
    if isinstance(block, Text | Heading) and block.level not in _LEVELS[type(block)]:
        yield Problem(("level",), f"只能是 2、3、4，不能是 {block.level}")


_CONVERTER = _converter()


def file_of(raw: RawValues) -> tuple[ReportFile, tuple[Problem, ...]]:
    """The file's shape, before its edition is known, and what is wrong with it.

    What is wrong is left out of the shape, so that the rest can still be looked at.

    Raises:
        SourceError: it does not say whose report it is and of which year; every problem at
            once, each with its place.
    """
    if not isinstance(raw.data, Mapping):
        raise SourceError(f"{raw.name}：不是一份报告（最外层应是键和值）")
    found: list[Problem] = []
    rest: Any = raw.data
    while True:
        try:
            return _CONVERTER.structure(rest, ReportFile), tuple(found)
        except cattrs.BaseValidationError as error:
            new = list(problems(error))
        found += new
        before = rest
        if not any(problem.path in _NEEDED for problem in new):
            for problem in new:
                rest = _without(rest, problem.path)
        if rest is before:
            raise source_error(raw, found)


def _without(tree: Any, path: KeyPath) -> Any:
    """``tree`` without the key at ``path``; a list goes as a whole, as its members are numbered."""
    first, *rest = path
    if not isinstance(tree, Mapping) or first not in tree:
        return tree
    inner = _without(tree[first], tuple(rest)) if rest else tree[first]
    if inner is tree[first]:  # nothing to leave out further in
        return {key: value for key, value in tree.items() if key != first}
    return {**tree, first: inner}


def structure_values(
    raw: RawValues, file: ReportFile, form: Form, shape: Iterable[Problem] = ()
) -> Structured:
    """``file`` as the report that ``form`` asks for; ``shape`` is what was wrong with it before.

    Raises:
        SourceError: every problem at once, each with its place.
    """
    found = list(shape)
    told = {problem.path for problem in found}
    found += [problem for problem in _head(file, form) if problem.path not in told]
    tables: dict[str, TableData] = {}
    for name, data in file.tables.items():
        found += _table(name, data, form, tables)
    figures: dict[str, Value] = {}
    for key, value in file.figures.items():
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
        preamble=tuple(_cleaned(file.preamble)),
        sections=frozendict(
            (s.id, Narrative(clean(part.title or "") or s.title, tuple(_cleaned(part.body))))
            for s in form.sections
            if (part := file.sections.get(s.id)) is not None
        ),
        tables=frozendict(tables),
        figures=frozendict(figures),
        document_number=_cleaned_text(file.document_number),
        addressee=_cleaned_text(file.addressee),
        attachments=tuple(clean(text) for text in file.attachments),
        signature=file.signature
        and Signature(_cleaned_text(file.signature.agency), file.signature.date),
        sources=frozendict(_sources(raw, tables, file)),
    )
    return Structured(report)


def source_error(raw: RawValues, found: list[Problem]) -> SourceError:
    """All of ``found``, in the order of the file, each with its place."""
    placed = sorted(found, key=lambda problem: _position(raw.data, problem.path))
    return SourceError([f"{raw.name} {raw.place(p.path)}：{p}" for p in placed])


def _position(tree: Any, path: KeyPath) -> tuple[int, ...]:
    """Where ``path`` stands in the file: its number on every level; what is missing is first."""
    steps: list[int] = []
    for key in path:
        members = dict(enumerate(tree)) if isinstance(tree, list) else tree
        if not isinstance(members, Mapping) or key not in members:
            break
        steps.append(list(members).index(key))
        tree = members[key]
    return tuple(steps)


def _head(file: ReportFile, form: Form) -> Iterator[Problem]:
    if not file.format:
        yield Problem(("format",), f"缺少这个键，必须写明：{FORMAT}")
    elif file.format != FORMAT:
        yield Problem(("format",), f"应是“{FORMAT}”，不能是{shown(file.format)}")
    if not 1000 <= file.year <= 9999:
        yield Problem(("year",), f"应是四位数的年份，不能是 {file.year}")
    if not clean(file.agency.name).strip():
        yield Problem(("agency", "name"), "是空的，应写明机关全称")
    codes: tuple[tuple[KeyPath, str | None], ...] = (
        (("region",), file.region),
        (("agency", "code"), file.agency.code),
    )
    for path, code in codes:
        if code is not None and not re.fullmatch(DIVISION_CODE, code, re.ASCII):
            yield Problem(path, f"应是 2、4、6、9 或 12 位的区划代码，不能是{shown(code)}")
    yield from _misplaced_tables(file.preamble, ("preamble",), [])
    known = [section.id for section in form.sections]
    for name, section in file.sections.items():
        if name not in known:
            yield Problem(("sections", name), f"是不认识的部分{suggestion(name, known)}")
            continue
        tables = [table.id for table in form.tables_in(name)]
        yield from _misplaced_tables(section.body, ("sections", name, "body"), tables)


def _misplaced_tables(
    blocks: tuple[Block, ...], path: KeyPath, tables: list[str]
) -> Iterator[Problem]:
    """Each table that does not belong here, or stands here twice."""
    seen: set[str] = set()
    for number, block in enumerate(blocks):
        if not isinstance(block, TableBlock):
            continue
        here = (*path, number, "table")
        if block.table not in tables:
            hint = suggestion(block.table, tables)
            yield Problem(here, f"不能放表 {block.table}：不属于这一部分{hint}")
        elif block.table in seen:
            yield Problem(here, f"表 {block.table} 在这一部分已经放过，只能放一次")
        seen.add(block.table)


def _table(name: str, data: Any, form: Form, tables: dict[str, TableData]) -> Iterator[Problem]:
    table = form.tables.get(name)
    path: KeyPath = ("tables", name)
    match table:
        case None:
            yield Problem(path, f"是不认识的表{suggestion(name, form.tables)}")
        case TableView():
            yield Problem(path, f"只是表 {table.of} 的一部分，请填在 tables.{table.of} 里")
        case Table():
            yield from _fixed(table, data, path, tables)
        case RepeatingTable():
            yield from _repeating(table, data, path, tables)


def _fixed(
    table: Table, data: Any, path: KeyPath, tables: dict[str, TableData]
) -> Iterator[Problem]:
    if not isinstance(data, Mapping):
        yield Problem(path, f"应是一组行（行名: {{列名: 数}}），不能是{shown(data)}")
        return
    columns: dict[str, dict[str, Column]] = {}
    for address, column in table.cells.items():
        columns.setdefault(address.row, {})[address.column] = column
    cells: dict[tuple[str, str], Value] = {}
    for row, values in data.items():
        here = (*path, row)
        if row not in columns:
            yield Problem(here, f"是不认识的行{suggestion(row, columns)}")
        elif not isinstance(values, Mapping):
            yield Problem(here, f"应是一组列（列名: 数），不能是{shown(values)}")
        else:
            yield from _row(row, values, columns[row], here, cells)
    tables[table.id] = TableData(tuple(columns), frozendict(cells))


def _row(
    row: str,
    values: Mapping[str, Any],
    columns: Mapping[str, Column],
    path: KeyPath,
    cells: dict[tuple[str, str], Value],
) -> Iterator[Problem]:
    for name, value in values.items():
        column = columns.get(name)
        if column is None:
            yield Problem((*path, name), f"是不认识的列{suggestion(name, columns)}")
            continue
        try:
            read = cell_value(value, column)
            if read is not NOT_FILLED:  # what is not given is not filled
                cells[row, name] = read
        except ValueError as error:
            yield Problem((*path, name), str(error))


def _repeating(
    table: RepeatingTable, data: Any, path: KeyPath, tables: dict[str, TableData]
) -> Iterator[Problem]:
    if not isinstance(data, list):
        yield Problem(path, f"应是各行的列表，不能是{shown(data)}")
        return
    columns = {column.id: column for column in table.columns if column.id}
    cells: dict[tuple[str, str], Value] = {}
    keys: list[str] = []
    for number, row in enumerate(data):
        here = (*path, number)
        key = row.get("key") if isinstance(row, Mapping) else None
        if not isinstance(key, str) or not key or key != clean(key) or key in keys:
            yield Problem((*here, "key"), "应写明，是本表中不重复的文字")
            continue
        keys.append(key)
        rest = {name: value for name, value in row.items() if name != "key"}
        yield from _row(key, rest, columns, here, cells)
    tables[table.id] = TableData(tuple(keys), frozendict(cells))


def _cleaned_text(text: str | None) -> str | None:
    return None if text is None else clean(text)


def _cleaned(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        match block:
            case Text():
                first, *rest = paragraphs_of(block.text)
                lead = block.lead and min(len(clean(block.text[: block.lead])), len(first))
                yield Text(first, block.level, lead)
                yield from (Text(text) for text in rest)
            case Heading():
                yield Heading(clean(block.text), block.level)
            case ItemList():
                yield ItemList(tuple(clean(item) for item in block.items), block.ordered)
            case Image():
                yield Image(clean(block.path), clean(block.caption))
            case _:
                yield block


def _sources(
    raw: RawValues, tables: dict[str, TableData], file: ReportFile
) -> Iterator[tuple[str, str]]:
    for name, table in tables.items():
        for row, column in table.cells:
            if isinstance(raw.data["tables"][name], Mapping):
                place = raw.place(("tables", name, row, column))
                yield f"{name}.{row}.{column}", f"{raw.name}!{place}"
    for key in file.figures:
        yield key, f"{raw.name}!{raw.place(('figures', key))}"
    for section, part in file.sections.items():
        number = 0  # a text with line ends becomes several paragraphs
        for position, block in enumerate(part.body):
            place = raw.place(("sections", section, "body", position))
            for _ in _cleaned((block,)):
                yield f"{section}[{number}]", f"{raw.name}!{place}"
                number += 1


def named_sections(file: ReportFile) -> tuple[Section, ...]:
    """The sections that the file itself names, for a report whose outline nobody sets."""
    return tuple(Section(name, part.title or name) for name, part in file.sections.items())
