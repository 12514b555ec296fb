"""What starting the command costs: ``--help`` loads no kit, and still lists what plugins add."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from pkgutil import resolve_name

import click
import pytest
from conftest import Ran

from disclosure_kit import KitSpec, load_kit, regions
from disclosure_kit.builtin.commands import COMMANDS
from disclosure_kit.installed import other_plugins

Command = Callable[..., Ran]
HEAVY = {
    "disclosure_kit.host",
    "disclosure_kit.app",
    "attr",
    "cattrs",
    "docxtpl",
    "importlib.metadata",
    "jinja2",
    "lxml",
    "pluggy",
    "tomllib",
}
MANIFEST = """[plugin]
name = "lazy"
title = "某县"
version = "1.0"
api = 1
region = "999901"
editions = ["2021"]
module = "lazy_plugin.py"
"""
CODE = """from disclosure_kit import hookimpl
from disclosure_kit.contributions import Command


@hookimpl
def disclosure_commands():
    yield Command("lazy-well", "说一句话", "lazy_commands:well")
    yield Command("lazy-away", "没有这个模块", "lazy_commands_away:well")
    yield Command("lazy-wrong", "不是命令", "lazy_commands:wrong")
"""
COMMANDS_OF_IT = """import click

wrong = 1


@click.command()
@click.pass_obj
def well(session):
    click.echo(f"{len(session.registry.editions)} 个版本")
"""


@pytest.mark.parametrize("name", COMMANDS)
def test_help_says_of_each_command_what_it_says_of_itself(name: str) -> None:
    summary, where = COMMANDS[name]
    command = resolve_name(where)
    assert isinstance(command, click.Command)
    assert (command.name, command.get_short_help_str(100)) == (name, summary)


def test_help_imports_nothing_that_a_kit_needs() -> None:
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "disclosure_kit", "--no-plugins", "--help"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    imported = {line.rpartition("|")[2].strip() for line in told.stderr.splitlines()}
    assert "disclosure_kit.cli" in imported
    assert not imported & HEAVY
    assert all(name in told.stdout for name in COMMANDS)


def distribution(folder: Path, entry_points: str) -> str:
    info = folder / "county-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "entry_points.txt").write_text(entry_points, "utf-8")
    return str(folder)


def test_a_plugin_that_may_be_installed_is_looked_for(tmp_path: Path) -> None:
    own = "[disclosure_kit]\n# 内置\nbeijing = disclosure_kit.regions:beijing\n"
    scripts = "[console_scripts]\ndisclosure_kit = county:main\n"
    none = distribution(tmp_path / "none", own + scripts)
    assert not other_plugins([none, str(tmp_path / "away"), str(tmp_path)])
    for number, text in enumerate((own + "county=county:plugin\n", "[disclosure_kit]\na = b\n")):
        assert other_plugins([none, distribution(tmp_path / str(number), text)])
    archive = tmp_path / "a.zip"
    archive.write_bytes(b"")
    assert other_plugins([none, str(archive)])


def test_the_region_plugins_of_the_kit_have_no_command() -> None:
    folders = tuple(str(path) for path in vars(regions).values() if isinstance(path, Path))
    assert len(folders) > 1
    assert load_kit(KitSpec(folders, installed=False)).registry.commands.keys() == COMMANDS.keys()


def test_a_plugin_s_command_is_imported_when_it_is_run(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "plugin"
    folder.mkdir()
    (folder / "plugin.toml").write_text(MANIFEST, "utf-8")
    (folder / "lazy_plugin.py").write_text(CODE, "utf-8")
    (tmp_path / "lazy_commands.py").write_text(COMMANDS_OF_IT, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    ran = command("--help", plugins=(folder,))
    assert "lazy-well   说一句话" in ran.out
    assert "lazy_commands" not in sys.modules
    ran = command("lazy-well", plugins=(folder,))
    del sys.modules["lazy_commands"]
    assert (ran.status, ran.out) == (0, "3 个版本\n")
    for name, told in (
        ("lazy-away", "插件 lazy 的 lazy-away 没有载入：ModuleNotFoundError"),
        ("lazy-wrong", "插件 lazy 的 lazy-wrong 不是 click.Command，是 int"),
    ):
        ran = command(name, plugins=(folder,))
        assert ran.status == 5
        assert told in ran.err
    (folder / "lazy_plugin.py").write_text(CODE.replace('"lazy_commands:well"', "1"), "utf-8")
    assert "应是 click.Command 或“模块:名称”" in command("plugins", plugins=(folder,)).out
