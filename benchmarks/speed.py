"""What a document, a whole report and reading one cost in one process, beside others on the same
content."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import docx

from disclosure_kit import Loaded, Session, Source, check, read
from disclosure_kit.app import data_format, format_named, publish, write
from disclosure_kit.checking.run import Assessment
from disclosure_kit.rendering.compiled import deflate

from .bar import Bar, Run, ratio, typical
from .peers import NAMES, Content, Peers, installed, visible
from .rendering import OF_OURS, docxtpl_way, our_way, zlib

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
    """JSON → model → all checks → Word, in one process; without and with the certificate."""
    kit, loaded, folder = run.kit, run.loaded, run.folder
    to, word = data_format(kit, ".json", ""), format_named(kit, "docx")
    [data] = to.write(publish(kit, loaded, Assessment(), to))
    numbers = itertools.count()

    def whole(*, prove: bool) -> None:
        again = read(kit, Source("年报.json", data.content))
        publication = publish(kit, again, check(kit, again), word)
        [artifact] = write(kit, word, publication, prove=prove)
        (folder / f"p{next(numbers)}.docx").write_bytes(artifact.content)

    stages: dict[str, Callable[[], object]] = {
        "without": lambda: whole(prove=False),
        "with": lambda: whole(prove=True),
        "read": lambda: read(kit, Source("年报.json", data.content)),
        "check": lambda: check(kit, loaded),
    }
    ways = {name: partial(run.cpu_ms, work, 10) for name, work in stages.items()}
    taken = run.in_turns(ways)
    bars = []
    for name, what, least in (
        ("without", "whole unit pipeline", 300),
        ("with", "the same with certificate", 150),
    ):
        took = typical(taken, name)
        apart = ", ".join(f"{part} {typical(taken, part):.2f}" for part in ("read", "check"))
        said = f"{took:.2f} ms; {apart}"
        rate = 1000 / took
        bars.append(Bar(what, f"≥ {least}/s", f"{rate:.0f}/s", rate >= least, said))
    return bars


def reading(run: Run) -> list[Bar]:
    """One Word file read: ours with its data, and the same saved by others (docxtpl, no data),
    beside python-docx asked for every paragraph and ``row.cells``."""
    kit, loaded, folder = run.kit, run.loaded, run.folder
    own = _written(our_way(kit, loaded), folder / "own.docx")
    foreign = _written(docxtpl_way(kit, loaded, folder), folder / "foreign.docx")
    ways: dict[str, Callable[[], float]] = {}
    for name, content in (("ours", own), ("foreign", foreign)):
        source = Source("年报.docx", content)
        ways[name] = partial(run.cpu_ms, partial(read, kit, source), 5)
        ways[f"row.cells, {name}"] = partial(run.cpu_ms, partial(_row_cells, content), 3)
    taken = run.in_turns(ways)
    bars = []
    for name in ("ours", "foreign"):
        share = 1 / ratio(taken, f"row.cells, {name}", name)
        said = f"{typical(taken, name):.1f} ms ÷ {typical(taken, f'row.cells, {name}'):.1f} ms"
        what = f"reading one .docx, {name} ÷ python-docx row.cells"
        bars.append(Bar(what, "≤ 0.125", f"{share:.3f}", share <= 1 / 8, said))
    return bars


def _row_cells(content: bytes) -> list[Any]:
    document = docx.Document(io.BytesIO(content))
    words = [paragraph.text for paragraph in document.paragraphs]
    cells = [cell.text for t in document.tables for row in t.rows for cell in row.cells]
    return [*words, *cells]
