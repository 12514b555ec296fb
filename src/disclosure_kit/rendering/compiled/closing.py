"""What only the whole document decides: blank pages, and where the signature stands.

The code that finishes a document of docxtpl's (``finish``) does it here, too, on the few
paragraphs that it touches; marks (``marks``) say where they are.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from ..breaking import width_of
from ..finish.signature import ATTACHMENTS, GAP, Rules, place
from ..finish.styles import Styles
from .marks import PAGES_END, SECTION_BREAK, SIGNED, SIGNED_END
from .markup import Space
from .refusal import Refusal

if TYPE_CHECKING:
    from lxml import etree

    from .template import Compiled

_BLANK: Final = re.compile(
    f"(?<={PAGES_END}){SECTION_BREAK}[^{PAGES_END}]*{PAGES_END}".encode(), re.DOTALL
)
_PAGE_MARKS: Final = (PAGES_END + SECTION_BREAK).encode()
_PAGES_END, _SIGNED, _SIGNED_END = PAGES_END.encode(), SIGNED.encode(), SIGNED_END.encode()
_SIGNATURE_MARKS: Final = _SIGNED + _SIGNED_END
_TEXT: Final = re.compile(rb"(?<=>)([^<>]+)(?=</w:t>)")
_KEPT: Final = 256  # widths of signatures
_NEAR: Final = 4096  # bytes before the signature
_STYLE: Final = re.compile(rb'<w:p(?: [^<>]*)?><w:pPr><w:pStyle w:val="([^"]*)"')
_NAME_KEPT: Final = (*ATTACHMENTS, GAP)


class Closing:
    """Finishes documents of one template.

    Where a signature stands depends on how wide its lines are, not on their words: so what was
    found for lines of one width is kept for the next document.
    """

    def __init__(self, template: Compiled) -> None:
        self._template = template
        self._placed = lru_cache(maxsize=_KEPT)(self._known_or_placed)

    def finished(self, document: bytes, rules: Rules) -> bytes:
        """The document without its marks.

        Raises:
            Refusal: what stands before its signature is of another kind.
        """
        if _PAGES_END in document:
            # As ``finish.sections``: an end of pages right behind another goes.
            document = _BLANK.sub(b"", document).translate(None, _PAGE_MARKS)
        first = document.find(_SIGNED)
        if first < 0:
            return document
        # What stays on its page is nearly always near it: the rest is not copied twice.
        near = max(0, first - _NEAR)
        try:
            end = self._signed(document[near:], rules)
        except Refusal:
            return b"".join(self._signed(document, rules))
        return b"".join((memoryview(document)[:near], *end))

    def _signed(self, document: bytes, rules: Rules) -> tuple[bytes, ...]:
        """The end of a document, with its signature in its place."""
        end = document.rindex(_SIGNED_END)
        start = self._kept_from(document, document.index(_SIGNED))
        pieces = _TEXT.split(document[start:end])
        texts = pieces[1::2]
        pieces[1::2] = _stand_ins(pieces[::2], texts)
        placed = list(self._placed(b"".join(pieces).translate(None, _SIGNATURE_MARKS), rules))
        placed[1::2] = texts
        return document[:start], *placed, document[end + 1 :]

    def _known_or_placed(self, paragraphs: bytes, rules: Rules) -> tuple[bytes, ...]:
        return self._template.placed.of(paragraphs, rules, self._place)

    def _place(self, paragraphs: bytes, rules: Rules) -> tuple[bytes, ...]:
        """As ``finish.signature`` does it: the paragraphs, parted at their texts."""

        def edit(root: etree._Element) -> None:
            place(root, self._styles, rules, self._template.width)

        space = Space(self._template.parts[0].start)
        return tuple(_TEXT.split(space.edited(paragraphs, edit)))

    @cached_property
    def _styles(self) -> Styles:
        from lxml import etree  # heavy, and few signatures are not known

        parser = etree.XMLParser(resolve_entities=False)
        return Styles.of(self._template.styles or None, parser)

    def _kept_from(self, document: bytes, end: int) -> int:
        """Where the elements begin that stay on the page of what follows ``end``."""
        while True:
            before = document[:end] if end < 4096 else document[end - 4096 : end]
            if before.endswith(b"</w:p>"):
                start = _beginning(document, b"p", end)
                found = _STYLE.match(document, start, end)
                style = found[1].decode() if found else ""
                if found is None and document.find(b"<w:pStyle", start, end) >= 0:
                    raise Refusal("a paragraph whose style stands elsewhere")
                if self._template.names_of_styles.get(style) not in _NAME_KEPT:
                    return start
                end = start
            elif before.endswith(b"</w:tbl>"):
                return _beginning(document, b"tbl", end)
            elif before.rpartition(b"<")[2].startswith(b"w:body"):
                return end
            else:
                raise Refusal("neither a paragraph nor a table before the signature")


def _stand_ins(between: list[bytes], texts: list[bytes]) -> list[bytes]:
    """What stands for each text: of a signature something as wide, else anything; ``between`` is
    what is before, between and behind them."""
    made = []
    signed = False
    for before, text in zip(between, texts, strict=False):
        begun, ended = before.rfind(_SIGNED), before.rfind(_SIGNED_END)
        signed = begun > ended or (signed and ended < 0)
        made.append(_as_wide(text) if signed else b"x")
    return made


def _as_wide(text: bytes) -> bytes:
    """Letters as wide as ``text``, between the blanks around it."""
    words = text.decode()
    if "&" in words:
        from html import unescape

        words = unescape(words)
    inner = words.strip()
    letters = "x" * int(2 * width_of(inner))
    return words.replace(inner, letters, 1).encode() if letters else text


def _beginning(document: bytes, name: bytes, end: int) -> int:
    """Where the element begins that ends at ``end``."""
    start = document.rfind(b"<w:" + name + b">", 0, end)
    # One with attributes may stand nearer.
    start = max(start, document.rfind(b"<w:" + name + b" ", max(start, 0), end))
    if start < 0 or document.count(b"</w:" + name + b">", start, end) != 1:
        raise Refusal("one inside another before the signature")
    return start
