"""The rows and cells of a table of a Word file, as they stand in the XML."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from lxml import etree

from .word_seen import alternative
from .word_styles import attribute, by_full_name, child, children, switch, tag

BLOCKS: Final = frozenset(f"w:{name}" for name in ("ins", "moveTo", "customXml", "sdtContent"))
_GONE: Final = by_full_name({name: name for name in ("w:del", "w:moveFrom")})


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    return (node for node in through(table, "w:tr") if not is_gone(node))


def is_gone(row: etree._Element) -> bool:
    """Whether a change that is taken as accepted takes the row away."""
    said = child(row, "w:trPr")
    return said is not None and bool(children(said, _GONE))


def is_hidden(row: etree._Element) -> bool:
    """Whether a row says that it is not seen."""
    return bool(switch(row, "w:trPr", "w:hidden"))


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for node in through(row, "w:tc"):
        if child(node, "w:tcPr", "w:cellDel") is None:
            yield node


def through(parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Rows or cells, also those in content controls."""
    for node in parent:
        name = tag(node)
        if name == wanted:
            yield node
        elif name == "w:sdt":
            if (content := child(node, "w:sdtContent")) is not None:
                yield from through(content, wanted)
        elif name in BLOCKS:
            yield from through(node, wanted)
        elif name == "mc:AlternateContent" and (chosen := alternative(node)) is not None:
            yield from through(chosen, wanted)


def merge(found: etree._Element | None) -> str:
    """How a property has a cell merge: ``restart``, ``continue``, or nothing."""
    return "" if found is None else attribute(found, "val") or "continue"


def within(table: etree._Element) -> etree._Element | None:
    """The only cell of a table that holds a table: it is a frame around the text."""
    rows = list(islice(_rows(table), 2))
    if len(rows) != 1:
        return None
    cells = list(_cells(rows[0]))
    if len(cells) != 1 or next(through(cells[0], "w:tbl"), None) is None:
        return None
    return cells[0]
