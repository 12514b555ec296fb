"""The paragraphs of a template with their places, and a copy in which some read otherwise."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import evolve, field, frozen
from lxml import etree

from ..rendering.admission import tagged_parts
from ..rendering.reproducible import pack, unpack
from .fault import FILE, Fault, Place

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# The old copy of a text box for programs that do not know the new one: the same text again.
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
MAX_XML: Final = 10_000_000


@frozen
class Paragraph:
    """A paragraph: its own text (not that of a text box in it), where it stands, its node."""

    text: str
    place: Place
    node: etree._Element = field(eq=False, repr=False)

    @property
    def around(self) -> etree._Element | None:
        return self.node.getparent()

    def inside(self, name: str) -> etree._Element | None:
        """The nearest element of this name that holds the paragraph."""
        return next(self.node.iterancestors(f"{W}{name}"), None)


@frozen
class Reading:
    """What was read: the paragraphs of every part with tags, and the roots of these parts."""

    template: bytes = field(repr=False)
    paragraphs: tuple[Paragraph, ...]
    roots: Mapping[str, etree._Element]
    faults: tuple[Fault, ...] = ()


def read(template: bytes) -> Reading:
    """The paragraphs of an admitted template. A part that is no XML, or too large, is a fault."""
    paragraphs: list[Paragraph] = []
    roots: dict[str, etree._Element] = {}
    faults: list[Fault] = []
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        for name in tagged_parts(archive.namelist()):
            size = archive.getinfo(name).file_size
            if size > MAX_XML:
                problem = f"{name} 有 {size} 字节，超过 {MAX_XML} 字节的上限"
                faults.append(Fault(FILE, Place(), problem))
                continue
            try:
                root = parsed(archive.read(name))
            except etree.XMLSyntaxError:
                faults.append(Fault(FILE, Place(), f"已损坏：{name} 读不出来"))
                continue
            roots[name] = root
            paragraphs += _paragraphs(name, root)
    return Reading(template, tuple(paragraphs), roots, tuple(faults))


def parsed(content: bytes) -> etree._Element:
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _paragraphs(part: str, root: etree._Element) -> Iterator[Paragraph]:
    tables = {node: number for number, node in enumerate(root.iter(f"{W}tbl"), 1)}
    rows, cells = _numbers(root, "tr", "tbl"), _numbers(root, "tc", "tr")
    for number, node in enumerate(root.iter(f"{W}p")):
        if next(node.iterancestors(_FALLBACK), None) is not None:
            continue
        text = "".join(piece.text or "" for piece in texts(node))
        found = Paragraph(text, Place(part, number, text=text), node)
        table, row, cell = found.inside("tbl"), found.inside("tr"), found.inside("tc")
        if table is not None and row is not None and cell is not None:
            place = Place(part, number, tables[table], rows[row], cells[cell], text)
            yield evolve(found, place=place)
        else:
            yield found


def _numbers(root: etree._Element, name: str, owner: str) -> dict[etree._Element, int]:
    """Rows by their number in their table, cells by that in their row, from 1."""
    counts: Counter[etree._Element] = Counter()
    numbers = {}
    for node in root.iter(f"{W}{name}"):
        holder = next(node.iterancestors(f"{W}{owner}"), None)
        if holder is not None:
            counts[holder] += 1
            numbers[node] = counts[holder]
    return numbers


def texts(node: etree._Element) -> Iterator[etree._Element]:
    """The ``w:t`` of a paragraph, without those of a text box in it."""
    for piece in node.iter(f"{W}t"):
        if next(piece.iterancestors(f"{W}p"), None) is node:
            yield piece


def corrected(
    reading: Reading,
    changes: Mapping[str, Mapping[int, str]],
    put: Iterable[tuple[str, int, bool, str]] = (),
) -> bytes:
    """A copy whose paragraphs read as ``changes`` say, by part and number; with new ones ``put``
    before a paragraph, or else behind the one that follows it."""
    parts = unpack(reading.template)
    new = list(put)
    for name in {*changes, *(part for part, *_ in new)}:
        root = parsed(parts[name])
        nodes = list(root.iter(f"{W}p"))
        for number, text in changes.get(name, {}).items():
            _rewrite(nodes[number], text)
        for part, number, before, text in new:
            if part == name:
                _put(nodes[number], text, before=before)
        parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return pack(parts)


def _put(beside: etree._Element, text: str, *, before: bool) -> None:
    node = etree.Element(f"{W}p")
    etree.SubElement(etree.SubElement(node, f"{W}r"), f"{W}t").text = text
    if before:
        beside.addprevious(node)
    else:
        following = beside.getnext()
        (beside if following is None or following.tag != beside.tag else following).addnext(node)


def _rewrite(node: etree._Element, text: str) -> None:
    pieces = list(texts(node))
    for place, piece in enumerate(pieces):
        piece.text = text if place == 0 else ""
        piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
