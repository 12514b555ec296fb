"""``doctor``: what works on this machine, and what will look different."""

from __future__ import annotations

from itertools import groupby

import click

from ...app import Session
from ...errors import ExitCode
from ...health import Condition, State, examined
from ...present import json_text
from .common import json_option


@click.command(short_help="本机的情况：哪些能用，哪些会有出入")
@json_option
@click.pass_obj
def doctor(session: Session, as_json: bool) -> ExitCode:
    """查看 Python、字体、LibreOffice、插件、设置和版式：哪些能用，哪些会有出入，怎样补救。

    √ 正常，！ 请留意，× 有毛病。只查看，不改动；无论查出什么，退出码都是 0。
    """
    conditions = tuple(examined(session))
    if as_json:
        faults = any(one.state is State.FAULT for one in conditions)
        click.echo(json_text({"ok": not faults, "conditions": [_tree(one) for one in conditions]}))
        return ExitCode.DONE
    for area, group in groupby(conditions, key=lambda one: one.area):
        click.echo(f"{area}：")
        for advice, alike in groupby(group, key=lambda one: one.advice):
            for one in alike:
                click.echo(f"  {one.state.value} {one.name}  {one.found}")
            if advice:
                click.echo(f"      {advice}")
    return ExitCode.DONE


def _tree(one: Condition) -> dict[str, str]:
    return {
        "area": one.area,
        "name": one.name,
        "state": one.state.name.lower(),
        "found": one.found,
        "advice": one.advice,
    }
