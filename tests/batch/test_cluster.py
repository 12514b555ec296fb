"""A cluster of worker processes on this machine: nothing lost, nothing doubled."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import dask
import pytest
from attrs import evolve
from deadly_kit import Deadly
from distributed import LocalCluster

from disclosure_kit import Session
from disclosure_kit.batch import cluster as clusters
from disclosure_kit.batch import cluster_client
from disclosure_kit.batch.delivery import Delivery
from disclosure_kit.batch.leavings import beginning_of
from disclosure_kit.batch.order import Order
from disclosure_kit.batch.place import Place
from disclosure_kit.batch.run import Workforce, run
from disclosure_kit.batch.sources import sources_of
from disclosure_kit.errors import ExitCode, OutputError

County = Callable[..., Path]
BODIES = [f"{first}{second}县" for first in "甲乙丙" for second in "子丑"]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A report may end one worker before it is told as lost; by default more have to go."""
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local,
    ):
        yield local


def reports(session: Session, source: Path, out: Path, address: str | None) -> Generator[Any]:
    out.mkdir()
    sources, claims = sources_of((str(source),), session.registry.suffixes)
    order = Order(place=Place(folder=str(out)), prove=False, run=beginning_of("test"))
    force = Workforce(scheduler=address)
    return run(session, order, sources, Delivery(False, sources, claims), force)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(
    cluster: Any, national: Session, county: County, tmp_path: Path
) -> None:
    source = county(*BODIES, 坏="")
    alone = list(reports(national, source, tmp_path / "一", None))
    done = []
    for number, report in enumerate(
        reports(national, source, tmp_path / "群", cluster.scheduler_address)
    ):
        done.append(report)
        if number == 0:
            victim = next(iter(cluster.workers.values()))
            os.kill(victim.process.pid, signal.SIGKILL)
    assert [report.made.task.number for report in done] == list(range(len(BODIES) + 1))
    assert [report.made.code for report in done] == [report.made.code for report in alone]
    assert [report.made.lines for report in done] == [report.made.lines for report in alone]
    assert contents(tmp_path / "群") == contents(tmp_path / "一")
    assert len(contents(tmp_path / "群")) == len(BODIES)


def test_a_report_that_kills_its_workers_costs_itself(
    cluster: Any, national: Session, county: County, tmp_path: Path
) -> None:
    assert national.again is not None
    deadly = evolve(national, again=Deadly(national.again, tmp_path / "once", always="乙市"))
    source = county("甲市", "乙市", "丙市")
    done = list(reports(deadly, source, tmp_path / "成品", cluster.scheduler_address))
    failed = [report.made for report in done if report.made.problem]
    assert [Path(one.task.name).stem for one in failed] == ["乙市"]
    assert "每次都中途退出" in failed[0].problem
    assert len(contents(tmp_path / "成品")) == 2


def test_the_command_and_a_storage_that_is_not_shared(
    cluster: Any, command: Callable[..., Any], county: County, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    source, out = county("甲市", "乙市"), tmp_path / "成品"
    out.mkdir()
    words = ("render", source, "-o", out, "--no-verify", "--scheduler", cluster.scheduler_address)
    ran = command(*words)
    assert (ran.status, len(ran.out.splitlines())) == (0, 2)
    assert "共 2 份：生成 2 份。" in ran.err
    with monkeypatch.context() as here:
        here.setattr(clusters, "_token", lambda *_: _elsewhere())
        ran = command(*words, "--force")
    assert (ran.status, "看不到 /没有/token" in ran.err) == (6, True)
    assert len(os.listdir(out)) == 2


class _elsewhere:  # noqa: N801  # a context as _token is one
    def __enter__(self) -> str:
        return "/没有/token"

    def __exit__(self, *_: object) -> None: ...


def test_a_scheduler_that_does_not_answer(
    command: Callable[..., Any], county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = county("甲市")
    monkeypatch.setattr(cluster_client, "CONNECTING", 0.5)
    ran = command("render", source, "--scheduler", "tcp://127.0.0.1:9")
    assert (ran.status, "没有应答，一份也没有做" in ran.err) == (6, True)
    ran = command("render", source, "--scheduler", "某处：8786")
    assert (ran.status, ran.err.count("×")) in ((2, 1), (6, 1))
    assert command("render", source, "--scheduler", "tcp://a:1", "--workers", "2").status == 2
    monkeypatch.setitem(sys.modules, "distributed", None)
    ran = command("render", source, "--scheduler", "tcp://127.0.0.1:9")
    assert (ran.status, "disclosure_kit[cluster]" in ran.err) == (2, True)


def test_a_scheduler_that_vanishes(
    cluster: Any, national: Session, county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last of this module: it ends the cluster."""
    monkeypatch.setattr(clusters, "CONNECTING", 1.0)
    out = tmp_path / "成品"
    running = reports(national, county(*BODIES), out, cluster.scheduler_address)
    with closing(running):
        assert next(running).made.code is ExitCode.DONE
        cluster.close()
        with pytest.raises(OutputError, match="没有做完；已写好的成品都是完整的"):
            list(running)
    whole = [name for name in contents(out) if name.endswith(".docx")]
    assert whole
    assert all((out / name).read_bytes()[:2] == b"PK" for name in whole)
