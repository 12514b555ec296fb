"""Modules that are found at once: those that Python would import, and no others."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Callable
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

from disclosure_kit import known_modules
from disclosure_kit.cache import VARIABLE

NAMES = "county_alone", "county", "county.inner"
Run = Callable[[], list[ModuleType]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Of some modules, on the path behind an empty one; and a cache of their own."""
    folder = tmp_path / "modules"
    (folder / "county").mkdir(parents=True)
    for file in ("county_alone.py", "county/__init__.py", "county/inner.py"):
        (folder / file).write_text("value = 1\n")
    (tmp_path / "before").mkdir()
    usual = [one for one in sys.path if os.path.isabs(one)]
    monkeypatch.setattr(sys, "path", [str(tmp_path / "before"), str(folder), *usual])
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])
    monkeypatch.setattr(known_modules, "_OURS", frozenset(("county", "county_alone")))
    monkeypatch.setattr(known_modules, "_WORTH", 1)
    monkeypatch.setattr(known_modules, "_SETTLED", 0)
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    return folder


def run() -> list[ModuleType]:
    """What a command imports, that begins now."""
    importlib.invalidate_caches()
    finders = [*sys.meta_path]
    keep = known_modules.know("render")
    made = [importlib.import_module(name) for name in NAMES]
    keep()
    assert sys.meta_path == finders
    for name in NAMES:
        del sys.modules[name]
    return made


def known(made: list[ModuleType]) -> list[bool]:
    return [type(one.__loader__) is not SourceFileLoader for one in made]


@pytest.mark.usefixtures("folder")
def test_what_was_imported_is_found_again_just_as_it_was() -> None:
    run()
    first, second = run(), run()
    assert known(first) == known(second) == [True, True, True]
    sys.path.reverse()  # that is another path: Python looks for them itself
    for ours, own in zip(second, run(), strict=True):
        assert not known([own])[0]
        same = ("__name__", "__package__", "__file__", "__cached__", "value")
        assert all(getattr(ours, name) == getattr(own, name) for name in same)
        assert getattr(ours, "__path__", None) == getattr(own, "__path__", None)
        assert (ours.__spec__ and ours.__spec__.origin) == own.__file__


def changed(folder: Path) -> None:
    (folder / "county_alone.py").write_text("value = 22\n")


def put_before(folder: Path) -> None:
    (folder.parent / "before" / "county_alone.py").write_text("value = 22\n")


def test_a_module_that_was_changed_is_imported_as_it_is(folder: Path) -> None:
    run()
    changed(folder)
    made = run()
    assert [one.value for one in made] == [22, 1, 1]
    assert known(made) == [False, True, True]
    assert known(run()) == [True, True, True]


def test_a_change_is_seen_by_more_than_what_a_file_says_of_itself(folder: Path) -> None:
    run()
    file = folder / "county_alone.py"
    before = file.stat()
    file.write_text("value = 2\n")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert known(run()) == [False, True, True]


def test_a_folder_before_that_becomes_a_package_is_the_one(folder: Path) -> None:
    other = folder.parent / "before" / "county_alone"
    other.mkdir()
    run()
    (other / "__init__.py").write_text("value = 22\n")
    assert [one.value for one in run()] == [22, 1, 1]


class Before:
    """A finder that others put before all."""

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        if name == "county.inner":
            file = os.environ["INNER"]
            return ModuleSpec(name, SourceFileLoader(name, file), origin=file)
        return None


def test_a_finder_before_pythons_own_comes_before_ours(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    (folder.parent / "other.py").write_text("value = 33\n")
    monkeypatch.setenv("INNER", str(folder.parent / "other.py"))
    sys.meta_path.insert(0, Before())
    assert [one.value for one in run()] == [1, 1, 33]


def test_a_part_of_another_package_of_the_name_is_not_taken_for_it(folder: Path) -> None:
    run()
    other = folder.parent / "other"
    other.mkdir()
    (other / "inner.py").write_text("value = 44\n")
    keep = known_modules.know("render")
    package = importlib.import_module("county")
    package.__path__ = [str(other)]
    assert importlib.import_module("county.inner").value == 44
    keep()
    del sys.modules["county"], sys.modules["county.inner"]


def test_a_module_that_stands_before_is_the_one(folder: Path) -> None:
    run()
    put_before(folder)
    assert [one.value for one in run()] == [22, 1, 1]


def test_one_that_is_loaded_once_more_is_read_anew(folder: Path) -> None:
    run()
    keep = known_modules.know("render")
    one = importlib.import_module("county_alone")
    assert known([one]) == [True]
    changed(folder)
    assert importlib.reload(one).value == 22
    keep()
    del sys.modules["county_alone"]


def damaged(cache: Path) -> None:
    (code,) = cache.glob("code-*")
    content = bytearray(code.read_bytes())
    content[-1] ^= 1
    code.write_bytes(content)


def cut(cache: Path) -> None:
    (code,) = cache.glob("code-*")
    code.write_bytes(code.read_bytes()[:40])


def away(cache: Path) -> None:
    next(cache.glob("code-*")).unlink()


def open_to_others(cache: Path) -> None:
    next(cache.glob("code-*")).chmod(0o666)


def index_open_to_others(cache: Path) -> None:
    next(cache.glob("modules-*")).chmod(0o666)


@pytest.mark.parametrize("harm", [damaged, cut, away, open_to_others, index_open_to_others])
def test_what_is_not_whole_or_may_be_of_others_is_not_run(
    folder: Path, harm: Callable[[Path], None]
) -> None:
    run()
    harm(folder.parent / "cache")
    made = run()
    assert [one.value for one in made] == [1, 1, 1]
    assert not all(known(made))


def test_what_changed_just_now_is_not_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for one in (folder.parent / "before", folder, folder / "county"):
        os.utime(one, (0, 0))
    monkeypatch.setattr(known_modules, "_SETTLED", 60_000_000_000)
    run()
    assert not (folder.parent / "cache").exists()


_COMMAND = """
import atexit, sys
from disclosure_kit.start import main
atexit.register(lambda: print(type(sys.modules["click"].__loader__).__name__))
sys.argv = ["disclosure-kit", "editions"]
main()
"""


def test_the_command_knows_its_modules_and_does_what_waits_for_its_end(tmp_path: Path) -> None:
    told = []
    for _ in range(2):
        ran = subprocess.run(
            [sys.executable, "-P", "-c", _COMMAND],
            env=os.environ | {VARIABLE: str(tmp_path / "cache")},
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        told.append(ran.stdout.splitlines())
    assert told[0][:-1] == told[1][:-1] != []
    assert (told[0][-1], told[1][-1]) == ("SourceFileLoader", "_Loader")
