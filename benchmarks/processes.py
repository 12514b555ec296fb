"""What the command costs as a process: its start, one report, many by one and two workers."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from disclosure_kit import Loaded, Session
from disclosure_kit.app import data_format, publish
from disclosure_kit.checking.run import Assessment

from .bar import Bar, Run, ratio, typical
from .table import Row

_FREE = 2.5  # our own two processes, and hardly any other
KIT = (sys.executable, "-m", "disclosure_kit")


@frozen
class Ran:
    """Seconds by the clock, of processors, and the most memory, in MB, of a process and those
    it waited for."""

    wall: float
    cpu: float
    peak: float


def ran(words: Sequence[str | Path]) -> Ran:
    """A command run to its end; what it says is dropped.

    Raises:
        AssertionError: it failed.
    """
    begun = time.perf_counter()
    child = subprocess.Popen(
        [str(word) for word in words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0, f"{words}: {child.returncode}"
    took = time.perf_counter() - begun
    return Ran(took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def data_of(kit: Session, loaded: Loaded) -> bytes:
    to = data_format(kit, ".json", "")
    [data] = to.write(publish(kit, loaded, Assessment(), to))
    return data.content


def starting(run: Run) -> list[Bar]:
    """One process of each: ``--help``, ``check``, ``render`` from JSON with a warm cache, beside
    Python that does nothing and docxtpl's own command."""
    kit, loaded, folder = run.kit, run.loaded, run.folder
    source = folder / "年报.json"
    source.write_bytes(data_of(kit, loaded))
    template, names = _for_docxtpl(kit, loaded, folder)
    render = (*KIT, "render", source, "--no-verify", "--force", "-o")
    peer = (sys.executable, "-m", "docxtpl", template, names, folder / "peer.docx", "-o", "-q")
    commands: dict[str, Sequence[str | Path]] = {
        "pass": (sys.executable, "-c", "pass"),
        "help": (*KIT, "--help"),
        "check": (*KIT, "check", source),
        "render": (*render, folder / "one.docx"),
        "docxtpl": peer,
    }
    ways = {name: partial(_cpu, words) for name, words in commands.items()}
    taken = run.in_turns(ways)
    bars = []
    for what, over, under, most in (
        ("`--help` ÷ `python -c pass`", "help", "pass", 7.0),
        ("one `render` from JSON, warm ÷ `python -c pass`", "render", "pass", 12.0),
        ("the same ÷ `python -m docxtpl`", "render", "docxtpl", 0.6),
        ("one `check` ÷ `python -c pass`", "check", "pass", 0.0),
    ):
        times = ratio(taken, over, under)
        said = f"{typical(taken, over):.0f} ms ÷ {typical(taken, under):.0f} ms"
        asked = f"≤ {most:g}" if most else ""
        bars.append(Bar(what, asked, f"{times:.2f}", times <= most if most else None, said))
    return bars


def _cpu(words: Sequence[str | Path]) -> float:
    return ran(words).cpu * 1000


def _for_docxtpl(kit: Session, loaded: Loaded, folder: Path) -> tuple[Path, Path]:
    import json

    from disclosure_kit.app import format_named
    from disclosure_kit.rendering.context import context

    from .rendering import plain

    given = publish(kit, loaded, Assessment(), format_named(kit, "docx"))
    assert given.template is not None
    template, names = folder / "peer.template.docx", folder / "peer.json"
    template.write_bytes(given.template)
    values = {name: plain(value) for name, value in context(given.view).items()}
    names.write_text(json.dumps(values, ensure_ascii=False, default=_words), "utf-8")
    return template, names


def _words(value: Any) -> Any:
    return {name: getattr(value, name) for name in dir(value) if not name.startswith("_")}


def units(kit: Session, loaded: Loaded, folder: Path, count: int) -> Path:
    """``count`` reports of bodies of their own, as JSON."""
    folder.mkdir(parents=True)
    for number in range(count):
        agency = evolve(loaded.report.agency, name=f"第{number}镇人民政府", code=None)
        report = evolve(loaded.report, agency=agency, title=None)
        content = data_of(kit, evolve(loaded, report=report))
        (folder / f"{number}.json").write_bytes(content)
    return folder


def _batch(source: Path, to: Path, workers: int) -> Ran:
    to.mkdir()
    words = (*KIT, "render", source, "-o", to, "--no-verify", "--workers", str(workers))
    return ran(words)


def many(run: Run, counts: Sequence[int]) -> list[Bar]:
    """A folder of reports by one process and by two, without their start (that of the smaller
    folder is taken off); and what more of them do to the memory of one."""
    kit, loaded, folder = run.kit, run.loaded, run.folder
    few, most = (units(kit, loaded, folder / f"units{count}", count) for count in counts)
    took: dict[tuple[str, int], Ran] = {}
    for workers in (1, 2):
        took["few", workers] = _batch(few, folder / f"few{workers}", workers)
        took["most", workers] = _batch(most, folder / f"most{workers}", workers)
    small, big = took["few", 1], took["most", 1]
    one, two = (took["most", w].wall - took["few", w].wall for w in (1, 2))
    load, times, more = os.getloadavg()[0], one / two, big.peak - small.peak
    both = f"{took['most', 2].peak:.0f} MB"
    cpu = (big.cpu - small.cpu) / (counts[1] - counts[0]) * 1000
    return [
        Bar(
            f"{counts[1]} reports, one process ÷ two, by the clock",
            "≥ 1.5 (cores free)",
            f"{times:.2f}",
            times >= 1.5 if load < _FREE else None,
            f"{one:.1f} s ÷ {two:.1f} s, {cpu:.1f} ms of processor a report; load {load:.1f}",
        ),
        Bar(
            f"peak memory at {counts[1]} reports, over that at {counts[0]}",
            "≤ 5 MB more, ≤ 80 MB",
            f"{more:+.1f} MB, {big.peak:.0f} MB",
            more <= 5 and big.peak <= 80,
            f"{small.peak:.0f} MB, {big.peak:.0f} MB; two workers {both} each",
        ),
    ]


def adding(count: int) -> list[Bar]:
    """A roll-up, beyond reading, a unit (``benchmarks.rollup`` prints the curve)."""
    words = [sys.executable, "-m", "benchmarks.rollup", "--one", str(count)]
    said = subprocess.run(words, capture_output=True, encoding="utf-8", check=True).stdout
    took = float(Row(*_split(said)).entries[0])  # type: ignore[arg-type]
    what = f"roll-up of {count} units, a unit beyond reading"
    return [Bar(what, "≤ 20 µs", f"{took:.1f} µs", took <= 20)]


def _split(line: str) -> tuple[str, tuple[str, ...]]:
    name, *entries = line.strip().split("\t")
    return name, tuple(entries)
