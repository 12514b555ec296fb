"""``plugin``: for whoever writes one: a start, every mistake, the proof."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from ...app import Session
from ...errors import ExitCode, OutputError, UsageError
from ...folders import deliver_folder
from ...present import json_text
from .common import json_option, tell


@click.group(short_help="编写插件：起步、查错、逐项证明", subcommand_metavar="命令 …")
def plugin() -> None:
    """编写插件：生成一个可用的插件来改（new），列出所有错误（check），逐项证明（test）。"""


@plugin.command(short_help="生成一个可用的插件，照着改")
@click.argument("name", metavar="NAME", required=False)
@click.option("--region", metavar="CODE", help="行政区划代码，如 533103；插件只用于以它开头的机关")
@click.option("--title", metavar="T", help="给人看的名称；默认用区划代码起名")
@click.option("-o", "output", metavar="DIR", help="放在哪个新文件夹；默认与 NAME 同名")
@click.option("--python", is_flag=True, help="做成 Python 发行包；不写则是不用代码的文件夹")
@click.pass_obj
def new(
    session: Session,
    name: str | None,
    region: str | None,
    title: str | None,
    output: str | None,
    python: bool,
) -> ExitCode:
    """生成插件 NAME：一个小节、一张表、一条合计关系，模板，两份年报和应当查出的结果，说明和测试。

    没有写明的，在终端上会逐项询问。已有的文件夹不会覆盖。
    """
    from ...scaffold.files import files_of, wanted

    name = _asked(name, "NAME", "插件的名字（英文小写，如 ximu）")
    region = _asked(region, "--region", "行政区划代码（如 533103）")
    asked = wanted(name, region, title, python, session)
    target = Path(output if output is not None else asked.name)
    if os.path.lexists(target):
        raise OutputError(f"{target}：已存在，没有覆盖", hint="请用 -o 另取名字")
    files = files_of(asked, target.name, session)
    deliver_folder(target, files, force=False, known=lambda _: frozenset())
    click.echo(str(target))
    tell(f"  共 {len(files)} 个文件，先看 README.md；改过以后用 plugin check、plugin test 查")
    return ExitCode.DONE


def _asked(given: str | None, option: str, question: str) -> str:
    """What was given, else what is answered on the terminal.

    Raises:
        UsageError: there is nobody to ask.
    """
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise UsageError(f"缺少 {option}：{question}")
    answered: str = click.prompt(question, err=True)
    return answered.strip()


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
