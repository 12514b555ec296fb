"""What a Word file costs: docxtpl as its manual has it, and ours, on the same report and template.

Run: ``python -m benchmarks.rendering [--rounds 7] [--folder /dev/shm]`` from the top of the
checkout. A report in memory becomes a file on a memory disk, without certificate. The ways take
turns; what is told is the median of the ratios of each round. Times are processor time. Nothing
is deleted between runs: the file system would then slow down. All documents are compared: the
words of every paragraph are the same.
"""

from __future__ import annotations

import argparse
import gc
import io
import itertools
import statistics
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, Final

from lxml import etree

from disclosure_kit import Loaded, Session
from disclosure_kit.app import format_named, publish, write
from disclosure_kit.checking.run import Assessment
from disclosure_kit.rendering.compiled import deflate
from disclosure_kit.rendering.context import context
from disclosure_kit.rendering.node import Node
from disclosure_kit.rendering.word import render_document
from disclosure_kit.view import View

from .content import report
from .reports import session

OF_OURS: Final = 40  # documents of ours for each of docxtpl's, so that both take long enough
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

Way = Callable[[Path], None]


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rounds", type=int, default=7)
    asked.add_argument("--folder", default="/dev/shm")
    given = asked.parse_args()
    kit = session()
    loaded = report(kit)
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        measure(kit, loaded, Path(folder), given.rounds)


def measure(kit: Session, loaded: Loaded, folder: Path, rounds: int) -> None:
    """Alternate, compare and tell."""
    naive, ours = docxtpl_way(kit, loaded, folder), our_way(kit, loaded)
    given = publish(kit, loaded, Assessment(), format_named(kit, "docx"))
    assert given.template is not None
    alone = our_filling(given.template, given.view)
    numbers = itertools.count()

    def ms(way: Way, count: int) -> float:
        paths = [folder / f"{next(numbers)}.docx" for _ in range(count)]
        gc.collect()
        begun = time.process_time()
        for path in paths:
            way(path)
        return (time.process_time() - begun) / count * 1000

    for way in (naive, ours, alone):
        ms(way, 2)
    compared(naive, ours, folder)
    lines: dict[str, list[tuple[float, float]]] = {}
    for _ in range(rounds):
        reference = ms(naive, 2)
        for library, setting in (("isal", nullcontext()), (f"zlib {deflate.ZLIB_LEVEL}", zlib())):
            if library == "isal" and deflate.fast is None:
                continue
            with setting:
                for name, way in (("report to file", ours), ("template and view to bytes", alone)):
                    lines.setdefault(f"{name}, {library}", []).append((reference, ms(way, OF_OURS)))
    print(f"{'':<36}{'docxtpl':>10}{'ours':>10}{'ratio':>8}   (ms; medians of {rounds})")
    for name, taken in lines.items():
        theirs, our = (statistics.median(column) for column in zip(*taken, strict=True))
        ratio = statistics.median(a / b for a, b in taken)
        print(f"{name:<36}{theirs:>10.1f}{our:>10.3f}{ratio:>8.0f}")


def docxtpl_way(kit: Session, loaded: Loaded, folder: Path) -> Way:
    """The template's path, ``render``, ``save``; the context was made before."""
    from docxtpl import DocxTemplate

    given = publish(kit, loaded, Assessment(), format_named(kit, "docx"))
    assert given.template is not None
    template = folder / "template.docx"
    template.write_bytes(given.template)
    names = {name: plain(value) for name, value in context(given.view).items()}

    def naive(path: Path) -> None:
        document = DocxTemplate(template)
        document.render(names, autoescape=True)
        document.save(path)

    return naive


def plain(value: Any) -> Any:
    """Our names as any user of docxtpl has them."""
    if isinstance(value, Node):
        return {name: plain(below) for name, below in value.children.items()}
    return [plain(one) for one in value] if isinstance(value, tuple) else value


def our_way(kit: Session, loaded: Loaded) -> Way:
    """As the kit renders one report of many, its data put in; no check, no certificate."""
    to = format_named(kit, "docx")

    def ours(path: Path) -> None:
        publication = publish(kit, loaded, Assessment(), to)
        (artifact,) = write(kit, to, publication, prove=False)
        path.write_bytes(artifact.content)

    return ours


def our_filling(template: bytes, view: View) -> Way:
    """The compiled template alone, written nowhere."""

    def ours(_path: Path) -> None:
        render_document(template, view)

    return ours


@contextmanager
def zlib() -> Iterator[None]:
    """As if isal were not installed."""
    installed = deflate.fast
    deflate.fast = None
    yield
    deflate.fast = installed


def compared(naive: Way, ours: Way, folder: Path) -> None:
    """Both say the same.

    Raises:
        AssertionError: they do not.
    """
    said = []
    for name, way in (("naive", naive), ("ours", ours)):
        way(folder / f"{name}.docx")
        said.append(words(folder / f"{name}.docx"))
    assert said[0] == said[1], "the documents differ"
    print(f"{len(said[0])} paragraphs, {sum(map(len, said[0]))} characters, all the same")


def words(path: Path) -> list[str]:
    """The words of every paragraph."""
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return ["".join(t.text or "" for t in p.iter(f"{_W}t")) for p in root.iter(f"{_W}p")]


if __name__ == "__main__":
    main()
