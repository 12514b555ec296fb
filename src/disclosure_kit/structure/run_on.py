"""Titles of the form that run on in one line with the text: the text parted there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from attrs import evolve

from ..model.edition import Section
from ..model.raw import RawParagraph
from ..model.titles import NUMERALS
from .headings import LONGEST_HEADING, titles_of
from .wording import TOP_MARK, chinese_number, normal

_BEFORE: Final = re.compile(r"[。；;！!？?：:）)”…\d\s|]$")
_LISTED: Final = re.compile(r"\s*[、，,”》]")
_MARKED: Final = re.compile(rf"[{NUMERALS}]\s*[、．.,，､]")  # stands in every TOP_MARK
_MANY: Final = 2000


def split_run_on(
    paragraphs: Sequence[RawParagraph], sections: Sequence[Section]
) -> tuple[tuple[RawParagraph, ...], tuple[str, ...]]:
    """``paragraphs``, parted where titles of the form run on in one line with the text.

    Only where each such title stands there once, and all in the order of the form, those on
    lines of their own included. The letters stay as they are.
    """
    exact = {title: n for n, section in enumerate(sections) for title in titles_of(section)}
    own = {
        exact[title]: (at, 0)
        for at, paragraph in enumerate(paragraphs)
        if len(paragraph.text) <= LONGEST_HEADING and (title := paragraph.title) in exact
    }
    inline = _inline(paragraphs, exact)
    found: dict[int, list[tuple[int, int, int]]] = {}
    for number, at, begin, end in inline:
        if number not in own:
            found.setdefault(number, []).append((at, begin, end))
    once = {number: spots[0] for number, spots in found.items() if len(spots) == 1}
    order = [
        once[n][:2] if n in once else own[n] for n in range(len(sections)) if n in {*once, *own}
    ]
    if not once or any(a >= b for a, b in pairwise(order)):
        return tuple(paragraphs), ()
    cuts: dict[int, list[tuple[int, int]]] = {}
    for at, begin, end in once.values():
        cuts.setdefault(at, []).append((begin, end))
    parted: list[RawParagraph] = []
    for at, paragraph in enumerate(paragraphs):
        marks = sorted(mark for cut in cuts.get(at, ()) for mark in cut)
        edges = [0, *marks, len(paragraph.text)]
        pieces = (paragraph.text[a:b].strip() for a, b in pairwise(edges))
        parted.extend(evolve(paragraph, text=piece) for piece in pieces if piece)
    names = "、".join(f"“{sections[n].title}”" for n in sorted(once))
    return tuple(parted), (f"标题与正文连在一行，已按标题分段（文字未改）：{names}",)


def _inline(
    paragraphs: Sequence[RawParagraph], exact: dict[str, int]
) -> list[tuple[int, int, int, int]]:
    """(section, paragraph, begin, end) of every title that runs on with other text."""
    found: list[tuple[int, int, int, int]] = []
    longest = max(map(len, exact), default=0)
    looked_at = 0
    for at, paragraph in enumerate(paragraphs):
        text = paragraph.text
        if _MARKED.search(text) is None:
            continue
        last_end = 0
        for mark in TOP_MARK.finditer(text):
            looked_at += 1
            if looked_at > _MANY:
                return []  # no report; and it would take long
            if chinese_number(mark[1]) is None:
                continue
            end = _title_end(text, mark.start(), exact, longest)
            if end is None:
                continue
            title = normal(text[mark.start() : end])
            before = text[: mark.start()]
            starts = mark.start() in (0, last_end) or _BEFORE.search(before[-2:])
            whole = mark.start() == 0 and end == len(text)
            if starts and not whole and not _LISTED.match(text, end):
                tail = re.compile(r"[。：:]").match(text, end)
                last_end = tail.end() if tail else end
                found.append((exact[title], at, mark.start(), last_end))
    return found


def _title_end(text: str, begin: int, exact: dict[str, int], longest: int) -> int | None:
    """Where the longest title that begins at ``begin`` ends."""
    for end in range(min(len(text), begin + longest + 12), begin, -1):
        if text[end - 1].isspace():
            continue
        if normal(text[begin:end]) in exact and normal(text[end - 1]):
            return end
    return None
