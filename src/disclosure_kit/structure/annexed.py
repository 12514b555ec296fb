"""Attachments whose text stands behind the signature: parted from the report's own text.

Without data a document says so in three ways together, and all are asked for: the list of
attachments above the signature (附件：1.…), behind the signature 附件 and a number alone on a line,
and below it the name that the list has under that number (GB/T 9704-2012, 7.3.4, 7.3.7).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Container, Iterator, Sequence
from typing import Final

from attrs import evolve, frozen
from frozendict import frozendict

from ..intake.grids import match_grids
from ..model.form import Form
from ..model.prose import attachment_number, attachment_part
from ..model.raw import RawDocument, RawParagraph, RawPicture
from ..view import Behind, PrintedAttachment, PrintedTable, bare_name, names, table_title
from .body import Body
from .differences import seen
from .ending import ATTACHMENT, NEXT_FILE, ending
from .headings import Heads
from .opening import Opening
from .placing import place_grids, place_pictures
from .wording import normal, quoted

_LABEL: Final = re.compile(r"附\s*件\s*(\d{0,2})\s*[:：]?")
_NUMBER: Final = re.compile(r"(?:附\s*件\s*[:：])?\s*(\d{1,2})\s*[.、．](?!\d)")
_ENDING: Final = 40  # paragraphs in which a signature and the list above it stand
_TITLE_LINES: Final = 4
_NOWHERE: Final = -1
_NO_HEADS: Final = Heads({}, frozenset(), ())


@frozen
class Annexed:
    """The text of one attachment: its ``number`` in the list from 0, and what its body is."""

    number: int
    body: RawDocument


@frozen
class Parted:
    """``main`` is the document without the texts of attachments and without the list of them,
    which is then ``names``; where none was found, the document as it is. ``opening`` is its."""

    main: RawDocument
    opening: Opening
    names: tuple[str, ...] = ()
    texts: tuple[Annexed, ...] = ()
    notices: tuple[str, ...] = ()


@frozen
class _List:
    names: tuple[str, ...]
    first: int
    last: int


@frozen
class _Start:
    """Where something behind the signature begins: ``number`` of an attachment in the list, none
    of an annexed form; ``label`` is the position of its first line, ``body`` that behind its title.
    """

    number: int | None
    label: int
    body: int


def part_attachments(
    raw: RawDocument,
    opening: Opening,
    form: Form | None = None,
    behind: Sequence[Behind] = (),
) -> Parted:
    """The texts of attachments apart. What is not sure stays in ``main``, and is told.

    ``behind`` is what the data of the document print behind the signature, where it has data:
    then that is looked for and nothing else. Without a ``form`` nobody knows its annexed forms,
    and they count as texts.
    """
    if any(isinstance(part, PrintedAttachment) for part in behind):
        starts = list(_of_data(raw.paragraphs, behind))
        return _parted(raw, opening, _List((), 0, 0), starts, [])
    labels = [n for n, p in enumerate(raw.paragraphs) if _LABEL.fullmatch(p.text)]
    begin = next((n for n in labels if _signed(raw.paragraphs, n, opening.agency)), None)
    if begin is None or behind:
        return Parted(raw, opening)
    listed = _list_above(raw.paragraphs, begin, opening.agency)
    notices: list[str] = []
    starts = list(_of_list(raw.paragraphs, begin, listed, form, notices))
    return _parted(raw, opening, listed, list(_without_forms(raw, starts, form, notices)), notices)


def _parted(
    raw: RawDocument,
    opening: Opening,
    listed: _List | None,
    starts: Sequence[_Start],
    notices: Sequence[str],
) -> Parted:
    if listed is None or all(start.number is None for start in starts):
        return Parted(raw, opening, notices=tuple(notices))
    texts = {
        start.number: (range(start.body, end), range(start.label, end))
        for start, end in _to_the_next(raw, starts)
        if start.number is not None
    }
    own = set(range(len(raw.paragraphs))).difference(*(around for _, around in texts.values()))
    kept = sorted(own.difference(range(listed.first, listed.last)))
    left_out = tuple(bisect_left(kept, n) for n in opening.left_out if n in kept)
    return Parted(
        _part(raw, kept, own),
        evolve(opening, left_out=left_out),
        listed.names or ("",) * (max(texts) + 1),
        tuple(Annexed(number, _part(raw, *ranges)) for number, ranges in texts.items()),
        tuple(notices),
    )


def _to_the_next(raw: RawDocument, starts: Sequence[_Start]) -> Iterator[tuple[_Start, int]]:
    edges = [*(start.label for start in starts), len(raw.paragraphs)]
    return zip(starts, edges[1:], strict=True)


def _of_data(paragraphs: Sequence[RawParagraph], behind: Sequence[Behind]) -> Iterator[_Start]:
    """What the data print behind the signature, each where label and title stand last."""
    end = len(paragraphs)
    found: list[_Start] = []
    for part in reversed(behind):
        of_form = isinstance(part, PrintedTable)
        title = part.caption if isinstance(part, PrintedTable) else part.title
        lines = [text for text in (part.label, title) if _bare(text)]
        for at in reversed(range(end)):
            body = _behind_lines(paragraphs, at, lines, _bare) if lines else None
            if body is not None:
                number = None if isinstance(part, PrintedTable) else attachment_number(part.address)
                found.append(_Start(number, at, at if of_form else body))
                end = at
                break
    return reversed(found)


def _signed(paragraphs: Sequence[RawParagraph], at: int, agency: str | None) -> bool:
    """Whether the report is signed, with a date, right above a paragraph."""
    signature = ending(paragraphs[max(0, at - _ENDING) : at], agency).signature
    return signature is not None and signature.date is not None


def _list_above(paragraphs: Sequence[RawParagraph], at: int, agency: str | None) -> _List | None:
    """The list of attachments above the signature that stands above ``at``."""
    start = max(0, at - _ENDING)
    last = start + ending(paragraphs[start:at], agency).kept
    first = last - 1
    while first >= start and not ATTACHMENT.match(paragraphs[first].text):
        if not NEXT_FILE.match(paragraphs[first].text):
            return None
        first -= 1
    if first < start:
        return None
    texts = [paragraph.text for paragraph in paragraphs[first:last]]
    numbers = [int(match[1]) if (match := _NUMBER.match(text)) else None for text in texts]
    if numbers not in ([None], list(range(1, len(texts) + 1))):
        return None
    return _List(tuple(map(bare_name, texts)), first, last)


def _of_list(
    paragraphs: Sequence[RawParagraph],
    begin: int,
    listed: _List | None,
    form: Form | None,
    notices: list[str],
) -> Iterator[_Start]:
    """What the list names, by its labels, and the annexed forms, by their titles."""
    captions = [table_title(table.title, form) for table in form.annexes] if form else []
    forms = set(map(normal, captions))
    last = -1
    for at in range(begin, len(paragraphs)):
        text = paragraphs[at].text
        number = _number(text, listed)
        if not _LABEL.fullmatch(text):
            if normal(text) in forms:
                yield _Start(None, at, at)
            continue
        name = listed.names[number] if listed and number is not None else ""
        body = _behind_lines(paragraphs, at + 1, [name], normal) if name else None
        if any(names(name, caption) for caption in captions):
            yield _Start(None, at, at)
        elif number is None or body is None or number <= last:
            notices.append(
                f"{paragraphs[at].place}{quoted(text)}与落款之前的附件说明对不上"
                "（没有这一项，或标题不是所列的名称），其后文字按正文读取"
            )
        else:
            last = number
            yield _Start(number, at, body)


def _without_forms(
    raw: RawDocument, starts: Sequence[_Start], form: Form | None, notices: list[str]
) -> Iterator[_Start]:
    """``starts`` without texts in which a table of the form stands: that is the report's."""
    tables = tuple(form.tables.values()) if form else ()
    for start, end in _to_the_next(raw, starts):
        inside = tuple(grid for grid in raw.grids if start.label < grid.after <= end)
        if start.number is None or not match_grids(inside, tables).tables:
            yield start
            continue
        place = raw.paragraphs[start.label].place
        notices.append(f"{place}的附件里有本版本的法定表格，附件按正文读取")
        yield evolve(start, number=None)


