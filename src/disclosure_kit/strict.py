"""Strict structuring with cattrs: no silent conversion, no unknown keys, all problems at once.

Left alone, cattrs turns 3.7 into 3, True into 1 and 5 into "5", takes a word for the list of
its letters, and ignores unknown keys.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cache, partial
from types import GenericAlias, UnionType
from typing import TYPE_CHECKING, Any, TypeAlias, Union, get_args, get_origin, get_type_hints

from attrs import fields, frozen, has

from .model.nearest import nearest
from .model.raw import KeyPath

if TYPE_CHECKING:
    import cattrs  # at run time where something is structured: it is heavy

_Test: TypeAlias = Callable[[Any], bool]

SUGGESTED = 12
_KINDS = {str: "文字", int: "整数", bool: " true 或 false"}


@frozen
class Problem:
    """What is wrong, and the keys that lead to it."""

    path: KeyPath
    text: str

    def __str__(self) -> str:
        where = dotted(self.path)
        return f"{where} {self.text}" if where else self.text


class RefusedError(ValueError):
    """Several problems of one value; their paths begin at that value."""

    def __init__(self, found: Iterable[Problem]) -> None:
        self.found = tuple(found)
        super().__init__("；".join(str(problem) for problem in self.found))


def dotted(path: KeyPath) -> str:
    """``tables.applications[2]`` with list positions counted from one."""
    words = ""
    for step in path:
        words += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return words.lstrip(".")


def strict_converter(*enums: type[StrEnum]) -> cattrs.Converter:
    """A converter that takes each value only for what it is."""
    import cattrs

    converter = cattrs.Converter(forbid_extra_keys=True, detailed_validation=True)
    for kind in _KINDS:
        converter.register_structure_hook(kind, _exactly(kind))
    for enum in enums:
        converter.register_structure_hook(enum, _one_of(enum))
    converter.register_structure_hook_factory(_made_of(tuple))(_list)
    converter.register_structure_hook_factory(_made_of(dict))(_mapping)
    converter.register_structure_hook_factory(has)(_class)
    return converter


def _made_of(origin: type) -> Callable[[Any], bool]:
    return lambda kind: get_origin(kind) is origin


def _list(kind: Any, converter: cattrs.Converter) -> Any:
    members: Any = GenericAlias(list, kind.__args__[:1])

    def structure(value: Any, _: Any) -> Any:
        if not isinstance(value, list):
            raise ValueError(f"应是一个列表，不能是{shown(value)}")
        return tuple(converter.structure(value, members))

    return structure


def _mapping(kind: Any, converter: cattrs.Converter) -> Any:
    members: Any = GenericAlias(Mapping, kind.__args__)
    return keyed(lambda value, _: dict(converter.structure(value, members)))


def _class(kind: Any, converter: cattrs.Converter) -> Any:
    from cattrs.gen import make_dict_structure_fn

    return keyed(make_dict_structure_fn(kind, converter, _cattrs_forbid_extra_keys=True))


def keyed(structure_mapping: Any) -> Any:
    """The same hook, for a mapping and nothing else."""

    def structure(value: Any, kind: Any) -> Any:
        if not isinstance(value, Mapping):
            raise ValueError(f"应是一组键和值，不能是{shown(value)}")
        return structure_mapping(value, kind)

    return structure


def _exactly(kind: type) -> Any:
    def structure(value: Any, asked: Any) -> Any:
        if asked is not kind:  # an enum that strict_converter was not told of
            raise TypeError(f"no hook for {asked}")
        if type(value) is not kind:
            raise ValueError(f"应是{_KINDS[kind]}，不能是{shown(value)}")
        return value

    return structure


def _one_of(enum: type[StrEnum]) -> Any:
    def structure(value: Any, _: Any) -> Any:
        known = [member.value for member in enum]
        if value not in known:
            raise ValueError(f"只能是 {'、'.join(known)}，不能是{shown(value)}")
        return enum(value)

    return structure


def suggestion(word: str, known: Iterable[str]) -> str:
    """``（是否为 x？）`` for a misspelt word; where nothing is near, all that is known if few."""
    words = list(known)
    few = f"（这里可用：{'、'.join(words)}）" if 0 < len(words) <= SUGGESTED else ""
    return nearest(word, words) or few


def shown(value: Any) -> str:
    """A value as it reads in the file, cut short; a blank before what begins without a quote."""
    words = {None: "空", True: " true", False: " false"}
    if value is None or isinstance(value, bool):
        return words[value]
    if isinstance(value, Mapping | list):
        text = " " + json.dumps(value, ensure_ascii=False, default=str)
    else:
        text = f"“{value}”" if isinstance(value, str) else f" {value}"
    return text if len(text) <= 40 else f"{text[:40]}…"


def problems(error: BaseException, path: KeyPath = ()) -> Iterator[Problem]:
    """The leaves of a cattrs error, worded."""
    import cattrs

    if isinstance(error, cattrs.ForbiddenExtraKeysError):
        known = [attribute.alias for attribute in fields(error.cl)]
        for key in sorted(error.extra_fields):
            yield Problem((*path, key), f"是不认识的键{suggestion(key, known)}")
    elif isinstance(error, cattrs.ClassValidationError):
        named, rest = error.group_exceptions()
        for inner, attribute in named:
            yield from problems(inner, (*path, attribute.name))
        for inner in rest:
            yield from problems(inner, path)
    elif isinstance(error, cattrs.IterableValidationError):
        members, rest = error.group_exceptions()
        for inner, member in members:
            yield from problems(inner, (*path, member.index))
        for inner in rest:
            yield from problems(inner, path)
    elif isinstance(error, KeyError):
        yield Problem(path, "缺少这个键，必须写明")
    elif isinstance(error, RefusedError):
        for problem in error.found:
            yield Problem((*path, *problem.path), problem.text)
    elif isinstance(error, ValueError):
        yield Problem(path, str(error))
    else:
        # What a hook of the loader met: a word where a mapping belongs, and the like.
        yield Problem(path, "写法不对（应是一组键和值，或一个列表）")


def misfits(value: Any) -> Iterator[str]:
    """The fields of an attrs value that do not hold what they are declared to hold."""
    kind: type = type(value)
    for name, fits in _declared(kind):
        held = getattr(value, name)
        if not fits(held):
            yield f"{name} 不能是 {held!r}"


@cache
def _declared(kind: type) -> tuple[tuple[str, _Test], ...]:
    return tuple((name, _test(hint)) for name, hint in get_type_hints(kind).items())


def _test(hint: Any) -> _Test:
    """Whether a value is what ``hint`` declares."""
    kind, inner = get_origin(hint), get_args(hint)
    if hint is Any:
        return lambda _: True
    if kind in (Union, UnionType):
        plain = tuple(one for one in inner if get_origin(one) is None and one is not Any)
        others = tuple(_test(one) for one in inner if one not in plain)
        return lambda value: isinstance(value, plain) or any(fits(value) for fits in others)
    if kind is tuple:  # of one kind and any length, as everywhere here
        member = _test(inner[0])
        return lambda value: isinstance(value, tuple) and all(map(member, value))
    return partial(_is, kind or hint)


def _is(kind: type, value: Any) -> bool:
    return isinstance(value, kind)
