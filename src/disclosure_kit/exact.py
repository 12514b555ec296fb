"""attrs values made of plain trees that are just what their classes declare.

What is wrong with a tree, ``strict`` says in words, with cattrs: its import and its preparation
take longer than reading a report. Nearly all trees are right, and these are made here; what is
``Unfit`` here, ``strict`` refuses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from inspect import get_annotations
from types import NoneType, UnionType
from typing import Any, Final, TypeAlias, Union, get_args, get_origin

from attrs import NOTHING, fields, has

Make: TypeAlias = Callable[[Any], Any]


_NAMES: Final = frozenset((str,))


class Unfit(Exception):  # noqa: N818  # no error: it is never told
    """A tree is not what is declared."""


class Exact:
    """Makes values of a kind."""

    def __init__(self) -> None:
        """``own``: how kinds of its user's are made."""
        self.own: dict[Any, Make] = {}

    def of(self, kind: Any) -> Make:
        """What makes a value of ``kind`` of a tree, or raises ``Unfit``."""
        made = self.own.get(kind)
        if made is None:
            made = self.own[kind] = self._of(kind)
        return made

    def _of(self, kind: Any) -> Make:
        origin, inner = get_origin(kind), get_args(kind)
        if kind is Any:
            return lambda value: value
        if kind in (str, int, bool):
            return partial(_just, kind)
        if has(kind):
            return self.of_class(kind)
        if origin is tuple:
            return partial(_list, self.of(inner[0]))
        if origin is dict and inner[0] is str:
            return partial(_mapping, None if inner[1] is Any else self.of(inner[1]))
        if origin in (Union, UnionType) and len(inner) == 2 and inner[1] is NoneType:
            return partial(_if_any, self.of(inner[0]))
        raise TypeError(f"no way to make {kind}")

    def of_class(self, kind: Any, keys: Mapping[str, str] | None = None) -> Make:
        """What makes an attrs class of a mapping; ``keys`` are those of the mapping with the
        names of its fields, where they are others or fewer."""
        hints = get_annotations(kind, eval_str=True)  # these classes inherit nothing
        known = {one.alias: one for one in fields(kind)}
        keys = keys or {alias: alias for alias in known}
        makes = {}
        for key, alias in keys.items():
            make = self.of(hints[known[alias].name])
            makes[key] = alias, _plain(make), make
        needed = {key for key, alias in keys.items() if known[alias].default is NOTHING}
        return partial(_instance, kind, makes, needed)


def _plain(make: Make) -> type | None:
    """The type whose values ``make`` gives as they are."""
    match make:
        case partial(func=func, args=(kind,)) if func is _just:
            return kind  # type: ignore[no-any-return]
        case partial(func=func, args=(inner,)) if func is _if_any:
            return _plain(inner)
    return None


def _just(kind: type, value: Any) -> Any:
    if type(value) is not kind:
        raise Unfit
    return value


def _list(member: Make, value: Any) -> Any:
    if not isinstance(value, list):
        raise Unfit
    return tuple(map(member, value))


def _mapping(member: Make | None, value: Any) -> Any:
    if not is_mapping(value) or not _NAMES.issuperset(map(type, value)):
        raise Unfit
    return {name: member(inner) for name, inner in value.items()} if member else dict(value)


def _if_any(make: Make, value: Any) -> Any:
    return None if value is None else make(value)


def _instance(
    kind: Any, makes: Mapping[str, tuple[str, type | None, Make]], needed: set[str], value: Any
) -> Any:
    if not is_mapping(value):
        raise Unfit
    given: dict[str, Any] = {}
    for key, inner in value.items():
        try:
            name, plain, make = makes[key]
        except KeyError:
            raise Unfit from None
        given[name] = inner if type(inner) is plain else make(inner)
    if not needed <= value.keys():
        raise Unfit
    return kind(**given)


def is_mapping(value: Any) -> bool:
    """Whether a value is a mapping: nearly all are dictionaries, which is known sooner."""
    return type(value) is dict or isinstance(value, Mapping)
