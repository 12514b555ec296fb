"""What a run over many files shows: its messages, and on a terminal how far it is."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import click

from ...batch.delivery import Settled
from .common import tell


class Screen:
    """The messages of each report together; ``bar`` makes room for them."""

    def __init__(self, bar: Any = None) -> None:
        self._bar = bar

    def show(self, report: Settled) -> None:
        """Tell of one report: messages to standard error, its files to standard output."""
        with self._room():
            for line in report.made.lines:
                tell(line)
            for target in report.outputs:
                click.echo(target)
                if target in report.unchanged:
                    tell(f"  {target} 已有相同内容，未改动")
            for line in report.made.closing:
                tell(line)
        self.advance()

    def advance(self) -> None:
        """One report more is done."""
        if self._bar is not None:
            self._bar.update()

    def _room(self) -> AbstractContextManager[Any]:
        return nullcontext() if self._bar is None else self._bar.external_write_mode()


@contextmanager
def screen(total: int) -> Iterator[Screen]:
    """The screen of a run over so many files. A bar is shown on a terminal only, and for one file
    not even there."""
    if total < 2 or not sys.stderr.isatty():
        yield Screen()
        return
    from tqdm import tqdm

    with tqdm(total=total, unit="份", file=sys.stderr, dynamic_ncols=True, leave=False) as bar:
        yield Screen(bar)
