"""What was found in a template, as words for whoever restyled it, or as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .templates import Checked
from .templating.fault import Fault


def template_lines(name: str, checked: Checked) -> Iterator[str]:
    """Every fault with its place and what to do, in the order of the file; then the sum of it."""
    form, report = checked.form, checked.report
    where = f"（{form.edition.id} 版，{form.region or '全国'}格式）" if form else ""
    yield f"《{name}》{where}"
    for notice in checked.notices:
        yield f"  说明  {notice}"
    for fault in report.faults:
        yield f"  {fault.weight}  {fault.sentence}［{fault.kind.code}］"
        yield f"        处理：{fault.what_to_do}"
    yield f"  {_summary(checked)}"


def _summary(checked: Checked) -> str:
    report = checked.report
    errors = sum(fault.is_error for fault in report.faults)
    warnings = len(report.faults) - errors
    counts = [f"错误 {errors} 处"] * bool(errors) + [f"提醒 {warnings} 处"] * bool(warnings)
    found = "，".join(counts) or "没有发现问题"
    tried = f"试填后核对了 {report.compared} 处" if report.compared else "没有试填成"
    return f"{found}；{tried}。模板{'可以' if report.ok else '不能'}使用。"


def template_tree(name: str, checked: Checked) -> dict[str, Any]:
    """The same for programs."""
    form, report = checked.form, checked.report
    return {
        "file": name,
        "ok": report.ok,
        "edition": form.edition.id if form else None,
        "region": form.region if form else None,
        "compared": report.compared,
        "faults": [_fault_tree(fault) for fault in report.faults],
        "notices": list(checked.notices),
    }


def _fault_tree(fault: Fault) -> dict[str, Any]:
    place = fault.place
    return {
        "code": fault.kind.code,
        "severity": fault.kind.severity.value,
        "message": fault.message,
        "advice": fault.what_to_do,
        "place": {
            "part": place.part,
            "table": place.table,
            "row": place.row,
            "column": place.column,
            "text": place.text,
        },
    }
