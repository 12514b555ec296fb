"""The main part of a Word file, cut into its rows and paragraphs before it is parsed.

A report has some sixty of them in a few shapes, so nearly all of the parser's work would be
repeated from one document to the next. Here the text of the part is only parted: each stretch of
words by its tags, then each outermost row and each paragraph beside them. What is left, with an
empty element in the place of each, is parsed at once; a piece is parsed when its markup has not
been read before (``shapes``), always by the same parser. A part is well-formed exactly where what
is left and each piece are, and its tree is theirs put together, as long as

- no comment, section of raw data, instruction or type stands in it (nothing then hides a tag), nor
  a name that must be unique,
- what is left declares no prefix of its own (so a piece has those of the beginning), and
- the words are such as XML allows, without references (what has one stays with the markup).

Whatever does not keep to this is not cut but parsed whole, and so is what is damaged: then lxml
says what is wrong with it. So this decides nothing, and finds nothing well-formed that is not.
"""

from __future__ import annotations

import re
from typing import Final

from attrs import frozen
from lxml import etree

from .file import parsed
from .styles import W

SIGN: Final = "\0"  # in the place of a stretch of words; XML holds none
# The attribute of an empty element that says which piece stands there. A part in which it is
# written, in whatever way, is not cut: the name of an attribute has no other spelling.
NUMBER: Final = "cut-here"
_MOST_BYTES: Final = 5_000_000  # a report has some hundred thousand
_MOST_PIECES: Final = 2_000  # and some sixty of these
_MOST_AROUND: Final = 8_000  # characters parsed with each piece; of Word, some three thousand
_HEAD: Final = re.compile(
    r"(?:<\?xml version=[\"']1\.0[\"'](?: encoding=[\"'](?i:utf-8)[\"'])?"
    r"(?: standalone=[\"'](?:yes|no)[\"'])? ?\?>\s*)?"
    r"<w:document(?:\s[^<>]*)?>\s*<w:body(?:\s[^<>]*)?>"
)
_END: Final = "</w:body></w:document>"
_END_OF_WORDS: Final = "</w:t>"
# What the parser refuses in words, or changes; "&" and ">" never get into them.
_UNFIT: Final = re.compile("[<\x00-\x08\x0b-\x1f\ufffe\uffff]")
_ROW: Final = re.compile(r"<w:tr(?:\s[^<>]*)?(?<!/)>")
_PARAGRAPH: Final = re.compile(r"<w:p(?:\s[^<>]*)?(?<!/)>")
# What hides tags, and what must not stand twice in a part.
_WHOLE: Final = ("<!", "<?", "xml:id")


class UncutError(Exception):
    """The part cannot be read in pieces."""


@frozen
class Piece:
    """A row or paragraph: its markup with a sign in the place of each stretch of words, and
    these. Words stand before the end of their element, behind the last tag. White space alone
    stays with the markup, as whether there are words decides which looks hide; and so does what
    has a reference in it."""

    markup: str
    words: list[str]

    @classmethod
    def of(cls, text: str) -> Piece:
        markup: list[str] = []
        words: list[str] = []
        for part in text.split(_END_OF_WORDS):
            at = part.rfind(">") + 1
            said = part[at:]
            if said and "&" not in said and not said.isspace():
                words.append(said)
                part = part[:at] + SIGN
            markup.append(part)
        return cls(_END_OF_WORDS.join(markup), words)

    @property
    def text(self) -> str:
        return self.saying(self.words)

    def saying(self, words: list[str]) -> str:
        """The text of the piece with these words in the places of its own.

        Raises:
            UncutError: it holds a sign that is not ours.
        """
        parts = self.markup.split(SIGN)
        if len(parts) != len(words) + 1:
            raise UncutError
        return "".join(part + word for part, word in zip(parts, (*words, ""), strict=True))


@frozen
class Cutting:
    """The tree of what is left, in which ``cut`` numbers the pieces; and the beginning of the
    part, up to what its body holds."""

    head: str
    root: etree._Element
    pieces: list[Piece]

    def paragraph(self, text: str) -> etree._Element:
        """A paragraph of the body as lxml reads it there.

        Raises:
            UncutError: it is not one, and nothing but one.
        """
        return _only(self._body(text), "p", 0)

    def row(self, text: str, around: tuple[str, ...]) -> etree._Element:
        """A row as lxml reads it behind ``around``, which are elements of its table.

        Raises:
            UncutError: it is not one, and nothing but one.
        """
        before = "".join(around)
        if len(before) > _MOST_AROUND:
            raise UncutError
        body = self._body(f"<w:tbl>{before}{text}</w:tbl>")
        return _only(_only(body, "tbl", 0), "tr", len(around))

    def _body(self, inside: str) -> etree._Element:
        return _only(_parsed(self.head, inside + _END), "body", 0)


def _only(parent: etree._Element, name: str, before: int) -> etree._Element:
    """The last thing in an element, behind so many others: what was parsed has its boundaries
    where it was put in."""
    if len(parent) != before + 1 or parent[-1].tag != f"{W}{name}":
        raise UncutError
    return parent[-1]


def cut(content: bytes) -> Cutting:
    """The main part in pieces.

    Raises:
        UncutError: it has to be parsed whole.
    """
    if len(content) > _MOST_BYTES:
        raise UncutError
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise UncutError from error
    head = _HEAD.match(text)
    if head is None or head.end() > _MOST_AROUND or NUMBER in text:
        raise UncutError
    taken: list[str] = []
    left = _without(text[head.end() :], "tr", _ROW, taken)
    left = _without(left, "p", _PARAGRAPH, taken)
    if len(taken) > _MOST_PIECES or "xmlns" in left:
        raise UncutError
    pieces = list(map(Piece.of, taken))
    if _UNFIT.search(" ".join([word for piece in pieces for word in piece.words])):
        raise UncutError
    return Cutting(head[0], _parsed(head[0], left), pieces)


def _without(text: str, name: str, begin: re.Pattern[str], taken: list[str]) -> str:
    """``text`` with an empty element in the place of each one called ``name``; these go to
    ``taken``. Where one stands in another, no whole element is taken, which shows when it is
    parsed."""
    end = f"</w:{name}>"
    *parts, last = text.split(end)
    left: list[str] = []
    for part in parts:
        found = begin.search(part)
        if found is None:
            raise UncutError
        at = found.start()
        left += (part[:at], f'<w:{name} {NUMBER}="{len(taken)}"/>')
        taken.append(part[at:] + end)
    return "".join((*left, last))


def _parsed(head: str, inside: str) -> etree._Element:
    if any(sign in inside for sign in _WHOLE):
        raise UncutError
    try:
        return parsed((head + inside).encode())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UncutError from error
