"""``render``: official documents from reports."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

import click

from ... import app
from ...app import Session
from ...batch.leavings import beginning_of
from ...batch.order import Order
from ...batch.place import Place
from ...batch.report import assessed, written
from ...batch.run import Workforce
from ...batch.sources import sources_of
from ...contributions import Format
from ...errors import ExitCode, OutputError, UsageError
from ...files import STANDARD_INPUT
from .common import form_options, source_options, tell, tell_passed_by, template_of, wishes
from .last_year import last_year, previous_option
from .many import Run, folders_of, render_all, to_resume


@click.command(short_help="核对年报并生成正式文档")
@click.argument("files", nargs=-1, required=True, metavar="FILE或DIR…")
@click.option(
    "-o", "output", metavar="FILE或DIR", help="成品的位置；默认与来源同一文件夹，以标题为名"
)
@click.option("--to", metavar="docx,…", help="成品的格式；默认 docx，发布包为 docx,html,json")
@click.option("--template", metavar="T.docx", help="用这个 Word 模板")
@previous_option("用于核对跨年数据、画与上年比较的图")
@click.option("--bundle", "folder", metavar="DIR", help="写成发布包：新文件夹 DIR，含成品和清单")
@click.option("--strict", is_flag=True, help="有错误或法定数据不完整时，什么都不写")
@click.option("--force", is_flag=True, help="允许覆盖已有的成品")
@click.option(
    "--workers", type=click.IntRange(1, 256), default=1, metavar="N", help="用 N 个进程；默认 1"
)
@click.option("--scheduler", metavar="ADDRESS", help="交给 Dask 集群做：调度器的地址")
@click.option("--resume", is_flag=True, help="接着做：上次做好而至今未变的，不再做")
@click.option("--no-verify", is_flag=True, help="不再读一遍成品与数据核对")
@form_options
@source_options
@click.pass_obj
def render(
    session: Session,
    files: tuple[str, ...],
    output: str | None,
    to: str | None,
    template: str | None,
    previous: str | None,
    folder: str | None,
    strict: bool,
    force: bool,
    workers: int,
    scheduler: str | None,
    resume: bool,
    no_verify: bool,
    edition: str | None,
    region: str | None,
    year: int | None,
    agency: str | None,
) -> ExitCode:
    """核对年报，生成正式文档，再读一遍成品，与数据逐格逐段核对后交付。

    有错误而没有 --strict 时仍然写出成品，退出码为 1。
    """
    formats = [app.format_named(session, name) for name in _formats_asked(to, folder)]
    asked = wishes(edition, region, year, agency)
    workforce = _workforce(workers, scheduler, files, folder)
    if scheduler is not None:  # its workers stand in other folders
        files, output = tuple(map(os.path.abspath, files)), output and os.path.abspath(output)
        previous = previous and os.path.abspath(previous)
    sources, claims = sources_of(files, session.registry.suffixes)
    _check_output(output, formats, len(sources))
    tell_passed_by(session, files)
    last = last_year(session, previous, region, len(sources))
    for notice in last.notices:
        tell(f"  说明  {notice}")
    inputs = (*last.files, *([template] if template else ()))
    for name in inputs:
        sources.protect(name)
    order = Order(
        formats=tuple(chosen.name for chosen in formats),
        place=_place(output),
        asked=asked,
        last=last,
        template=template_of(template),
        template_name=template or "",
        strict=strict,
        prove=not no_verify,
        run=beginning_of(os.urandom(4).hex()) if len(sources) > 1 or scheduler else ".",
    )
    if folder is not None:
        if resume:
            raise UsageError("--bundle 一次只写一份，不能与 --resume 同用")
        from .bundles import check_folder  # most runs make no bundle

        check_folder(folder, len(sources), (*sources, *inputs), output)
        code = _bundle(session, order, formats, next(iter(sources)), folder, force=force)
    else:
        folders = folders_of(files, output) if resume or len(sources) > 1 else ()
        resumed = to_resume(folders) if resume else None
        code = render_all(session, order, Run(sources, claims, force, workforce, folders, resumed))
    if no_verify:
        tell("说明：按 --no-verify，成品没有再读一遍核对")
    return code


def _workforce(
    workers: int, scheduler: str | None, files: tuple[str, ...], folder: str | None
) -> Workforce:
    """Who does the work.

    Raises:
        UsageError: they could not get at what is to be done.
    """
    if scheduler is not None and (workers > 1 or folder is not None):
        raise UsageError("--scheduler 不能与 --workers、--bundle 同用")
    if (workers > 1 or scheduler is not None) and STANDARD_INPUT in files:
        raise UsageError("标准输入（-）只能由一个进程处理，不能与 --workers、--scheduler 同用")
    return Workforce(workers, scheduler)


def _bundle(
    session: Session, order: Order, formats: list[Format], name: str, folder: str, *, force: bool
) -> ExitCode:
    """One report as a folder of its own."""
    from .bundles import check_pictures, put_bundle

    report = assessed(session, order, name)
    for line in report.lines:
        tell(line)
    if not report.may_be_written:
        return report.code
    check_pictures(session, folder, report.loaded, formats)
    put_bundle(
        session,
        Path(folder),
        report.loaded,
        report.assessment,
        written(session, order, report),
        force=force,
        verified=order.prove,
    )
    return report.code


def _formats_asked(to: str | None, folder: str | None) -> Iterable[str]:
    """The names in ``to``, each once; a clerk may type the commas of Chinese."""
    if to is None:
        if folder is None:
            return ["docx"]
        from ...bundle import FORMATS

        return FORMATS
    return dict.fromkeys(name.strip() for name in re.split("[,，、]", to))


def _check_output(output: str | None, formats: list[Format], sources: int) -> None:
    """Refuse a place that cannot be meant for what will be written."""
    if output is None or os.path.isdir(output):
        return
    if sources > 1 or len(formats) > 1:
        what = "已有同名文件；" if os.path.lexists(output) else ""
        raise OutputError(
            f"{output}：{what}有多份成品，-o 应是一个已有的文件夹", hint="请先建好这个文件夹"
        )
    if output.endswith(("/", os.sep)):
        raise OutputError(f"{output}：没有这个文件夹")
    [to] = formats
    if Path(output).suffix.lower() != to.suffix:
        raise UsageError(
            f"-o {output}：成品是 {to.title}，文件名应以 {to.suffix} 结尾；要别的格式，请加 --to"
        )


def _place(output: str | None) -> Place:
    if output is None:
        return Place()
    return Place(folder=output) if os.path.isdir(output) else Place(file=output)
