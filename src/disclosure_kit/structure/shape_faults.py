"""What is wrong with the shape of a keyed file, in words: told by cattrs, which is heavy."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import cattrs

from ..model.nearest import nearest
from ..model.raw import KeyPath, RawValues
from ..model.report import Attachment, Block
from ..strict import Problem, RefusedError, problems, shown, strict_converter, suggestion
from .keyed_blocks import BLOCKS, date_of, out_of_range
from .shape import ReportFile, source_error
from .small_tables import small_table

_NEEDED: Final[tuple[KeyPath, ...]] = (("year",), ("agency",), ("agency", "name"))


def _date(value: Any, _: Any) -> datetime.date:
    if (date := date_of(value)) is None:
        raise ValueError(f"应是日期，写作 2025-01-15，不能是{shown(value)}")
    return date


@cache
def _converter() -> cattrs.Converter:
    converter = strict_converter()
    converter.register_structure_hook(datetime.date, _date)

    def block(value: Any, _: Any) -> Block:
        given = list(value) if isinstance(value, Mapping) else []
        kinds = [kind for kind in BLOCKS if kind in given]
        if len(kinds) != 1:
            near = next(filter(None, (nearest(key, list(BLOCKS)) for key in given)), "")
            hint = "" if kinds else near
            raise ValueError(f"应恰有 {'、'.join(BLOCKS)} 之一，不能是{shown(value)}{hint}")
        if kinds == ["table"] and isinstance(value["table"], Mapping):
            return small_table(value, converter)
        cls, names = BLOCKS[kinds[0]]
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
            found += out_of_range(made)
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


def without_faults(raw: RawValues) -> tuple[ReportFile, tuple[Problem, ...]]:
    """As ``shape.file_of``, of a mapping.

    Raises:
        SourceError: the same.
    """
    found: list[Problem] = []
    rest: Any = raw.data
    while True:
        try:
            return _converter().structure(rest, ReportFile), tuple(found)
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
