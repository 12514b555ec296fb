"""What ships reaches both kinds of install: the wheel, and the editable one that tests run in."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT

from disclosure_kit import regions
from disclosure_kit.resources import bundled

# Folders without code; plugins/charts and plugins/pdf are distributions of their own.
REGIONS = [file.parent.relative_to(ROOT) for file in (ROOT / "plugins").glob("*/plugin.toml")]
EDITIONS = ROOT / "src" / "disclosure_kit" / "editions"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*build, str(ROOT)], check=True, capture_output=True)
    [made] = folder.glob("*.whl")
    return made


def test_the_wheel_holds_editions_templates_examples_and_region_plugins(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    shipped = [
        *(f"disclosure_kit/editions/{p.name}" for p in EDITIONS.glob("*.toml")),
        *(
            f"disclosure_kit/_bundled/{p.relative_to(ROOT).as_posix()}"
            for folder in ("templates", "examples", *REGIONS)
            for p in (ROOT / folder).rglob("*")
            if p.is_file() and "__pycache__" not in p.parts
        ),
        "disclosure_kit/layouts/gbt9704.toml",
        "disclosure_kit/scaffold/skeleton/python/__init__.py.txt",
        "disclosure_kit/py.typed",
    ]
    assert len(REGIONS) == 6
    assert len(shipped) > 15
    assert set(shipped) <= names


def test_the_wheel_does_the_main_job(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    code = (
        "import sys, runpy; import disclosure_kit.resources as r; "
        f"assert r.__file__.startswith({str(site)!r}), r.__file__; "
        "sys.argv = ['disclosure-kit', 'demo', 'out']; runpy.run_module('disclosure_kit')"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(site)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    # 勐戛镇's outline is known only through the entry point in the wheel's own metadata.
    assert "提醒 6 处" in ran.stderr
    assert len(list((tmp_path / "out").glob("*.docx"))) == 2


def test_the_wheel_loads_its_region_plugins(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    ran = subprocess.run(
        [sys.executable, "-m", "disclosure_kit", "plugins"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(site)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    for folder in REGIONS:
        assert f"已载入  {folder.name}  " in ran.stdout


def test_the_editable_install_finds_them_in_the_checkout() -> None:
    assert bundled("templates", "2021", "national.docx") == ROOT / "templates/2021/national.docx"
    assert bundled("plugins", "yunnan", "plugin.toml").is_file()


def test_every_region_plugin_that_ships_has_an_entry_point() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["entry-points"]["disclosure_kit"] == {
        folder.name: f"disclosure_kit.regions:{folder.name}" for folder in REGIONS
    }
    assert {getattr(regions, folder.name) for folder in REGIONS} == {ROOT / f for f in REGIONS}
