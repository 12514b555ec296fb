"""``schema``: the JSON Schema of a report file."""

from __future__ import annotations

import click

from ...app import Session, form_for
from ...errors import ExitCode
from ...present import json_text
from ...schema import json_schema
from .common import form_options, json_option, wishes


@click.command(short_help="数据文件的 JSON Schema")
@click.option("--year", type=int, help="报告年度；不写时取该版本的第一年")
@form_options
@json_option
@click.pass_obj
def schema(
    session: Session, year: int | None, edition: str | None, region: str | None, as_json: bool
) -> ExitCode:
    """输出某个版本、某个地区的数据文件的 JSON Schema（总是 JSON；--json 可写可不写）。"""
    del as_json  # the listing has one form
    form = form_for(session, wishes(edition, region), year)
    click.echo(json_text(json_schema(form)))
    return ExitCode.DONE
