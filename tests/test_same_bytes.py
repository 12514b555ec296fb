"""The same input gives the same bytes in every format: whoever runs it, where, when and how often.

Not so the PDF that LibreOffice makes: it writes the time and an id of its own.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import EXAMPLES, YUNNAN
from faultless import suqian_text

from disclosure_kit.builtin.formats import FORMATS

# Machines: what may differ between the processes, and no byte of what they write.
MACHINES = (
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8", "HOME": "/nowhere/one"},
    {"PYTHONHASHSEED": "2", "TZ": "America/Los_Angeles", "LC_ALL": "C", "COLUMNS": "40"},
)
# Text files are ASCII here unless told otherwise; so are names of files.
ASCII = {
    "PYTHONHASHSEED": "3",
    "LC_ALL": "C",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
    "PYTHONIOENCODING": "utf-8",
}
KIT = [sys.executable, "-m", "disclosure_kit", "--plugin", str(YUNNAN)]


def run(machine: dict[str, str], folder: Path, *words: str | Path) -> None:
    environment = {**os.environ, **machine}
    environment.pop("DISCLOSURE_KIT_SETTINGS", None)
    command = [*KIT, *map(str, words)]
    ran = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, timeout=300, check=False
    )
    assert ran.returncode in (0, 1), ran.stderr.decode(errors="replace")


def contents(folder: Path) -> dict[str, bytes]:
    return {
        os.fsencode(path.relative_to(folder)).decode(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("given") / "suqian.yaml"
    path.write_text(suqian_text(), "utf-8")
    return path


def of_each(
    folder: Path, *words: str | Path, machines: Sequence[dict[str, str]] = MACHINES
) -> list[dict[str, bytes]]:
    made = []
    for number, machine in enumerate(machines):
        here = folder / f"machine {number}"
        here.mkdir()
        run(machine, here, *words)
        made.append(contents(here))
    return made


def test_every_format(report: Path, tmp_path: Path) -> None:
    names = [to.name for to in FORMATS]
    first, second = of_each(tmp_path, "render", report, "--to", ",".join(names), "-o", ".")
    assert {Path(name).suffix for name in first} == {to.suffix for to in FORMATS}
    assert first == second


@pytest.mark.parametrize("name", [to.name for to in FORMATS if to.name != "csv"])
def test_each_format_where_text_is_ascii(name: str, report: Path, tmp_path: Path) -> None:
    suffix = next(to.suffix for to in FORMATS if to.name == name)
    words = ("render", report, "--to", name, "-o", f"a{suffix}")
    first, second = of_each(tmp_path, *words, machines=(MACHINES[0], ASCII))
    assert list(first) == [f"a{suffix}"]
    assert first == second


@pytest.mark.parametrize("path", sorted((YUNNAN / "examples").glob("*.txt")), ids=lambda p: p.name)
def test_a_region_s_template(path: Path, tmp_path: Path) -> None:
    """It is filled in a process of its own."""
    made = of_each(tmp_path, "render", path, "-o", "a.docx", machines=(*MACHINES, ASCII))
    assert list(made[0]) == ["a.docx"]
    assert made[0] == made[1] == made[2]


def test_forms_and_slips(report: Path, tmp_path: Path) -> None:
    empty = ("new", "--agency", "某县", "--year", "2024", "-o", "a.xlsx")
    first, second = of_each(tmp_path, *empty)
    assert list(first) == ["a.xlsx"]
    assert first == second
    form = report.with_name("form.xlsx")
    run(MACHINES[0], report.parent, "convert", report, "-o", form)
    slips = tmp_path / "slips"
    slips.mkdir()
    first, second = of_each(slips, "check", form, "--annotate", "slip.xlsx")
    assert list(first) == ["slip.xlsx"]
    assert first == second


def test_a_bundle(tmp_path: Path) -> None:
    given = EXAMPLES / "suqian-city-2024.yaml"
    first, second = of_each(tmp_path, "render", given, "--bundle", "out")
    assert len(first) > 2
    assert first == second
