"""Workers of a Dask cluster that the user names: the only network that the kit ever uses.

What is asked for (kit, template) is kept by the cluster and travels to each worker once; a task
is names of files. Sources are read and files written by the workers, under the same paths as
here, on storage that all share. Moving files into place stays with this process: a report made
twice, because a worker was lost in between, is put in its place once.
"""

from __future__ import annotations

import os
import socket
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from ..app import Again, Session
from ..errors import DisclosureError, OutputError
from ..placing import PART, refused_in_words
from ..version import __version__
from .cluster_client import CONNECTING, WORKERLESS, connected, installed, quiet
from .leavings import remove_run
from .order import Order
from .seat import work
from .work import Made, Task
from .workers import gone

_WAITING: Final = 5.0  # for a result, before the scheduler is asked whether all is well
_AHEAD: Final = 4  # chunks for each thread of a worker
_MOST: Final = 32  # reports in a chunk

_Sent = deque[tuple[tuple[Task, ...], Any]]


@frozen
class Seat:
    """What a worker of a cluster has to know before its first report, and to see."""

    again: Again
    order: Order
    token: str
    source: str
    version: str = __version__

    def check(self) -> None:
        """Refuse to work where this is another machine than the run believes.

        Raises:
            OutputError: another version of the kit, or not the same storage.
        """
        here = socket.gethostname()
        if self.version != __version__:
            raise OutputError(
                f"集群的工作进程（{here}）的版本是 {__version__}，这里是 {self.version}",
                hint="请在各机器上装同一版本的 disclosure_kit",
            )
        for path in (self.token, self.source):
            if not os.path.exists(path):
                raise OutputError(
                    f"集群的工作进程（{here}）看不到 {path}",
                    hint="来源和成品要放在各机器以同一路径都能读写的共享存储上",
                )


def seated(seat: Seat) -> Seat:
    """A task of its own, so that the cluster keeps the seat, and makes it again if it is lost."""
    return seat


def work_at(seat: Seat, tasks: Sequence[Task]) -> list[Made]:
    """The reports of ``tasks``, in a worker of a cluster."""
    seat.check()
    return work(seat.again, seat.order, tasks)


