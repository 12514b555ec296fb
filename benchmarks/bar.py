"""One bar: what is measured, what it has to reach, and what it came to."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from attrs import frozen

from disclosure_kit import Loaded, Session

from .table import Row, printed


@frozen
class Bar:
    """``reached`` says whether ``measured`` meets ``bar``; None where it was not to be judged."""

    what: str
    bar: str
    measured: str
    reached: bool | None
    figures: str = ""

    @property
    def row(self) -> Row:
        said = {True: "yes", False: "**no**", None: "—"}[self.reached]
        return Row(self.what, (self.bar, self.measured, said, self.figures))


@frozen
class Run:
    """What all measurements share. ``light``: every way once, to see that all of it runs."""

    kit: Session
    loaded: Loaded
    folder: Path
    rounds: int
    light: bool = False

    def cpu_ms(self, work: Callable[[], object], times: int) -> float:
        """Processor time of one call, of ``times``; what other programs do on the machine
        counts for little."""
        times = 1 if self.light else times
        gc.collect()
        begun = time.process_time()
        for _ in range(times):
            work()
        return (time.process_time() - begun) / times * 1000

    def in_turns(self, ways: Mapping[str, Callable[[], float]]) -> dict[str, list[float]]:
        """What each way takes, in milliseconds, one after the other in every round."""
        for way in () if self.light else ways.values():
            way()  # warm
        taken: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(self.rounds):
            for name, way in ways.items():
                taken[name].append(way())
        return taken


def table(bars: Sequence[Bar]) -> str:
    return printed("what", ("bar", "measured", "reached", "figures"), [bar.row for bar in bars])


def ratio(taken: Mapping[str, Sequence[float]], over: str, under: str) -> float:
    """The median of the ratios of each round."""
    return statistics.median(a / b for a, b in zip(taken[over], taken[under], strict=True))


def typical(taken: Mapping[str, Sequence[float]], name: str) -> float:
    return statistics.median(taken[name])
