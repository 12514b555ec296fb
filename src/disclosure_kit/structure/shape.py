"""The shape of a keyed file, before its form is known; what does not fit is told, not guessed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import cattrs
from attrs import field, frozen

from ..errors import SourceError
from ..model.clean import clean
from ..model.consistency import nearest
from ..model.edition import Section
from ..model.lists import DEEPEST
from ..model.raw import KeyPath, RawValues
from ..model.report import (
    Agency,
    Attachment,
    Block,
    Heading,
    Image,
    ItemList,
    Signature,
    TableBlock,
    Text,
)
from ..strict import Problem, RefusedError, problems, shown, strict_converter, suggestion
from .small_tables import small_table

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
    attachments: tuple[Attachment, ...] = ()
    signature: Signature | None = None
    sources: dict[str, Any] = field(factory=dict)
    media: dict[str, str] = field(factory=dict)


_BLOCKS: dict[str, tuple[type, dict[str, str]]] = {
    "text": (Text, {"text": "text", "level": "level", "lead": "lead"}),
    "heading": (Heading, {"heading": "text", "level": "level"}),
    "list": (ItemList, {"list": "items", "ordered": "ordered", "levels": "levels"}),
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
        if kinds == ["table"] and isinstance(value["table"], Mapping):
            return small_table(value, converter)
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
    whole = converter.get_structure_hook(Attachment)

    def attachment(value: Any, kind: Any) -> Attachment:
        if isinstance(value, str):
            return Attachment(value)
        if not isinstance(value, Mapping):
            raise ValueError(f"应是文字，或有 name、body 的一组，不能是{shown(value)}")
        made: Attachment = whole(value, kind)
        return made

    converter.register_structure_hook(Attachment, attachment)
    return converter


def _out_of_range(block: Block) -> Iterator[Problem]:
    if isinstance(block, ItemList) and block.levels:
        yield from _levels(block)
    if isinstance(block, Text) and not 0 <= (block.lead or 0) <= len(block.text):
        most = len(block.text)
        yield Problem(("lead",), f"应在 0 与这一段的字数 {most} 之间，不能是 {block.lead}")
    if isinstance(block, Text | Heading) and block.level not in _LEVELS[type(block)]:
        yield Problem(("level",), f"只能是 2、3、4，不能是 {block.level}")


def _levels(block: ItemList) -> Iterator[Problem]:
    known = range(1, DEEPEST + 1)
    for number, level in enumerate(block.levels):
        if level not in known:
            only = "、".join(map(str, known))
            yield Problem(("levels", number), f"只能是 {only}，不能是 {level}")
    steps = all(new <= old + 1 for old, new in pairwise((0, *block.levels)))
    if len(block.levels) != len(block.items) or not steps:
        say = "应与各项一一对应，从 1 起，每次最多深一级"
        yield Problem(("levels",), f"{say}，不能是{shown(list(block.levels))}")


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
        if rest == before:
            raise source_error(raw, found)


def _without(tree: Mapping[str, Any], path: KeyPath) -> Mapping[str, Any]:
    """``tree`` without the key at ``path``; a list goes as a whole, as its members are numbered."""
    first, *rest = path
    if first not in tree:
        return tree
    inner = tree[str(first)]
    if rest and isinstance(inner, Mapping):
        return {**tree, str(first): _without(inner, tuple(rest))}
    return {key: value for key, value in tree.items() if key != first}


def named_sections(file: ReportFile) -> tuple[Section, ...]:
    """The sections that the file itself names, for a report whose outline nobody sets."""
    return tuple(
        Section(name, clean(part.title or "") or clean(name))
        for name, part in file.sections.items()
    )


def source_error(raw: RawValues, found: list[Problem]) -> SourceError:
    """All of ``found``, in the order of the file, each with its place."""
    order = _Order(raw.data)
    placed = sorted(found, key=lambda problem: order.of(problem.path))
    places = [raw.place(problem.path) for problem in placed]
    return SourceError(
        [f"{raw.name} {place}：{p}" for place, p in zip(places, placed, strict=True)],
        places=[f"{raw.name}!{place}" for place in places],
    )


class _Order:
    """Where a path stands in the file: its number on every level; what is missing is first."""

    def __init__(self, tree: Any) -> None:
        self.tree = tree
        self.numbers: dict[int, dict[Any, int]] = {}

    def of(self, path: KeyPath) -> tuple[int, ...]:
        steps: list[int] = []
        tree = self.tree
        for key in path:
            number = self._number(tree, key)
            if number is None:
                break
            steps.append(number)
            tree = tree[key]
        return tuple(steps)

    def _number(self, tree: Any, key: str | int) -> int | None:
        if isinstance(tree, list):
            return key if isinstance(key, int) and 0 <= key < len(tree) else None
        if not isinstance(tree, Mapping):
            return None
        known = self.numbers.setdefault(id(tree), {})
        if not known:
            known.update((name, number) for number, name in enumerate(tree))
        return known.get(key)
