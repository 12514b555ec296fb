"""The kit: empty without the core, a value of its own, the same again in a worker."""

from __future__ import annotations

import ast
import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import attrs
import pytest
from conftest import ROOT, TODAY, YUNNAN
from worker import held_by, kit_in_worker

from disclosure_kit import KitSpec, Session, Source, load_kit, read
from disclosure_kit.errors import SourceError, UsageError
from disclosure_kit.view import ANNEX_SETTING

PACKAGE = ROOT / "src" / "disclosure_kit"
SHARED = (str(YUNNAN), str(ROOT / "tests" / "bad_plugins" / "raises_halfway"))


def test_without_the_core_the_kit_starts_and_is_empty() -> None:
    session = load_kit(KitSpec(builtin=False, installed=False))
    registry = attrs.asdict(session.registry, recurse=False)
    assert registry
    assert {name: len(index) for name, index in registry.items()} == dict.fromkeys(registry, 0)
    assert not session.settings
    with pytest.raises(SourceError, match="可以读取：无"):
        read(session, Source("年报.txt", "某某镇2024年报告".encode()))


def test_a_plugin_alone_is_all_that_a_kit_without_the_core_holds() -> None:
    registry = load_kit(KitSpec((str(YUNNAN),), installed=False, builtin=False)).registry
    assert set(registry.owners.values()) == {"yunnan"}
    assert not registry.editions
    assert [outline.region for outline in registry.outlines] == ["53"]


def _imports(file: Path) -> set[str]:
    """The modules of the package that ``file`` imports, dotted from the package."""
    package = file.relative_to(PACKAGE).parts[:-1]
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.removeprefix("disclosure_kit.") for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join((*above, *(node.module or "").split("."))).strip(".")
            base = base.removeprefix("disclosure_kit").lstrip(".")
            names |= {f"{base}.{alias.name}".lstrip(".") for alias in node.names}
    return names


def test_nothing_but_the_host_imports_the_core_s_own_plugin() -> None:
    imported = {
        file.relative_to(PACKAGE).as_posix(): {
            name for name in _imports(file) if name.partition(".")[0] == "builtin"
        }
        for file in PACKAGE.rglob("*.py")
    }
    importers = {
        file: names for file, names in imported.items() if names and not file.startswith("builtin/")
    }
    # What --help says of the core's commands is known without loading a kit.
    assert importers == {"host.py": {"builtin"}, "cli.py": {"builtin.commands.COMMANDS"}}


def test_two_kits_share_nothing(kit: Session, national: Session) -> None:
    assert {info.name for info in kit.registry.plugins} == {"builtin", "yunnan"}
    assert {info.name for info in national.registry.plugins} == {"builtin"}


def test_a_spec_pickles_and_rebuilds_the_kit_in_a_worker(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('[document]\nfonts = "windows"\n', "utf-8")
    options = (f"{ANNEX_SETTING}=always",)
    spec = KitSpec(SHARED, installed=False, options=options, settings_file=str(file))
    assert pickle.loads(pickle.dumps(spec)) == spec
    here = held_by(load_kit(spec, TODAY))
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        there = pool.submit(kit_in_worker, spec, TODAY).result(timeout=60)
    assert there == here
    assert here["settings"]["document.fonts"] == "windows"
    assert here["settings"][ANNEX_SETTING] == "always"
    assert [fault.plugin for fault in here["faults"]] == ["raises_halfway"]


def test_a_setting_that_nobody_declares_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match=r"没有设置项 document\.font（是否为 document\.fonts？）"):
        load_kit(KitSpec(installed=False, options=("document.font=windows",)))


def test_a_settings_file_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.toml 读不出来"):
        load_kit(KitSpec(installed=False, settings_file=str(tmp_path / "none.toml")))


def test_the_plugin_named_for_this_run_stands_in_for_the_installed_one() -> None:
    registry = load_kit(KitSpec((str(YUNNAN),), installed=True)).registry
    (yunnan,) = [info for info in registry.plugins if info.name == "yunnan"]
    assert yunnan.origin == f"--plugin {YUNNAN}"
    assert not registry.faults


def test_a_plugin_named_twice_is_loaded_once() -> None:
    registry = load_kit(KitSpec((str(YUNNAN), str(YUNNAN)), installed=False)).registry
    assert [info.name for info in registry.plugins] == ["builtin", "yunnan"]
    assert not registry.faults
