"""All bars of speed in one table, and the curves of cost against work.

    python -m benchmarks [--rounds 7] [--peers FOLDER | --no-peers] [--folder /dev/shm]

The ways of one bar take turns in one run, so that each figure is a ratio of two that were measured
under the same load; what is told is the median of the rounds. Files lie on a memory disk, and
nothing is deleted before the end: the file system would slow down. The libraries of npm are
fetched into ``--peers`` (else into the run's own folder) at the versions in ``peers.py``.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from . import processes, speed
from .bar import Run, table
from .content import as_json, report
from .curves import curves
from .reports import session


def main(words: Sequence[str] | None = None) -> None:
    """Print the table, then the curves."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    asked.add_argument("--rounds", type=int, default=7)
    asked.add_argument("--folder", default="/dev/shm" if os.path.isdir("/dev/shm") else None)
    asked.add_argument("--peers", type=Path, help="where the libraries of npm are, or go")
    asked.add_argument("--no-peers", action="store_true")
    asked.add_argument("--no-processes", action="store_true", help="nothing that starts processes")
    asked.add_argument("--reports", type=int, default=500, help="of a batch")
    asked.add_argument("--most", type=int, default=1_000, help="the end of the curves")
    asked.add_argument("--light", action="store_true", help="every way once: whether it runs")
    given = asked.parse_args(words)
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder, kit = Path(name), session()
        run = Run(kit, report(kit), folder, given.rounds, given.light)
        packages = None if given.no_peers else given.peers or folder / "npm"
        print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors\n")
        bars = [*speed.documents(run, packages), *speed.pipeline(run), *speed.reading(run)]
        if not given.no_processes:
            bars += processes.starting(run)
            bars += processes.many(run, (50, given.reports))
            bars += processes.adding(10_000)
        print(table(bars))
        for curve in curves(run, as_json(kit, run.loaded), given.most):
            print(curve)


if __name__ == "__main__":
    main()
