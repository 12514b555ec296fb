"""The date of the signature: after the period's end, and before the day of the law."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from ....contributions import Check
from ....model.case import Case
from ....model.example import Example
from ....model.finding import Finding, NotAssessed, Outcome, Severity
from ....model.kind import kind_of


def signed_in_time(case: Case) -> Iterator[Outcome]:
    """Signed before the year was over, or after the last day for bodies of this kind.

    A report without a date is not assessed; one of a kind that the law does not name passes.
    """
    signature = case.report.signature
    if signature is None or signature.date is None:
        yield NotAssessed(
            "signing-date",
            "没有找到落款日期，是否在法定期限内无法判断；请在文末写明日期",
            ("signature",),
            statutory=False,
        )
        return
    year = case.report.year
    if signature.date.year <= year:
        yield _told(
            signature.date,
            f"落款日期 {_day(signature.date)} 在统计期 {year} 年12月31日结束之前",
            "请核对落款日期；报告应在次年编制",
            "报告的统计期限为上一年度全年",
        )
        return
    kind = kind_of(case.report.agency)
    for deadline in case.form.edition.deadlines:
        last = datetime.date(year + 1, deadline.month, deadline.day)
        if kind in deadline.kinds and signature.date > last:
            yield _told(
                signature.date,
                f"落款日期 {_day(signature.date)} 晚于法定的 {_day(last)}",
                "请核对落款日期；确已逾期的，应尽快公布并按规定说明",
                deadline.basis,
            )


def _told(date: datetime.date, message: str, advice: str, clause: str) -> Finding:
    return Finding(
        code="signing-date",
        severity=Severity.WARNING,
        message=message,
        addresses=("signature",),
        actual=date.isoformat(),
        advice=advice,
        clause=clause,
        quote=_day(date),
    )


def _day(date: datetime.date) -> str:
    return f"{date.year}年{date.month}月{date.day}日"


CHECKS = (
    Check(
        "signing-date",
        "落款日期与法定期限",
        Severity.WARNING,
        signed_in_time,
        purpose="部门 1 月 31 日前、各级政府 3 月 31 日前公布上一年度报告；"
        "统计期未满就落款，数据不会是全年的。",
        basis="《中华人民共和国政府信息公开条例》第四十九条；乡镇和街道的期限由县级通知规定，不作判断",
        passing=Example(signed=datetime.date(2025, 3, 20)),
        failing=Example(signed=datetime.date(2025, 4, 2)),
    ),
)
