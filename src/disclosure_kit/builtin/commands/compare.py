"""``compare``: reports side by side."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import click

from ...app import Loaded, Session
from ...comparing.pair import Comparison
from ...comparing.pair import compare as compared
from ...comparing.table import SideBySide, side_by_side
from ...comparing.told import lines, notices_of, table_tree, tree
from ...errors import DisclosureError, ExitCode, OutputError
from ...files import expand
from ...present import json_text
from .common import Delivery, json_option, load, tell, tell_error, tell_passed_by, wishes, worst

_YEAR: Final = re.compile("[1-9][0-9]{3}", re.ASCII)


@click.command(short_help="把几份年报的数据和文字放在一起对比")
@click.argument("files", nargs=-1, required=True, metavar="LAST THIS 或 FILE…")
@click.option("-o", "output", metavar="OUT", help="写成 .xlsx 或 .html；三份以上时必须写明")
@click.option("--units", is_flag=True, help="各份是不同机关同一年度的：一个机关一列")
@click.option("--renamed", is_flag=True, help="机关改过名称：名称不同，仍作同一机关")
@click.option(
    "--year",
    "years",
    multiple=True,
    metavar="FILE=YYYY",
    help="没有写明年度的那一份是哪一年，可写几个；--units 时写年度即可",
)
@click.option("--force", is_flag=True, help="允许覆盖已有的成品")
@click.option("--region", metavar="CODE", help="行政区划代码，如 53、533103")
@json_option
@click.pass_obj
def compare(
    session: Session,
    files: tuple[str, ...],
    output: str | None,
    units: bool,
    renamed: bool,
    years: tuple[str, ...],
    force: bool,
    region: str | None,
    as_json: bool,
) -> ExitCode:
    """把几份年报的数据和文字放在一起对比。

    两份：先写较早的，再写较晚的。逐项列出两年的数、增减和幅度，重复的段落，只有一年有的部分。

    三份以上，或加 --units：合成一张表，一行一个数，一列一份年报。FILE 可以是文件夹。
    """
    if units and renamed:
        raise click.UsageError("--units 与 --renamed 不能同时用")
    suffix = _suffix(output)
    names = _named(session, files)
    many = units or len(names) > 2
    if many and output is None and not as_json:
        raise click.UsageError("三份以上（或加 --units）对比成一张表，请用 -o 写明 .xlsx 或 .html")
    tell_passed_by(session, files)
    loaded, code = _read(session, names, region, _years(years, names, units=units))
    if code:
        return code
    subject: Comparison | SideBySide
    if many:
        subject = side_by_side(loaded, units=units, renamed=renamed)
    else:
        subject = compared(*loaded, renamed=renamed)
    for notice in notices_of(subject):
        tell(f"  说明  {notice}")
    if as_json:
        made = table_tree(subject) if isinstance(subject, SideBySide) else tree(subject)
        click.echo(json_text(made))
    elif output is None and isinstance(subject, Comparison):
        for line in lines(subject):
            click.echo(line)
    if output is not None:
        say = tell if as_json else click.echo
        Delivery(force, tuple(names), say).put(Path(output), _written(subject, suffix))
    return ExitCode.DONE


def _suffix(output: str | None) -> str:
    """What is to be written, known before anything is read.

    Raises:
        OutputError: neither a workbook nor a page.
    """
    suffix = "" if output is None else Path(output).suffix.lower()
    if output is not None and suffix not in (".xlsx", ".html"):
        raise OutputError(f"{output}：对比只能写成 .xlsx 或 .html")
    return suffix


def _named(session: Session, files: tuple[str, ...]) -> tuple[str, ...]:
    suffixes = frozenset(s for r in session.registry.readers.values() for s in r.suffixes)
    names = tuple(expand(files, suffixes))
    if len(names) < 2:
        raise click.UsageError("对比至少要有两份年报")
    return names


def _years(given: tuple[str, ...], names: tuple[str, ...], *, units: bool) -> dict[str, int]:
    """The year of each file of which the user says it.

    Raises:
        UsageError: no year, or not said of which one file.
    """
    years: dict[str, int] = {}
    for word in given:
        file, _, year = word.rpartition("=")
        if not _YEAR.fullmatch(year):
            raise click.UsageError(f"--year {word}：应写成 文件=年度，如 {names[-1]}=2024")
        meant = [n for n in names if n == file] or [n for n in names if Path(n).name == file]
        if not file and units:
            meant = list(names)
        elif len(meant) != 1:
            raise click.UsageError(
                f"--year {word}：没有写明是哪一份；应写成 文件=年度，如 {names[-1]}={year}"
            )
        years |= dict.fromkeys(meant, int(year))
    return years


def _read(
    session: Session, names: tuple[str, ...], region: str | None, years: dict[str, int]
) -> tuple[list[Loaded], ExitCode]:
    """All of them; or what keeps any from being read, since a table without it would look whole."""
    loaded: list[Loaded] = []
    codes = [ExitCode.DONE]
    for name in names:
        try:
            loaded.append(load(session, name, wishes(None, region, years.get(name))))
        except DisclosureError as error:
            tell_error(error)
            codes.append(error.exit_code)
    return loaded, worst(codes)


def _written(subject: Comparison | SideBySide, suffix: str) -> bytes:
    # Either writer is imported when its kind of file is asked for.
    if suffix == ".xlsx":
        from ...comparing.workbook import write_workbook

        return write_workbook(subject)
    from ...comparing.page import write_page

    return write_page(subject)
