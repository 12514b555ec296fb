"""Strict structuring with cattrs: no silent conversion, no unknown keys, all problems at once.

Left alone, cattrs turns 3.7 into 3 and True into 1 and ignores unknown keys.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import partial
from operator import is_
from typing import Any

import cattrs
from attrs import fields, frozen

from .model.consistency import nearest
from .model.raw import KeyPath

_KINDS = {str: "文字", int: "整数", bool: "true 或 false"}


@frozen
class Problem:
    """What is wrong, and the keys that lead to it."""

    path: KeyPath
    text: str

    def __str__(self) -> str:
        where = dotted(self.path)
        return f"{where} {self.text}" if where else self.text


def dotted(path: KeyPath) -> str:
    """``tables.applications[2]`` with list positions counted from one."""
    words = ""
    for step in path:
        words += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return words.lstrip(".")


def strict_converter(*enums: type[StrEnum]) -> cattrs.Converter:
    """A converter that takes each value only for what it is."""
    converter = cattrs.Converter(forbid_extra_keys=True, detailed_validation=True)
    for kind in _KINDS:
        # By identity: an Enum that is also a str keeps its own hook.
        converter.register_structure_hook_func(partial(is_, kind), _exactly(kind))
    for enum in enums:
        converter.register_structure_hook(enum, _one_of(enum))
    return converter


def _exactly(kind: type) -> Any:
    def structure(value: Any, _: Any) -> Any:
        if type(value) is not kind:
            raise ValueError(f"应是{_KINDS[kind]}，不能是 {shown(value)}")
        return value

    return structure


def _one_of(enum: type[StrEnum]) -> Any:
    def structure(value: Any, _: Any) -> Any:
        known = [member.value for member in enum]
        if value not in known:
            raise ValueError(f"只能是 {'、'.join(known)}，不能是 {shown(value)}")
        return enum(value)

    return structure


def shown(value: Any) -> str:
    """A value as it reads in the file, cut short."""
    words = {None: "空", True: "true", False: "false"}
    if value is None or isinstance(value, bool):
        return words[value]
    text = f"“{value}”" if isinstance(value, str) else str(value)
    return text if len(text) <= 40 else f"{text[:40]}…"


def problems(error: BaseException, path: KeyPath = ()) -> Iterator[Problem]:
    """The leaves of a cattrs error, worded."""
    if isinstance(error, cattrs.ForbiddenExtraKeysError):
        known = [attribute.alias for attribute in fields(error.cl)]
        for key in sorted(error.extra_fields):
            yield Problem((*path, key), f"是不认识的键{nearest(key, known)}")
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
        yield Problem(path, "缺少这个键")
    elif isinstance(error, ValueError):
        yield Problem(path, str(error))
    else:
        # What cattrs itself met: a list where a mapping belongs, and the like.
        yield Problem(path, "的写法不对（应是一组键和值，或一个列表）")
