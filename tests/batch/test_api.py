"""``render_many``: any executor, bounded in flight, each failure its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import ROOT
from faultless import suqian_text
from shown import blocks

from disclosure_kit import Session, Source, render, render_many
from disclosure_kit.app import read
from disclosure_kit.errors import ExitCode, UsageError


@pytest.mark.parametrize("number", [0, 1])
def test_as_on_the_page(number: int, tmp_path: Path) -> None:
    page = ROOT / "docs/reference/api.md"
    shown = zip(blocks(page, "python"), blocks(page, "text"), strict=True)
    snippet, expected = list(shown)[number]
    (tmp_path / "many.py").write_text(snippet, "utf-8")
    for name in ("examples", "tests"):
        (tmp_path / name).symlink_to(ROOT / name)
    words = [sys.executable, "many.py"]
    ran = subprocess.run(words, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert ran.stdout == expected, ran.stderr


def test_few_are_held_and_a_failure_is_its_own(national: Session) -> None:
    good = Source("甲.yaml", suqian_text().encode())
    taken: list[int] = []

    def sources() -> Iterator[Source]:
        for number, source in enumerate((good, Source("乙.yaml", b""), good, good, good)):
            taken.append(number)
            yield source

    [expected] = render(national, read(national, good))
    with ThreadPoolExecutor(2) as executor:
        reports = render_many(national, sources(), executor, in_flight=2)
        first = next(reports)
        assert len(taken) == 2
        done = sorted([first, *reports], key=lambda report: report.number)
    assert [report.number for report in done] == [0, 1, 2, 3, 4]
    assert done[1].code is ExitCode.SOURCE
    assert done[1].problems == ("乙.yaml：文件是空的",)
    assert {report.artifacts for report in done if report.number != 1} == {(expected,)}
    here = list(render_many(national, sources(), prove=False))
    assert [report.code for report in here] == [report.code for report in done]


def test_what_cannot_be_asked(national: Session) -> None:
    from attrs import evolve

    with pytest.raises(UsageError, match="没有格式"):
        next(render_many(national, (), to="wps"))
    with ThreadPoolExecutor(1) as executor, pytest.raises(UsageError, match="别的进程"):
        next(render_many(evolve(national, again=None), (), executor))
