"""``rollup``: the units' reports added up to their body's own."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import click

from ...app import Session
from ...errors import ExitCode
from ...model.finding import Severity
from ...present import json_text
from ...rollup import RollUp, RollUpOptions, roll_up
from ...rollup.inputs import Found
from ...rollup.words import change_lines, rollup_lines, rollup_tree
from .common import form_options, json_option, tell


@click.command(short_help="把各单位的年报汇总成本级的数据，列出未报、重复、逾期的单位")
@click.argument("files", nargs=-1, required=True, metavar="FILE或DIR…")
@click.option("-o", "output", required=True, metavar="OUT", help="成品，如 某县2024.xlsx、.json")
@click.option("--agency", default="", metavar="NAME", help="汇总的机关全称")
@click.option(
    "--roster", default="", metavar="FILE", help="应报单位名单（.xlsx、.csv）：代码、名称、上级"
)
@click.option(
    "--year", type=click.IntRange(1000, 9999), metavar="YYYY", help="汇总哪一年度；不写则按多数"
)
@click.option("--with-errors", is_flag=True, help="有错误的单位也计入，并作标记（默认不计入）")
@click.option("--partial", is_flag=True, help="单位不全时也给出合计，并在成品里写明（默认留空）")
@click.option("--by-code", is_flag=True, help="没有名单时，按区划代码分级汇总")
@click.option(
    "--deadline",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="报送期限，如 2025-01-20；不写则按法定期限",
)
@click.option("--force", is_flag=True, help="允许覆盖已有的成品，并说明哪些合计变了")
@form_options
@json_option
@click.pass_obj
def rollup(
    session: Session,
    files: tuple[str, ...],
    output: str,
    agency: str,
    roster: str,
    year: int | None,
    with_errors: bool,
    partial: bool,
    by_code: bool,
    deadline: datetime.datetime | None,
    force: bool,
    edition: str | None,
    region: str | None,
    as_json: bool,
) -> ExitCode:
    """把各单位的年报汇总成本级的数据；成品的格式由 OUT 的后缀决定。

    空格不当作 0：有单位没有填的，合计留空。旁边写出处（.rollup.json）、单位附表（.单位.docx）和
    催报清单（.催报.txt）；每个合计从哪里来，用 why 查。单位不全或没有填全时，退出码为 1。
    """
    options = RollUpOptions(
        agency,
        roster,
        edition,
        region,
        year,
        with_errors,
        partial,
        by_code,
        deadline.date() if deadline else None,
        force,
    )
    made = roll_up(session, files, output, options, _watched)
    if as_json:
        click.echo(json_text(rollup_tree(made)))
    else:
        for path in made.files:
            click.echo(str(path))
        for line in rollup_lines(made):
            tell(line)
        for line in change_lines(made):
            tell(line)
    _tell_findings(made)
    return made.exit_code


def _tell_findings(made: RollUp) -> None:
    """Arithmetic that does not hold in the totals: units with errors bring it in."""
    for one, assessment in zip(made.made, made.checked, strict=True):
        for finding in assessment.findings:
            if finding.severity is Severity.ERROR:
                tell(f"  错误  {one.body.name}的合计：{finding.message}［{finding.code}］")
    if not all(assessment.ok for assessment in made.checked):
        tell(
            "  合计由各单位相加而来：请更正上列有错误的单位，再汇总一次；哪个数从哪里来，用 why 查"
        )


@contextmanager
def _watched(files: Iterable[Found]) -> Iterator[Iterable[Found]]:
    """A count of files on a terminal."""
    if not sys.stderr.isatty():
        yield files
        return
    with click.progressbar(
        files, label="读取", file=sys.stderr, show_eta=False, show_pos=True
    ) as bar:
        yield bar
