"""Plugins that failed to load: what that means for one report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from .errors import PluginError
from .model.finding import NotAssessed
from .plugin import Fault
from .recognise import Recognition
from .registry import Registry


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
                "或把这条提示发给提供它的单位；只按全国格式处理，请加 --no-plugins，不写 --plugin",
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
