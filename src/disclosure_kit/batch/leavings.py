"""Files that a worker had written beside their places when it, or the run, came to its end."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from ..placing import PART
from .order import Order
from .work import Task

BEGINNING: Final = ".render-"


def beginning_of(run: str) -> str:
    """How the names of the parts of a run begin; then comes the number of the report."""
    return f"{BEGINNING}{run}-"


def remove_parts(order: Order, tasks: Iterable[Task]) -> None:
    """Take away what was written for ``tasks``."""
    folders: dict[Path, list[str]] = {}
    for task in tasks:
        parts = folders.setdefault(order.place.folder_of(task.name), [])
        parts.append(f"{order.run}{task.number}-")
    for folder, beginnings in folders.items():
        _remove(folder, tuple(beginnings))


def remove_run(order: Order, folders: Iterable[Path]) -> None:
    """Take away whatever the run has left in ``folders``."""
    for folder in folders:
        _remove(folder, (order.run,))


def remove_dead(folder: Path) -> int:
    """Take away what runs that were killed left in ``folder``, which nobody else writes into now;
    how many files that were."""
    return _remove(folder, (BEGINNING,))


def _remove(folder: Path, beginnings: tuple[str, ...]) -> int:
    count = 0
    for name in _names(folder):
        if name.startswith(beginnings) and name.endswith(PART):
            with suppress(OSError):
                os.unlink(folder / name)
                count += 1
    return count


def _names(folder: Path) -> Iterator[str]:
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            yield entry.name