def _number(label: str, listed: _List | None) -> int | None:
    """The position in the list that a label names."""
    match = _LABEL.fullmatch(label)
    if match is None or listed is None:
        return None
    if not match[1]:
        return 0 if len(listed.names) == 1 else None
    number = int(match[1]) - 1
    return number if 0 <= number < len(listed.names) else None


def _behind_lines(
    paragraphs: Sequence[RawParagraph],
    at: int,
    lines: Sequence[str],
    same: Callable[[str], str],
) -> int | None:
    """The position behind ``lines``, each of which may be broken over several paragraphs; None
    where other words stand at ``at``."""
    for line in lines:
        wanted, said, first = same(line), "", at
        while said != wanted:
            if at == len(paragraphs) or at == first + _TITLE_LINES:
                return None
            said += same(paragraphs[at].text)
            if not wanted.startswith(said):
                return None
            at += 1
    return at


def _bare(text: str) -> str:
    return seen(text).replace(" ", "")


def _part(raw: RawDocument, kept: Sequence[int], around: Container[int]) -> RawDocument:
    """The paragraphs ``kept`` with the tables and pictures that stand behind any of ``around``.

    The pictures of other parts stay, nowhere: by its position a picture has its name.
    """

    def here(after: int) -> bool:
        return max(after - 1, 0) in around

    def at(after: int) -> int:
        return bisect_left(kept, after)

    grids = [number for number, grid in enumerate(raw.grids) if here(grid.after)]

    def moved(picture: RawPicture) -> RawPicture:
        if not here(picture.after):
            return evolve(picture, after=_NOWHERE)
        before = bisect_left(grids, picture.grids)
        return evolve(picture, after=at(picture.after), grids=before)

    paragraphs = tuple(raw.paragraphs[number] for number in kept)
    numbers = {paragraph.line for paragraph in paragraphs}
    gone = {paragraph.line for paragraph in raw.paragraphs} - numbers
    return evolve(
        raw,
        paragraphs=paragraphs,
        grids=tuple(evolve(raw.grids[n], after=at(raw.grids[n].after)) for n in grids),
        pictures=tuple(map(moved, raw.pictures)),
        lines=tuple(line for line in raw.lines if line.number not in gone),
    )


def attachment_body(text: Annexed, form: Form) -> Body:
    """What the paragraphs, tables and pictures of an attachment become: all of them are its own.
    The notices tell what was not read."""
    raw = text.body
    grids = place_grids(raw, raw.paragraphs, form, 0)
    body = Body(raw.name, form, own=True, part=attachment_part(text.number)).fill(
        raw.paragraphs,
        (),
        _NO_HEADS,
        range(len(raw.paragraphs)),
        grids.placed,
        frozendict(),
        place_pictures(raw, raw.paragraphs, 0),
    )
    body.notices += grids.left_out(body.small_tables)
    return body
