"""Pieces of WordprocessingML as text: tags, runs, and a fragment read and written again."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from ..finish.xml import W, properties, property_of

if TYPE_CHECKING:
    from lxml import etree  # at run time where a fragment is read: it is heavy

# A tag, or text between two. lxml writes every > and < of a text or an attribute as &gt;, &lt;.
TOKEN: Final = re.compile(r"<[^<>]*>|[^<>]+")
NAME: Final = re.compile(r"</?([^\s/>]+)")

# A value stands in the text for the tag that it comes of, by its number.
VALUE: Final = re.compile("\x00(\\d+)\x00")
_EMPTY: Final = r"(?:<w:(?:tab|br|cr|lastRenderedPageBreak|noBreakHyphen)(?: [^<>]*)?/>)*"
# A run of which docxtpl and we know all: properties, one text, breaks before and behind it.
RUN: Final = re.compile(
    r"(?P<start><w:r(?: [^<>]*)?>)"
    r"(?P<looks><w:rPr>(?:(?!</?w:rPr>).)*</w:rPr>|<w:rPr/>)?"
    rf"(?P<before>{_EMPTY}<w:t(?: [^<>]*)?(?<!/)>)"
    r"(?P<text>[^<>]*)"
    rf"(?P<behind></w:t>{_EMPTY}</w:r>)",
    re.DOTALL,
)


def placeholder(number: int) -> str:
    """What stands for a value, by its number."""
    return f"\x00{number}\x00"


class Space:
    """The namespaces of a part, as its outermost tag declares them."""

    def __init__(self, start: str) -> None:
        """``start`` is that tag, as it begins."""
        declared = re.findall(r'xmlns(?::[^\s=]+)?="[^"]*"', start)
        self._start = f"<fragment {' '.join(dict.fromkeys(declared))}>".encode()

    def edited(self, fragment: bytes, edit: Callable[[etree._Element], None]) -> bytes:
        """``fragment``, some elements side by side, after ``edit`` of what holds them.

        Raises:
            XMLSyntaxError: it is no such fragment.
        """
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        root = etree.fromstring(self._start + fragment + b"</fragment>", parser)
        edit(root)
        written = etree.tostring(root, encoding="UTF-8")
        return written[written.index(b">") + 1 : written.rindex(b"<")]


def hinted_looks(looks: str, space: Space) -> str:
    """The properties of a run (none: empty), with the hint for East Asian punctuation."""

    def hint(root: etree._Element) -> None:
        fonts = property_of(properties(root[0], "rPr"), "rFonts")
        fonts.set(f"{W}hint", "eastAsia")

    run = space.edited(f"<w:r>{looks}</w:r>".encode(), hint).decode()
    return run.removeprefix("<w:r>").removesuffix("</w:r>")
