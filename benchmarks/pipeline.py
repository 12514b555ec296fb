"""What one report costs from its file to the finished document, stage by stage, in one process;
and reading a .docx beside python-docx.

python -m benchmarks.pipeline [--each N] [--rounds N]
"""

from __future__ import annotations

import argparse
import io
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final, TypeVar

import docx
from attrs import frozen

from disclosure_kit import KitSpec, Loaded, Session, Source, check, load_kit, read
from disclosure_kit.app import format_named, publish, write
from disclosure_kit.contributions import Artifact, Format
from disclosure_kit.view import Publication

from .content import NAME, as_json, letters, report
from .reports import ROOT
from .table import Row, printed

T = TypeVar("T")
SUQIAN: Final = ROOT / "plugins" / "suqian"
MEMORY: Final = Path("/dev/shm")
# Other bodies, so that nothing is known of one report from the one before.
_FIRST: Final = "安宝长东丰福广海和华吉江金景开"
_SECOND: Final = "川德都关河湖林陵宁平泉山水泰阳"
_CARRIED: Final = re.compile(rb"<(?:Relationship|Override)[^>]*customXml[^>]*/>")


@frozen
class Bench:
    """What every stage needs."""

    session: Session
    docx: Format

    def reports(self, number: int) -> Iterator[bytes]:
        """The report as JSON, each time as another body's."""
        text = as_json(self.session, report(self.session)).decode()
        for at in range(number):
            name = _FIRST[at % len(_FIRST)] + _SECOND[at // len(_FIRST) % len(_SECOND)]
            yield text.replace(NAME, name).encode()

    def loaded(self, content: bytes) -> Loaded:
        return read(self.session, Source("report.json", content))

    def published(self, loaded: Loaded) -> Publication:
        assessment = check(self.session, loaded)
        return publish(self.session, loaded, assessment, self.docx)

    def document(self, publication: Publication) -> Artifact:
        [made] = write(self.session, self.docx, publication, prove=False)
        return made


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Milliseconds of the processor, which others at work do not lengthen; and what was made."""
    begin = time.process_time()
    made = work()
    return (time.process_time() - begin) * 1000, made


def stages(bench: Bench, content: bytes) -> dict[str, float]:
    """What each stage of one report takes."""
    taken: dict[str, float] = {}
    taken["JSON to report"], loaded = timed(lambda: bench.loaded(content))
    taken["all checks"], assessment = timed(lambda: check(bench.session, loaded))
    taken["view and publication"], publication = timed(
        lambda: publish(bench.session, loaded, assessment, bench.docx)
    )
    taken["document"], artifact = timed(lambda: bench.document(publication))
    prove = bench.docx.prove
    assert prove is not None
    taken["proof"], proof = timed(lambda: prove(artifact, publication))
    if assessment.crashed or proof.differences:
        raise RuntimeError(f"no measurement: {assessment.crashed} {proof.differences}")
    return taken


def pipeline_rows(bench: Bench, contents: list[bytes]) -> Iterator[Row]:
    """Each stage, and what they come to."""
    measured = [stages(bench, content) for content in contents]
    ms = {stage: median(one[stage] for one in measured) for stage in measured[0]}
    for stage, taken in ms.items():
        yield Row(stage, (f"{taken:.2f}", f"{1000 / taken:.0f}"))
    whole = sum(ms.values())
    made = whole - ms["proof"]
    yield Row("JSON to document", (f"{made:.2f}", f"{1000 / made:.0f}"))
    yield Row("with the proof", (f"{whole:.2f}", f"{1000 / whole:.0f}"))


def every_cell(path: Path) -> int:
    """What python-docx reads of the tables of a file, by row and cell as its users write it."""
    letters = 0
    for table in docx.Document(str(path)).tables:
        for i in range(len(table.rows)):
            for j in range(len(table.rows[i].cells)):
                letters += len(table.rows[i].cells[j].text)
    return letters


def without_data(document: bytes) -> bytes:
    """The document as if another program had made it: without the data that it carries."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            if not entry.filename.startswith("customXml"):
                new.writestr(entry.filename, _CARRIED.sub(b"", old.read(entry)))
    return made.getvalue()


def reading_rows(bench: Bench, content: bytes, folder: Path, rounds: int) -> Iterator[Row]:
    """Both readers in turns, on a file of ours and on the same without its data."""
    document = bench.document(bench.published(bench.loaded(content))).content
    for name, held in (("ours", document), ("without our data", without_data(document))):
        path = folder / f"{name}.docx"
        path.write_bytes(held)
        times = [_in_turns(bench, path) for _ in range(rounds)]
        mine, theirs = zip(*times, strict=True)
        loaded = read(bench.session, Source(path.name, held))
        cells = sum(len(table.cells) for table in loaded.report.tables.values())
        kit, peer = median(mine), median(theirs)
        yield Row(name, (cells, f"{kit:.1f}", f"{peer:.1f}", f"{peer / kit:.1f}"))


def _in_turns(bench: Bench, path: Path) -> tuple[float, float]:
    """What the kit takes, from the file, and what python-docx takes."""
    kit, _ = timed(lambda: read(bench.session, Source(path.name, path.read_bytes())))
    peer, _ = timed(lambda: every_cell(path))
    return kit, peer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=100, help="reports")
    parser.add_argument("--rounds", type=int, default=9, help="times that a .docx is read")
    wanted = parser.parse_args()
    session = load_kit(KitSpec(plugins=(str(SUQIAN),), installed=False))
    bench = Bench(session, format_named(session, "docx"))
    contents = list(bench.reports(wanted.each + 1))
    first = bench.loaded(contents[0])
    stages(bench, contents.pop(0))  # what is made once for a form
    title = f"one report, {letters(first.report)} characters of prose"
    print(printed(title, ("ms", "a second"), list(pipeline_rows(bench, contents))))
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        columns = ("figures read", "kit, ms", "python-docx, ms", "python-docx ÷ kit")
        rows = list(reading_rows(bench, contents[0], Path(folder), wanted.rounds))
        print(printed("a .docx", columns, rows))


if __name__ == "__main__":
    main()
