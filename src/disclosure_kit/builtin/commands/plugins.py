"""``plugins``: which there are, in what state, and what of a report comes from which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from enum import Enum
from typing import Any

import click

from ... import app
from ...app import Loaded, Session
from ...checking.run import Assessment
from ...conflicts import WORDS
from ...effects import Effect, effects
from ...errors import ExitCode
from ...plugin import Fault, PluginInfo
from ...present import json_text
from .common import (
    form_options,
    json_option,
    load,
    source_options,
    tell_crashes,
    wishes,
)


class State(Enum):
    """Whether a plugin is in use."""

    LOADED = "已载入"
    LEFT_OUT = "未载入"


@click.command(short_help="插件：已载入的和没有载入的")
@click.option("--effect", metavar="FILE", help="这份年报的哪些部分来自哪个插件")
@form_options
@source_options
@json_option
@click.pass_obj
def plugins(
    session: Session,
    effect: str | None,
    edition: str | None,
    region: str | None,
    year: int | None,
    agency: str | None,
    as_json: bool,
) -> ExitCode:
    """列出插件的名称、版本、来源、适用区划、状态和所增加的内容。

    写明 --effect FILE 时，列出这份年报的哪些部分、表、数据、检查、模板、版式和图来自哪个插件。
    """
    if effect is None:
        return _listed(session, as_json)
    loaded = load(session, effect, wishes(edition, region, year, agency))
    assessment = app.check(session, loaded, accepted=app.acknowledged(effect))
    tell_crashes(session, assessment)
    found = effects(session, loaded, assessment)
    if as_json:
        click.echo(json_text(_effect_tree(session, effect, loaded, found)))
    else:
        for line in _effect_lines(session, effect, loaded, found):
            click.echo(line)
    return _code(session, assessment)


def _code(session: Session, assessment: Assessment) -> ExitCode:
    """What a report says is not asked here; whether every plugin did its work is."""
    return app.exit_code(session, assessment) if assessment.crashed else ExitCode.DONE


def _listed(session: Session, as_json: bool) -> ExitCode:
    registry = session.registry
    if as_json:
        loaded = [_info_tree(info, session) for info in registry.plugins]
        click.echo(json_text([*loaded, *map(_fault_tree, registry.faults)]))
        return ExitCode.DONE
    for info in registry.plugins:
        kinds = Counter(kind for (kind, _), o in registry.owners.items() if o == info.name)
        added = "、".join(f"{WORDS[kind]} {count}" for kind, count in kinds.items())
        region = info.scope.region
        words = (info.name, info.version, info.title, region, info.origin)
        click.echo("  ".join((State.LOADED.value, *filter(None, words))))
        click.echo(f"        {added or '没有增加什么'}")
        for old in _outdated(info, session):
            click.echo(f"        ！ {old}")
    for fault in registry.faults:
        region = fault.scope.region if fault.scope else ""
        words = (fault.plugin, fault.version, fault.title, region, fault.origin)
        click.echo("  ".join((State.LEFT_OUT.value, *filter(None, words), fault.problem)))
    return ExitCode.DONE


def _outdated(info: PluginInfo, session: Session) -> list[str]:
    return [old.problem for old in session.registry.outdated if old.plugin == info.name]


def _info_tree(info: PluginInfo, session: Session) -> dict[str, Any]:
    owned = [key for key, owner in session.registry.owners.items() if owner == info.name]
    return {
        "name": info.name,
        "version": info.version,
        "title": info.title,
        "state": State.LOADED.name.lower(),
        "origin": info.origin,
        "region": info.scope.region,
        "editions": list(info.scope.editions),
        "contributes": [f"{kind} {name}" for kind, name in owned],
        "outdated": _outdated(info, session),
        "problem": "",
    }


def _fault_tree(fault: Fault) -> dict[str, Any]:
    return {
        "name": fault.plugin,
        "version": fault.version,
        "title": fault.title,
        "state": State.LEFT_OUT.name.lower(),
        "origin": fault.origin,
        "region": fault.scope.region if fault.scope else "",
        "editions": list(fault.scope.editions) if fault.scope else [],
        "contributes": [],
        "outdated": [],
        "problem": fault.problem,
    }


def _effect_tree(
    session: Session, file: str, loaded: Loaded, found: dict[PluginInfo, tuple[Effect, ...]]
) -> dict[str, Any]:
    return {
        "file": file,
        "edition": loaded.form.edition.id,
        "region": loaded.form.region,
        "year": loaded.report.year,
        "plugins": [
            {
                "name": info.name,
                "version": info.version,
                "origin": info.origin,
                "effects": [_tree(one) for one in of],
            }
            for info, of in found.items()
        ],
        "left_out": [_fault_tree(fault) for fault in session.registry.faults],
    }


def _tree(one: Effect) -> dict[str, Any]:
    return {
        "kind": one.kind.name.lower(),
        "id": one.id,
        "title": one.title,
        "in_report": one.in_report,
        "told": one.told,
    }


def _effect_lines(
    session: Session, file: str, loaded: Loaded, found: dict[PluginInfo, tuple[Effect, ...]]
) -> Iterator[str]:
    region = f"，区划 {loaded.form.region}" if loaded.form.region else "，没有写明区划"
    yield f"《{file}》{loaded.form.edition.id} 版{region}"
    for info, of in found.items():
        if not of:
            yield f"{info.name}  {info.version}  没有用到"
            continue
        yield f"{info.name}  {info.version}  {info.title}"
        for one in of:
            words = (one.kind.value, one.title, f"［{one.id}］", one.told)
            yield "  " + "  ".join(filter(None, words))
    if not found:
        yield "没有载入插件：都来自全国统一格式"
    for fault in session.registry.faults:
        yield f"{fault.plugin}  未载入  {fault.problem}"
