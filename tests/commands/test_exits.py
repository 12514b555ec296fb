"""What every command does with wrong words, an interruption and a fault of ours."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLES

Command = Callable[..., Any]
COMMANDS = (
    "check",
    "convert",
    "demo",
    "editions",
    "formats",
    "plugins",
    "readers",
    "render",
    "schema",
)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("bogus",), "没有命令 'bogus'"),
        (("--bogus",), "没有选项 --bogus"),
        (("formats", "x", "y"), "多出了 x y"),
        (("formats", "x"), "多出了 x"),
        (("--set", "x=1", "formats"), "没有设置项 x"),
        (("--set", "x", "formats"), "应写作 键=值"),
        (("--set", "document.fonts=comic", "formats"), "只能是 gb2312、windows"),
        (("--set",), "选项 --set 后面缺少值"),
        (("--settings", "没有.toml", "formats"), "设置文件 没有.toml 读不出来"),
    ],
)
def test_wrong_usage(command: Command, words: tuple[str, ...], told: str) -> None:
    ran = command(*words)
    assert ran.status == 2
    assert told in ran.err
    assert ran.err.startswith("× ")
    assert ran.out == ""
    assert "Traceback" not in ran.err


def test_no_words_at_all_show_the_help(command: Command) -> None:
    ran = command(plugins=())
    assert ran.status == 2
    assert ran.err.startswith("用法：disclosure-kit [选项] 命令 …")


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_chinese(command: Command, name: str) -> None:
    ran = command(name, "--help")
    assert ran.status == 0
    assert ran.out.startswith(f"用法：disclosure-kit {name} [选项]")
    assert "显示这份说明" in ran.out
    assert not re.search(r"Show this|Usage|Options:|OPTIONS", ran.out)


def test_the_version(command: Command) -> None:
    ran = command("--version")
    assert ran.status == 0
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", ran.out)


@pytest.mark.parametrize("name", ["check", "render"])
def test_an_interruption(
    command: Command, suqian: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("disclosure_kit.app.check", interrupted)
    ran = command(name, suqian)
    assert ran.status == 130
    assert ran.err.strip() == "× 已中断"
    assert list(suqian.parent.iterdir()) == [suqian]


@pytest.mark.parametrize("name", ["check", "render"])
def test_a_fault_of_ours(
    command: Command, suqian: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr("disclosure_kit.app.check", broken)
    ran = command(name, suqian)
    assert ran.status == 70
    assert "Traceback" in ran.err
    assert "ZeroDivisionError: ours" in ran.err
    assert ran.err.endswith(
        f"× {suqian}：程序自身出错（ZeroDivisionError，退出码 70）\n（请把以上内容发给开发者）\n"
    )


def test_a_fault_of_ours_at_one_file_costs_that_file_alone(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from disclosure_kit import app

    for name in ("甲", "乙"):
        text = (EXAMPLES / "suqian-city-2024.yaml").read_text("utf-8")
        (tmp_path / f"{name}.yaml").write_text(text.replace('"宿迁市"', f'"{name}市"'), "utf-8")
    checked = app.check

    def broken(session: Any, loaded: Any, *rest: Any) -> Any:
        if loaded.name == "甲.yaml":
            raise ZeroDivisionError
        return checked(session, loaded, *rest)

    monkeypatch.setattr("disclosure_kit.app.check", broken)
    monkeypatch.setattr("disclosure_kit.rollup.taking.check", broken)
    files = [tmp_path / "甲.yaml", tmp_path / "乙.yaml"]
    ran = command("check", *files, "--json")
    told = json.loads(ran.out)["reports"]
    assert (ran.status, [one["ok"] for one in told]) == (70, [False, True])
    assert "甲.yaml：程序自身出错（ZeroDivisionError" in told[0]["error"][0]
    ran = command("rollup", *files, "-o", tmp_path / "县.json", "--agency", "某县")
    assert ran.status == 70
    assert "甲.yaml：程序自身出错" in ran.err
    assert "请用 check 单独核对" in ran.err
    assert "重新报送" not in (tmp_path / "县.催报.txt").read_text("utf-8")


def test_a_check_of_the_core_that_crashes_is_a_fault_of_ours(
    command: Command, suqian: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr("disclosure_kit.checking.arithmetic.doubtful", broken)
    ran = command("check", suqian)
    assert ran.status == 70
    assert "检查“声明的勾稽关系”自身出错，没有完成" in ran.out
    ran = command("render", suqian)
    assert ran.status == 70
    assert "有检查没有完成，没有生成文档" in ran.err
    assert list(suqian.parent.iterdir()) == [suqian]


def test_a_machine_whose_file_names_hold_no_chinese_says_so(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "POSIX"}
    words = ("render", "--to", "json", str(EXAMPLES / "suqian-city-2024.yaml"), "-o", str(tmp_path))
    ended = subprocess.run(
        [sys.executable, "-m", "disclosure_kit", "--no-plugins", *words],
        env=environment,
        capture_output=True,
        check=False,
    )
    assert (ended.returncode, list(tmp_path.iterdir())) == (6, [])
    assert "这台机器的文件名不能用中文" in ended.stderr.decode()
