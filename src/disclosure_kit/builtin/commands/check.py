"""``check``: the findings of reports."""

from __future__ import annotations

import click

from ... import app
from ...app import Session
from ...errors import DisclosureError, ExitCode, SourceError, fault_at
from ...files import expand
from ...present import Checked, checked_lines, checked_tree, json_text
from .common import (
    form_options,
    json_option,
    load,
    source_options,
    tell,
    tell_crashes,
    tell_error,
    tell_passed_by,
    wishes,
    worst,
)
from .last_year import last_year, previous_option
from .slip import Slip, slip_for


@click.command(short_help="核对年报，列出错误和提醒")
@click.argument("files", nargs=-1, required=True, metavar="FILE或DIR…")
@previous_option("用于核对跨年数据")
@click.option("--annotate", metavar="OUT.xlsx", help="写一份回执：原工作簿，错处着色并加批注")
@click.option("--force", is_flag=True, help="允许覆盖已有的回执")
@form_options
@source_options
@json_option
@click.pass_obj
def check(
    session: Session,
    files: tuple[str, ...],
    previous: str | None,
    annotate: str | None,
    force: bool,
    edition: str | None,
    region: str | None,
    year: int | None,
    agency: str | None,
    as_json: bool,
) -> ExitCode:
    """核对年报，列出错误和提醒；除 --annotate 要的回执外，不写任何文件。

    DIR 是文件夹：核对其中可以读取的文件，不进子文件夹。
    有“错误”时退出码为 1；“提醒”不影响退出码。回执只在 FILE 是 .xlsx 时能写。
    """
    slip = None if annotate is None else slip_for(files, annotate, force=force)
    asked = wishes(edition, region, year, agency)
    names = files
    try:
        names = tuple(expand(files, session.registry.suffixes))
        last = last_year(session, previous, region, len(names))
    except DisclosureError as error:
        if as_json:
            click.echo(json_text(checked_tree([Checked(name, error=error) for name in names])))
        tell_error(error)
        return error.exit_code
    tell_passed_by(session, files)
    for notice in last.notices:
        tell(f"  说明  {notice}")
    results: list[Checked] = []
    codes: list[ExitCode] = []
    for name in names:
        try:
            loaded = load(session, name, asked)
            with fault_at(name):
                before, notices = last.of(session, loaded)
                assessment = app.check(session, loaded, before, app.acknowledged(name))
        except DisclosureError as error:
            results.append(Checked(name, error=error))
            codes.append(error.exit_code)
            tell_error(error)
            continue
        tell_crashes(session, assessment)
        results.append(Checked(name, loaded, assessment, notices=notices))
        codes.append(app.exit_code(session, assessment))
    if as_json:
        click.echo(json_text(checked_tree(results)))
    else:
        for checked in results:
            for line in checked_lines(checked):
                click.echo(line)
    code = worst(codes)
    if slip is not None:
        _deliver(slip, results[0], code)
    return code


def _deliver(slip: Slip, checked: Checked, code: ExitCode) -> None:
    """The slip of what was checked, or of what kept it from being read."""
    if isinstance(checked.error, SourceError):
        slip.deliver_unread(checked.error)
    elif checked.loaded and checked.assessment and code <= ExitCode.FINDINGS:
        slip.deliver(checked.loaded, checked.assessment)
    else:
        tell("  没有核对完，没有写回执")
