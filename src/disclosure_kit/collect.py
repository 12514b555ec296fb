"""Asks one plugin all hooks, and takes its answers for what they are or not at all.

Pluggy alone lets pass: a hook without ``@hookimpl``, a misspelt one, one that
forgets to return, and values of any kind. Here each is an error by name.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from typing import Any, cast

import pluggy
from attrs import Factory, fields

from . import hookspecs
from .contributions import Contribution
from .model.nearest import nearest
from .strict import misfits


def contributions(plugin: Any, name: str) -> Iterator[Contribution]:
    """Everything that ``plugin`` yields.

    Raises:
        Exception: whatever the plugin raises; ``TypeError`` and pluggy's own error where it
            breaks the law of ``hookspecs``.
    """
    _refuse_misnamed(plugin)
    manager = pluggy.PluginManager(hookspecs.GROUP)
    manager.add_hookspecs(hookspecs)
    manager.register(plugin, name)
    manager.check_pending()
    _refuse_unheard(plugin, manager)
    for hook, kind in hookspecs.YIELDS.items():
        for contribution in _answer(hook, manager):
            if not isinstance(contribution, kind):
                raise TypeError(f"{hook} 应给出 {kind.__name__}，给出的是 {contribution!r}")
            for misfit in misfits(contribution):
                raise TypeError(f"{hook} 给出的 {kind.__name__} 不对：{misfit}")
            yield cast(Contribution, contribution)


def outdated(plugin: Any, found: Iterable[Contribution]) -> Iterator[str]:
    """What a plugin uses that a later API will not have: hooks that it answers, fields that it
    fills. A folder without code answers all hooks by our hand, so of it only the fields count."""
    own = not type(plugin).__module__.startswith(f"{__package__}.")
    filled = {name for contribution in found for name in _filled(contribution)}
    for old in hookspecs.DEPRECATED:
        answered = own and callable(getattr(plugin, old.name, None))
        if answered or old.name in filled:
            yield f"用了 {old.name}，插件接口 {old.until} 起不再支持；{old.instead}"


def _filled(contribution: Contribution) -> Iterator[str]:
    """The fields that do not hold their default, as ``Kind.field``."""
    for field in fields(type(contribution)):
        default = field.default
        if isinstance(default, Factory):  # type: ignore[arg-type]  # a class to attrs, not to mypy
            default = default.factory()
        if getattr(contribution, field.name) != default:
            yield f"{type(contribution).__name__}.{field.name}"


def _refuse_misnamed(plugin: Any) -> None:
    """What looks like a hook and is none, or is not called as hooks are: pluggy says it too, but
    not to a reader of Chinese."""
    for word, method in _hooks_of(plugin):
        if word not in hookspecs.YIELDS:
            raise TypeError(f"没有钩子 {word}{nearest(word, list(hookspecs.YIELDS))}")
        if names := "、".join(inspect.signature(method).parameters):
            raise TypeError(f"{word} 不应有参数（{names}）：这个接口的钩子都不带参数")


def _refuse_unheard(plugin: Any, manager: pluggy.PluginManager) -> None:
    heard = {caller.name for caller in manager.get_hookcallers(plugin) or ()}
    for word, _ in _hooks_of(plugin):
        if word not in heard:
            raise TypeError(f"{word} 前漏写了 @hookimpl")


def _hooks_of(plugin: Any) -> Iterator[tuple[str, Any]]:
    for word in dir(plugin):
        if word.startswith("disclosure_") and callable(method := getattr(plugin, word)):
            yield word, method


def _answer(hook: str, manager: pluggy.PluginManager) -> Iterable[Any]:
    caller = getattr(manager.hook, hook)
    implementations = caller.get_hookimpls()
    if not implementations:
        return ()
    if any(one.wrapper or one.hookwrapper for one in implementations):
        raise TypeError(f"{hook} 不能是 wrapper")
    answers = caller()
    if not answers:  # pluggy drops None
        raise TypeError(f"{hook} 什么也没有给出（是否漏写了 return 或 yield？）")
    if not isinstance(answers[0], Iterable):
        raise TypeError(f"{hook} 应给出一系列值，给出的是 {answers[0]!r}")
    return answers[0]
