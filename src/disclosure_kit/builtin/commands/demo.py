"""``demo``: the main job in one word."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from ... import app
from ...app import Session
from ...batch.place import file_name
from ...errors import ExitCode, OutputError
from ...files import reason
from ...model.raw import Source
from ...placing import deliver
from ...present import summary
from ...resources import bundled
from .common import tell

EXAMPLES = (
    ("plugins", "yunnan", "examples", "mangshi-mengga-2018.txt"),
    ("examples", "suqian-city-2024.yaml"),
)


@click.command(short_help="把自带的两份真实年报生成为 Word 文档")
@click.argument("folder", metavar="[DIR]", default="disclosure-kit-demo")
@click.pass_obj
def demo(session: Session, folder: str) -> ExitCode:
    """把自带的两份真实年报（勐戛镇 2018 年度、宿迁市 2024 年度）生成为 Word 文档，放在 DIR 中。"""
    target = Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}：不能建立文件夹（{reason(error)}）") from None
    for parts in EXAMPLES:
        path = bundled(*parts)
        loaded = app.read(session, Source(path.name, path.read_bytes()))
        assessment = app.check(session, loaded)
        to = app.format_named(session, "docx")
        publication = app.publish(session, loaded, assessment, to)
        for artifact in app.write(session, to, publication):
            file = target / file_name(publication.view.title, artifact.suffix)
            try:
                deliver(file, artifact.content, force=False)
            except OutputError as error:
                raise OutputError(error.problems, hint="请换一个文件夹：demo DIR") from None
            click.echo(f"{file}")
            tell(f"  来源 {path.name}：{summary(assessment)}")
    tell(f"想看第一份的提醒，请运行：{_command()} check {bundled(*EXAMPLES[0])}")
    return ExitCode.DONE


def _command() -> str:
    """The command as this shell finds it: its name, or the path of this environment's."""
    beside = Path(sys.executable).with_name("disclosure-kit")
    on_path = shutil.which("disclosure-kit")
    return str(beside) if on_path is None and beside.exists() else "disclosure-kit"
