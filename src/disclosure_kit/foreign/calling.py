"""Around and in a call of a plugin's code: what it prints, raises and gives."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from attrs import evolve, fields, frozen, has

from ..contributions import Artifact, Contribution
from ..errors import DisclosureError, PluginError
from ..model.proof import Proof
from ..model.raw import KeyPath, RawDocument, RawValues
from ..model.values import CellState, Money, Share
from ..plugin import key_of
from ..registry import Registry
from ..strict import misfits

HINT: Final = "请把这条提示发给提供插件的单位；只按全国格式处理，请加 --no-plugins"
MOST: Final = 10_000  # files of one format, sentences of one measure
_LONGEST: Final = 300  # letters of what an exception says of itself


class called:  # noqa: N801  # ``with called(…)``; a class, because every document enters a few
    """Around a call into a contribution.

    What it prints goes to standard error. The core's own faults pass as they are: they are
    ours, and are told with their traceback.

    Raises:
        PluginError: the plugin that owns it failed; names it.
    """

    __slots__ = ("_contribution", "_registry", "_stdout")

    def __init__(self, contribution: Contribution, registry: Registry) -> None:
        self._contribution, self._registry = contribution, registry

    def __enter__(self) -> None:
        self._stdout = sys.stdout
        sys.stdout = sys.stderr

    def __exit__(self, _kind: Any, error: BaseException | None, _traceback: Any) -> None:
        sys.stdout = self._stdout
        if error is None or isinstance(error, DisclosureError):
            return
        key = key_of(self._contribution)
        owner = self._registry.owners[key]
        if isinstance(error, Exception | SystemExit) and not self._registry.is_core(owner):
            said = f"出错，没有完成：{said_by(error)}"
            raise failed(owner, key[1], said) from error


def said_by(error: BaseException) -> str:
    """An exception in one short line."""
    text = " ".join(f"{type(error).__name__}：{error}".split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}……"


def failed(owner: str, name: str, problem: str) -> PluginError:
    """What is told of a plugin whose ``name`` did not do its work."""
    return PluginError(owner, f"插件 {owner} 的 {name} {problem}", hint=HINT)


@frozen
class _Answer:
    """What a callable gives: a value of these kinds, or many."""

    kinds: tuple[type, ...]
    many: bool = False


# By kind of contribution and the name of its callable.
CALLABLES: Final[dict[tuple[str, str], _Answer]] = {
    ("Reader", "sniff"): _Answer((bool,)),
    ("Reader", "read"): _Answer((RawValues, RawDocument)),
    ("Format", "write"): _Answer((Artifact,), many=True),
    ("Format", "prove"): _Answer((Proof,)),
    ("Format", "measure"): _Answer((str,), many=True),
    ("TemplatePack", "content"): _Answer((bytes,)),
    ("DerivedFigure", "compute"): _Answer((int, CellState, Share, Money, str, type(None))),
}


def performed(kind: str, part: str, code: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    """What ``code``, the callable ``part`` of a contribution, gives.

    Raises:
        TypeError: something else than its hook asks for.
        Exception: whatever the code itself raises.
    """
    asked = CALLABLES[kind, part]
    given = code(*arguments)
    if not asked.many:
        return _fit(given, asked.kinds, part)
    if not isinstance(given, Iterable) or isinstance(given, str | bytes):
        raise TypeError(f"{part} 应给出一系列值，给出的是 {given!r:.80}")
    found: list[Any] = []
    for one in given:
        if len(found) == MOST:
            raise ValueError(f"{part} 给出的多于 {MOST} 项")
        found.append(_fit(one, asked.kinds, part))
    return tuple(found)


def _fit(given: Any, kinds: tuple[type, ...], part: str) -> Any:
    if not isinstance(given, kinds):
        names = "、".join(kind.__name__ for kind in kinds)
        raise TypeError(f"{part} 应给出 {names}，给出的是 {given!r:.80}")
    for misfit in _misfits(given):
        raise TypeError(f"{part} 给出的 {type(given).__name__} 不对：{misfit:.200}")
    match given:
        case Artifact() if not given.suffix.startswith(".") or set(given.suffix) & set("/\\:\0"):
            raise ValueError(f"{part} 给出的文件名结尾 {given.suffix!r} 不能用")
        case RawValues():
            return _sendable(given)
        case RawDocument() if given.carried is not None:
            return evolve(given, carried=_sendable(given.carried))
    return given


def _misfits(value: Any) -> Iterator[str]:
    """What is wrong with an attrs value and those in it."""
    if isinstance(value, tuple):
        for one in value:
            yield from _misfits(one)
    elif has(type(value)):
        yield from misfits(value)
        for field in fields(type(value)):
            yield from _misfits(getattr(value, field.name))


@frozen
class _Places:
    """Where each key stands, worded beforehand."""

    known: dict[KeyPath, str]

    def __call__(self, path: KeyPath) -> str:
        while path and path not in self.known:
            path = path[:-1]
        return self.known.get(path, "")


def _sendable(raw: RawValues) -> RawValues:
    """The same with a ``place`` that needs no code of the plugin."""
    places = _Places({path: str(raw.place(path)) for path in _paths(raw.data)})
    return evolve(raw, place=places, places=None)


def _paths(data: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    yield path
    inner: Iterable[tuple[str | int, Any]] = ()
    if isinstance(data, dict):
        inner = data.items()
    elif isinstance(data, list):
        inner = enumerate(data)
    for step, value in inner:
        yield from _paths(value, (*path, step))
