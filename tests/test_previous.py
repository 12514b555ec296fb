"""Whose report of which year goes with a report."""

from __future__ import annotations

import pytest

from disclosure_kit.model.report import Agency, Report
from disclosure_kit.previous import Shelf, closeness, misfit


def report(name: str, year: int = 2024, code: str | None = None) -> Report:
    return Report(edition="2021", year=year, agency=Agency(name, code=code), title=None)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (report("芒市勐戛镇人民政府"), report("芒市勐戛镇人民政府"), 2),
        (report("芒市教育局", code="533103"), report("芒市财政局", code="533103"), 0),
        (report("芒市", code="533103"), report("芒市教育局", code="533103"), 0),
        (report("芒市人民政府"), report("芒市人民政府办公室"), 0),
        (report("芒市"), report("芒市人民政府"), 2),
        (report("芒市　勐戛镇政府"), report("芒市勐戛镇 人民政府"), 2),
        (report("勐戛镇人民政府"), report("芒市勐戛镇人民政府"), 1),
        (report("芒市勐戛镇人民政府"), report("芒市遮放镇人民政府"), 0),
        (report(""), report("芒市勐戛镇人民政府"), 0),
        (report(""), report(""), 0),
    ],
)
def test_how_surely_two_reports_are_of_one_body(one: Report, other: Report, expected: int) -> None:
    assert closeness(one, other) == expected


def test_of_a_folder_the_surest_is_taken_and_a_tie_is_told() -> None:
    shelf = Shelf.of(
        [
            ("a", report("芒市人民政府办公室", 2023)),
            ("b", report("芒市人民政府", 2023)),
            ("c", report("芒市人民政府", 2022)),
            ("d", report("瑞丽市人民政府", 2023)),
            ("e", report("瑞丽市人民政府", 2023)),
        ]
    )
    assert shelf.last_of(report("芒市人民政府")) == ("b",)
    assert shelf.last_of(report("芒市 政府")) == ("b",)
    assert shelf.last_of(report("瑞丽市人民政府")) == ("d", "e")
    assert shelf.last_of(report("陇川县人民政府")) == ()
    assert shelf.last_of(report("")) == ()


def test_what_does_not_fit_says_why() -> None:
    assert misfit(report("甲局"), report("甲局", 2023)) == ""
    assert "不是上一年（2023）" in misfit(report("甲局"), report("甲局", 2022))
    assert "“乙局”的报告，不是“甲局”的" in misfit(report("甲局"), report("乙局", 2023))
