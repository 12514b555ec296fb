"""``why``: where one total of a rolled-up report comes from."""

from __future__ import annotations

import click

from ...errors import ExitCode
from ...model.clean import clean
from ...rollup.explain import explain
from ...rollup.explained_json import pieces
from ...rollup.words import why_lines
from .common import json_option


@click.command(short_help="汇总成品里的一个合计，从哪些单位、哪些格来")
@click.argument("rollup", metavar="ROLLUP")
@click.argument("address", metavar="ADDRESS")
@json_option
def why(rollup: str, address: str, as_json: bool) -> ExitCode:
    """说明 ROLLUP（rollup 写出的成品）里 ADDRESS 这一项的来历，并把各单位的数再加一遍。

    ADDRESS 是项目的地址，如 applications.received.total，或名称，如 “行政许可·本年处理决定数量”。
    """
    found = explain(rollup, address)
    if as_json:
        for piece in pieces(found):
            click.echo(piece, nl=False)
        click.echo()
    else:
        for line in why_lines(found):
            click.echo(clean(line))  # a file may have been changed since it was written
    return ExitCode.DONE
