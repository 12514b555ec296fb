"""Other libraries that fill Word templates, on the same content: docxtemplater, carbone,
docx-templates and easy-template-x, run by Node.

Their tags differ from ours, so each gets a template of its own, made from a document that we
rendered: what varies in it (every figure of a table, every line of the text) becomes a tag in the
library's syntax, lines of one look that follow each other become a loop. That asks less of them
than our template asks of us: no conditions, no missing values, no data carried.

The libraries are fetched by npm into a folder of the caller's, at the versions that stand here.
"""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from itertools import count, groupby
from pathlib import Path
from typing import Any, Final

from attrs import define, frozen
from lxml import etree

PACKAGES: Final = {
    "docxtemplater": "3.71.0",
    "pizzip": "3.3.0",
    "carbone": "3.8.2",
    "docx-templates": "4.15.0",
    "easy-template-x": "7.2.8",
}
NAMES: Final = ("docxtemplater", "carbone", "docx-templates", "easy-template-x")
PART: Final = "word/document.xml"
_SCRIPT: Final = Path(__file__).with_name("peers.js")
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


@frozen
class Syntax:
    """How a library writes a value, and a loop over lines."""

    value: Callable[[str], str]
    loop: Callable[[str, etree._Element], list[etree._Element]]


def installed(folder: Path) -> Path:
    """The libraries in ``folder``, fetched where they are not there yet.

    Raises:
        OSError: there is no npm.
        subprocess.CalledProcessError: it could not fetch them.
    """
    if not all((folder / "node_modules" / name).is_dir() for name in PACKAGES):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"name": "peers", "private": true}\n', "utf-8")
        words = [f"{name}@{version}" for name, version in PACKAGES.items()]
        quiet = ["--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(["npm", "install", *quiet, *words], cwd=folder, check=True)
    return folder


@define
class Content:
    """A document as tags and data: ``marked`` gives its XML for a syntax."""

    package: bytes
    root: etree._Element
    data: dict[str, Any]

    @classmethod
    def of(cls, document: bytes, package: bytes) -> Content:
        """That of a rendered ``document``; the rest of the file is that of ``package``."""
        with zipfile.ZipFile(io.BytesIO(document)) as archive:
            root = etree.fromstring(archive.read(PART))
        assert not {"{", "}"} & set("".join(map(str, root.itertext()))), (
            "the text has a library's own marks"
        )
        return cls(package, root, {})

    def template(self, syntax: Syntax) -> bytes:
        """The template of one library; fills ``data``."""
        root = deepcopy(self.root)
        body = root.find(f"{_W}body")
        assert body is not None
        numbers = count(1)
        for cell in root.iter(f"{_W}tc"):
            for paragraph in cell.iterchildren(f"{_W}p"):
                if _said(paragraph).replace(".", "").isdigit():
                    self._line(paragraph, syntax, next(numbers))
        lines = [p for p in body.iterchildren(f"{_W}p") if _said(p)]
        for _, group in groupby(lines, key=lambda p: (_look(p), _run(p))):
            same = list(group)
            if len(same) == 1:
                self._line(same[0], syntax, next(numbers))
            else:
                self._loop(same, syntax, next(numbers))
        return _packed(self.package, etree.tostring(root, encoding="UTF-8", standalone=True))

    def _line(self, paragraph: etree._Element, syntax: Syntax, number: int) -> None:
        for at, text in enumerate(_texts(paragraph)):
            name = f"v{number}x{at}"
            self.data[name] = text.text or ""
            _say(text, syntax.value(name))

    def _loop(self, same: list[etree._Element], syntax: Syntax, number: int) -> None:
        name = f"l{number}"
        self.data[name] = [
            {f"t{at}": text.text or "" for at, text in enumerate(_texts(p))} for p in same
        ]
        first = same[0]
        parent = first.getparent()
        assert parent is not None
        place = parent.index(first)
        for paragraph in same:
            parent.remove(paragraph)
        for at, made in enumerate(syntax.loop(name, first)):
            parent.insert(place + at, made)


def _texts(paragraph: etree._Element) -> list[etree._Element]:
    return list(paragraph.iter(f"{_W}t"))


def _said(paragraph: etree._Element) -> str:
    return "".join(text.text or "" for text in _texts(paragraph))


def _say(text: etree._Element, words: str) -> None:
    text.text = words
    text.set(_SPACE, "preserve")


def _look(paragraph: etree._Element) -> str:
    """A paragraph without its words."""
    bare = deepcopy(paragraph)
    bare.tail = None
    for text in _texts(bare):
        _say(text, "")
    return etree.tostring(bare).decode()


def _run(paragraph: etree._Element) -> int:
    """Which unbroken run of lines it stands in: a table between two ends one."""
    return sum(1 for _ in paragraph.itersiblings(f"{_W}tbl", preceding=True))


def _line_of(words: str) -> etree._Element:
    paragraph = etree.Element(f"{_W}p")
    run = etree.SubElement(paragraph, f"{_W}r")
    _say(etree.SubElement(run, f"{_W}t"), words)
    return paragraph


def _items(first: etree._Element, value: Callable[[str], str]) -> etree._Element:
    item = deepcopy(first)
    for at, text in enumerate(_texts(item)):
        _say(text, value(f"t{at}"))
    return item


def _docxtemplater(name: str, first: etree._Element) -> list[etree._Element]:
    item = _items(first, lambda field: f"{{{field}}}")
    texts = _texts(item)
    _say(texts[0], f"{{-w:p {name}}}{texts[0].text}")
    _say(texts[-1], f"{texts[-1].text}{{/{name}}}")
    return [item]


def _carbone(name: str, first: etree._Element) -> list[etree._Element]:
    return [
        _items(first, lambda field, at=at: f"{{d.{name}[{at}].{field}}}")  # type: ignore[misc]
        for at in ("i", "i+1")
    ]


def _docx_templates(name: str, first: etree._Element) -> list[etree._Element]:
    item = _items(first, lambda field: f"{{INS $x.{field}}}")
    return [_line_of(f"{{FOR x IN {name}}}"), item, _line_of("{END-FOR x}")]


def _easy(name: str, first: etree._Element) -> list[etree._Element]:
    item = _items(first, lambda field: f"{{{field}}}")
    return [_line_of(f"{{#{name}}}"), item, _line_of(f"{{/{name}}}")]


SYNTAX: Final = {
    "docxtemplater": Syntax(lambda name: f"{{{name}}}", _docxtemplater),
    "carbone": Syntax(lambda name: f"{{d.{name}}}", _carbone),
    "docx-templates": Syntax(lambda name: f"{{INS {name}}}", _docx_templates),
    "easy-template-x": Syntax(lambda name: f"{{{name}}}", _easy),
}


def _packed(package: bytes, xml: bytes) -> bytes:
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for item in old.infolist():
            new.writestr(item, xml if item.filename == PART else old.read(item))
    return made.getvalue()


class Peers:
    """The libraries at work in one process of Node."""

    def __init__(self, packages: Path, folder: Path, content: Content) -> None:
        self.folder = folder
        self.numbers = count()
        for name in NAMES:
            (folder / f"{name}.template.docx").write_bytes(content.template(SYNTAX[name]))
        self.data = folder / "data.json"
        self.data.write_text(json.dumps(content.data, ensure_ascii=False), "utf-8")
        words = ["node", "--expose-gc", str(_SCRIPT), str(packages.absolute())]
        self.node = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    def ms(self, name: str, times: int) -> float:
        """Processor time of one document, of ``times`` written one after the other.

        Raises:
            RuntimeError: the library failed.
        """
        asked = {
            "way": name,
            "template": str(self.folder / f"{name}.template.docx"),
            "data": str(self.data),
            "count": times,
            "to": str(self.folder / f"{name}-{next(self.numbers)}-"),
        }
        assert self.node.stdin is not None
        assert self.node.stdout is not None
        self.node.stdin.write(json.dumps(asked) + "\n")
        self.node.stdin.flush()
        said = json.loads(self.node.stdout.readline())
        if "error" in said:
            raise RuntimeError(f"{name}: {said['error']}")
        return float(said["ms"])

    def document(self, name: str) -> bytes:
        """What the library makes."""
        self.ms(name, 1)
        newest = max(self.folder.glob(f"{name}-*-0.docx"), key=lambda path: path.stat().st_mtime_ns)
        return newest.read_bytes()

    def close(self) -> None:
        self.node.kill()
        self.node.wait()


def visible(document: bytes) -> Iterator[object]:
    """What a reader sees, in order: the words of each line, the cells of each row."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        root = etree.fromstring(archive.read(PART))
    body = root.find(f"{_W}body")
    assert body is not None
    for block in body:
        if block.tag == f"{_W}tbl":
            for row in block.iter(f"{_W}tr"):
                cells = row.iterchildren(f"{_W}tc")
                yield tuple("".join(map(_said, cell.iter(f"{_W}p"))) for cell in cells)
        elif said := "".join(map(_said, block.iter(f"{_W}p"))):
            yield said
