"""``--year`` and ``--agency``: what a source does not state, and never what it does."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import CORPUS

Command = Callable[..., Any]
BODY = "杭州市人民政府"


@pytest.fixture
def untitled(tmp_path: Path) -> Path:
    """A real page whose tables were kept, without its title."""
    path = tmp_path / "页面.html"
    path.write_bytes((CORPUS / "hangzhou-city-2025-tables.html").read_bytes())
    return path


def test_the_message_for_a_missing_year_names_the_option(command: Command, untitled: Path) -> None:
    ran = command("check", untitled)
    assert ran.status == 3
    assert "找不到报告年度" in ran.err
    assert "或用 --year 指明年度" in ran.err


@pytest.mark.parametrize("words", [("check",), ("render", "-o"), ("convert", "-o")])
def test_what_is_not_stated_is_taken_from_the_options(
    command: Command, untitled: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    suffix = {"render": "docx", "convert": "json"}.get(words[0], "")
    target = [*words[1:], tmp_path / f"out.{suffix}"] if words[1:] else []
    ran = command(words[0], untitled, *target, "--year", "2025", "--agency", BODY)
    assert ran.status in (0, 1)  # the page lacks the parts in words
    told = ran.out + ran.err
    assert "没有写明年度，按 --year 为 2025 年度" in told
    assert f"没有写明机关，按 --agency 为“{BODY}”" in told
    if suffix == "json":
        tree = json.loads((tmp_path / "out.json").read_text("utf-8"))
        assert (tree["year"], tree["agency"]["name"], tree["edition"]) == (2025, BODY, "2021")


def test_what_is_stated_is_never_overruled(command: Command, suqian: Path) -> None:
    ran = command("check", suqian, "--year", "2023")
    assert (ran.status, ran.out) == (2, "")
    assert "suqian.yaml：写明的是 2024 年度，与 --year 2023 不一致" in ran.err
    assert "请改文件" in ran.err
    ran = command("check", suqian, "--agency", BODY)
    assert ran.status == 2
    assert f"写明的机关是“宿迁市”，与 --agency {BODY} 不一致" in ran.err
    same = command("check", suqian, "--year", "2024", "--agency", " 宿迁市 ")
    assert same.status == 0
    assert same.out == command("check", suqian).out


def test_a_title_is_never_overruled(command: Command, tmp_path: Path) -> None:
    text = (CORPUS / "huaian-city-2024.txt").read_bytes()
    path = tmp_path / "年报.txt"
    path.write_bytes(text)
    ran = command("check", path, "--year", "2023")
    assert ran.status == 2
    assert "写明的是 2024 年度，与 --year 2023 不一致" in ran.err


def test_a_keyed_file_may_leave_them_out(command: Command, suqian: Path) -> None:
    lines = suqian.read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("year:")]
    assert len(kept) == len(lines) - 1
    suqian.write_text("".join(kept), "utf-8")
    assert command("check", suqian).status == 3
    ran = command("check", suqian, "--year", "2024")
    assert ran.status == 0
    assert "没有写明年度，按 --year 为 2024 年度" in ran.out


def test_malformed_options(command: Command, suqian: Path) -> None:
    assert command("check", suqian, "--year", "24").status == 2
    ran = command("check", suqian, "--agency", " ")
    assert ran.status == 2
    assert "机关名称是空的" in ran.err
