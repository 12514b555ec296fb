"""The main part of a Word file, cut into its tables and paragraphs before it is parsed.

A report has some sixty rows and paragraphs in a few shapes, so nearly all of the parser's work
would be repeated from one document to the next. Here the bytes of the part are only parted: first
all its words from all its tags, in one pass; then, in what the tags are, its tables, the paragraphs
beside them and what stands between, and a table that is not known into its rows. A piece is parsed
when its markup has not been read before (``shapes``), always by the same parser. A part is
well-formed where each of its pieces is, and its tree is theirs one behind the other, as long as

- no comment, section of raw data, instruction or type stands in it (nothing then hides a tag), nor
  a name that must be unique, and
- the words are such as XML allows, without references (a piece that has one is parsed).

Whatever does not keep to this is not cut but parsed whole, and so is what is damaged (then lxml
says what is wrong with it) or has something around its paragraphs and tables. So this decides
nothing, and finds nothing well-formed that is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from itertools import islice, zip_longest
from typing import Final, NamedTuple

from attrs import frozen
from lxml import etree

from .file import parsed
from .styles import W

SIGN: Final = b"\0"  # in the place of a stretch of words, and between them; XML holds none
_MOST_BYTES: Final = 5_000_000  # a report has some hundred thousand
MOST_PIECES: Final = 2_000  # and some sixty of these
_MOST_AROUND: Final = 8_000  # bytes parsed with each piece; of Word, some three thousand
_HEAD: Final = re.compile(
    rb"(?:<\?xml version=[\"']1\.0[\"'](?: encoding=[\"'](?i:utf-8)[\"'])?"
    rb"(?: standalone=[\"'](?:yes|no)[\"'])? ?\?>\s*)?"
    rb"<w:document(?:\s[^<>]*)?>\s*<w:body(?:\s[^<>]*)?>"
)
_END: Final = b"</w:body></w:document>"
_END_OF_TABLE: Final = b"</w:tbl>"
_END_OF_WORDS: Final = b"</w:t>"
# What the parser refuses in words, or changes; ">" never gets into them.
_UNFIT: Final = re.compile("[<\x01-\x08\x0b-\x1f\ufffe\uffff]")
# What hides tags, and what must not stand twice in a part.
_WHOLE: Final = (b"<!", b"<?", b"xml:id")


class UncutError(Exception):
    """The part cannot be read in pieces."""


class Kind(Enum):
    """What a piece is: one element of this name, or whatever stands between two of the body."""

    PARAGRAPH = "p"
    TABLE = "tbl"
    ROW = "tr"
    GAP = ""


class Piece(NamedTuple):
    """A part of the markup with a sign in the place of each stretch of words, and these, as they
    are written. Words stand before the end of their element, behind the last tag."""

    kind: Kind
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

    def rows(self) -> tuple[bytes, list[Piece]] | None:
        """What stands before the rows of a table, from its begin; and these. None where something
        stands between them or around some.

        Raises:
            UncutError: it is damaged.
        """
        (before, *gaps), rows = _taken(self.markup, Kind.ROW)
        if not rows or any(gaps[:-1]) or gaps[-1] != _END_OF_TABLE or SIGN in before:
            return None
        return before, list(_with_words([(Kind.ROW, row) for row in rows], self.words))


@frozen
class Cutting:
    """The pieces of the body in order, and the beginning of the part, up to what its body holds.
    ``refers``: a reference stands in some of the words."""

    head: bytes
    pieces: list[Piece]
    refers: bool

    def body(self, inside: bytes) -> etree._Element:
        """A body that holds this alone, as lxml reads it.

        Raises:
            UncutError: it is none.
        """
        if any(sign in inside for sign in _WHOLE):
            raise UncutError
        try:
            root = parsed(self.head + inside + _END)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise UncutError from error
        return _last(root, "body")

    def whole(self, kind: Kind, text: bytes) -> etree._Element:
        """A paragraph or table of the body.

        Raises:
            UncutError: it is not one, and nothing but one.
        """
        return _last(self.body(text), kind.value)

    def row(self, text: bytes, before: bytes) -> etree._Element:
        """The same of a row of a table, with what stands before it there."""
        if len(before) > _MOST_AROUND:
            raise UncutError
        table = self.whole(Kind.TABLE, before + text + _END_OF_TABLE)
        return _last(table, Kind.ROW.value, len(self.before_rows(before)))

    def before_rows(self, before: bytes) -> etree._Element:
        """A table without its rows."""
        return self.whole(Kind.TABLE, before + _END_OF_TABLE)


_BEGINS: Final = {
    Kind.PARAGRAPH: re.compile(rb"<w:p(?:\s[^<>]*)?(?<!/)>"),
    Kind.TABLE: re.compile(rb"<w:tbl>"),
    Kind.ROW: re.compile(rb"<w:tr(?:\s[^<>]*)?(?<!/)>"),
}


def _last(parent: etree._Element, name: str, before: int = 0) -> etree._Element:
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
    pieces = list(_with_words(_pieces(markup), said.split(SIGN.decode())))
    if not 0 < len(pieces) <= MOST_PIECES:  # with none, nothing would be parsed
        raise UncutError
    return Cutting(head[0], pieces, refers="&" in said)


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


def _pieces(markup: bytes) -> Iterator[tuple[Kind, bytes]]:
    """The pieces of what a body holds."""
    if not markup.endswith(_END):
        raise UncutError
    gaps, tables = _taken(markup[: -len(_END)], Kind.TABLE)
    for gap, table in zip_longest(gaps, tables):
        between, paragraphs = _taken(gap, Kind.PARAGRAPH)
        for left, paragraph in zip_longest(between, paragraphs):
            if left:
                yield Kind.GAP, left
            if paragraph:
                yield Kind.PARAGRAPH, paragraph
        if table:
            yield Kind.TABLE, table


def _with_words(pieces: Iterable[tuple[Kind, bytes]], words: Iterable[str]) -> Iterator[Piece]:
    """Each with its own of the words.

    Raises:
        UncutError: words stand where no element of their own is.
    """
    coming = iter(words)
    for kind, markup in pieces:
        count = markup.count(SIGN)
        if count and kind is Kind.GAP:
            raise UncutError
        yield Piece(kind, markup, list(islice(coming, count)))


def _taken(markup: bytes, kind: Kind) -> tuple[list[bytes], list[bytes]]:
    """The elements of a kind, and what stands before the first, between each two and behind the
    last. Where one stands in another, no whole element is taken, which shows when it is parsed."""
    begin, end = _BEGINS[kind], b"</w:%b>" % kind.value.encode()
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
