"""What a batch costs: reports a second by one process and by two, and memory from 1,000 reports on.

    python -m benchmarks.batch [--reports 600] [--rounds 3] [--many 100000] [--verify]

The command runs as anybody runs it, as a process, over a folder of reports as JSON (宿迁市 2024,
three tables, about 3,000 characters of prose, under as many names), on a file system in memory
where there is one; nothing is deleted between runs. One and two processes take turns in one run.
What starting costs (the kit, once in each process) is taken off: the same run over a few reports.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from statistics import median

from attrs import frozen

from disclosure_kit import KitSpec, load_kit

from .content import as_json, report
from .table import Row, printed

FEW = 32
NAME = "宿迁市"


@frozen
class Took:
    """One run: its time, the processor time of all its processes, the peak of the process that
    runs it and of the largest worker (0 without any) in MB."""

    seconds: float
    work: float
    own: float
    worker: float


def reports(folder: Path, count: int, content: str) -> Path:
    """A folder of so many reports, each of a body of its own."""
    folder.mkdir()
    for number in range(count):
        text = content.replace(NAME, f"第{number:06}镇")
        (folder / f"{number:06}.json").write_text(text, "utf-8")
    return folder


def run(source: Path, out: Path, workers: int, verify: bool) -> Took:
    out.mkdir()
    words = ["render", str(source), "-o", str(out), "--workers", str(workers)]
    words += [] if verify else ["--no-verify"]
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "disclosure_kit", "--no-plugins", *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    peaks: dict[int, float] = {}
    while process.poll() is None:
        for pid in (process.pid, *_children(process.pid)):
            peaks[pid] = max(peaks.get(pid, 0), _peak(pid))
        time.sleep(0.1)
    seconds, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    assert process.returncode in (0, 1)
    assert sum(1 for _ in os.scandir(out)) == sum(1 for _ in os.scandir(source))
    work = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    own = peaks.pop(process.pid)
    return Took(seconds, work, own, max(peaks.values(), default=0))


def _children(pid: int) -> Iterator[int]:
    with suppress(OSError):
        yield from map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())


def _peak(pid: int) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
    return 0


def speed(folder: Path, content: str, count: int, rounds: int, verify: bool) -> list[Row]:
    """One process and two, in turns."""
    few, many = reports(folder / "few", FEW, content), reports(folder / "many", count, content)
    each: dict[int, list[float]] = {1: [], 2: []}
    work: dict[int, list[float]] = {1: [], 2: []}
    run(few, folder / "warm", 2, verify)  # the caches
    for turn in range(rounds):
        for workers in (1, 2):
            less = run(few, folder / f"few-{turn}-{workers}", workers, verify)
            more = run(many, folder / f"many-{turn}-{workers}", workers, verify)
            each[workers].append((more.seconds - less.seconds) / (count - FEW))
            work[workers].append((more.work - less.work) / (count - FEW))
    ratio = median(one / two for one, two in zip(each[1], each[2], strict=True))
    rows = [
        Row(
            f"{workers}",
            (
                f"{median(each[workers]) * 1e3:.2f}",
                f"{median(work[workers]) * 1e3:.2f}",
                f"{1 / median(each[workers]):.0f}",
            ),
        )
        for workers in (1, 2)
    ]
    return [
        *rows,
        Row("one ÷ two", (f"{ratio:.2f}", f"{median(work[1]) / median(work[2]):.2f}", "")),
    ]


def memory(folder: Path, content: str, most: int) -> list[Row]:
    rows = []
    for count in dict.fromkeys((1_000, most)):
        source = reports(folder / f"{count}", count, content)
        for workers in (1, 2):
            out = folder / f"{count}-{workers}"
            took = run(source, out, workers, verify=False)
            entries = (f"{took.seconds:.0f}", f"{took.own:.1f}", f"{took.worker:.1f}")
            rows.append(Row(f"{count}, {workers}", entries))
            if count > 10_000:  # room for the next
                shutil.rmtree(out)
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--many", type=int, default=4_000, help="for memory; 0: not measured")
    parser.add_argument("--verify", action="store_true", help="with the proof of each document")
    options = parser.parse_args()
    kit = load_kit(KitSpec(installed=False))
    content = as_json(kit, report(kit)).decode()
    where = "/dev/shm" if os.path.isdir("/dev/shm") else None
    with tempfile.TemporaryDirectory(dir=where) as name:
        folder = Path(name)
        rows = speed(folder, content, options.reports, options.rounds, options.verify)
        heads = ("ms a report", "ms of processor", "reports a second")
        print(printed("processes", heads, rows))
        if options.many:
            heads = ("seconds", "MB, the run", "MB, a worker")
            print(printed("reports, processes", heads, memory(folder, content, options.many)))


if __name__ == "__main__":
    main()
