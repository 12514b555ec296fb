"""Many reports for a program: on any executor, as bytes, as they come."""

from __future__ import annotations

import traceback
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from itertools import islice
from typing import Final

from attrs import field, frozen

from .. import app
from ..app import Again, Session
from ..contributions import Artifact
from ..errors import DisclosureError, ExitCode, UsageError
from ..model.finding import Finding
from ..model.raw import Source
from ..present import crash_lines
from ..recognise import Wishes
from .order import Order
from .seat import in_its_turn

IN_FLIGHT: Final = 32


@frozen
class Rendered:
    """One report: its files, or why there are none (``problems``); ``code`` is what the command
    would answer. ``number`` counts the sources from 0. Picklable."""

    number: int
    name: str
    code: ExitCode
    artifacts: tuple[Artifact, ...] = field(default=(), repr=False)
    findings: tuple[Finding, ...] = field(default=(), repr=False)
    problems: tuple[str, ...] = ()


@frozen
class RenderTask:
    """One report to be rendered, and by what kit. Picklable; the template travels with it."""

    again: Again
    order: Order
    number: int
    source: Source


def render_task(task: RenderTask) -> Rendered:
    """The report of ``task``, in whatever process this is: its kit is kept there for the next.

    Raises:
        PluginError: other plugins are here than there.
    """
    with in_its_turn(task.again) as session:
        return _rendered(session, task.order, task.number, task.source)


def render_many(
    session: Session,
    sources: Iterable[Source],
    executor: Executor | None = None,
    to: str = "docx",
    template: bytes | None = None,
    *,
    wishes: Wishes = Wishes(),  # noqa: B008  # frozen
    prove: bool = True,
    in_flight: int = IN_FLIGHT,
) -> Generator[Rendered]:
    """Each report of ``sources``, checked, rendered and proven, as it comes.

    ``executor`` is any of ``concurrent.futures`` or like them (a process pool, that of a Dask
    client); without one the work is done here, in order. At most ``in_flight`` sources are held:
    ``sources`` may be endless. What is wrong with a report stands in its result.

    Raises:
        UsageError: no such format; or the session was made by hand and no worker could build it.
        BrokenExecutor: or whatever else the executor raises: it lost its workers.
    """
    if to not in session.registry.formats:
        raise UsageError(f"没有格式 {to!r}。已有：{'、'.join(session.registry.formats)}")
    order = Order(formats=(to,), asked=wishes, template=template, prove=prove)
    if executor is None:
        for number, source in enumerate(sources):
            yield _rendered(session, order, number, source)
        return
    if session.again is None:
        raise UsageError("这个 Session 不是 load_kit 载入的，别的进程里没法再载入一次")
    again = session.again
    tasks = (RenderTask(again, order, number, source) for number, source in enumerate(sources))
    yield from _as_they_come(executor, tasks, in_flight)


def _as_they_come(
    executor: Executor, tasks: Iterator[RenderTask], in_flight: int
) -> Iterator[Rendered]:
    waiting: set[Future[Rendered]] = set()
    try:
        while True:
            for task in islice(tasks, in_flight - len(waiting)):
                waiting.add(executor.submit(render_task, task))
            if not waiting:
                return
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
    finally:
        for future in waiting:
            future.cancel()


def _rendered(session: Session, order: Order, number: int, source: Source) -> Rendered:
    findings: tuple[Finding, ...] = ()
    try:
        loaded = app.read(session, source, order.asked)
        assessment = app.check(session, loaded)
        findings = assessment.findings
        code = app.exit_code(session, assessment)
        if code > ExitCode.FINDINGS:
            told = tuple(crash_lines(session.registry, assessment))
            return Rendered(number, source.name, code, (), findings, told)
        formats = [app.format_named(session, name) for name in order.formats]
        artifacts = app.produce(
            session, loaded, assessment, formats, order.template, prove=order.prove
        )
        return Rendered(number, source.name, code, artifacts, findings)
    except DisclosureError as error:
        return Rendered(number, source.name, error.exit_code, (), findings, error.problems)
    except Exception:  # a fault of ours costs this report alone
        told = (f"{source.name}：程序自身出错\n{traceback.format_exc()}",)
        return Rendered(number, source.name, ExitCode.BUG, (), findings, told)
