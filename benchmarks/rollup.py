"""What a roll-up costs beyond reading: a curve over 1 … 100,000 units, and its memory.

    python -m benchmarks.rollup [--most 100000]

Reading is measured beside it, in the same run and in turns, on one report as JSON; the units are
that report under names of their own, read once, so that the curve holds nothing but what a roll-up
adds. *Adding up* is the figures taken, written as JSON and summed; *all of it* waits on the disk
besides, is looked through for duplicates, and is written as provenance. *Its places* is what a
roll-up makes a reader do besides and a report of Word or Excel knows without: to find on which line
of the JSON every figure stands. Checks of the units are not in it.
Seconds are those of the process, so that what else runs on the machine counts less.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from attrs import evolve

from disclosure_kit import KitSpec, Loaded, Session, Source, load_kit, read
from disclosure_kit.model.sources import Sources
from disclosure_kit.recognise import Wishes
from disclosure_kit.rollup.adding import adding
from disclosure_kit.rollup.body import bodies
from disclosure_kit.rollup.flat import Flattener
from disclosure_kit.rollup.sorting import form_of, sort_out
from disclosure_kit.rollup.taking import Taker
from disclosure_kit.rollup.tally import Tally
from disclosure_kit.rollup.writing import Writing

from .content import as_json, report
from .table import Row, printed

TURNS = 3


def units(loaded: Loaded, count: int) -> Iterator[Loaded]:
    """The report again and again, each a unit of its own, one at a time."""
    for number in range(count):
        agency = evolve(loaded.report.agency, name=f"第{number}镇人民政府", code=None)
        yield evolve(loaded, report=evolve(loaded.report, agency=agency))


def added_up(session: Session, loaded: Loaded, count: int, folder: Path) -> tuple[float, float]:
    """Seconds of work of taking and adding ``count`` units, and of making such units alone."""
    begun = time.process_time()
    for _ in units(loaded, count):
        pass
    made = time.process_time() - begun
    begun = time.process_time()
    taker = Taker(session, Wishes())
    for unit in units(loaded, count):
        taker.add(unit, f"收/{unit.report.agency.name}.json")
    found = sort_out(taker.units, form_of(taker.units, None, None), None, with_errors=False)
    [top] = bodies(found, None, "某县", "", unread=0, listed=False)
    writing = Writing(taker, frozenset(), False)
    writing.write(top, loaded.form, "县.json", folder / "出处", lambda _: {})
    taker.spool.close()
    return time.process_time() - begun, made


def summed(loaded: Loaded, count: int) -> float:
    """Seconds a unit of taking its figures and adding them up, and nothing else."""
    flattener, tally = Flattener(), Tally(adding(loaded.form))
    begun = time.process_time()
    for _ in range(count):
        row, _ = flattener.row(loaded.report, loaded.form)
        tally.add("甲", flattener.shapes[row.shape], row)
    return (time.process_time() - begun) / count


def placed(loaded: Loaded) -> Loaded:
    """A report whose figures' places were found."""
    assert isinstance(loaded.report.sources, Sources)
    assert loaded.report.sources.of_figures
    return loaded


def reading(session: Session, content: bytes, count: int) -> tuple[float, float]:
    """Seconds of reading one report, and of finding the places of its figures."""
    reads = places = 0.0
    for _ in range(count):
        begun = time.process_time()
        loaded = read(session, Source("甲.json", content))
        read_at = time.process_time()
        placed(loaded)
        reads += read_at - begun
        places += time.process_time() - read_at
    return reads / count, places / count


def measure(count: int) -> Row:
    """One point of the curve, the best of some turns; run in a process of its own."""
    session = load_kit(KitSpec(installed=False))
    content = as_json(session, report(session))
    loaded = placed(read(session, Source("甲.json", content)))
    sums, beyond, reads = [], [], []
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as name:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for _ in range(TURNS if count < 50_000 else 1):
            took, made = added_up(session, loaded, count, Path(name))
            beyond.append((took - made) / count)
            reads.append(reading(session, content, 50))
            sums.append(summed(loaded, min(count, 10_000)))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        size = (Path(name) / "出处").stat().st_size
    read_one, places = map(min, zip(*reads, strict=True))
    ratio = read_one / min(beyond)
    entries = (
        f"{min(sums) * 1e6:.1f}",
        f"{min(beyond) * 1e6:.1f}",
        f"{read_one * 1e6:.0f}",
        f"{places * 1e6:.0f}",
        f"{ratio:.0f}",
        f"{peak / 1024:.0f}",
        f"{size / 1e6:.1f}",
    )
    return Row(f"{count}", entries)


HEADS = (
    "µs a unit: adding up",
    "µs a unit: all of it",
    "µs reading one JSON",
    "µs its places",
    "reading ÷ all of it",
    "MB more at the peak",
    "MB of provenance",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=100_000)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        row = measure(options.one)
        print("\t".join(map(str, (row.name, *row.entries))))
        return
    rows = []
    count = 1
    while count <= options.most:
        words = [sys.executable, "-m", "benchmarks.rollup", "--one", str(count)]
        ran = subprocess.run(words, capture_output=True, encoding="utf-8", check=True)
        name, *entries = ran.stdout.strip().split("\t")
        rows.append(Row(name, tuple(entries)))
        count *= 10
    print(printed("units", HEADS, rows))


if __name__ == "__main__":
    main()
