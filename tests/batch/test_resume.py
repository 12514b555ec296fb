"""``--resume``: what is whole and current is passed over, and nothing else."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLES
from faultless import suqian_text
from photographs import png

from disclosure_kit.batch.state import FILE, State
from disclosure_kit.errors import ExitCode

Command = Callable[..., Any]
County = Callable[..., Path]
END = "2024年政府信息公开工作年度报告.docx"


@pytest.fixture
def resumed(command: Command, tmp_path: Path) -> Callable[..., Any]:
    """A run over a folder that goes on where the last one was ended."""
    out = tmp_path / "成品"
    out.mkdir()

    def ran(source: Path, *words: str, before: tuple[str, ...] = ()) -> Any:
        return command(*before, "render", source, "-o", out, "--resume", "--no-verify", *words)

    return ran


def test_what_is_whole_and_current_is_passed_over_and_all_else_made_again(
    resumed: Callable[..., Any], county: County, tmp_path: Path
) -> None:
    source = county("甲市", "乙市", "丙市", 丁="")
    out = tmp_path / "成品"
    assert resumed(source).status == 3
    made = {path: path.read_bytes() for path in out.glob("*.docx")}
    assert len(made) == 3

    ran = resumed(source)
    assert (ran.status, ran.out) == (3, "")  # what failed is tried again
    assert "共 4 份：生成 0 份，跳过 3 份（上次已生成，至今未变），没有生成 1 份。" in ran.err

    whole = out / f"甲市{END}"
    whole.write_bytes(made[whole][:1000])  # as a power failure leaves it
    (out / f"乙市{END}").unlink()
    text = (source / "丙市.yaml").read_text("utf-8")
    (source / "丙市.yaml").write_text(text.replace("1573179", "1573178"), "utf-8")
    ran = resumed(source)
    assert sorted(Path(line).name for line in ran.out.splitlines()) == sorted(p.name for p in made)
    assert "跳过" not in ran.err
    again = {path: path.read_bytes() for path in out.glob("*.docx")}
    assert [path.name for path in made if made[path] != again[path]] == [f"丙市{END}"]

    ran = resumed(source, before=("--set", "document.seal=with"))  # hence other documents
    assert len(ran.out.splitlines()) == 3


def test_what_somebody_has_edited_is_not_overwritten(
    resumed: Callable[..., Any], county: County, tmp_path: Path
) -> None:
    source = county("甲市")
    target = tmp_path / "成品" / f"甲市{END}"
    assert resumed(source).status == 0
    target.write_bytes(b"edited in Word")
    ran = resumed(source)
    assert (ran.status, "文件已存在，没有覆盖" in ran.err) == (6, True)
    assert target.read_bytes() == b"edited in Word"
    assert resumed(source, "--force").status == 0
    assert resumed(source).out == ""


def test_a_report_with_errors_keeps_its_exit_code(
    resumed: Callable[..., Any], county: County
) -> None:
    wrong = suqian_text().replace("natural_person: 3440", "natural_person: 3441", 1)
    source = county("甲市", 乙=wrong)
    assert [resumed(source).status, resumed(source).status] == [1, 1]
    assert "1 份年报有错误" in resumed(source).err


def test_outputs_beside_their_sources_are_no_sources_and_old_names_are_told(
    command: Command, county: County
) -> None:
    source = county("甲市", "乙市")
    words = ("render", source, "--resume", "--no-verify")
    assert command(*words).status == 0
    ran = command(*words)
    assert (ran.status, ran.out) == (0, "")
    assert (
        "共 2 份：生成 0 份，跳过 2 份（上次已生成，至今未变），另有 2 份是本工具以前的成品"
        in ran.err
    )
    text = (source / "甲市.yaml").read_text("utf-8")
    (source / "甲市.yaml").write_text(text.replace("甲市", "丙市"), "utf-8")
    ran = command(*words)
    assert ran.out == f"{source / f'丙市{END}'}\n"
    assert f"上次的成品 {source / f'甲市{END}'} 已不是这份年报的，没有删除" in ran.err


def test_pictures_are_part_of_the_report_and_of_what_is_made(
    command: Command, resumed: Callable[..., Any], county: County, tmp_path: Path
) -> None:
    whole, source = county("甲市"), tmp_path / "图"
    source.mkdir()
    (source / "a.png").write_bytes(png(4, 3))
    assert command("convert", whole / "甲市.yaml", "-o", source / "甲.json").status == 0
    tree = json.loads((source / "甲.json").read_text("utf-8"))
    tree["sections"]["overview"]["body"].append({"image": "a.png"})
    (source / "甲.json").write_text(json.dumps(tree), "utf-8")
    assert resumed(source, "--to", "json").status == 0
    copied = tmp_path / "成品" / "a.png"
    assert resumed(source, "--to", "json").out == ""
    copied.unlink()
    assert resumed(source, "--to", "json").out.splitlines()[-1] == str(copied)
    (source / "a.png").write_bytes(png(5, 3))
    assert resumed(source, "--to", "json").status == 0
    assert copied.read_bytes() == png(5, 3)
    assert resumed(source, "--to", "json").out == ""


def test_a_record_that_is_damaged_costs_only_time(
    resumed: Callable[..., Any], county: County, tmp_path: Path
) -> None:
    source = county("甲市")
    assert resumed(source).status == 0
    (tmp_path / "成品" / FILE).write_bytes(os.urandom(5000))
    ran = resumed(source)
    assert (ran.status, "上次的记录读不出来" in ran.err) == (0, True)
    assert "1 份的成品已有相同内容" in ran.err
    assert resumed(source).out == ""


def test_a_record_damaged_anywhere_is_begun_anew(tmp_path: Path) -> None:
    state = State(tmp_path, "kit")
    for number in range(400):
        name = f"/{number}"
        state.note(name, ExitCode.DONE, ((name, "0" * 64),), ((f"{name}.docx", "0" * 64),))
    state.close()
    whole = (tmp_path / FILE).read_bytes()
    for page in range(4096, len(whole), 4096):
        damaged = whole[:page] + b"U" * 2000 + whole[page + 2000 :]
        (tmp_path / FILE).write_bytes(damaged)
        state = State(tmp_path, "kit")
        assert not any(state.is_output(f"/{number}.docx") for number in range(400))
        assert len(state.notices) == 1
        state.close()


def test_two_runs_into_one_folder(command: Command, county: County, tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    source, out = county("甲市", "乙市"), tmp_path / "成品"
    out.mkdir()
    (out / ".render-dead-0-x.part").write_bytes(b"half")  # of a run that was killed
    other = os.open(out, os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_EX)
    ran = command("render", source, "-o", out, "--no-verify")
    assert (ran.status, "另一次运行正在往这个文件夹里写" in ran.err) == (6, True)
    assert len(os.listdir(out)) == 1
    os.close(other)
    ran = command("render", source, "-o", out, "--no-verify")
    assert (ran.status, "清理了以前中断的运行留下的 1 个半成品" in ran.err) == (0, True)
    assert len(os.listdir(out)) == 2


def test_a_run_to_resume_names_its_folder(command: Command) -> None:
    ran = command("render", EXAMPLES / "suqian-city-2024.yaml", "--resume")
    assert (ran.status, "请用 -o 写明" in ran.err) == (2, True)
