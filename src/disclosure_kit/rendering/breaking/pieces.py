"""A title cut into pieces that no line may break: words, numbers, years, quoted names.

No dictionary of the language is used: a character that belongs to no known word stays with
its neighbours, so what is not known is not torn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import evolve, frozen

from .words import Role, words

_DIGIT: Final = "0-9０-９"
_LETTER: Final = "A-Za-zÀ-ɏＡ-Ｚａ-ｚ"
_MEASURE: Final = r"(?:年度?|月份?|日|时|号|届|次|期|版|批|个|项|件|条|季度?|[%％‰℃])"
_LATIN: Final = re.compile(
    rf"[{_DIGIT}]*[{_LETTER}][{_LETTER}{_DIGIT}_.'’&/+\-]*(?:(?<=[{_DIGIT}]){_MEASURE})?"
)
_YEAR: Final = re.compile(rf"(?:[{_DIGIT}]{{4}}|[〇○零一二三四五六七八九]{{4}})年度?")
_NUMBER: Final = re.compile(
    rf"第?[{_DIGIT}]+(?:[.,．，/:：\-－—][{_DIGIT}]+)*{_MEASURE}?"
    r"|第[〇零一二三四五六七八九十百千]+(?:届|次|期|号|批|版|季度?)?"
)
# GB/T 15834-2011, 5.1: they stand at no beginning, and at no end, of a line.
_OPENING: Final = "（《〈“‘【〔［｛(「『"
_CLOSING: Final = "）》〉”’】〕］｝)」』"
_NOT_FIRST: Final = _CLOSING + "，。、；：？！,.;:?!…—·％% \t　"
_NOT_LAST: Final = _OPENING + "·—"
_PAIRS: Final = dict(zip(_OPENING, _CLOSING, strict=True))
# A longer quotation fits no line, so its end need not be looked for.
_LONGEST_PAIR: Final = 200
# 自治县 ends a name and 中心 a word; 人民政府 may begin a line.
_LONGEST_ENDING: Final = 3
_LONGEST_ENDING_OF_WORD: Final = 2


@frozen
class Piece:
    """A piece of a title: its text, what it begins as, and what it ends as (a place with its
    ``level``, 0 for a province)."""

    text: str
    first: Role
    last: Role
    level: int = -1

    def joined(self, other: Piece) -> Piece:
        return Piece(self.text + other.text, self.first, other.last, other.level)


def pieces(text: str, *, quoted: bool = True) -> tuple[Piece, ...]:
    """``text`` in pieces, in order; ``quoted``: what stands between brackets is one."""
    made: list[Piece] = []
    for piece in _in_context(tuple(_raw(text, quoted=quoted))):
        if made and (_clings(made[-1], piece) or _continues(made[-1], piece)):
            made[-1] = made[-1].joined(piece)
        elif piece.first is Role.UNKNOWN:
            made.append(evolve(piece, last=Role.UNKNOWN, level=-1))  # an ending that ends nothing
        else:
            made.append(piece)
    return tuple(made)


def _raw(text: str, *, quoted: bool) -> Iterator[Piece]:
    at = 0
    while at < len(text):
        piece = _piece(text, at, quoted=quoted)
        yield piece
        at += len(piece.text)


def _piece(text: str, at: int, *, quoted: bool) -> Piece:
    character = text[at]
    if quoted and character in _PAIRS and (end := _end_of_pair(text, at)):
        return _alike(text[at:end], Role.WORD)
    for pattern, role in ((_LATIN, Role.WORD), (_YEAR, Role.YEAR), (_NUMBER, Role.NUMBER)):
        if found := pattern.match(text, at):
            return _alike(found[0], role)
    table = words()
    if (word := table.at(text, at)) and not _ends_before(text, at, word):
        return _alike(word, table.known[word])
    if character in _NOT_FIRST:
        return _alike(character, Role.MARK)
    if (level := table.place_endings.get(character)) is not None:
        return Piece(character, Role.UNKNOWN, Role.PLACE, level)
    if character in table.body_endings:
        return Piece(character, Role.UNKNOWN, Role.BODY)
    return _alike(character, Role.UNKNOWN)


def _ends_before(text: str, at: int, word: str) -> bool:
    """Whether a known word begins with the end of a name: 永顺县｜城市, not 县城｜市."""
    table = words()
    return word[0] in table.place_endings and len(table.at(text, at + 1)) >= len(word)


def _alike(text: str, role: Role) -> Piece:
    return Piece(text, role, role)


def _end_of_pair(text: str, at: int) -> int:
    """The place behind the bracket that closes the one at ``at``; 0 where none does."""
    opening, closing = text[at], _PAIRS[text[at]]
    depth = 0
    for place in range(at, min(len(text), at + _LONGEST_PAIR)):
        depth += (text[place] == opening) - (text[place] == closing)
        if not depth:
            return place + 1
    return 0


def _in_context(raw: Sequence[Piece]) -> Iterator[Piece]:
    """A character that could be a conjunction, or the end of a body's name, is one only where
    its neighbours are known: 资源和社会, not 呼和浩特; 市委办公室, not 市委前街."""
    for place, piece in enumerate(raw):
        before = raw[place - 1].last if place else Role.UNKNOWN
        after = raw[place + 1] if place + 1 < len(raw) else None
        unknown_after = after is not None and after.last is Role.UNKNOWN
        name_after = after is not None and after.first is Role.UNKNOWN
        if piece.first is Role.CONNECTIVE and (name_after or before is Role.UNKNOWN):
            yield _alike(piece.text, Role.UNKNOWN)
        elif piece.first is Role.UNKNOWN and piece.last is Role.BODY and unknown_after:
            yield evolve(piece, last=Role.NAME)
        elif piece.last is Role.UNKNOWN and before is Role.WORD and not unknown_after:
            yield Piece(piece.text, Role.PARTICLE, Role.WORD)  # 社会科学界
        else:
            yield piece


def _clings(before: Piece, piece: Piece) -> bool:
    """Whether punctuation, or a number without a noun, holds two pieces together."""
    return (
        piece.first in (Role.MARK, Role.PARTICLE, Role.NUMBER)
        or before.text[-1] in _NOT_LAST
        or piece.text[0] in _NOT_FIRST
    )


def _continues(before: Piece, piece: Piece) -> bool:
    """Whether a piece goes on with the name that the one before begins."""
    named = before.last in (Role.UNKNOWN, Role.NAME)
    if piece.first in (Role.BODY, Role.PLACE):
        of_word = not named and piece.first is Role.BODY
        longest = _LONGEST_ENDING_OF_WORD if of_word else _LONGEST_ENDING
        return (named or before.last is Role.WORD) and len(piece.text) <= longest
    if piece.first is not Role.UNKNOWN:
        return False
    if piece.last in (Role.BODY, Role.NAME):
        return named or before.last in (Role.WORD, Role.BODY, Role.PLACE)
    if piece.last is Role.PLACE:
        # 景德镇市 is one name; in 临汾市乡宁县 the 乡 begins the next.
        return named or before.last in (Role.WORD, Role.BODY) or piece.level <= before.level
    return named
