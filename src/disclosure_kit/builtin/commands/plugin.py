"""``plugin``: for whoever writes one: a start, every mistake, the proof."""

from __future__ import annotations

from pathlib import Path

import click

from ...errors import ExitCode
from ...present import json_text
from .common import json_option


@click.group(short_help="编写插件：查出错误、逐项证明", subcommand_metavar="命令 …")
def plugin() -> None:
    """编写插件：列出所有错误（check），逐项证明（test）。"""


@plugin.command(short_help="查出插件的所有错误")
@click.argument("folder", metavar="DIR")
@json_option
def check(folder: str, as_json: bool) -> ExitCode:
    """查出插件 DIR 的所有错误：每一处写明文件、行和怎么改。

    有错误时退出码为 5。插件的代码在子进程中运行，不影响本程序。
    """
    from ...proving import asking, words  # only for authors of plugins

    found = asking.mistakes_in(Path(folder))
    if as_json:
        click.echo(json_text(words.mistakes_tree(folder, found)))
    else:
        for line in words.mistake_lines(folder, found):
            click.echo(line)
    return ExitCode.PLUGIN if found else ExitCode.DONE


@plugin.command(short_help="逐项证明插件可用")
@click.argument("folder", metavar="DIR")
@click.option(
    "--seconds",
    type=click.IntRange(1, 3600),
    default=120,
    metavar="N",
    help="每一项至多用几秒；默认 120",
)
@json_option
def test(folder: str, seconds: int, as_json: bool) -> ExitCode:
    """逐项证明插件 DIR：能载入；每项检查能分清合格与不合格的例子；examples 里的年报结果与预期一致；
    表格、模板齐全；写成各种文件再读回不变；法定部分没有改动。

    有一项未过时退出码为 5。
    """
    from ...proving import asking, words

    steps = []
    if not as_json:
        click.echo(f"《{folder}》")
    for step in asking.steps_of(Path(folder), seconds):
        steps.append(step)
        if not as_json:
            for line in words.step_lines(step):
                click.echo(line)
    if as_json:
        click.echo(json_text(words.steps_tree(folder, steps)))
    else:
        click.echo(words.sum_line(steps))
    return ExitCode.DONE if words.proven(steps) else ExitCode.PLUGIN
