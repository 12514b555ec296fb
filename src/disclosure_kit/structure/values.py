"""A keyed file (JSON or YAML in the shape of the contract) → Report."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

import cattrs
from attrs import field, frozen
from frozendict import frozendict

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
from ..strict import Problem, problems, shown, strict_converter
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

    format: str
    year: int
    agency: Agency
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


_LEVELS: dict[type, tuple[int | None, ...]] = {Text: (2, 3, 4, None), Heading: (2, 3, 4)}


def _date(value: Any, _: Any) -> datetime.date:
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError(f"应写作 2025-01-15，不能是{shown(value)}") from None


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
            raise Refused(found)
        return made

    converter.register_structure_hook(Block, block)
    return converter


def _out_of_range(block: Block) -> Iterator[Problem]:
    if isinstance(block, Text) and not 0 <= (block.lead or 0) <= len(block.text):
        yield Problem(("lead",), f"应在 0 与这一段的字数 {len(block.text)} 之间，不能是 {block.lead}")
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
        for problem in new:
            rest = _without(rest, problem.path)
        if not rest or any(problem.path[:1] in _NEEDED for problem in new):
            raise source_error(raw, found) from None


_NEEDED = (("year",), ("agency",), ())


def _without(tree: Any, path: KeyPath) -> Any:
    """``tree`` without the key at ``path``; of a list, as its members are numbered, nothing stays."""
    first, *rest = path
    if not isinstance(tree, Mapping) or first not in tree:
        return tree
    inner = _without(tree[first], tuple(rest)) if rest else tree[first]
    if inner is tree[first]:  # nothing to leave out further in
        return {key: value for key, value in tree.items() if key != first}
    return {**tree, first: inner}


def structure_values(raw: RawValues, file: ReportFile, form: Form) -> Structured:
    """``file`` as the report that ``form`` asks for.

    Raises:
        SourceError: every problem at once, each with its place.
    """
    found = list(_head(file, form))
    tables: dict[str, TableData] = {}
    for name, data in file.tables.items():
        found += _table(name, data, form, tables)
    figures: dict[str, Value] = {}
    for key, value in file.figures.items():
        figure = form.figures.get(key)
        if figure is None:
            found.append(
                Problem(("figures", key), f"是不认识的数据{nearest(key, list(form.figures))}")
            )
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
        agency=Agency(clean(file.agency.name), file.agency.kind, file.agency.code),
        title=clean(file.title) if file.title else None,
        region=form.region,
        preamble=tuple(_cleaned(file.preamble)),
        sections=frozendict(
            (s.id, Narrative(clean(part.title or s.title), tuple(_cleaned(part.body))))
            for s in form.sections
            if (part := file.sections.get(s.id)) is not None
        ),
        tables=frozendict(tables),
        figures=frozendict(figures),
        document_number=file.document_number and clean(file.document_number),
        addressee=file.addressee and clean(file.addressee),
        attachments=tuple(clean(text) for text in file.attachments),
        signature=file.signature,
        sources=frozendict(_sources(raw, tables, file)),
    )
    return Structured(report)


def source_error(raw: RawValues, found: list[Problem]) -> SourceError:
    """All of ``found``, in the order of the file, each with its place."""
    placed = [(raw.place(problem.path), str(problem)) for problem in found]
    return SourceError([f"{raw.name} {place}：{text}" for place, text in placed])


def _head(file: ReportFile, form: Form) -> Iterator[Problem]:
    if file.format != FORMAT:
        yield Problem(("format",), f"应是“{FORMAT}”，不能是{shown(file.format)}")
    known = [section.id for section in form.sections]
    for name, section in file.sections.items():
        if name not in known:
            yield Problem(("sections", name), f"是不认识的部分{nearest(name, known)}")
            continue
        tables = [table.id for table in form.tables_in(name)]
        for number, block in enumerate(section.body):
            if isinstance(block, TableBlock) and block.table not in tables:
                path: KeyPath = ("sections", name, "body", number)
                yield Problem(path, f"里没有表 {block.table}{nearest(block.table, tables)}")


def _table(name: str, data: Any, form: Form, tables: dict[str, TableData]) -> Iterator[Problem]:
    table = form.tables.get(name)
    path: KeyPath = ("tables", name)
    match table:
        case None:
            yield Problem(path, f"是不认识的表{nearest(name, list(form.tables))}")
        case TableView():
            yield Problem(path, f"只是表 {table.of} 的一部分，请填在 {table.of} 里")
        case Table():
            yield from _fixed(table, data, path, tables)
        case RepeatingTable():
            yield from _repeating(table, data, path, tables)


def _fixed(
    table: Table, data: Any, path: KeyPath, tables: dict[str, TableData]
) -> Iterator[Problem]:
    if not isinstance(data, Mapping):
        yield Problem(path, f"应按行写，不能是{shown(data)}")
        return
    columns: dict[str, dict[str, Column]] = {}
    for address, column in table.cells.items():
        columns.setdefault(address.row, {})[address.column] = column
    cells: dict[tuple[str, str], Value] = {}
    for row, values in data.items():
        here = (*path, row)
        if row not in columns:
            yield Problem(here, f"是不认识的行{nearest(row, list(columns))}")
        elif not isinstance(values, Mapping):
            yield Problem(here, f"应按列写，不能是{shown(values)}")
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
            yield Problem((*path, name), f"是不认识的列{nearest(name, list(columns))}")
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
        if not isinstance(key, str) or not key or key in keys:
            yield Problem(here, "的 key 应是本表中不重复的文字")
            continue
        keys.append(key)
        rest = {name: value for name, value in row.items() if name != "key"}
        yield from _row(key, rest, columns, here, cells)
    tables[table.id] = TableData(tuple(keys), frozendict(cells))


def _cleaned(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        match block:
            case Text():
                first, *rest = paragraphs_of(block.text)
                lead = min(block.lead, len(first)) if block.lead else block.lead
                yield Text(first, block.level, lead)
                yield from (Text(text) for text in rest)
            case Heading():
                yield Heading(clean(block.text), block.level)
            case ItemList():
                yield ItemList(tuple(clean(item) for item in block.items), block.ordered)
            case Image():
                yield Image(block.path, clean(block.caption))
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
        for number in range(len(part.body)):
            place = raw.place(("sections", section, "body", number))
            yield f"{section}[{number}]", f"{raw.name}!{place}"


def named_sections(file: ReportFile) -> tuple[Section, ...]:
    """The sections that the file itself names, for a report whose outline nobody sets."""
    return tuple(Section(name, part.title or name) for name, part in file.sections.items())
