"""The body of a Word file without the rows whose shapes are known: these need not be parsed.

Most of a report's XML are the rows of its tables. A row is taken out of the text of the part, and
an empty one stands in its place, where its tags are letter by letter those of a row that was
parsed below the same beginning of a part (its namespaces), and its words are printable and without
mark-up. So what is left is well-formed if and only if the whole is, and as deep. What would make
letters mean something else (comments, other namespaces) stands nowhere in such a part.

Word notes at every paragraph, run and row who typed it when: another number in each file, and
nothing of it is seen. These notes are left out first, where they are all that their tag says and
none stands there twice, so that it is no mistake to leave them out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias

from attrs import frozen
from lxml import etree

from ...errors import SourceError
from ...intake.package_xml import parse_admitted
from .word_shapes import NOTES, Parted, Shape
from .word_styles import child, tag

_MARK: Final = "row-of-a-known-shape"
_BEGINNING: Final = re.compile(
    rb"""(?:<\?xml version=['"]1\.0['"] encoding=['"](?:UTF|utf)-8['"]"""
    rb"""(?: standalone=['"]yes['"])?\?>\s*)?<w:document(?: [^<>]*)?><w:body(?: [^<>]*)?>"""
)
_NO_TAGS: Final = (b"<!", b"<?")
_ELSEWHERE: Final = (*_NO_TAGS, b"xmlns")
_LONGEST: Final = 200_000  # bytes of a row; the parser has bounds of its own
_END: Final = b"</w:tr>"
_END_OF_WORDS: Final = b"</w:t>"
_STARTS: Final = (b"<w:tr>", b"<w:tr ")

_PREFIX: Final = b"xmlns:w14="  # without it a note of this prefix is a mistake


def _notes(*names: str) -> str:
    return "".join(rf'(?:{name}="[0-9A-Fa-f]+"(?: |(?=/?>)))?' for name in names)


# Each in the order in which Word writes them; what is in another stays, and so does its row.
_OF_WORDS: Final = ("w:rsidR", "w:rsidRPr", "w:rsidDel", "w:rsidRDefault", "w:rsidP")
_NOTED: Final = re.compile(
    f" (?:(?<=<w:[pr] ){_notes('w14:paraId', 'w14:textId', *_OF_WORDS)}"
    f"|(?<=<w:tr ){_notes('w:rsidR', 'w:rsidRPr', 'w14:paraId', 'w14:textId', 'w:rsidTr')})"
    "(?=/?>)".encode()
)

# A row that was taken out: its shape, and how it is parted in a part of this beginning.
KnownRow: TypeAlias = tuple[Shape, Parted]


def parsed(row: Parted, *, signs: bool = False) -> etree._Element | None:
    """A piece of a part as the row that it is, in a table of its own; with ``signs`` in the place
    of its words. None where it is not one row, and well-formed, or where words may be a part of its
    mark-up."""
    written = row.written(signs=signs)
    if any(sign in written for sign in _NO_TAGS):
        return None  # words could end a comment, and what follows means something else
    whole = b"%b<w:tbl>%b</w:tbl></w:body></w:document>" % (row.tags[0], written)
    try:
        table = child(parse_admitted("", "", whole), "w:body", "w:tbl")
    except SourceError:
        return None
    if table is None or len(table) != 1 or tag(table[0]) != "w:tr":
        return None
    return table[0]


@frozen
class Frame:
    """What is left of a part, and the rows that were taken out, by the numbers in their places."""

    left: bytes
    rows: tuple[KnownRow, ...]

    def fits(self, body: etree._Element) -> bool:
        """Whether every row that was taken out stood in a table of ``body`` itself."""
        rows = (row for table in body if tag(table) == "w:tbl" for row in table)
        places = [number for row in rows if (number := number_of(row)) is not None]
        return places == list(range(len(self.rows)))


def number_of(row: etree._Element) -> int | None:
    """The number of the row in whose place ``row`` stands."""
    number = row.get(_MARK)
    return None if number is None else int(number)


def framed(content: bytes, shape_of: Callable[[Parted], Shape | None]) -> Frame | None:
    """A part of a file without the rows of which ``shape_of`` knows the shape; None where letters
    alone do not say what is a row, or none is known."""
    begin = _BEGINNING.match(content)
    if begin is None:
        return None
    written = content[begin.end() :]
    if _has_notes(written):
        if _PREFIX not in begin[0] and NOTES[1] in written:
            return None
        written = _NOTED.sub(b"", written)
    chunks = written.split(_END)
    rows: list[KnownRow] = []
    left = b"".join(_left(chunks, begin[0], shape_of, rows))
    # What is taken out was parsed below this beginning; what would make it mean something else
    # stands around it.
    if not rows or any(sign in left for sign in _ELSEWHERE):
        return None
    if left.count(_MARK.encode()) != len(rows):
        return None
    return Frame(begin[0] + left, tuple(rows))


def _has_notes(letters: bytes) -> bool:
    return any(note in letters for note in NOTES)


def _left(
    chunks: Sequence[bytes],
    beginning: bytes,
    shape_of: Callable[[Parted], Shape | None],
    rows: list[KnownRow],
) -> Iterator[bytes]:
    for chunk in chunks[:-1]:
        start = max(map(chunk.rfind, _STARTS))
        row = shape = None
        # With notes left, every row would have tags of its own.
        if start >= 0 and len(chunk) - start <= _LONGEST and not _has_notes(chunk[start:]):
            row = Parted.of_written(chunk[start:] + _END, _END_OF_WORDS, beginning)
        if row is not None and row.printable:  # in which is nothing that a parser would refuse
            shape = shape_of(row)
        if row is None or shape is None:
            yield chunk + _END
        else:
            yield b'%b<w:tr %b="%d"/>' % (chunk[:start], _MARK.encode(), len(rows))
            rows.append((shape, row))
    yield chunks[-1]
