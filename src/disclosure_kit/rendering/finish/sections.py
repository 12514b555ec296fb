"""Pages between two tables that lie across: only where something stands on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .styles import Styles
from .xml import W

if TYPE_CHECKING:
    from lxml import etree

SECTION_END: Final = "分节"


def drop_blank_pages(root: etree._Element, styles: Styles) -> bool:
    """Takes away each end of pages on which nothing stands, as the report's text there is empty;
    whether there was one. What somebody has put there in another style stays."""
    ends = [
        node
        for node in root.iterfind(f"{W}body/{W}p")
        if styles.names.get(styles.of_paragraph(node)) == SECTION_END and _ends_pages(node)
    ]
    blank = [node for node in ends if _ends_pages(node.getprevious())]
    for node in blank:
        parent = node.getparent()
        assert parent is not None  # the body
        parent.remove(node)
    return bool(blank)


def _ends_pages(node: etree._Element | None) -> bool:
    return node is not None and node.find(f"{W}pPr/{W}sectPr") is not None
