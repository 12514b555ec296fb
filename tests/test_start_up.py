"""What starting the command costs: ``--help`` loads no kit, and still lists what plugins add."""

from __future__ import annotations

import gc
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.machinery import PathFinder
from pathlib import Path
from pkgutil import resolve_name

import click
import pytest
from conftest import EXAMPLES, Ran

from disclosure_kit import KitSpec, Session, Source, host, load_kit, read, regions
from disclosure_kit.app import format_named, produce
from disclosure_kit.builtin.commands import COMMANDS
from disclosure_kit.cache import VARIABLE
from disclosure_kit.checking.run import Assessment
from disclosure_kit.installed import own_plugins

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
# What one report has no need of, once the registry and the template are kept.
NEEDLESS = {
    *("cattrs", "docx", "docxtpl", "email", "html", "http.client", "importlib.metadata"),
    "queue",
    *("jinja2", "lxml", "tempfile"),
    *("importlib.resources", "olefile", "pluggy", "ruamel.yaml", "stdnum", "subprocess"),
    *(
        "tomllib",
        "tqdm",
        "typing_extensions",
        "urllib.request",
        "xlsxwriter",
        "zipfile",
    ),
    "disclosure_kit.acceptance",
    "disclosure_kit.apart.child",
    "disclosure_kit.batch.state",
    "disclosure_kit.batch.workers",
    "disclosure_kit.builtin.formats.html",
    "disclosure_kit.builtin.plugin",
    "disclosure_kit.builtin.readers.docx",
    "disclosure_kit.builtin.readers.text",
    "disclosure_kit.builtin.readers.yaml",
    "disclosure_kit.certificate",
    "disclosure_kit.conflicts",
    "disclosure_kit.editions.loader",
    "disclosure_kit.foreign.calls",
    "disclosure_kit.gathering",
    "disclosure_kit.hookspecs",
    "disclosure_kit.media.admission",
    "disclosure_kit.rendering.admission",
    "disclosure_kit.rendering.breaking.lines",
    "disclosure_kit.rendering.compiled.compiling",
    "disclosure_kit.rendering.filling",
    "disclosure_kit.rendering.finish.finished",
    "disclosure_kit.rendering.fonts.outside",
    "disclosure_kit.rendering.template.document",
    "disclosure_kit.structure.document",
    "disclosure_kit.structure.shape_faults",
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


def test_one_report_imports_only_what_it_needs(kit: Session, tmp_path: Path) -> None:
    example = EXAMPLES / "suqian-city-2024.yaml"
    loaded = read(kit, Source(example.name, example.read_bytes()))
    [data] = produce(kit, loaded, Assessment(), [format_named(kit, "json")], prove=False)
    (tmp_path / "年报.json").write_bytes(data.content)
    words = ["disclosure_kit", "render", "年报.json", "--no-verify", "--force", "-o", "年报.docx"]
    cache, written = tmp_path / "cache", []
    for seed in ("1", "2", "3"):
        told = subprocess.run(
            [sys.executable, "-X", "importtime", "-m", *words],
            cwd=tmp_path,
            env=os.environ | {VARIABLE: str(cache), "PYTHONHASHSEED": seed},
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        written.append([file.stat().st_ino for file in cache.glob("known-*")])
    # Nothing is compiled that is not known, also where sets have another order.
    assert len(written[2]) == 1
    assert written[1] == written[2]
    imported = {line.rpartition("|")[2].strip() for line in told.stderr.splitlines()}
    assert "disclosure_kit.rendering.compiled.template" in imported
    assert imported & NEEDLESS == set()


def distribution(folder: Path, entry_points: str) -> str:
    info = folder / "county-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "entry_points.txt").write_text(entry_points, "utf-8")
    return str(folder)


def test_a_plugin_that_may_be_installed_is_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Other tests may have loaded packages that bring finders of distributions of their own.
    monkeypatch.setattr(sys, "meta_path", [PathFinder])
    own = "[disclosure_kit]\n# 内置\nbeijing = disclosure_kit.regions:beijing\n"
    scripts = "[console_scripts]\ndisclosure_kit = county:main\n"
    one = distribution(tmp_path / "one", own + scripts)
    assert own_plugins([one, str(tmp_path / "away"), str(tmp_path)]) == ("beijing",)
    assert own_plugins([str(tmp_path)]) == ()
    for number, text in enumerate(
        (own, own + "county=county:plugin\n", "[disclosure_kit]\na = b\n")
    ):
        assert own_plugins([one, distribution(tmp_path / str(number), text)]) is None
    archive = tmp_path / "a.zip"
    archive.write_bytes(b"")
    assert own_plugins([one, str(archive)]) is None


def test_where_distributions_are_found_otherwise_the_kit_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Elsewhere:
        def find_distributions(self) -> tuple[()]:
            return ()

    monkeypatch.setattr(sys, "meta_path", [PathFinder, Elsewhere()])
    assert own_plugins([]) is None
    monkeypatch.setattr(sys, "meta_path", [PathFinder])
    assert own_plugins([]) == ()


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


@pytest.fixture
def region(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A region plugin of the kit, the only one installed, and a cache of its own."""
    folder = Path(shutil.copytree(regions.wuwei, tmp_path / "wuwei"))
    monkeypatch.setattr(regions, "wuwei", folder)
    monkeypatch.setattr(host, "own_plugins", lambda: ("wuwei",))
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    return folder


def made_anew(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for every time that a registry is made and not taken from the cache."""
    times: list[int] = []
    make = host._made
    monkeypatch.setattr(host, "_made", lambda spec: (times.append(1), make(spec))[1])
    return times


def test_a_registry_is_kept_until_a_file_of_it_changes(
    region: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = made_anew(monkeypatch)
    first, second = load_kit().registry, load_kit().registry
    assert len(times) == 1
    # Some contributions hold partials, which equal nothing but themselves.
    same = ("plugins", "editions", "outlines", "parts", "settings", "commands", "owners")
    assert all(getattr(first, name) == getattr(second, name) for name in same)
    note = region / "README.md"
    note.write_text("说明", "utf-8")
    assert load_kit().registry.parts == first.parts
    assert len(times) == 2
    (region / "plugin.toml").write_text("[plugin", "utf-8")
    for made in (3, 4):  # a fault is looked for every time
        (fault,) = load_kit().registry.faults
        assert (fault.plugin, len(times)) == ("wuwei", made)


@pytest.mark.usefixtures("region")
def test_a_cache_that_others_could_have_written_is_not_unpickled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = made_anew(monkeypatch)
    parts = load_kit().registry.parts
    (kept,) = (tmp_path / "cache").iterdir()
    monkeypatch.setattr(pickle, "loads", lambda _: pytest.fail("unpickled"))
    kept.chmod(0o666)
    assert load_kit().registry.parts == parts
    assert times == [1, 1]


def test_cycles_are_looked_for_once_the_kit_is_loaded(command: Command) -> None:
    before = gc.get_threshold()
    gc.disable()
    try:
        assert command("doctor", "--json").status == 0
        assert gc.isenabled()
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
        gc.enable()


CALLED = """
import sys
from disclosure_kit.cli import main
def called():
    sys.argv = ["disclosure-kit", "editions"]
    try:
        main()
    except SystemExit as end:
        print("then", end.code)
called()
"""


def test_a_program_that_calls_the_command_goes_on() -> None:
    words = [sys.executable, "-P", "-c", CALLED]
    told = subprocess.run(words, capture_output=True, encoding="utf-8", check=True)
    assert told.stdout.splitlines()[-1] == "then 0"


def test_what_a_plugin_left_open_is_written(tmp_path: Path) -> None:
    (tmp_path / "plugin.toml").write_text(MANIFEST, "utf-8")
    left = "from pathlib import Path\nopen_ = Path(__file__).with_name('left').open('w')\n"
    (tmp_path / "lazy_plugin.py").write_text(f"{CODE}\n\n{left}open_.write('whole')\n", "utf-8")
    words = ["-P", "-m", "disclosure_kit", "--plugin", str(tmp_path), "editions"]
    subprocess.run([sys.executable, *words], capture_output=True, check=True)
    assert (tmp_path / "left").read_text() == "whole"
