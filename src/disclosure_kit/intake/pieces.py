"""Lines of a printed page → pieces of text and figures, each with where it stands across the page.

Pieces that stand below one another and together make a label of the form are that label: however
its cell was broken over lines, written downwards, or cut by a page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from attrs import frozen

from ..model.raw import RawLine
from .labels import bare
from .vocabulary import Vocabulary, Word, is_cell, plain

_FARTHEST: Final = 12  # lines between two pieces of one label written downwards
_MOST_PIECES: Final = 40  # of one label, a letter each
_TOKEN: Final = re.compile(r"[^\s|]+")


@frozen
class Piece:
    """Text on one line, from column ``begin`` to before ``end``; ``line`` counts written lines."""

    text: str
    line: int
    begin: int
    end: int

    def over(self, other: Piece) -> bool:
        """Whether the two have a column in common."""
        return self.begin < other.end and other.begin < self.end


@frozen
class PrintedLine:
    """A line: its labels' pieces, and the cells that end it."""

    number: int
    page: int
    texts: tuple[Piece, ...]
    cells: tuple[Piece, ...]


@frozen
class Label:
    """A label of the form (``word``), or a piece that is none (None)."""

    text: str
    word: Word | None
    pieces: tuple[Piece, ...]

    @property
    def first(self) -> int:
        return self.pieces[0].line

    @property
    def last(self) -> int:
        return self.pieces[-1].line

    @property
    def begin(self) -> int:
        return min(piece.begin for piece in self.pieces)

    @property
    def end(self) -> int:
        return max(piece.end for piece in self.pieces)


def printed_lines(
    lines: Iterable[RawLine], words: Vocabulary, wide: bool
) -> tuple[PrintedLine, ...]:
    """The written lines. ``wide``: a full-width character takes two columns."""
    found: list[PrintedLine] = []
    page = 0
    for line in lines:
        tokens = list(_tokens(line.text, len(found), wide))
        if not tokens:
            continue
        page += line.new_page
        first = len(tokens)
        while first and is_cell(tokens[first - 1].text):
            first -= 1
        texts = tuple(_segments(tokens[:first], words))
        found.append(PrintedLine(line.number, page, texts, tuple(tokens[first:])))
    return tuple(found)


def _tokens(text: str, line: int, wide: bool) -> Iterator[Piece]:
    text = text.expandtabs()
    columns = [0]
    for char in text:
        double = wide and unicodedata.east_asian_width(char) in "WFA"
        columns.append(columns[-1] + (2 if double else 1))
    for match in _TOKEN.finditer(text):
        yield Piece(match[0], line, columns[match.start()], columns[match.end()])


def _segments(tokens: Sequence[Piece], words: Vocabulary) -> Iterator[Piece]:
    """Tokens one blank apart are one piece where they stand so in a label: 第二十条 第（一）项."""
    at = 0
    while at < len(tokens):
        piece = tokens[at]
        at += 1
        while at < len(tokens) and tokens[at].begin - piece.end <= 1:
            text = piece.text + tokens[at].text
            if not words.is_piece(text):
                break
            piece = Piece(text, piece.line, piece.begin, tokens[at].end)
            at += 1
        yield piece


def labels_of(lines: Sequence[PrintedLine], words: Vocabulary) -> tuple[Label, ...]:
    """Every label, in the order of their first pieces; each piece belongs to one."""
    pieces = [piece for line in lines for piece in line.texts]
    used: set[int] = set()
    found: list[Label] = []
    for at in range(len(pieces)):
        if at in used:
            continue
        chain = _chain(at, pieces, used, words)
        used.update(chain)
        text = "".join(pieces[n].text for n in chain)
        if bare(text):
            found.append(Label(text, words.word(text), tuple(pieces[n] for n in chain)))
    return tuple(found)


def _chain(at: int, pieces: Sequence[Piece], used: set[int], words: Vocabulary) -> list[int]:
    """The pieces that make a label in full, begun by that ``at``; it alone where none do."""
    text, chain, best = pieces[at].text, [at], 1
    if not plain(text) or not words.is_start(text):
        return chain
    for number in range(at + 1, min(len(pieces), at + 1 + 8 * _FARTHEST)):
        last, piece = pieces[chain[-1]], pieces[number]
        if piece.line - last.line > _FARTHEST or len(chain) == _MOST_PIECES:
            break
        if number in used or piece.line == last.line or not piece.over(last):
            continue
        if not words.is_start(text + piece.text):
            break
        text += piece.text
        chain.append(number)
        if words.is_whole(text) and plain(piece.text):
            best = len(chain)
    return chain[:best]
