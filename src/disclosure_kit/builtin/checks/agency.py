"""Whose report it is."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.case import Case
from ...model.finding import NotAssessed, Outcome


def agency_named(case: Case) -> Iterator[Outcome]:
    """The source names no body: text without a title, or data that leave it empty."""
    if not case.report.agency.name.strip():
        titled = "" if case.report.title else "，印出的标题里没有机关名称"
        yield NotAssessed("agency-missing", f"没有找到机关名称{titled}")
