"""``convert``: a readable file as data."""

from __future__ import annotations

from pathlib import Path

import click

from ... import app
from ...app import Session
from ...checking.run import Assessment
from ...errors import ExitCode, UsageError
from .common import Delivery, form_options, load, tell, wishes


@click.command(short_help="把可读取的文件转成数据（.json、.yaml）")
@click.argument("file", metavar="FILE")
@click.option("-o", "output", required=True, metavar="OUT", help="成品，如 年报.json、年报.yaml")
@click.option("--force", is_flag=True, help="允许覆盖已有的成品")
@form_options
@click.pass_obj
def convert(
    session: Session, file: str, output: str, force: bool, edition: str | None, region: str | None
) -> ExitCode:
    """把可读取的文件转成数据；格式由 OUT 的后缀决定。"""
    loaded = load(session, file, wishes(edition, region))
    target = Path(output)
    data_formats = [f for f in session.registry.formats.values() if f.carries_data]
    chosen = next((f for f in data_formats if f.suffix == target.suffix.lower()), None)
    if chosen is None:
        known = "、".join(f.suffix for f in data_formats)
        raise UsageError(f"{output}：不能转成这种格式。可以转成：{known}")
    for notice in loaded.notices:
        tell(f"  说明  {notice}")
    for fault in loaded.lost:
        tell(f"  说明  插件 {fault.plugin} 没有载入（{fault.problem}），不能确定是否需要它")
    delivery = Delivery(force, (file,))
    for artifact in chosen.write(app.publish(session, loaded, Assessment(), chosen)):
        delivery.put(target, artifact.content, file)
    return ExitCode.DONE
