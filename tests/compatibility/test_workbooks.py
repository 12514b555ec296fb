"""The validator of Microsoft's Open XML SDK on every kind of workbook that we write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from compatibility.validator import needs_validator, problems
from conftest import Ran
from faultless import suqian_text

from disclosure_kit.rendering.reproducible import unpack

pytestmark = needs_validator
Command = Callable[..., Ran]

YEARS = {"2014": 2018, "2019": 2020, "2021": 2024}


@pytest.mark.parametrize("edition", YEARS)
def test_an_empty_form(edition: str, command: Command, tmp_path: Path) -> None:
    target = tmp_path / "form.xlsx"
    words = ("new", "--agency", "某县某局", "--year", YEARS[edition], "--edition", edition)
    assert command(*map(str, words), "-o", target).status == 0
    assert problems(target.read_bytes(), "a.xlsx", tmp_path) == []


def test_a_filled_form_and_its_return_slip(command: Command, tmp_path: Path) -> None:
    report = tmp_path / "report.yaml"
    text = suqian_text().replace("natural_person: 3440", "natural_person: 3441", 1)
    report.write_text(text, "utf-8")
    target, slip = tmp_path / "form.xlsx", tmp_path / "slip.xlsx"
    assert command("convert", report, "-o", target).status == 0
    assert problems(target.read_bytes(), "a.xlsx", tmp_path) == []
    assert command("check", target, "--annotate", slip).status == 1
    assert [name for name in unpack(slip.read_bytes()) if "comments" in name]
    assert problems(slip.read_bytes(), "b.xlsx", tmp_path) == []
