"""Lines that a printout (pdftotext, OCR) wrapped → the paragraphs they were.

By evidence only: most lines of prose are about equally wide, and many of them end inside
a sentence. Where a place is in doubt, the lines stay as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from attrs import evolve, frozen

MIN_WIDTH, MAX_WIDTH = 48, 130  # columns; a Chinese character takes two
SLACK = 8  # columns by which a full line may stay below the widest: 、 and figures do not wrap
MIN_BREAKS = 6

_INNER_GAP = re.compile(r"\S(?:\s{3,}|\s*\|)")
_END = re.compile(r"[。！？；：…][”’）)]?$")
_STARTS_PARAGRAPH = re.compile(
    r"[一二三四五六七八九十]{1,3}[、．]|[（(][一二三四五六七八九十]{1,3}[）)]"
    r"|\d{1,2}(?:[、．]|\.(?!\d))|[（(]\d{1,2}[）)]"
)


@frozen
class Line:
    """A line, or several joined. ``new_page``: a page begins here or on the blank lines before."""

    text: str
    first: int
    last: int
    new_page: bool = False


@frozen
class _Measured:
    """A line as printed: its columns, without the indent, and how far it is indented."""

    line: Line
    width: int
    indent: int

    @property
    def text(self) -> str:
        return self.line.text.strip()

    @property
    def prose(self) -> bool:
        """Neither blank nor a row of a table."""
        return self.width > 0 and not _INNER_GAP.search(self.text)

    @property
    def ends(self) -> bool:
        """A sentence ends with the line."""
        return bool(_END.search(self.text))


def join_wrapped(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """``lines``, with paragraphs joined where they were wrapped, and a notice if any was."""
    measured = tuple(_measure(line) for line in lines if len(line.text) <= MAX_WIDTH * 2)
    full = _full_width(measured) if len(measured) == len(lines) else None
    if full is None:
        return tuple(lines), ()
    indents = _indents_tell(measured, full)
    joined: list[Line] = []
    count = 0
    for group in _groups(measured, full, indents):
        joined.append(_join(group))
        count += len(group) > 1
    notice = f"正文按固定宽度折行，已把折断的行并为 {count} 段（文字未改，第 N—M 行为原处）"
    return tuple(joined), (notice,) if count else ()


def _measure(line: Line) -> _Measured:
    text = line.text.replace("\f", "").rstrip()
    indent = len(text) - len(text.lstrip())
    return _Measured(line, _columns(text.strip()), _columns(text[:indent]))


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def _full_width(lines: Sequence[_Measured]) -> int | None:
    """The width that a line must reach to be full; None where the text is not wrapped."""
    prose = [line for line in lines if line.prose and line.width >= MIN_WIDTH // 2]
    widths = sorted(line.width for line in prose)
    if len(widths) < MIN_BREAKS:
        return None
    usual = widths[len(widths) * 3 // 4]
    full = usual - SLACK
    if not usual >= MIN_WIDTH or widths[-1] > min(MAX_WIDTH, usual + SLACK):
        return None
    breaks = sum(line.width >= full and not line.ends for line in prose)
    return full if breaks >= MIN_BREAKS and breaks * 2 >= len(prose) else None


def _indents_tell(lines: Sequence[_Measured], full: int) -> bool:
    """Whether paragraphs, and only they, begin further in: then the indent decides where a full
    line ends a sentence. Where the whole page is shifted, it cannot."""
    inside: list[int] = []
    starts: list[int] = []
    for before, after in _following(lines):
        if before.prose and after.prose:
            if before.width < full:
                starts.append(after.indent)
            elif not before.ends:
                inside.append(after.indent)
    flush = sum(indent < 2 for indent in inside)
    further_in = sum(indent >= 2 for indent in starts)
    return (
        len(inside) >= MIN_BREAKS
        and flush * 20 >= len(inside) * 19
        and len(starts) >= 3
        and further_in * 5 >= len(starts) * 3
    )


def _following(lines: Sequence[_Measured]) -> Iterator[tuple[_Measured, _Measured]]:
    written = [line for line in lines if line.width]
    return pairwise(written)


def _groups(lines: Sequence[_Measured], full: int, indents: bool) -> Iterator[list[_Measured]]:
    group: list[_Measured] = []
    blank = False
    for line in lines:
        if not line.width:
            blank = True
            continue
        apart = blank and not line.line.new_page
        if group and (apart or not _continues(group[-1], line, full, indents)):
            yield from _safe(group, full)
            group = []
        group.append(line)
        blank = False
    if group:
        yield from _safe(group, full)


def _continues(before: _Measured, after: _Measured, full: int, indents: bool) -> bool:
    if not (before.prose and after.prose) or before.width < full:
        return False
    if _STARTS_PARAGRAPH.match(after.text) or (indents and after.indent >= 2):
        return False
    if before.text[-1:].isdigit() and after.text[:1].isdigit():
        return False  # one number or two: in doubt
    return indents if before.ends else True


def _safe(group: list[_Measured], full: int) -> Iterator[list[_Measured]]:
    """A group is a paragraph if a sentence ends with its last line, or that is full as well
    (the text was cut off there); labels of a table, for one, are neither."""
    if len(group) == 1 or group[-1].ends or group[-1].width >= full:
        yield group
    else:
        yield from ([line] for line in group)


def _join(group: list[_Measured]) -> Line:
    if len(group) == 1:
        return group[0].line
    parts = [group[0].text]
    for before, after in pairwise(group):
        parts.append((" " if _apart(before.text, after.text) else "") + after.text)
    return evolve(group[0].line, text="".join(parts), last=group[-1].line.last)


def _apart(before: str, after: str) -> bool:
    """Whether the line ended between two Latin words; a point may stand in an address."""
    end, start = before[-1:], after[:1]
    if not (end.isascii() and start.isascii()):
        return False
    return end.isalpha() or (end in ",;:" and start.isalpha()) or (end == "." and start.isupper())
