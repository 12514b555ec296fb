"""All that a check may see."""

from __future__ import annotations

import datetime

from attrs import field, frozen
from frozendict import frozendict

from .difference import Difference
from .form import Form
from .report import Report

Settings = frozendict[str, str]


@frozen
class Case:
    """One report before its checks; ``previous`` is the same body's last report, where known,
    and ``previous_form`` the form that it fills, perhaps of another edition. ``differences`` is
    where the data that the file carries say another thing than its text; ``unusable`` says, by
    path, why a picture cannot be published."""

    report: Report
    form: Form
    previous: Report | None
    settings: Settings
    today: datetime.date
    previous_form: Form | None = None
    differences: tuple[Difference, ...] = ()
    unusable: frozendict[str, str] = field(factory=frozendict)
