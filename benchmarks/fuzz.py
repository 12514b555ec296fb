"""Every reader against thousands of damaged files: what is not read is refused in words.

    python benchmarks/fuzz.py [--runs 2000] [--seed 1] [--kind docx,xlsx]

Seeds are real files; each run damages one at one to four places (bytes; lines; elements, attributes
and texts inside the XML of a package) and reads it whole: reader, recognition, structure. Anything
but a report or one of the kit's own errors is a fault, printed with what repeats it.
"""

from __future__ import annotations

import argparse
import io
import random
import resource
import statistics
import sys
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from attrs import define, field
from lxml import etree

from disclosure_kit import KitSpec, Loaded, Session, Source, load_kit, read, render
from disclosure_kit.app import data_format, publish
from disclosure_kit.checking.run import Assessment
from disclosure_kit.errors import DisclosureError

ROOT: Final = Path(__file__).parent.parent
EXAMPLE: Final = ROOT / "examples" / "suqian-city-2024.yaml"
CORPUS: Final = ROOT / "tests" / "corpus"
FORM: Final = CORPUS / "forms" / "gov-annual-report-blank-template.docx"
_NASTY: Final = (
    "", "0", "-1", "99999999999999999999", "1e308", "NaN", "＝１２", "\u202e", "\x00", "x" * 5000,
    "第二十条", "总计", "一、总体情况", "2024年", "&amp;", "]]>", "{{ x }}", "|", "\ud7ff", "\t\t",
)  # fmt: skip


def seeds(session: Session) -> Mapping[str, list[bytes]]:
    """Real files of each kind, those that we write ourselves included."""
    example = read(session, Source(EXAMPLE.name, EXAMPLE.read_bytes()))
    texts = [CORPUS / f"{stem}.txt" for stem in ("hebei-jyt-2022", "hebei-kjt-2023")]
    return {
        "docx": [FORM.read_bytes(), render(session, example)[0].content],
        "xlsx": [_written(session, example, ".xlsx")],
        "html": [
            *(file.read_bytes() for file in sorted(CORPUS.glob("*.html"))),
            render(session, example, "html")[0].content,
        ],
        "txt": [file.read_bytes() for file in texts],
        "yaml": [EXAMPLE.read_bytes()],
        "json": [_written(session, example, ".json")],
    }


def _written(session: Session, loaded: Loaded, suffix: str) -> bytes:
    to = data_format(session, suffix, suffix)
    [artifact] = to.write(publish(session, loaded, Assessment(), to))
    return artifact.content


def damaged_bytes(content: bytes, rng: random.Random) -> bytes:
    """Bits turned, pieces cut, doubled or moved."""
    data = bytearray(content)
    for _ in range(rng.randint(1, 4)):
        at, length = rng.randrange(len(data) + 1), rng.choice((1, 2, 16, 200, 5000))
        match rng.randrange(4):
            case 0 if data:
                data[at - 1] ^= 1 << rng.randrange(8)
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = data[at : at + length]
            case _:
                data[at:at] = rng.choice(_NASTY).encode("utf-8", "replace")
    return bytes(data)


def damaged_lines(content: bytes, rng: random.Random) -> bytes:
    """Lines lost, doubled, swapped, joined; figures and words put in their place."""
    lines = content.decode("utf-8").split("\n")
    for _ in range(rng.randint(1, 4)):
        at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
        match rng.randrange(5):
            case 0:
                del lines[at : at + rng.choice((1, 1, 5, 50))]
                lines = lines or [""]
            case 1:
                lines[at:at] = lines[other : other + rng.choice((1, 5, 50))]
            case 2:
                lines[at], lines[other] = lines[other], lines[at]
            case 3:
                lines[at : at + 3] = ["".join(lines[at : at + 3])]
            case _:
                place = rng.randrange(len(lines[at]) + 1)
                lines[at] = lines[at][:place] + rng.choice(_NASTY) + lines[at][place:]
    return "\n".join(lines).encode("utf-8", "replace")


