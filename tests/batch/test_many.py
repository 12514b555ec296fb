"""``render`` of many: what one report costs the others, and what is told at the end."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from faultless import suqian_text

from disclosure_kit.batch import run as running
from disclosure_kit.batch.listed import Listed, ListedClaims
from disclosure_kit.batch.sources import Named
from disclosure_kit.batch.work import make
from disclosure_kit.errors import SourceError

Command = Callable[..., Any]
County = Callable[..., Path]
END = "2024年政府信息公开工作年度报告.docx"


def out_of(tmp_path: Path) -> Path:
    folder = tmp_path / "成品"
    folder.mkdir()
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_broken_report_costs_itself_and_the_sum_says_which(
    command: Command, county: County, tmp_path: Path
) -> None:
    old = suqian_text().replace('edition: "2021"', 'edition: "1999"')
    source = county("甲市", "乙市", 丙="", 丁=old)
    out = out_of(tmp_path)
    ran = command("render", source, "-o", out, "--no-verify")
    assert names(out) == sorted([f"甲市{END}", f"乙市{END}"])
    assert ran.out.splitlines() == [str(out / f"乙市{END}"), str(out / f"甲市{END}")]  # by name
    assert "共 4 份：生成 2 份，没有生成 2 份。" in ran.err
    sum_of_it = ran.err[ran.err.index("共 4 份") :]
    assert f"来源读不出来（退出码 3）1 份：\n    {source / '丙.yaml'}：文件是空的\n" in sum_of_it
    assert "版本或模板不适用（退出码 4）1 份：" in sum_of_it
    assert ran.status == 4
    ran = command("render", source / "甲市.yaml", "-o", out, "--no-verify")
    assert "共 " not in ran.err  # one report is no batch


@pytest.mark.parametrize("force", [(), ("--force",)])
def test_two_sources_of_one_name(
    command: Command, county: County, tmp_path: Path, force: tuple[str, ...]
) -> None:
    source = county("甲市", "乙市")
    twin = source / "甲市又.yaml"
    twin.write_bytes((source / "甲市.yaml").read_bytes())  # the same report under two names
    out = out_of(tmp_path)
    ran = command("render", source, "-o", out, "--no-verify", *force)
    assert ran.status == 6
    told = f"{out / f'甲市{END}'}：{twin} 与 {source / '甲市.yaml'} 的成品同名，没有写后一份"
    assert ran.err.count(told) == 2  # in its turn, and in the sum
    assert names(out) == sorted([f"甲市{END}", f"乙市{END}"])


def test_a_fault_of_ours_costs_one_report(
    command: Command, county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from disclosure_kit.batch import work

    source, out = county("甲市", "乙市"), out_of(tmp_path)
    written = work.written

    def fails(session: Any, order: Any, report: Any) -> Any:
        if report.loaded.report.agency.name == "乙市":
            raise ZeroDivisionError
        return written(session, order, report)

    monkeypatch.setattr(work, "written", fails)
    ran = command("render", source, "-o", out, "--no-verify")
    assert ran.status == 70
    assert "Traceback" in ran.err
    assert "乙市.yaml：程序自身出错（ZeroDivisionError，退出码 70）" in ran.err
    assert names(out) == [f"甲市{END}"]


def test_a_full_disk_stops_the_run_and_leaves_nothing_half(
    command: Command, county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, out = county("甲市", "乙市", "丙市"), out_of(tmp_path)
    calls: list[int] = []
    syncs = os.fsync

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        syncs(handle)

    monkeypatch.setattr("os.fsync", full)
    ran = command("render", source, "-o", out, "--no-verify")
    assert ran.status == 6
    assert f"× {out / f'乙市{END}'}：写不进去（磁盘已满）" in ran.err
    assert "共 3 份：生成 1 份，没有生成 1 份，还没有做 1 份。" in ran.err
    assert "磁盘已满，停在这里，还有 1 份没有做" in ran.err
    assert names(out) == [f"丙市{END}"]


def test_interrupted_nothing_is_half_written(
    command: Command, county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, out = county("甲市", "乙市"), out_of(tmp_path)

    def interrupted(session: Any, order: Any, task: Any) -> Any:
        if task.number == 1:
            monkeypatch.setattr("os.fsync", _interrupt)
        return make(session, order, task)

    monkeypatch.setattr(running, "make", interrupted)
    ran = command("render", source, "-o", out, "--no-verify")
    assert (ran.status, "已中断" in ran.err) == (130, True)
    assert names(out) == [f"乙市{END}"]


def _interrupt(_: int) -> None:
    raise KeyboardInterrupt


def test_sources_of_a_folder_come_by_name_and_none_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text("b")
    (tmp_path / "a.yaml").write_text("a")
    (tmp_path / "注.pdf").write_text("no reader's")
    (tmp_path / "c.yaml").mkdir()
    link = tmp_path / "link"
    link.symlink_to("a.yaml")
    listed = Listed([str(tmp_path), "x.yaml"], frozenset({".yaml"}))
    assert list(listed) == [str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml"), "x.yaml"]
    assert len(listed) == 3
    assert (tmp_path / "b.yaml" in listed, link in listed, tmp_path / "注.pdf" in listed) == (
        True, True, False,
    )  # fmt: skip
    listed.protect(str(tmp_path / "注.pdf"))
    assert tmp_path / "注.pdf" in listed
    named = Named((str(tmp_path / "a.yaml"), "-"))
    assert (list(named), link in named) == ([str(tmp_path / "a.yaml"), "-"], True)
    with pytest.raises(SourceError, match="没有可以读取的文件"):
        Listed([str(tmp_path)], frozenset({".xls"}))


def test_claims_on_disk_are_those_of_a_dict() -> None:
    claims = ListedClaims()
    claims["/甲/a.docx"] = "甲\udcff.yaml"
    assert claims.get("/甲/a.docx") == "甲\udcff.yaml"
    assert claims.get("/甲/b.docx") is None
