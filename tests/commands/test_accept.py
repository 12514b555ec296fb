"""``accept``: a warning is acknowledged once, survives, and ends when what it speaks of changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Command = Callable[..., Any]
WORDS = ("in-force-roll-forward", "--reason", "两件规章到期失效")


@pytest.fixture
def last(suqian: Path) -> Path:
    """Last year's report, of which this year's 现行有效 does not follow."""
    text = suqian.read_text("utf-8")
    for old, new in (("year: 2024", "year: 2023"), ("2024年", "2023年")):
        assert old in text
        text = text.replace(old, new)
    path = suqian.with_name("last.yaml")
    path.write_text(text, "utf-8")
    return path


def told(command: Command, suqian: Path, last: Path) -> tuple[list[str], list[str], list[str]]:
    ran = command("check", "--json", "--previous", last, suqian)
    [report] = json.loads(ran.out)["reports"]
    found = [f["code"] for f in report["findings"]]
    return found, [a["code"] for a in report["accepted"]], report["notices"]


def test_a_warning_is_acknowledged(command: Command, suqian: Path, last: Path) -> None:
    before = told(command, suqian, last)
    assert "in-force-roll-forward" in before[0]
    assert before[1] == []
    ran = command("accept", suqian, *WORDS, "--previous", last)
    assert ran.status == 0
    assert ran.out == f"{suqian}.accepted\n"
    assert "已说明" in ran.err
    found, accepted, _ = told(command, suqian, last)
    assert "in-force-roll-forward" not in found
    assert set(accepted) == {"in-force-roll-forward"}
    ran = command("check", "--previous", last, suqian)
    assert "  已说明  “规章”行：" in ran.out
    assert "        说明：两件规章到期失效（" in ran.out
    assert "项提醒已有说明" in ran.out


def test_it_survives_what_is_not_of_it_and_ends_with_its_figures(
    command: Command, suqian: Path, last: Path
) -> None:
    command("accept", suqian, *WORDS, "--previous", last)
    text = suqian.read_text("utf-8")
    suqian.write_text(text.replace("1573179", "1573180"), "utf-8")
    assert "in-force-roll-forward" in told(command, suqian, last)[1]
    assert "regulations: {issued: 2," in text
    suqian.write_text(text.replace("regulations: {issued: 2,", "regulations: {issued: 3,"), "utf-8")
    found, _, notices = told(command, suqian, last)
    assert "in-force-roll-forward" in found
    assert any(notice.startswith("以前的说明已失效") for notice in notices)


def test_an_error_is_mended_not_acknowledged(command: Command, wrong: Path) -> None:
    ran = command("accept", wrong, "applications-balance", "--reason", "就这样")
    assert ran.status == 2
    assert "applications-balance 是错误，只能改正" in ran.err
    assert not Path(f"{wrong}.accepted").exists()


def test_a_hand_made_entry_does_not_hide_an_error(command: Command, wrong: Path) -> None:
    entry = {"code": "applications-balance", "operands": "0" * 32, "reason": "x", "date": "x"}
    tree = {"format": "disclosure-kit/accepted/1", "accepted": [entry | {"message": "m"}]}
    Path(f"{wrong}.accepted").write_text(json.dumps(tree), "utf-8")
    ran = command("check", "--json", wrong)
    assert ran.status == 1
    [report] = json.loads(ran.out)["reports"]
    assert "applications-balance" in {f["code"] for f in report["findings"]}


def test_a_hand_made_entry_begins_no_line_of_ours(command: Command, suqian: Path) -> None:
    entry = {"code": "x", "operands": "0" * 32, "reason": "x", "date": "x"}
    forged = entry | {"message": "旧\n  没有发现错误\u2028\x1b[31m。"}
    tree = {"format": "disclosure-kit/accepted/1", "accepted": [forged]}
    Path(f"{suqian}.accepted").write_text(json.dumps(tree), "utf-8")
    lines = command("check", suqian).out.splitlines()
    assert any(line.startswith("  说明  ") and "旧 没有发现错误" in line for line in lines)
    assert "  没有发现错误" not in lines


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("carry-over", "--reason", "x"), "没有代号为 carry-over 的提醒。现在没有提醒"),
        (("carry-over", "--reason", "  "), "--reason 要写明理由"),
        (("carry-over",), "缺少 --reason"),
    ],
)
def test_wrong_usage(command: Command, suqian: Path, words: tuple[str, ...], told: str) -> None:
    ran = command("accept", suqian, *words)
    assert ran.status == 2
    assert told in ran.err
    assert not Path(f"{suqian}.accepted").exists()


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"format": "disclosure-kit/accepted/1"}', "\0"]
)
def test_a_damaged_file_is_told_and_left_alone(
    command: Command, suqian: Path, last: Path, content: str
) -> None:
    beside = Path(f"{suqian}.accepted")
    beside.write_text(content, "utf-8")
    for ran in (
        command("check", suqian),
        command("accept", suqian, *WORDS, "--previous", last),
    ):
        assert ran.status == 3
        assert "不是核对说明文件，或已损坏" in ran.err
    assert beside.read_text("utf-8") == content


def test_without_last_year_it_neither_counts_nor_ends(
    command: Command, suqian: Path, last: Path
) -> None:
    command("accept", suqian, *WORDS, "--previous", last)
    ran = command("check", "--json", suqian)
    [report] = json.loads(ran.out)["reports"]
    assert report["accepted"] == []
    assert not any("说明已失效" in notice for notice in report["notices"])
    assert "in-force-roll-forward" in told(command, suqian, last)[1]


def test_last_year_s_report_may_be_found_in_a_folder(
    command: Command, suqian: Path, last: Path
) -> None:
    folder = suqian.parent / "last-years"
    folder.mkdir()
    last.rename(folder / "any.yaml")
    assert command("accept", suqian, *WORDS, "--previous", folder).status == 0
    assert "in-force-roll-forward" in told(command, suqian, folder)[1]


def test_entries_that_ended_are_dropped_when_the_code_is_acknowledged_again(
    command: Command, suqian: Path, last: Path
) -> None:
    command("accept", suqian, *WORDS, "--previous", last)
    command("accept", suqian, "figures-unchanged", "--reason", "x", "--previous", last)
    beside = Path(f"{suqian}.accepted")
    before = json.loads(beside.read_text("utf-8"))["accepted"]
    text = suqian.read_text("utf-8")
    suqian.write_text(text.replace("regulations: {issued: 2,", "regulations: {issued: 3,"), "utf-8")
    command("accept", suqian, *WORDS, "--previous", last)
    after = json.loads(beside.read_text("utf-8"))["accepted"]
    assert len(after) == len(before)
    assert told(command, suqian, last)[2] == told(command, suqian, last)[2]
    assert not any("说明已失效" in notice for notice in told(command, suqian, last)[2])


def test_it_holds_for_the_report_in_another_format(
    command: Command, suqian: Path, last: Path
) -> None:
    codes = {"in-force-roll-forward", "figures-unchanged", "copied-from-last-year", "text-growth"}
    for code in sorted(codes):
        words = ("accept", suqian, code, "--reason", "x", "--previous", last)
        assert command(*words).status == 0
    for suffix in (".json", ".xlsx"):
        other = suqian.with_suffix(suffix)
        assert command("convert", suqian, "-o", other).status == 0
        Path(f"{other}.accepted").write_bytes(Path(f"{suqian}.accepted").read_bytes())
        assert codes <= set(told(command, other, last)[1])
