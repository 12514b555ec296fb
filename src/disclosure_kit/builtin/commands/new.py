"""``new``: an empty form to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from ... import app
from ...app import Loaded, Session
from ...checking.run import Assessment
from ...errors import ExitCode, UsageError
from ...forms.blank import blank_report, carried_over
from ...model.form import Form
from ...model.report import Agency
from ...recognise import unused
from .common import Delivery, form_options, load, tell, wishes


@click.command(short_help="生成一份空白年报表格（.xlsx、.yaml、.json）")
@click.option("--agency", required=True, metavar="NAME", help="机关全称，如 某某镇人民政府")
@click.option("--year", required=True, type=click.IntRange(1000, 9999), help="报告年度，如 2025")
@click.option("--previous", metavar="FILE", help="同一机关上一年的年报：填入结转数并作标记")
@click.option("-o", "output", required=True, metavar="OUT", help="成品，如 年报.xlsx")
@click.option("--force", is_flag=True, help="允许覆盖已有的成品")
@form_options
@click.pass_obj
def new(
    session: Session,
    agency: str,
    year: int,
    previous: str | None,
    output: str,
    force: bool,
    edition: str | None,
    region: str | None,
) -> ExitCode:
    """生成一份空白年报表格；格式由 OUT 的后缀决定。

    工作簿（.xlsx）按版本和地区的表式生成，边填边核对，填好后可以直接 check、render。
    """
    if not agency.strip():
        raise UsageError("--agency：机关名称是空的")
    target = Path(output)
    chosen = app.data_format(session, target.suffix, output)
    last = load(session, previous, wishes(None, region)) if previous is not None else None
    same = last.report.agency if last and last.report.agency.name == agency.strip() else None
    code = region or (same.code if same else None)
    asked = wishes(edition, region or (last.form.region if last else None))
    form = app.form_for(session, asked, year)
    body = Agency(agency.strip(), same.kind if same else None, code)
    report = blank_report(form, body, last.report if last else None)
    for notice in unused(session.registry, form.region, form.edition.id):
        tell(f"  说明  {notice}")
    if last is not None:
        _tell_previous(last, form, agency.strip())
    if chosen.name == "xlsx":
        from ...forms.writer import write_workbook

        content = write_workbook(report, form, last.report if last else None)
    else:
        loaded = Loaded(output, report, form, ())
        publication = app.publish(session, loaded, Assessment(), chosen)
        (artifact,) = chosen.write(publication)
        content = artifact.content
    inputs = () if previous is None else (previous,)
    Delivery(force, inputs).put(target, content)
    return ExitCode.DONE


def _tell_previous(last: Loaded, form: Form, agency: str) -> None:
    """What was taken from last year's report, and what looks wrong with it."""
    for notice in last.notices:
        tell(f"  说明  {notice}")
    if last.report.year != form.year - 1:
        tell(
            f"  说明  {last.name} 是 {last.report.year} 年度的年报，不是上一年（{form.year - 1}）的"
        )
    if last.report.agency.name != agency:
        tell(f"  说明  {last.name} 的机关是“{last.report.agency.name}”，请核对是否同一机关")
    count = len(carried_over(form, last.report))
    tell(f"  由上年年报填入 {count} 格结转数，已作标记，请核对")
