"""Worker processes of our own, and what is done where one is lost."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Final

from ..app import Session
from ..errors import ExitCode
from .leavings import remove_parts
from .order import Order
from .seat import sit, work_here
from .work import Made, Task

# What is on its way to the workers and back, for each of them: enough that none waits while the
# reports before are put in their places, and little enough to be held.
_AHEAD: Final = 4
_TRIES: Final = 2  # alone: the first time it may be somebody else who ends the worker
_MOST: Final = 16  # reports sent in one go: what it costs to send them is shared

_Chunk = tuple[Task, ...]
_Sent = deque[tuple[_Chunk, Future[list[Made]]]]


class Workers:
    """So many processes, each with a kit of its own. They are started anew, not forked: a fork
    would take the children of the parent's plugins for its own."""

    def __init__(self, session: Session, order: Order, count: int) -> None:
        if session.again is None:
            raise ValueError("a session made by hand cannot be built again in a worker")
        self._count = count
        self._order = order
        self._sat = session.again, order
        self._pool = self._started()
        # What was asked for and not yet settled: in chunks, or after a loss one by one.
        self._sent: _Sent = deque()
        self._alone: deque[Task] = deque()

    def _started(self) -> ProcessPoolExecutor:
        spawn = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._count, spawn, initializer=sit, initargs=self._sat)

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        """End; what was made and not asked for any more is taken away."""
        self._pool.shutdown(cancel_futures=True)
        sent = [task for chunk, _ in self._sent for task in chunk]
        remove_parts(self._order, [*sent, *self._alone])

    def made(self, tasks: Iterable[Task], total: int) -> Iterator[Made]:
        """Each report, in the order of ``tasks``.

        A worker that is lost costs no other report: what was under way is made once more, one by
        one, and a report with which workers are lost again and again is told as failed.
        """
        tasks = iter(tasks)
        size = max(1, min(_MOST, total // (self._count * _AHEAD * 2)))
        while True:
            while len(self._sent) < self._count * _AHEAD and (chunk := tuple(islice(tasks, size))):
                self._sent.append((chunk, self._submit(chunk)))
            if not self._sent:
                return
            try:
                reports = self._sent[0][1].result()
            except BrokenProcessPool:
                yield from self._once_more()
                continue
            yield from reports
            self._sent.popleft()

    def _submit(self, chunk: _Chunk) -> Future[list[Made]]:
        try:
            return self._pool.submit(work_here, chunk)
        except BrokenProcessPool as error:
            lost: Future[list[Made]] = Future()
            lost.set_exception(error)
            return lost

    def _once_more(self) -> Iterator[Made]:
        lost = [task for chunk, _ in self._sent for task in chunk]
        self._alone.extend(lost)
        self._sent.clear()
        self._renew(lost)
        for task in lost:
            yield self._made_alone(task)
            self._alone.popleft()

    def _made_alone(self, task: Task) -> Made:
        for _ in range(_TRIES):
            try:
                [report] = self._submit((task,)).result()
            except BrokenProcessPool:
                self._renew([task])
            else:
                return report
        return gone(task)

    def _renew(self, lost: Sequence[Task]) -> None:
        self._pool.shutdown()
        remove_parts(self._order, lost)
        self._pool = self._started()


def gone(task: Task) -> Made:
    """A report with which workers are lost."""
    problem = "处理它的进程每次都中途退出（多半是内存不够，或这个文件使程序出错），没有生成"
    return Made(task, ExitCode.SOURCE, (f"× {task.name}：{problem}",), problem=problem)