def damaged_package(content: bytes, rng: random.Random) -> bytes:
    """A package whose XML says something else; now and then its bytes."""
    if rng.random() < 0.2:
        return damaged_bytes(content, rng)
    members = {}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        members = {name: package.read(name) for name in package.namelist()}
    names = [name for name in members if name.endswith((".xml", ".rels"))]
    for _ in range(rng.randint(1, 4)):
        name = rng.choice(names)
        members[name] = damaged_markup(members[name], rng)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            if rng.random() > 0.005:
                package.writestr(name, data)
    return buffer.getvalue()


def damaged_markup(content: bytes, rng: random.Random) -> bytes:
    """Elements lost, doubled or moved; attributes and texts changed."""
    try:
        root = etree.fromstring(content)
    except etree.XMLSyntaxError:
        return content
    nodes = [node for node in root.iter() if isinstance(node.tag, str)]
    node, other = rng.choice(nodes), rng.choice(nodes)
    parent = node.getparent()
    match rng.randrange(5):
        case 0 if parent is not None:
            parent.remove(node)
        case 1 if parent is not None:
            copy = etree.fromstring(etree.tostring(node))
            for _ in range(rng.choice((1, 1, 40))):
                parent.append(etree.fromstring(etree.tostring(copy)))
        case 2 if other not in node.iter():
            other.append(node)
        case 3 if node.attrib:
            node.set(rng.choice(sorted(map(str, node.attrib))), _xml_text(rng))
        case _:
            node.text = _xml_text(rng)
    return etree.tostring(root)


def _xml_text(rng: random.Random) -> str:
    return rng.choice(_NASTY).replace("\x00", "")


def damaged_page(content: bytes, rng: random.Random) -> bytes:
    """A web page with tags and rows lost, doubled or in the wrong place."""
    return rng.choice((damaged_bytes, damaged_lines))(content, rng)


DAMAGE: Final[Mapping[str, Callable[[bytes, random.Random], bytes]]] = {
    "docx": damaged_package,
    "xlsx": damaged_package,
    "html": damaged_page,
    "txt": damaged_lines,
    "yaml": damaged_lines,
    "json": damaged_lines,
}


@define
class Tally:
    """What became of the files of one kind."""

    read: int = 0
    refused: int = 0
    faults: list[str] = field(factory=list)
    seconds: list[float] = field(factory=list)


def run(session: Session, kind: str, files: list[bytes], runs: int, seed: int) -> Tally:
    """``runs`` damaged files of ``kind``, the same for one ``seed``."""
    tally = Tally()
    for number in range(runs):
        rng = random.Random(f"{kind}-{seed}-{number}")
        content = DAMAGE[kind](rng.choice(files), rng)
        begin = time.perf_counter()
        try:
            read(session, Source(f"年报.{kind}", content))
            tally.read += 1
        except DisclosureError:
            tally.refused += 1
        except Exception as error:
            tally.faults.append(f"{kind} --seed {seed}, run {number}: {error!r}")
        tally.seconds.append(time.perf_counter() - begin)
    return tally


def main() -> int:
    """Print the table; 1 where a fault was found."""
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    words.add_argument("--runs", type=int, default=500)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--kind", default=",".join(DAMAGE))
    asked = words.parse_args()
    session = load_kit(KitSpec())
    files = seeds(session)
    faults: list[str] = []
    print(
        f"{'kind':6}{'runs':>7}{'read':>7}{'refused':>9}{'faults':>8}{'median ms':>11}{'max ms':>9}"
    )
    for kind in asked.kind.split(","):
        tally = run(session, kind, files[kind], asked.runs, asked.seed)
        faults += tally.faults
        times = (1000 * statistics.median(tally.seconds), 1000 * max(tally.seconds))
        print(
            f"{kind:6}{asked.runs:7}{tally.read:7}{tally.refused:9}{len(tally.faults):8}"
            f"{times[0]:11.0f}{times[1]:9.0f}"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"peak memory {peak} MB")
    print(*faults, sep="\n")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
