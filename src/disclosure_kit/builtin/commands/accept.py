"""``accept``: a warning acknowledged, with the reason, in a file beside the report."""

from __future__ import annotations

from pathlib import Path

import click

from ... import acceptance, app
from ...app import Session
from ...errors import ExitCode, UsageError
from ...files import ACCEPTED, STANDARD_INPUT
from ...model.finding import Severity
from ...placing import deliver
from .common import (
    form_options,
    load,
    source_options,
    tell,
    wishes,
)
from .last_year import last_year


@click.command(short_help="对一种提醒作出说明，以后不再列为提醒")
@click.argument("file", metavar="FILE")
@click.argument("code", metavar="CODE")
@click.option("--reason", required=True, metavar="TEXT", help="说明：为什么这样填是对的")
@click.option(
    "--previous",
    metavar="FILE或DIR",
    help="上一年的年报；对跨年的提醒作说明时，与 check 用同一个",
)
@form_options
@source_options
@click.pass_obj
def accept(
    session: Session,
    file: str,
    code: str,
    reason: str,
    previous: str | None,
    edition: str | None,
    region: str | None,
    year: int | None,
    agency: str | None,
) -> ExitCode:
    """对年报 FILE 中代号为 CODE 的提醒作出说明，写在年报旁边的 FILE.accepted 里。

    有关的数或句子一改动，说明就失效。错误只能改正，不能用说明代替。
    """
    reason = " ".join(reason.split())
    if not reason or len(reason) > acceptance.LONGEST_REASON:
        raise UsageError(f"--reason 要写明理由，不超过 {acceptance.LONGEST_REASON} 字")
    if file == STANDARD_INPUT:
        raise UsageError("标准输入旁边没有地方写说明，请写明年报的文件名")
    target = Path(file + ACCEPTED)
    loaded = load(session, file, wishes(edition, region, year, agency))
    last, _ = last_year(session, previous, region).of(session, loaded)
    known = acceptance.acceptances_beside(file)
    assessment = app.check(session, loaded, last, known)
    found = [finding for finding in assessment.findings if finding.code == code]
    if any(finding.severity is Severity.ERROR for finding in found):
        raise UsageError(f"{code} 是错误，只能改正，不能用说明代替")
    if not found:
        if any(item.finding.code == code for item in assessment.accepted):
            tell(f"{code} 的提醒已有说明，未改动")
            return ExitCode.DONE
        open_codes = dict.fromkeys(
            f.code for f in assessment.findings if f.severity is not Severity.ERROR
        )
        listed = f"现有的提醒：{'、'.join(open_codes)}" if open_codes else "现在没有提醒"
        raise UsageError(f"{file} 没有代号为 {code} 的提醒。{listed}")
    today = session.today.isoformat()
    entries = [
        acceptance.accept(finding, loaded.report, loaded.form, reason, today) for finding in found
    ]
    ended = [e for e in known if e.code == code and e.message in assessment.expired]
    kept = [entry for entry in known if entry not in ended]
    deliver(target, acceptance.dump(dict.fromkeys([*kept, *entries])), force=True)
    click.echo(str(target))
    for finding in found:
        tell(f"  已说明  {finding.message}［{finding.code}］")
    return ExitCode.DONE
