"""``convert``: a readable file as data."""

from __future__ import annotations

from pathlib import Path

import click

from ... import app
from ...app import Session
from ...checking.run import Assessment
from ...errors import ExitCode
from .common import Delivery, form_options, load, source_options, tell, wishes
from .media import put_with_media


@click.command(short_help="把可读取的文件转成数据（.json、.yaml、.xlsx）")
@click.argument("file", metavar="FILE")
@click.option("-o", "output", required=True, metavar="OUT", help="成品，如 年报.json、年报.xlsx")
@click.option("--force", is_flag=True, help="允许覆盖已有的成品")
@form_options
@source_options
@click.pass_obj
def convert(
    session: Session,
    file: str,
    output: str,
    force: bool,
    edition: str | None,
    region: str | None,
    year: int | None,
    agency: str | None,
) -> ExitCode:
    """把可读取的文件转成数据；格式由 OUT 的后缀决定。

    报告里的图片写到 OUT 旁边，按数据所写的路径（Word 文件里的是 media/1.png 等）；已有的不覆盖。
    """
    loaded = load(session, file, wishes(edition, region, year, agency))
    target = Path(output)
    chosen = app.data_format(session, target.suffix, output)
    for notice in loaded.notices:
        tell(f"  说明  {notice}")
    for difference in loaded.differences:
        tell(f"  说明  {difference}")
    for fault in loaded.lost:
        tell(f"  说明  插件 {fault.plugin} 没有载入（{fault.problem}），不能确定是否需要它")
    for path, why in loaded.unusable.items():
        tell(f"  说明  图片 {path} {why}，没有写出")
    written = chosen.write(app.publish(session, loaded, Assessment(), chosen))
    files = [(target, artifact.content) for artifact in written]
    put_with_media(Delivery(force, (file,)), files, target.parent, loaded.media)
    return ExitCode.DONE
