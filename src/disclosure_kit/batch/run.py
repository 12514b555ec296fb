"""A run: every source made, by one process or several, and put in its place."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator

from attrs import frozen

from ..app import Session
from .delivery import Delivery, Settled
from .order import Order
from .sources import Sources
from .work import Made, Task, make


@frozen
class Workforce:
    """Who makes the reports: so many processes here, or the workers behind a scheduler."""

    workers: int = 1
    scheduler: str | None = None


def run(
    session: Session,
    order: Order,
    sources: Sources,
    delivery: Delivery,
    force: Workforce = Workforce(),  # frozen
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
    for made in _made(session, order, tasks, len(sources), force):
        done = delivery.settle(made)
        yield done
        if done.made.disk_full:
            return


def _made(
    session: Session, order: Order, tasks: Iterable[Task], total: int, force: Workforce
) -> Iterator[Made]:
    if force.scheduler is not None:
        from .cluster import Cluster

        with Cluster(session, order, force.scheduler) as cluster:
            yield from cluster.made(tasks, total)
    elif force.workers > 1 and total > 1:
        from .workers import Workers  # processes are costly to import, too

        with Workers(session, order, force.workers) as pool:
            yield from pool.made(tasks, total)
    else:
        for task in tasks:
            yield make(session, order, task)
