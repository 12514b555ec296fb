"""The edition of the form against the report year."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.case import Case
from ...model.finding import Finding, Outcome, Severity


def edition_of_year(case: Case) -> Iterator[Outcome]:
    """A report filled on an edition that does not serve its year (asked for by ``--edition``)."""
    edition, year = case.form.edition, case.report.year
    if year not in edition.years:
        yield Finding(
            code="edition-year",
            severity=Severity.ERROR,
            message=f"{year} 年度的报告用了 {edition.id} 版；该版适用于 {edition.years} 年度",
            actual=year,
            advice="请换用适用于该年度的版本",
            clause=edition.instrument,
        )
