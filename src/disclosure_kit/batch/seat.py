"""The worker's end: its kit, built once in each process, and the reports it is given."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from ..app import Again, Session
from .order import Order
from .work import Made, Task, make

# Whoever runs a task in another process can hand over nothing but the task: what outlives it there
# can only be kept by the module. A kit is costly to build, and serves one report at a time.
_SEAT: list[tuple[Again, Order]] = []
_KIT: list[tuple[Again, Session]] = []
_ONE_AT_A_TIME: Final = threading.Lock()


def sit(again: Again, order: Order) -> None:
    """Begin as a worker process of our own: it is told once what is asked, leaves Ctrl-C to its
    parent, and does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _SEAT[:] = [(again, order)]
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def work_here(tasks: Sequence[Task]) -> list[Made]:
    """The reports of ``tasks`` in the worker that sat down before."""
    [(again, order)] = _SEAT
    return work(again, order, tasks)


def work(again: Again, order: Order, tasks: Sequence[Task]) -> list[Made]:
    """The reports of ``tasks``, in whatever process or thread this is.

    Raises:
        UsageError, PluginError: the kit cannot be built here, or not the same.
    """
    with in_its_turn(again) as session:
        return [make(session, order, task) for task in tasks]


@contextmanager
def in_its_turn(again: Again) -> Iterator[Session]:
    """The kit of this process, for one thread at a time; another kit takes its place."""
    with _ONE_AT_A_TIME:
        if not _KIT or _KIT[0][0] != again:
            _KIT[:] = [(again, again())]
        yield _KIT[0][1]
