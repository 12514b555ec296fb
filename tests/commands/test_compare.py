"""``compare``: what it prints and writes, and its exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from conftest import CORPUS, Ran

Command = Callable[..., Ran]
LAST, THIS = CORPUS / "hebei-kjt-2022.txt", CORPUS / "hebei-kjt-2023.txt"


def test_two_years_in_words_as_json_and_as_a_file(command: Command, tmp_path: Path) -> None:
    ran = command("compare", LAST, THIS)
    assert ran.status == 0
    assert "行政许可·本年处理决定数量  1153 → 1029  -124  -10.8%" in ran.out
    assert "行政规范性文件·现行有效件数  49 → （未填）  （本年未填）" in ran.out
    page = tmp_path / "a.html"
    ran = command("compare", LAST, THIS, "--json", "-o", page)
    figures = {figure["address"]: figure for figure in json.loads(ran.out)["figures"]}
    assert figures["proactive.licences.decisions"]["percent"] == "-10.8"
    assert figures["proactive.normative_documents.in_force"]["this"] is None
    assert page.read_bytes().startswith(b"<!DOCTYPE html>")
    assert command("compare", LAST, THIS, "-o", page).status == 0  # the same content
    page.write_text("another", "utf-8")
    assert command("compare", LAST, THIS, "-o", page).status == 6
    assert page.read_text("utf-8") == "another"


def test_a_table_is_whole_or_is_not_written(command: Command, tmp_path: Path) -> None:
    broken, out = tmp_path / "broken.txt", tmp_path / "a.xlsx"
    broken.write_bytes(b"\x00\x01")
    ran = command("compare", LAST, THIS, broken, "-o", out)
    assert ran.status == 3
    assert "broken.txt" in ran.err
    assert not out.exists()
    assert command("compare", LAST, THIS, CORPUS / "hebei-kjt-2021.txt", "-o", out).status == 0
    assert out.exists()


def test_wrong_words(command: Command, tmp_path: Path) -> None:
    third = CORPUS / "hebei-kjt-2021.txt"
    for words, told in (
        ((LAST,), "至少要有两份"),
        ((LAST, THIS, third), "-o"),
        ((THIS, LAST), "先后颠倒"),
        ((LAST, CORPUS / "hebei-jyt-2022.txt"), "--units"),
        ((LAST, THIS, "--units", "--renamed"), "不能同时用"),
    ):
        ran = command("compare", *words)
        assert (ran.status, told in ran.err) == (2, True), ran.err
    assert command("compare", LAST, THIS, "-o", tmp_path / "a.docx").status == 6


def test_a_year_that_a_file_does_not_state_is_said_of_that_file(
    command: Command, tmp_path: Path
) -> None:
    undated = tmp_path / "今年.txt"
    undated.write_text(THIS.read_text("utf-8").replace("2023年", ""), "utf-8")
    ran = command("compare", LAST, undated)
    assert (ran.status, "或用 --year 指明年度" in ran.err) == (3, True)
    ran = command("compare", LAST, undated, "--year", "今年.txt=2023")
    assert ran.status == 0
    assert "1153 → 1029" in ran.out
    assert "没有写明年度，按 --year 为 2023 年度" in ran.err
    for year, told in (
        ("2023", "没有写明是哪一份"),
        ("别的.txt=2023", "没有写明是哪一份"),
        ("今年.txt=23", "应写成 文件=年度"),
        (f"{LAST}=2020", "写明的是 2022 年度"),
    ):
        ran = command("compare", LAST, undated, "--year", year)
        assert told in ran.err, ran.err
        assert ran.status == 2 or "找不到报告年度" in ran.err
    undated.write_text(LAST.read_text("utf-8").replace("2022年", ""), "utf-8")
    words = ("compare", "--units", undated, CORPUS / "hebei-jyt-2022.txt", "--json", "--year")
    assert command(*words, "2022").status == 0
