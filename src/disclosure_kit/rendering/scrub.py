"""A template without what tells of its maker: who edited it when, on which machine, and said what.

Changes that Word tracks are accepted, as a clerk would before printing: a tag in struck-out text
would still be a tag. What a document says of itself (title, author) is written in ``word``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from .admission import RELATIONS
from .reproducible import pack, unpack

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Parts that a relationship of this kind leads to: python-docx saves no part that none leads to.
_KINDS: Final = re.compile(
    r"/(custom-properties|thumbnail|attachedTemplate|customXml|comments\w*|people|glossaryDocument"
    r"|printerSettings|recipientData|mailMerge\w*|keyMapCustomizations|attachedToolbars"
    r"|classificationlabels|digital-signature/\w+)$"
)
# Elements of Word (whatever its version's namespace) that go with all that they hold.
_NAMES: Final = """
attachedTemplate rsids rsid docVars docId mailMerge printerSettings dataBinding proofState proofErr
trackRevisions doNotTrackMoves doNotTrackFormatting revisionView numberingChange permStart permEnd
commentRangeStart commentRangeEnd commentReference annotationRef
del moveFrom cellDel cellIns cellMerge
moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd
customXmlInsRangeStart customXmlInsRangeEnd customXmlDelRangeStart customXmlDelRangeEnd
customXmlMoveFromRangeStart customXmlMoveFromRangeEnd
customXmlMoveToRangeStart customXmlMoveToRangeEnd
"""
_GONE: Final = frozenset(_NAMES.split())
_CHANGE: Final = re.compile(r"\w+PrChange|tblGridChange")
# What was put in stays where it is.
_UNWRAPPED: Final = frozenset(("ins", "moveTo"))
_MARKS: Final = re.compile(r"rsid\w*|paraId|textId")
_ELEMENTS: Final = "|".join(sorted(_GONE | _UNWRAPPED))
_TELLING: Final = re.compile(rf"rsid|paraId|textId|Change\b|[<:](?:{_ELEMENTS})\b".encode())


def scrubbed(template: bytes) -> bytes:
    """``template``, which was admitted, without its maker.

    Raises:
        XMLSyntaxError: a part is no XML.
    """
    parts = unpack(template)
    changed = {
        name: made for name, part in parts.items() if (made := _part(name, part)) is not None
    }
    return pack({**parts, **changed}) if changed else template


def _part(name: str, part: bytes) -> bytes | None:
    """The part scrubbed; None where it may stay as it is."""
    if name.endswith(RELATIONS):
        return _relations(part)
    if name.startswith("word/") and name.endswith(".xml") and _TELLING.search(part):
        root = _parsed(part)
        _words(root)
        return _written(root)
    return None


def _relations(part: bytes) -> bytes | None:
    root = _parsed(part)
    telling = [node for node in root if _KINDS.search(node.get("Type", ""))]
    for node in telling:
        root.remove(node)
    return _written(root) if telling else None


def _words(root: etree._Element) -> None:
    ends = [p for p in root.iter(f"{_W}p") if p.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None]
    for paragraph in ends:
        _join(paragraph)
    for row in [r for r in root.iter(f"{_W}tr") if r.find(f"{_W}trPr/{_W}del") is not None]:
        _drop(row)
    for node in list(_elements(root)):
        name = etree.QName(node).localname
        if name in _GONE or _CHANGE.fullmatch(name):
            _drop(node)
        elif name in _UNWRAPPED:
            _unwrap(node)
    for node in _elements(root):
        for key in [k for k in node.attrib if _MARKS.fullmatch(etree.QName(k).localname)]:
            del node.attrib[key]


def _elements(root: etree._Element) -> Iterator[etree._Element]:
    return (node for node in root.iter() if isinstance(node.tag, str))


def _join(paragraph: etree._Element) -> None:
    """A paragraph whose end was struck out runs into the next one, and looks as that does."""
    following = paragraph.getnext()
    words = [node for node in paragraph if node.tag != f"{_W}pPr"]
    if following is None or following.tag != f"{_W}p":
        return
    at = 1 if len(following) and following[0].tag == f"{_W}pPr" else 0
    following[at:at] = words
    _drop(paragraph)


def _unwrap(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is None:
        return
    at = parent.index(node)
    parent[at : at + 1] = list(node)


def _drop(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _parsed(part: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(part, parser)


def _written(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
