"""What the command costs as a process: its start, one report, many by one and two workers."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from disclosure_kit import Loaded, Session
from disclosure_kit.app import publish
from disclosure_kit.checking.run import Assessment

from . import batch
from .bar import Bar, Run, ratio, typical
from .content import as_json

_FREE = 2.5  # our own two processes, and hardly any other
KIT = (sys.executable, "-m", "disclosure_kit")
# pip compiles what it installs, so docxtpl never pays for it; a checkout must not either.
_AS_INSTALLED = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}


def cpu_of(words: Sequence[str | Path]) -> float:
    """Milliseconds of processor time of a command run to its end, and of what it waited for;
    what it says is dropped.

    Raises:
        AssertionError: it failed.
    """
    child = subprocess.Popen(
        [str(word) for word in words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=_AS_INSTALLED,
    )
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0, f"{words}: {child.returncode}"
    return (used.ru_utime + used.ru_stime) * 1000


def starting(run: Run) -> list[Bar]:
    """One process of each: ``--help``, ``check``, ``render`` from JSON with a warm cache, beside
    Python that does nothing and docxtpl's own command."""
    kit, loaded, folder = run.kit, run.loaded, run.folder
    source = folder / "年报.json"
    source.write_bytes(as_json(kit, loaded))
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
    ways = {name: partial(cpu_of, words) for name, words in commands.items()}
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


def many(run: Run, counts: Sequence[int]) -> list[Bar]:
    """A folder of reports by one process and by two, without their start (that of the smaller
    folder is taken off); and what more of them do to the memory of one. ``benchmarks.batch``
    tells more."""
    content = as_json(run.kit, run.loaded).decode()
    took: dict[tuple[int, int], batch.Took] = {}
    for count in counts:
        source = batch.reports(run.folder / f"units{count}", count, content)
        for workers in (1, 2):
            to = run.folder / f"made{count}x{workers}"
            took[count, workers] = batch.run(source, to, workers, verify=False)
    few, most = counts
    one, two = (took[most, w].seconds - took[few, w].seconds for w in (1, 2))
    work = [(took[most, w].work - took[few, w].work) / (most - few) * 1000 for w in (1, 2)]
    load, times = os.getloadavg()[0], one / two
    small, big, worker = took[few, 1].own, took[most, 1].own, took[most, 2].worker
    spent = f"{work[0]:.1f} and {work[1]:.1f} ms of processor a report"
    return [
        Bar(
            f"{most} reports, one process ÷ two, by the clock",
            "≥ 1.5 (cores free)",
            f"{times:.2f}",
            times >= 1.5 if load < _FREE else None,
            f"{one:.1f} s ÷ {two:.1f} s, {spent}; load {load:.1f}",
        ),
        Bar(
            f"peak memory at {most} reports, over that at {few}",
            "≤ 5 MB more, ≤ 80 MB",
            f"{big - small:+.1f} MB, {max(big, worker):.0f} MB",
            None,  # asked of 100,000
            f"one process {small:.0f} MB, then {big:.0f} MB; a worker of two {worker:.0f} MB",
        ),
    ]


def adding(count: int) -> list[Bar]:
    """A roll-up, beyond reading, a unit (``benchmarks.rollup`` prints the curve)."""
    words = [sys.executable, "-m", "benchmarks.rollup", "--one", str(count)]
    said = subprocess.run(words, capture_output=True, encoding="utf-8", check=True).stdout
    sums, everything = map(float, said.strip().split("\t")[1:3])
    what = f"roll-up of {count} units, a unit beyond reading"
    apart = f"adding up alone {sums:.1f} µs; the rest is provenance, each total's places"
    return [Bar(what, "≤ 20 µs", f"{everything:.1f} µs", everything <= 20, apart)]
