"""Plugins that are not there: what that means for one report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain

from .contributions import Scope
from .errors import PluginError
from .model.finding import NotAssessed
from .plugin import Fault
from .recognise import Recognition
from .registry import Registry
from .structure.of_plugins import STATUTORY_ONLY, Absent, Part, by_plugin, named


def lost_plugins(found: Recognition, registry: Registry) -> tuple[tuple[Fault, ...], Iterator[str]]:
    """Those that might serve this report; and a notice of each that has nothing to do with it,
    and of each in use that relies on what a later hook API will not have.

    Raises:
        PluginError: one that serves this report failed to load.
    """
    undecided = []
    for fault in registry.faults:
        scope = fault.scope
        needed = fault.asked_for if scope is None else scope.covers(found.region, found.edition.id)
        if needed:
            raise PluginError(
                fault.plugin,
                f"插件 {fault.plugin} 没有载入：{fault.problem}",
                hint=f"本报告在它的适用范围内，缺了它{_what(fault)}，就不算完整。请修好或更新插件，"
                f"或把这条提示发给提供它的单位；{STATUTORY_ONLY}，不写 --plugin",
            )
        if scope is None or (found.region is None and scope.covers(scope.region, found.edition.id)):
            undecided.append(fault)
    return tuple(undecided), chain(
        (
            f"插件 {fault.plugin} 没有载入，与本报告无关：{fault.problem}"
            for fault in registry.faults
            if fault not in undecided
        ),
        (
            f"插件 {old.plugin} 该更新了：{old.problem}。请告知提供插件的单位"
            for old in registry.outdated
            if old.scope.covers(found.region, found.edition.id)
        ),
    )


def _what(fault: Fault) -> str:
    return f"所增加的内容和检查（{fault.title}）" if fault.title else ""


def not_assessed(lost: Iterable[Fault]) -> Iterator[NotAssessed]:
    """What cannot be known of a report while these are not loaded."""
    for fault in lost:
        why = "它没有写明适用范围" if fault.scope is None else "报告没有写明区划代码"
        yield NotAssessed(
            "plugin-missing",
            f"插件 {fault.plugin} 没有载入（{fault.problem}）；{why}，不能确定是否需要它",
        )


def absent(found: Recognition, registry: Registry, *, declined: bool) -> Absent:
    """Why the form has nothing of plugins that a file names, as far as they are here at all."""
    return Absent(partial(_reasons, found, registry), declined, refuses=not declined)


def _reasons(found: Recognition, registry: Registry) -> dict[str, str]:
    region = f"区划是 {found.region}" if found.region else "没有写明区划，请用 --region 指明"
    reasons = {}
    for info in registry.plugins:
        why = f"它用于{_where(info.scope)}，这里是 {found.edition.id} 版，{region}"
        if info.scope.covers(found.region, found.edition.id):
            why = f"装的是 {info.version} 版，没有这一项；请核对它的版本"
        reasons[info.name] = why
    for fault in registry.faults:
        reasons[fault.plugin] = f"它没有载入（{fault.problem}）；请修好或更新它"
    return reasons


def _where(scope: Scope) -> str:
    region = f"区划 {scope.region}" if scope.region else "全国"
    return "、".join((region, *(f"{edition} 版" for edition in scope.editions)))


def need_of(parts: Iterable[Part], registry: Registry) -> None:
    """A file that holds a plugin's parts needs it, whatever region it says.

    Raises:
        PluginError: a plugin of ``parts`` failed to load.
    """
    problems = {fault.plugin: fault.problem for fault in registry.faults}
    for part in parts:
        if part.plugin in problems:
            raise PluginError(
                part.plugin,
                f"插件 {part.plugin} 没有载入：{problems[part.plugin]}",
                hint=f"报告里有它加的{part}。请修好或更新插件，"
                f"或把这条提示发给提供它的单位；{STATUTORY_ONLY}，不写 --plugin",
            )


def left_out(parts: Iterable[Part]) -> Iterator[NotAssessed]:
    """What of a source was not read, by plugin."""
    for own in by_plugin(parts):
        told = f"没有使用插件 {own[0].plugin}：它加的{named(own)} 没有读入，没有核对"
        yield NotAssessed("plugin-missing", told)
