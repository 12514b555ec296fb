"""What a Word file shows: its paragraphs and tables in order, read with zipfile and lxml."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Final, TypeAlias

from attrs import frozen
from lxml import etree

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAX_BYTES: Final = 200_000_000
_OFF: Final = ("0", "false", "off")


@frozen
class FoundCell:
    """A printed cell: its text, its columns, and whether it continues the cell above."""

    text: str
    width: int
    continues: bool


@frozen
class FoundTable:
    """The rows of a table in the file, and the number of columns of its grid."""

    columns: int
    rows: tuple[tuple[FoundCell, ...], ...]


Found: TypeAlias = "str | FoundTable"


def read(document: bytes) -> Iterator[Found]:
    """Every paragraph and table of the body.

    Raises:
        BadZipFile, KeyError, XMLSyntaxError, ValueError: no Word file.
    """
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        entry = archive.getinfo("word/document.xml")
        if entry.file_size > MAX_BYTES:
            raise ValueError(f"正文有 {entry.file_size} 字节")
        xml = archive.read(entry)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    body = etree.fromstring(xml, parser).find(f"{W}body")
    if body is None:
        raise ValueError("没有正文")
    yield from _blocks(body)


def _blocks(parent: etree._Element) -> Iterator[Found]:
    for node in parent:
        if node.tag == f"{W}p":
            yield _text(node)
        elif node.tag == f"{W}tbl":
            yield _table(node)
        elif node.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
            yield from _blocks(node)


def _text(node: etree._Element) -> str:
    """The visible text below ``node``; a line break is layout (a title in two lines)."""
    words = ""
    for child in node:
        match child.tag:
            case tag if tag == f"{W}t":
                words += child.text or ""
            case tag if tag == f"{W}tab":
                words += "\t"
            case tag if tag == f"{W}noBreakHyphen":
                words += "-"
            case tag if tag == f"{W}r":
                words += "" if _hidden(child) else _text(child)
            case tag if tag in _TRANSPARENT:
                words += _text(child)
    return words


# Elements around runs; anything else (deleted text, pictures, text boxes, properties) is
# not part of the paragraph's line.
_TRANSPARENT: Final = tuple(
    f"{W}{name}"
    for name in ("hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple")
)


def _hidden(run: etree._Element) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val") not in _OFF


def _table(node: etree._Element) -> FoundTable:
    return FoundTable(
        len(node.findall(f"{W}tblGrid/{W}gridCol")),
        tuple(
            tuple(_cell(cell) for cell in row.findall(f"{W}tc")) for row in node.findall(f"{W}tr")
        ),
    )


def _cell(node: etree._Element) -> FoundCell:
    merge = node.find(f"{W}tcPr/{W}vMerge")
    continues = merge is not None and merge.get(f"{W}val", "continue") == "continue"
    lines = (block for block in _blocks(node) if isinstance(block, str))
    span = node.find(f"{W}tcPr/{W}gridSpan")
    width = int(span.get(f"{W}val", "1")) if span is not None else 1
    return FoundCell("".join(lines), width, continues)
