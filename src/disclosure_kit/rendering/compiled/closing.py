"""What only the whole document decides: blank pages, and where the signature stands.

The code that finishes a document of docxtpl's (``finish``) does it here, too, on the few
paragraphs that it touches; marks (``reading``) say where they are.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from ..finish.signature import ATTACHMENTS, GAP, Rules, place
from ..finish.styles import Styles
from .markup import Space
from .reading import PAGES_END, SECTION_BREAK, SIGNED, SIGNED_END
from .refusal import Refusal

_BLANK: Final = re.compile(
    f"(?<={PAGES_END}){SECTION_BREAK}[^{PAGES_END}]*{PAGES_END}".encode(), re.DOTALL
)
_PAGE_MARKS: Final = (PAGES_END + SECTION_BREAK).encode()
_SIGNED, _SIGNED_END = SIGNED.encode(), SIGNED_END.encode()
_STYLE: Final = re.compile(rb'<w:p(?: [^<>]*)?><w:pPr><w:pStyle w:val="([^"]*)"')
_NAME_KEPT: Final = (*ATTACHMENTS, GAP)


def without_blank_pages(document: bytes) -> bytes:
    """As ``finish.sections`` has it: an end of pages right behind another goes."""
    if PAGES_END.encode() not in document:
        return document
    return _BLANK.sub(b"", document).translate(None, _PAGE_MARKS)


def with_signatures(
    document: bytes, styles: Styles, rules: Rules, width: int | None, space: Space
) -> bytes:
    """As ``finish.signature`` has it; ``width`` is that of the text.

    Raises:
        Refusal: what stands before it is of another kind.
    """
    first = document.find(_SIGNED)
    if first < 0:
        return document
    end = document.rindex(_SIGNED_END)

    def edit(root: etree._Element) -> None:
        place(root, styles, rules, width)

    start = _kept_from(document, first, styles)
    paragraphs = document[start:end].translate(None, _SIGNED + _SIGNED_END)
    return b"".join((document[:start], space.edited(paragraphs, edit), document[end + 1 :]))


def _kept_from(document: bytes, end: int, styles: Styles) -> int:
    """Where the elements begin that stay on the page of what follows ``end``."""
    while True:
        before = document[:end] if end < 4096 else document[end - 4096 : end]
        if before.endswith(b"</w:p>"):
            start = _beginning(document, b"p", end)
            found = _STYLE.match(document, start, end)
            style = found[1].decode() if found else ""
            if found is None and document.find(b"<w:pStyle", start, end) >= 0:
                raise Refusal("a paragraph whose style stands elsewhere")
            if styles.names.get(style or styles.default) not in _NAME_KEPT:
                return start
            end = start
        elif before.endswith(b"</w:tbl>"):
            return _beginning(document, b"tbl", end)
        elif before.rpartition(b"<")[2].startswith(b"w:body"):
            return end
        else:
            raise Refusal("neither a paragraph nor a table before the signature")


def _beginning(document: bytes, name: bytes, end: int) -> int:
    """Where the element begins that ends at ``end``."""
    start = max(document.rfind(b"<w:" + name + after, 0, end) for after in (b">", b" "))
    if start < 0 or document.count(b"</w:" + name + b">", start, end) != 1:
        raise Refusal("one inside another before the signature")
    return start
