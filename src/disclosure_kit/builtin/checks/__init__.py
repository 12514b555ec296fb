"""The core's checks. Arithmetic is declared in the editions; these say what data cannot."""

from __future__ import annotations

from ...checking.arithmetic import identities
from ...contributions import Check
from ...model.example import filled
from ...model.finding import Severity
from .agency import agency_named
from .completeness import sections_missing, statutory_cells
from .figures import negative_counts, stated_figures
from .period import edition_of_year

CHECKS = (
    Check("identities", "声明的勾稽关系", Severity.ERROR, identities),
    Check("agency-missing", "写明机关名称", Severity.INFO, agency_named),
    Check("section-missing", "各部分齐全", Severity.ERROR, sections_missing),
    Check("not-filled", "法定数据填写齐全", Severity.INFO, statutory_cells),
    Check(
        "negative-figure",
        "件数和金额不为负",
        Severity.ERROR,
        negative_counts,
        purpose="件数和金额都不会小于 0；负数多半是把横线一起填了进去。",
        basis="统计常理；2019 年版的“本年增/减”可以为负，不在此列",
        passing=filled({"applications.received.natural_person": 3}),
        failing=filled({"applications.received.natural_person": -3}),
    ),
    Check("stated-figure", "正文中同一数据前后一致", Severity.WARNING, stated_figures),
    Check("edition-year", "版本与报告年度相符", Severity.ERROR, edition_of_year),
)
