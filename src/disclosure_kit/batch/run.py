"""A run: every source made, by one process or several, and put in its place."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator

from ..app import Session
from .delivery import Delivery, Settled
from .order import Order
from .sources import Sources
from .work import Made, Task, make


def run(
    session: Session,
    order: Order,
    sources: Sources,
    delivery: Delivery,
    workers: int = 1,
    passed: Callable[[str], bool] | None = None,
) -> Generator[Settled]:
    """Every report, in the order of the sources, its files in place; but for sources that are
    ``passed`` over.

    After the disk has become full none is taken any more: the next would fare no better.
    """
    tasks = (
        Task(number, name)
        for number, name in enumerate(sources)
        if passed is None or not passed(name)
    )
    for made in _made(session, order, tasks, len(sources), workers):
        done = delivery.settle(made)
        yield done
        if done.made.disk_full:
            return


def _made(
    session: Session, order: Order, tasks: Iterable[Task], total: int, workers: int
) -> Iterator[Made]:
    if workers == 1 or total == 1:
        for task in tasks:
            yield make(session, order, task)
        return
    from .workers import Workers  # processes are costly to import, too

    with Workers(session, order, workers) as pool:
        yield from pool.made(tasks, total)