class Cluster:
    """The workers behind the scheduler at ``address``.

    Raises:
        UsageError: Dask is not installed, or the address is none.
        OutputError: the scheduler does not answer, or has no workers.
    """

    def __init__(self, session: Session, order: Order, address: str) -> None:
        if session.again is None:
            raise ValueError("a session made by hand cannot be built again in a worker")
        self._order, self._again, self._address = order, session.again, address
        self._sent: _Sent = deque()
        self._folders: set[Path] = set()
        with ExitStack() as undo:
            dask = installed()
            undo.enter_context(quiet())
            self._client = connected(dask, address)
            undo.callback(self._close)
            self._threads = 1
            self._threads_now()
            self._undo = undo.pop_all()

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the cluster; what was made and not asked for any more is taken away."""
        with self._undo:
            with suppress(Exception):  # the scheduler may be gone
                self._client.cancel([future for _, future in self._sent])
            # Also what lost workers had made, before others made it again.
            remove_run(self._order, self._folders)

    def made(self, tasks: Iterable[Task], total: int) -> Iterator[Made]:
        """Each report, in the order of ``tasks``.

        The cluster itself gives another worker what a lost one was at; a report with which workers
        are lost again and again is told as failed.

        Raises:
            OutputError: the scheduler or the last worker is gone, or a worker is no fit.
        """
        tasks = iter(tasks)
        size = max(1, min(_MOST, total // (max(1, self._threads) * _AHEAD * 2)))
        first = tuple(islice(tasks, size))
        if not first:
            return
        with _token(self._order, first[0]) as token:
            order = self._order
            seat = Seat(self._again, order, token, first[0].name)
            kept = self._client.submit(seated, seat, pure=False)
            self._send(kept, first)
            while self._sent:
                while len(self._sent) < max(1, self._threads) * _AHEAD:
                    if not (chunk := tuple(islice(tasks, size))):
                        break
                    self._send(kept, chunk)
                chunk, future = self._sent[0]
                yield from self._reports(kept, chunk, future)
                self._sent.popleft()

    def _send(self, seat: Any, chunk: tuple[Task, ...]) -> None:
        self._folders |= {self._order.place.folder_of(task.name) for task in chunk}
        self._sent.append((chunk, self._submitted(seat, chunk)))

    def _submitted(self, seat: Any, chunk: tuple[Task, ...]) -> Any:
        return self._client.submit(work_at, seat, chunk, pure=False)

    def _reports(self, seat: Any, chunk: tuple[Task, ...], future: Any) -> Iterator[Made]:
        from distributed import KilledWorker

        try:
            yield from self._result(future)
        except KilledWorker:
            # A worker is lost with all that waits for it: whose fault it was shows alone.
            for _, other in self._sent:
                self._wait_for(other)
            for task in chunk:
                yield self._made_alone(seat, task)

    def _made_alone(self, seat: Any, task: Task) -> Made:
        from distributed import KilledWorker

        try:
            [report] = self._result(self._submitted(seat, (task,)))
        except KilledWorker:
            return gone(task)
        return report

    def _result(self, future: Any) -> list[Made]:
        """What a task gives.

        Raises:
            OutputError: nobody is there to do it, or a worker is no fit.
            KilledWorker: workers were lost with it, more often than the cluster tries.
        """
        from distributed import CancelledError, KilledWorker

        while True:
            self._wait_for(future)
            with suppress(TimeoutError):  # who had the result is lost: it is made again
                try:
                    reports: list[Made] = future.result(timeout=_WAITING)
                except CancelledError:
                    raise self._lost("联系中断了") from None
                except (DisclosureError, KilledWorker, TimeoutError):
                    raise
                except Exception as error:
                    raise OutputError(
                        f"集群没有做成（{type(error).__name__}：{error}）",
                        hint="多半是工作进程上没有装 disclosure_kit，或版本与这里不同",
                    ) from error
                return reports

    def _wait_for(self, future: Any) -> None:
        """Until it is done, one way or the other; meanwhile the scheduler is asked whether anybody
        is at it.

        Raises:
            OutputError: it does not answer, or has had no worker for a while.
        """
        from distributed import CancelledError

        alone_since: float | None = None
        while True:
            try:
                future.exception(timeout=_WAITING)
                return
            except CancelledError:
                return  # whoever asks for its result is told
            except TimeoutError:
                if self._threads_now():
                    alone_since = None
                    continue
                alone_since = alone_since or time.monotonic()
                if time.monotonic() - alone_since > WORKERLESS:
                    raise self._lost("已经没有工作进程") from None

    def _threads_now(self) -> int:
        """How many threads work behind the scheduler.

        Raises:
            OutputError: it does not answer.
        """
        try:
            scheduler = self._client.scheduler
            counts = self._client.sync(scheduler.ncores, callback_timeout=CONNECTING)
        except Exception:  # of whatever kind: there is nobody to work with
            raise self._lost("没有应答") from None
        self._threads = sum(counts.values())
        return self._threads

    def _lost(self, why: str) -> OutputError:
        return OutputError(
            f"调度器 {self._address} {why}，没有做完；已写好的成品都是完整的",
            hint="请查看集群，再运行一次；加 --resume 只做没有做好的",
        )

    def _close(self) -> None:
        with suppress(Exception):
            self._client.close(timeout=5)


@contextmanager
def _token(order: Order, task: Task) -> Iterator[str]:
    """A file where the outputs go, by which a worker sees that it writes to the same storage."""
    path = Path(order.place.folder_of(task.name), f"{order.run}token{PART}")
    with refused_in_words(path):
        path.write_bytes(b"")
    try:
        yield str(path)
    finally:
        path.unlink(missing_ok=True)
