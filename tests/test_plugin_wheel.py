"""A plugin as one wheel, as the how-to page makes it: built, installed without an index in a fresh
environment beside the kit's own wheel, used, removed; and the one that ``plugin new`` makes."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, Ran
from shown import blocks, steps, take

PAGE = ROOT / "docs" / "how-to" / "publish-plugin.md"
NEW = ("new", "--agency", "溪木县人民政府", "--year", "2025", "--region", "990101", "-o")
HEADING = "（一）收取信息处理费情况"


class Fresh:
    """An environment of its own; third-party libraries come from the one that runs the tests, so
    that nothing is fetched. The kit and the plugin are wheels installed here."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
        self.bin = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
        [site] = (folder / "venv").rglob("site-packages")
        there = sysconfig.get_paths()["purelib"]
        (site / "libraries.pth").write_text(there, "utf-8")  # not the .pth files in there

    def pip(self, *words: str | Path) -> str:
        return self.ran("python", "-m", "pip", "--disable-pip-version-check", *words).stdout

    def kit(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        return self.ran("disclosure-kit", *words)

    def ran(self, program: str, *words: str | Path) -> subprocess.CompletedProcess[str]:
        env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "PIP_"))}
        done = subprocess.run(
            [self.bin / program, *words],
            cwd=self.folder,
            env=env | {"PIP_CONFIG_FILE": os.devnull, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr + done.stdout
        return done


def built(source: Path, to: Path) -> Path:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", to, source]
    subprocess.run(build, check=True, capture_output=True)
    [wheel] = to.glob("*.whl")
    return wheel


@pytest.fixture
def fresh(tmp_path: Path) -> Fresh:
    made = Fresh(tmp_path)
    made.pip(
        "install", "--no-index", "--ignore-installed", "--no-deps", built(ROOT, tmp_path / "kit")
    )
    return made


def written(folder: Path) -> Path:
    """The plugin of the page, and what the page has one copy it into."""
    for step in steps(PAGE):
        if step["file"]:
            take(step, folder, PAGE)
    package = folder / "ximu-wheel" / "disclosure_kit_ximu"
    for file in (folder / "ximu").rglob("*.toml"):
        copy = package / file.relative_to(folder / "ximu")
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    return folder / "ximu-wheel"


def test_built_installed_used_removed(fresh: Fresh, tmp_path: Path) -> None:
    assert "ximu" not in fresh.kit("plugins").stdout
    wheel = built(written(tmp_path), tmp_path / "dist")
    shown = "\n".join((*blocks(PAGE, "sh"), *blocks(PAGE, "text")))
    assert wheel.name in shown

    fresh.pip("install", "--no-index", wheel)
    [line] = [one for one in fresh.kit("plugins").stdout.splitlines() if "ximu" in one]
    assert line in shown.splitlines()
    fresh.kit(*NEW, "with.yaml")
    assert HEADING in (tmp_path / "with.yaml").read_text("utf-8")

    # A newer copy that is named stands in for the installed one, for this run.
    manifest = tmp_path / "ximu" / "plugin.toml"
    manifest.write_text(manifest.read_text("utf-8").replace('"1.0"', '"1.1"'), "utf-8")
    named = fresh.kit("--plugin", "ximu", "plugins").stdout
    assert "已载入  ximu  1.1" in named
    assert "1.0" not in [
        word for one in named.splitlines() if "ximu" in one for word in one.split()
    ]

    assert "pip uninstall -y disclosure-kit-ximu\n" in blocks(PAGE, "sh")
    fresh.pip("uninstall", "-y", "disclosure-kit-ximu")
    after = fresh.kit("plugins")
    assert "ximu" not in after.stdout + after.stderr
    fresh.kit(*NEW, "without.yaml")
    assert HEADING not in (tmp_path / "without.yaml").read_text("utf-8")
    told = fresh.kit("check", "with.yaml").stdout
    assert "没有适用于区划 990101 的插件，按全国格式处理" in told

    # What `plugin new --python` makes is such a wheel, with tests that pass beside it.
    fresh.kit("plugin", "new", "muxi", "--region", "990102", "--python")
    fresh.pip("install", "--no-index", built(tmp_path / "muxi", tmp_path / "made"))
    assert "已载入  muxi  0.1.0" in fresh.kit("plugins").stdout
    ran = fresh.ran("python", "-m", "pytest", "-q", "-p", "no:cacheprovider", "muxi")
    assert " passed" in ran.stdout


def test_two_of_one_title_are_told_as_the_page_shows(
    tmp_path: Path, command: Callable[..., Ran]
) -> None:
    written(tmp_path)
    for file in ("plugin.toml", "sections/fees.toml"):
        other = tmp_path / "muxi" / file
        other.parent.mkdir(parents=True, exist_ok=True)
        text = (tmp_path / "ximu" / file).read_text("utf-8")
        other.write_text(text.replace("ximu", "muxi"), "utf-8")
    ran = command("plugins", plugins=(tmp_path / "ximu", tmp_path / "muxi"))
    told = [line for line in ran.out.splitlines() if line.startswith("未载入")]
    assert told[0] in PAGE.read_text("utf-8").splitlines()
    assert len(told) == 2
