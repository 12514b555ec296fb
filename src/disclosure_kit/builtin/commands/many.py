"""``render`` of one report or a hundred thousand: the run, what is shown of it, and its end."""

from __future__ import annotations

import os
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from ...app import Session
from ...batch.delivery import Delivery
from ...batch.leavings import remove_dead
from ...batch.order import Order
from ...batch.run import Workforce, run
from ...batch.sources import Claims, Sources
from ...batch.summary import Summary
from ...errors import ExitCode, UsageError
from ...lock import alone_in
from .common import tell
from .screen import screen

if TYPE_CHECKING:
    from ...batch.state import State


@frozen
class Run:
    """How a run is to go: ``folders`` are those that it writes into and nobody else may meanwhile,
    ``resumed`` the one whose record it goes on from."""

    sources: Sources
    claims: Claims
    force: bool
    workforce: Workforce
    folders: tuple[Path, ...] = ()
    resumed: Path | None = None


def folders_of(files: tuple[str, ...], output: str | None) -> tuple[Path, ...]:
    """The folders that a run is known to write into before it begins."""
    if output is not None:
        return (Path(output),) if os.path.isdir(output) else ()
    return tuple(Path(name) for name in files if os.path.isdir(name))


def to_resume(folders: tuple[Path, ...]) -> Path:
    """The folder that keeps the record of a run.

    Raises:
        UsageError: it is not just one.
    """
    if len(folders) != 1:
        raise UsageError("--resume 要知道成品在哪一个文件夹：请用 -o 写明一个已有的文件夹")
    return folders[0]


def render_all(session: Session, order: Order, asked: Run) -> ExitCode:
    """Every report, in the order of the sources; of several, at the end the sum.

    Raises:
        OutputError: another run is at the same folder, or it keeps no record.
    """
    summary = Summary()
    total = len(asked.sources)
    with ExitStack() as ended:
        for folder in ended.enter_context(alone_in(asked.folders)):
            if count := remove_dead(folder):
                tell(f"  说明  {folder}：清理了以前中断的运行留下的 {count} 个半成品")
        if total > 1 or asked.resumed:
            ended.callback(_sum_up, summary, total)
        shown = ended.enter_context(screen(total))
        if asked.resumed is None:
            delivery = Delivery(asked.force, asked.sources, asked.claims)
            passed = None
        else:
            from ...batch.key import key_of  # and a database, which few runs have need of
            from ...batch.resuming import Resuming
            from ...batch.state import State

            order = evolve(order, remembers=True)
            state = State(asked.resumed, key_of(session, order))
            ended.callback(_close, state)
            delivery = Delivery(asked.force, asked.sources, asked.claims, state)
            passed = Resuming(state, asked.claims, summary, shown.advance).passes
        reports = run(session, order, asked.sources, delivery, asked.workforce, passed)
        for report in ended.enter_context(closing(reports)):
            summary.count(report)
            shown.show(report)
    return summary.worst


def _close(state: State) -> None:
    state.close()
    for notice in state.notices:
        tell(f"  说明  {notice}")


def _sum_up(summary: Summary, total: int) -> None:
    """Also of a run that is interrupted."""
    for line in summary.lines(total):
        tell(line)
