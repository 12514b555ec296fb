"""WordprocessingML as it is read: children and values by name, numbers within bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import Final

from lxml import etree

_MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# The format's other namespace (ISO 29500 strict).
_STRICT: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"
W: Final = f"{{{_MAIN}}}"
OFF: Final = ("0", "false", "off", "none")
# No length in a document is longer; what is, says nothing.
_MAX: Final = 1_000_000
_LENGTH: Final = re.compile(r"(-?\d{1,9}(?:\.\d{1,9})?)(mm|cm|in|pt|pc|pi)?", re.ASCII)
_TWIPS: Final = {
    "pt": Decimal(20),
    "pc": Decimal(240),
    "pi": Decimal(240),
    "in": Decimal(1440),
    "cm": Decimal(1440) / Decimal("2.54"),
    "mm": Decimal(1440) / Decimal("25.4"),
}


def transitional(root: etree._Element) -> etree._Element:
    """The same tree under the usual namespace (changed in place)."""
    if etree.QName(root).namespace == _STRICT:
        for node in root.iter(f"{{{_STRICT}}}*"):
            node.tag = f"{W}{etree.QName(node).localname}"
            for name, value in list(node.attrib.items()):
                if etree.QName(name).namespace == _STRICT:
                    del node.attrib[name]
                    node.set(f"{W}{etree.QName(name).localname}", value)
    return root


def child(node: etree._Element | None, *path: str) -> etree._Element | None:
    """The first child of that name, of it the first child, …"""
    for name in path:
        if node is None:
            return None
        node = node.find(f"{W}{name}")
    return node


def properties(node: etree._Element, name: str) -> etree._Element | None:
    """``w:pPr``, ``w:rPr`` and the like, which stand first (``w:trPr`` perhaps second): no search
    through all that follows."""
    wanted = f"{W}{name}"
    return next((one for one in islice(node, 2) if one.tag == wanted), None)


def children(node: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """All children of that name."""
    if node is not None:
        yield from node.findall(f"{W}{name}")


def attribute(node: etree._Element | None, name: str) -> str | None:
    """An attribute of the format."""
    return None if node is None else node.get(f"{W}{name}")


def value(node: etree._Element | None, *path: str) -> str | None:
    """``w:val`` of a child."""
    return attribute(child(node, *path), "val")


def number(text: str | None) -> int | None:
    """A length in twips (or a plain number), rounded; None where it says nothing."""
    if text is None or (match := _LENGTH.fullmatch(text)) is None:
        return None
    length = Decimal(match[1]) * _TWIPS.get(match[2] or "", Decimal(1))
    return int(length.to_integral_value()) if abs(length) <= _MAX else None


def on(text: str | None) -> bool:
    """Whether a property that is written stands for yes (``w:b`` without a value does)."""
    return text not in OFF
