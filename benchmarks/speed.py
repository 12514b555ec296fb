"""What a document, a whole report and reading one cost in one process, beside others on the same
content."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import docx

from disclosure_kit import Loaded, Session, Source, read
from disclosure_kit.app import format_named, publish
from disclosure_kit.checking.run import Assessment
from disclosure_kit.rendering.compiled import deflate

from .bar import Bar, Run, ratio, typical
from .peers import NAMES, Content, Peers, installed, visible
from .pipeline import Bench, every_cell, stages, without_data
from .rendering import OF_OURS, docxtpl_way, our_way, zlib
from .word_saved import word_saved

OF_PEERS: Final = 6
NAIVE: Final = "docxtpl 0.20.2, naive"


def deflating() -> dict[str, Callable[[], AbstractContextManager[None]]]:
    """The libraries that can compress, by name."""
    known: dict[str, Callable[[], AbstractContextManager[None]]] = {
        f"zlib {deflate.ZLIB_LEVEL}": zlib
    }
    return known if find_spec("isal") is None else {"isal": nullcontext, **known}


def documents(run: Run, packages: Path | None) -> list[Bar]:
    """A report in memory to a file, without proof: docxtpl and the libraries of npm beside ours."""
    kit, loaded, folder = run.kit, run.loaded, run.folder
    numbers = itertools.count()
    naive, ours = docxtpl_way(kit, loaded, folder), our_way(kit, loaded)

    def of(way: Callable[[Path], None], times: int) -> float:
        return run.cpu_ms(lambda: way(folder / f"d{next(numbers)}.docx"), times)

    def ours_with(setting: Callable[[], AbstractContextManager[None]]) -> float:
        with setting():
            return of(ours, OF_OURS)

    ways: dict[str, Callable[[], float]] = {NAIVE: lambda: of(naive, 2)}
    for name, setting in deflating().items():
        ways[name] = partial(ours_with, setting)
    reference = _written(ours, folder / "ours.docx")
    _same(NAIVE, _written(naive, folder / "naive.docx"), reference)
    peers = _peers(kit, loaded, folder, packages, reference) if packages else None
    try:
        if peers:
            for name in NAMES:
                _same(name, peers.document(name), reference)
                ways[name] = partial(peers.ms, name, OF_PEERS)
        taken = run.in_turns(ways)
    finally:
        if peers:
            peers.close()
    return [*_of_documents(taken, [n for n in ways if n in NAMES])]


def _of_documents(taken: dict[str, list[float]], peers: list[str]) -> Iterator[Bar]:
    least = {"isal": (150, 40), f"zlib {deflate.ZLIB_LEVEL}": (75, 15)}
    for name in deflating():
        own, (naive, others) = typical(taken, name), least[name]
        times = ratio(taken, NAIVE, name)
        said = f"{typical(taken, NAIVE):.1f} ms ÷ {own:.2f} ms"
        yield Bar(
            f"naive docxtpl ÷ ours, {name}", f"≥ {naive}", f"{times:.0f}", times >= naive, said
        )
        best = min(peers, key=lambda peer: typical(taken, peer), default=None)
        for peer in peers:
            times = ratio(taken, peer, name)
            said = f"{typical(taken, peer):.1f} ms ÷ {own:.2f} ms"
            judged = times >= others if peer == best else None
            asked = f"≥ {others} (best of npm)" if peer == best else ""
            yield Bar(f"{peer} ÷ ours, {name}", asked, f"{times:.0f}", judged, said)


def _written(way: Callable[[Path], None], path: Path) -> bytes:
    way(path)
    return path.read_bytes()


def _peers(kit: Session, loaded: Loaded, folder: Path, packages: Path, document: bytes) -> Peers:
    template = publish(kit, loaded, Assessment(), format_named(kit, "docx")).template
    assert template is not None
    return Peers(installed(packages), folder, Content.of(document, template))


def _same(name: str, document: bytes, reference: bytes) -> None:
    """The document shows what ours shows.

    Raises:
        AssertionError: another word, or another cell.
    """
    assert list(visible(document)) == list(visible(reference)), f"{name} shows another document"


def pipeline(run: Run) -> list[Bar]:
    """JSON → model → all checks → Word, in one process, each report another body's; without and
    with the certificate. ``benchmarks.pipeline`` tells the stages."""
    bench = Bench(run.kit, format_named(run.kit, "docx"))
    first, *contents = bench.reports(2 if run.light else 10 * run.rounds + 1)
    stages(bench, first)  # what is made once for a form
    taken = [stages(bench, content) for content in contents]
    ms = {stage: statistics.median(one[stage] for one in taken) for stage in taken[0]}
    said = ", ".join(f"{stage} {each:.2f}" for stage, each in ms.items())
    bars = []
    for what, least, took in (
        ("whole unit pipeline", 300, sum(ms.values()) - ms["proof"]),
        ("the same with certificate", 150, sum(ms.values())),
    ):
        rate = 1000 / took
        bars.append(
            Bar(what, f"≥ {least}/s", f"{rate:.0f}/s", rate >= least, f"{took:.2f} ms: {said}")
        )
    return bars


def reading(run: Run) -> list[Bar]:
    """One Word file read, ours with its data and without them, and as Word saves it after somebody
    typed in it, every time another file; beside python-docx asked for the words of every cell:
    ``row.cells`` once a row, and ``rows[i].cells[j]`` as many write it."""
    own = _written(our_way(run.kit, run.loaded), run.folder / "own.docx")
    bare = without_data(own)
    files = {
        "ours": [own],
        "without its data": [bare],
        "as Word saves it": [word_saved(bare, number) for number in range(20)],
    }
    bars = []
    for name, contents in files.items():
        path = run.folder / f"{name}.docx"
        path.write_bytes(contents[0])
        sources = itertools.cycle([Source("年报.docx", content) for content in contents])
        ways: dict[str, Callable[[], object]] = {
            "kit": partial(_read_next, run.kit, sources),
            "row.cells": partial(_row_cells, path),
            "rows[i].cells[j]": partial(every_cell, path),
        }
        ways["kit"]()  # what is learned of the form
        taken = run.in_turns({n: partial(run.cpu_ms, way, 3) for n, way in ways.items()})
        for peer in ("row.cells", "rows[i].cells[j]"):
            share = ratio(taken, "kit", peer)
            said = f"{typical(taken, 'kit'):.1f} ms ÷ {typical(taken, peer):.1f} ms"
            what = f"reading one .docx, {name} ÷ python-docx, {peer}"
            judged = share <= 1 / 8 if peer == "row.cells" else None
            bars.append(
                Bar(what, "≤ 0.125" if judged is not None else "", f"{share:.3f}", judged, said)
            )
    return bars


def _read_next(kit: Session, sources: Iterator[Source]) -> Loaded:
    return read(kit, next(sources))


def _row_cells(path: Path) -> int:
    tables = docx.Document(str(path)).tables
    return sum(len(cell.text) for t in tables for row in t.rows for cell in row.cells)
