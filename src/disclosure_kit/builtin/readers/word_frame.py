"""The body of a Word file without the rows whose shapes are known: these need not be parsed.

Most of a report's XML are the rows of its tables. A row is taken out of the text of the part, and
an empty one stands in its place, where its tags are letter by letter those of a row that was
parsed below the same beginning of a part (its namespaces), and its words are printable and without
mark-up. So what is left is well-formed if and only if the whole is, and as deep. What would make
letters mean something else (comments, other namespaces) stands nowhere in such a part.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from attrs import frozen
from lxml import etree

from ...errors import SourceError
from ...intake.package import parse_admitted
from .word_shapes import NOTES, Parted, Shape
from .word_styles import child, tag

_MARK: Final = "row-of-a-known-shape"
_BEGINNING: Final = re.compile(
    r"""(?:<\?xml version=['"]1\.0['"] encoding=['"](?:UTF|utf)-8['"](?: standalone=['"]yes['"])?"""
    r"""\?>\s*)?<w:document(?: [^<>]*)?><w:body(?: [^<>]*)?>"""
)
_NO_TAGS: Final = ("<!", "<?")
_ELSEWHERE: Final = (*_NO_TAGS, "xmlns")
_NOT_PLAIN: Final = ("&", "]]>")
_LONGEST: Final = 200_000  # letters of a row; the parser has bounds of its own
_END: Final = "</w:tr>"
_STARTS: Final = ("<w:tr>", "<w:tr ")


@frozen
class WrittenRow:
    """A row as it is written in a part that begins with ``beginning``."""

    beginning: str
    parted: Parted

    @property
    def key(self) -> tuple[str, ...]:
        """All that decides what a parser makes of its tags."""
        return (self.beginning, *self.parted.tags)

    def parsed(self, *, signs: bool = False) -> etree._Element | None:
        """The row, in a table of its own; with ``signs`` in the place of its words. None where it
        is not one row, and well-formed, or where words may be a part of its mark-up."""
        row = self.parted.written(signs=signs)
        if any(sign in row for sign in _NO_TAGS):
            return None  # words could end a comment, and what follows means something else
        whole = f"{self.beginning}<w:tbl>{row}</w:tbl></w:body></w:document>"
        try:
            table = child(parse_admitted("", "", whole.encode()), "w:body", "w:tbl")
        except SourceError:
            return None
        if table is None or len(table) != 1 or tag(table[0]) != "w:tr":
            return None
        return table[0]


@frozen
class KnownRow:
    """A row that was taken out, with its shape."""

    shape: Shape
    row: WrittenRow


@frozen
class Frame:
    """What is left of a part, and the rows that were taken out, by the numbers in their places."""

    left: bytes
    rows: tuple[KnownRow, ...]

    def fits(self, body: etree._Element) -> bool:
        """Whether every row that was taken out stood in a table of ``body`` itself."""
        places = [
            number_of(row)
            for table in body
            if tag(table) == "w:tbl"
            for row in table
            if number_of(row) is not None
        ]
        return places == list(range(len(self.rows)))


def number_of(row: etree._Element) -> int | None:
    """The number of the row in whose place ``row`` stands."""
    number = row.get(_MARK)
    return None if number is None else int(number)


def framed(content: bytes, shape_of: Callable[[WrittenRow], Shape | None]) -> Frame | None:
    """A part of a file without the rows of which ``shape_of`` knows the shape; None where letters
    alone do not say what is a row, or none is known."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    begin = _BEGINNING.match(text)
    if begin is None:
        return None
    chunks = text[begin.end() :].split(_END)
    if any(note in chunks[0] for note in NOTES):
        return None  # of who typed what: then every row has tags of its own
    rows: list[KnownRow] = []
    left = "".join(_left(chunks, begin[0], shape_of, rows))
    # What is taken out was parsed below this beginning; what would make it mean something else
    # stands around it.
    if not rows or any(sign in left for sign in _ELSEWHERE) or left.count(_MARK) != len(rows):
        return None
    return Frame(f"{begin[0]}{left}".encode(), tuple(rows))


def _left(
    chunks: Sequence[str],
    beginning: str,
    shape_of: Callable[[WrittenRow], Shape | None],
    rows: list[KnownRow],
) -> Iterator[str]:
    for chunk in chunks[:-1]:
        start = max(map(chunk.rfind, _STARTS))
        written = chunk[max(start, 0) :] + _END
        # As lxml would write it, and nothing in it that a parser would refuse.
        shape = None
        if start >= 0 and len(written) <= _LONGEST:
            row = WrittenRow(beginning, Parted.of_written(written))
            words = "".join(row.parted.texts)
            if words.isprintable() and not any(sign in words for sign in _NOT_PLAIN):
                shape = shape_of(row)
        if shape is None:
            yield chunk + _END
        else:
            yield f'{chunk[:start]}<w:tr {_MARK}="{len(rows)}"/>'
            rows.append(KnownRow(shape, row))
    yield chunks[-1]
