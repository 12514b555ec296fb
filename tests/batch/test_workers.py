"""Several processes: the same bytes and words as one, and nothing lost with a worker."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from attrs import evolve
from conftest import EXAMPLES
from deadly_kit import Deadly

from disclosure_kit import Session
from disclosure_kit.batch.delivery import Delivery, Settled
from disclosure_kit.batch.leavings import beginning_of
from disclosure_kit.batch.order import Order
from disclosure_kit.batch.place import Place
from disclosure_kit.batch.run import Workforce, run
from disclosure_kit.batch.sources import sources_of
from disclosure_kit.errors import ExitCode

END = "2024年政府信息公开工作年度报告.docx"
County = Callable[..., Path]


def run_over(session: Session, source: Path, out: Path, workers: int) -> list[Settled]:
    out.mkdir()
    sources, claims = sources_of((str(source),), session.registry.suffixes)
    order = Order(place=Place(folder=str(out)), prove=False, run=beginning_of("test"))
    return list(run(session, order, sources, Delivery(False, sources, claims), Workforce(workers)))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_two_processes_give_what_one_gives(
    command: Callable[..., Any], county: County, tmp_path: Path
) -> None:
    source = county("甲市", "乙市", "丙市", 丁="")
    (source / "甲市又.yaml").write_bytes((source / "甲市.yaml").read_bytes())
    told = []
    for out, workers in ((tmp_path / "一", "1"), (tmp_path / "二", "2")):
        out.mkdir()
        ran = command("render", source, "-o", out, "--no-verify", "--workers", workers)
        assert ran.status == 6
        told.append((ran.out.replace(str(out), ""), ran.err.replace(str(out), "")))
    assert told[0] == told[1]
    assert contents(tmp_path / "一") == contents(tmp_path / "二")
    assert len(contents(tmp_path / "二")) == 3


def test_a_worker_that_is_killed_costs_at_most_the_report_that_kills_it(
    national: Session, county: County, tmp_path: Path
) -> None:
    source = county("甲市", "乙市", "丙市", "丁市")
    assert national.again is not None
    again = Deadly(national.again, tmp_path / "killed", once="乙市", always="丙市")
    out = tmp_path / "成品"
    done = run_over(evolve(national, again=again), source, out, workers=2)
    assert (tmp_path / "killed").exists()
    assert [report.made.task.number for report in done] == [0, 1, 2, 3]
    failed = [report.made for report in done if report.made.problem]
    assert [(Path(one.task.name).stem, one.code) for one in failed] == [("丙市", ExitCode.SOURCE)]
    assert "每次都中途退出" in failed[0].problem
    assert set(contents(out)) == {f"甲市{END}", f"乙市{END}", f"丁市{END}"}  # and no leavings


def test_standard_input_is_no_matter_of_workers(command: Callable[..., Any]) -> None:
    ran = command("render", "-", EXAMPLES / "suqian-city-2024.yaml", "--workers", "2")
    assert (ran.status, "不能与 --workers" in ran.err) == (2, True)
