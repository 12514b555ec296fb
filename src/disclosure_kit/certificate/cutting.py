"""The main part of a Word file, cut into its tables and paragraphs before it is parsed.

A report has some sixty rows and paragraphs in a few shapes, so nearly all of the parser's work
would be repeated from one document to the next. Here the bytes of the part are only parted: first
all its words from all its tags, in one pass; then, in what the tags are, its tables and the
paragraphs beside them, and a table that is not known into its rows. What is left, with an empty
element in the place of each, is parsed; a piece is parsed when its markup has not been read before
(``shapes``), always by the same parser. A part is well-formed exactly where what is left and each
piece are, and its tree is theirs put together, as long as

- no comment, section of raw data, instruction or type stands in it (nothing then hides a tag), nor
  a name that must be unique,
- what is left declares no prefix of its own (so a piece has those of the beginning), and
- the words are such as XML allows, without references (a piece that has one is parsed).

Whatever does not keep to this is not cut but parsed whole, and so is what is damaged: then lxml
says what is wrong with it. So this decides nothing, and finds nothing well-formed that is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from attrs import frozen
from lxml import etree

from .file import parsed
from .styles import W

SIGN: Final = b"\0"  # in the place of a stretch of words, and between them; XML holds none
# The attribute of an empty element that says which piece stands there.
NUMBER: Final = "cut-here"
_NUMBER: Final = NUMBER.encode()
_MOST_BYTES: Final = 5_000_000  # a report has some hundred thousand
MOST_PIECES: Final = 2_000  # and some sixty of these
_MOST_AROUND: Final = 8_000  # bytes parsed with each piece; of Word, some three thousand
_HEAD: Final = re.compile(
    rb"(?:<\?xml version=[\"']1\.0[\"'](?: encoding=[\"'](?i:utf-8)[\"'])?"
    rb"(?: standalone=[\"'](?:yes|no)[\"'])? ?\?>\s*)?"
    rb"<w:document(?:\s[^<>]*)?>\s*<w:body(?:\s[^<>]*)?>"
)
_END: Final = b"</w:body></w:document>"
_END_OF_WORDS: Final = b"</w:t>"
# What the parser refuses in words, or changes; ">" never gets into them.
_UNFIT: Final = re.compile("[<\x01-\x08\x0b-\x1f\ufffe\uffff]")
_TABLE: Final = re.compile(rb"<w:tbl>")
_ROW: Final = re.compile(rb"<w:tr(?:\s[^<>]*)?(?<!/)>")
_PARAGRAPH: Final = re.compile(rb"<w:p(?:\s[^<>]*)?(?<!/)>")
# What is not left: words, a prefix for the pieces, and what the marks of the pieces are told by (in
# whatever way it is written: the name of an attribute has no other spelling).
_NOT_LEFT: Final = (SIGN, b"xmlns", _NUMBER)
# What hides tags, and what must not stand twice in a part.
_WHOLE: Final = (b"<!", b"<?", b"xml:id")


class UncutError(Exception):
    """The part cannot be read in pieces."""


class Piece(NamedTuple):
    """A table, row or paragraph: its markup with a sign in the place of each stretch of words, and
    these, as they are written. Words stand before the end of their element, behind the last
    tag."""

    markup: bytes
    words: list[str]

    @property
    def text(self) -> bytes:
        return self.saying(self.words)

    def saying(self, words: list[str]) -> bytes:
        """The text of the piece with these words in the places of its own."""
        parts = self.markup.split(SIGN)
        said = zip(parts, (*words, ""), strict=True)
        return b"".join([part + word.encode() for part, word in said])

    @property
    def refers(self) -> bool:
        """Whether a reference stands in its words, which are others than are written then."""
        return any("&" in word for word in self.words)

    def rows(self) -> tuple[bytes, list[Piece]]:
        """What is left of a table, in which its rows are numbered, and these.

        Raises:
            UncutError: it is not in rows.
        """
        gaps, rows = _taken(self.markup, b"tr", _ROW)
        return _marked(gaps, b"tr", 0), _pieces(rows, iter(self.words))


@frozen
class Cutting:
    """The tree of what is left, in which ``cut`` numbers the paragraphs and tables; and the
    beginning of the part, up to what its body holds. ``refers``: a reference stands in some of the
    words."""

    head: bytes
    root: etree._Element
    pieces: list[Piece]
    refers: bool

    def paragraph(self, text: bytes) -> etree._Element:
        """A paragraph of the body as lxml reads it there.

        Raises:
            UncutError: it is not one, and nothing but one.
        """
        return self._only_one(text, "p")

    def table(self, text: bytes) -> etree._Element:
        """The same of a table."""
        return self._only_one(text, "tbl")

    def row(self, text: bytes, around: tuple[bytes, ...]) -> etree._Element:
        """The same of a row behind ``around``, which are elements of its table."""
        before = b"".join(around)
        if len(before) > _MOST_AROUND:
            raise UncutError
        table = self.table(b"<w:tbl>%b%b</w:tbl>" % (before, text))
        return _last(table, "tr", len(around))

    def _only_one(self, text: bytes, name: str) -> etree._Element:
        return _last(_last(_parsed(self.head, text + _END), "body", 0), name, 0)


def _last(parent: etree._Element, name: str, before: int) -> etree._Element:
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
    head = _HEAD.match(content)
    if len(content) > _MOST_BYTES or SIGN in content or head is None or head.end() > _MOST_AROUND:
        raise UncutError
    markup, said = _parted(content[head.end() :])
    if _UNFIT.search(said):
        raise UncutError
    left, taken = _blocks(markup)
    if len(taken) > MOST_PIECES:
        raise UncutError
    pieces = _pieces(taken, iter(said.split(SIGN.decode())))
    return Cutting(head[0], _parsed(head[0], left), pieces, refers="&" in said)


def _parted(body: bytes) -> tuple[bytes, str]:
    """The markup with signs in the place of words, and these one behind the other."""
    *parts, last = body.split(_END_OF_WORDS)
    parted = [part.rpartition(b">") for part in parts]
    markup = [before for before, _, _ in parted]
    if b"" in markup:  # words behind no tag
        raise UncutError
    try:
        said = SIGN.join([words for _, _, words in parted]).decode()
    except UnicodeDecodeError as error:
        raise UncutError from error
    return (b">" + SIGN + _END_OF_WORDS).join((*markup, last)), said


def _blocks(markup: bytes) -> tuple[bytes, list[bytes]]:
    """What is left of a body, and its paragraphs and tables."""
    gaps, tables = _taken(markup, b"tbl", _TABLE)
    left: list[bytes] = []
    taken: list[bytes] = []
    for number, gap in enumerate(gaps):
        beside, paragraphs = _taken(gap, b"p", _PARAGRAPH)
        left.append(_marked(beside, b"p", len(taken)))
        taken += paragraphs
        if number < len(tables):
            left.append(_mark(b"tbl", len(taken)))
            taken.append(tables[number])
    return b"".join(left), taken


def _pieces(taken: list[bytes], words: Iterator[str]) -> list[Piece]:
    """Each with its own of the words."""
    return [Piece(markup, list(islice(words, markup.count(SIGN)))) for markup in taken]


def _taken(markup: bytes, name: bytes, begin: re.Pattern[bytes]) -> tuple[list[bytes], list[bytes]]:
    """The elements called ``name``, and what stands before the first, between each two and behind
    the last. Where one stands in another, no whole element is taken, which shows when it is
    parsed."""
    end = b"</w:%b>" % name
    *parts, last = markup.split(end)
    gaps, taken = [], []
    for part in parts:
        found = begin.search(part)
        if found is None:
            raise UncutError
        at = found.start()
        gaps.append(part[:at])
        taken.append(part[at:] + end)
    return [*gaps, last], taken


def _marked(gaps: list[bytes], name: bytes, first: int) -> bytes:
    """What is left where pieces were taken from between the gaps: an empty element for each.

    Raises:
        UncutError: something stands in it that only pieces may have, or such an element already.
    """
    first_gap, *others = gaps
    if any(sign in gap for gap in gaps if gap for sign in _NOT_LEFT):
        raise UncutError
    marked = [_mark(name, number) + gap for number, gap in enumerate(others, first)]
    return b"".join((first_gap, *marked))


def _mark(name: bytes, number: int) -> bytes:
    return b'<w:%b %b="%d"/>' % (name, _NUMBER, number)


def _parsed(head: bytes, inside: bytes) -> etree._Element:
    if any(sign in inside for sign in _WHOLE):
        raise UncutError
    try:
        return parsed(head + inside)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UncutError from error
