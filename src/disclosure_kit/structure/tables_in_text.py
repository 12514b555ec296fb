"""Where a statutory table stands in text: found by its own labels, so that no figure of it is
printed as prose.

A *zone* is a run of paragraphs that hold nothing but labels of one table (whole, or in pieces,
as printouts wrap them) and figures. The figures are not read here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import get_close_matches
from enum import IntEnum
from typing import Final

from attrs import frozen

from ..model.raw import RawParagraph
from ..model.table import AnyTable
from .table_words import FEWEST_IN_PROSE, LONGEST, UNIT, Vocabulary, fixed, short
from .wording import MARKS, TOP_MARK, bare

FEWEST_LABELS: Final = 4  # of one table, to be taken for it; prose names two or three
_NEARLY_WHOLE: Final = 0.6  # of the labels; a list in prose names fewer
_LONGEST_GAP: Final = 16  # lines between two sure ones: the longest label, three letters a line
_MOST_UNKNOWN: Final = 3  # header cells in a row that the edition does not know
_LONGEST_ROW: Final = 80  # characters of a line with other words than the edition's
_FEWEST_FIGURES: Final = 3  # of a row without a label; a date on a line has as many, and words

_FIGURES: Final = rf"(?:[\d.,+\-—–－/%*()（）\[\]~:：]|[增减](?=\d))*{UNIT}?"
_TOKEN: Final = re.compile(_FIGURES)
_NUMBER: Final = re.compile(rf"[+-]?\d(?:[\d.,]*\d)?{UNIT}?")
_SPLIT: Final = re.compile(r"[\s|]+")
_SENTENCE: Final = re.compile(r"[。；;！？，,]|[:：].")
_STOP: Final = re.compile("[。；！？，、“”]")  # each in ``table_words.short``, none in _FIGURES
_TABLE_LINE: Final = re.compile(r"\|[^|]*\|")


class _Kind(IntEnum):
    """What a paragraph may be to a table: surely a part, only figures, a piece of a label, a short
    line such as a label that the edition does not know, no part."""

    LABELS = 4
    FIGURES = 3
    PART = 2
    UNKNOWN = 1
    NONE = 0


@frozen
class Zone:
    """Paragraphs ``first`` to ``last`` (included) hold the table ``table``."""

    table: str
    first: int
    last: int
    labels: int = 0


def rows_of(zones: Iterable[Zone]) -> set[int]:
    """The positions of all paragraphs in ``zones``."""
    return {at for zone in zones for at in range(zone.first, zone.last + 1)}


def table_zones(
    paragraphs: Sequence[RawParagraph],
    tables: Iterable[AnyTable],
    is_heading: Callable[[RawParagraph], bool] | None = None,
) -> tuple[Zone, ...]:
    """The zones of ``tables``, in order, none overlapping. No heading of the form is in one."""
    texts = [paragraph.text for paragraph in paragraphs]
    barred = [is_heading is not None and len(p.text) <= 120 and is_heading(p) for p in paragraphs]
    zones: list[Zone] = []
    for table, words in fixed(tables):
        zones.extend(_zones(table.id, texts, barred, words))
    chosen: list[Zone] = []
    for zone in sorted(zones, key=lambda z: (-z.labels, z.first)):
        if all(zone.last < other.first or other.last < zone.first for other in chosen):
            chosen.append(zone)
    return tuple(sorted(chosen, key=lambda z: z.first))


def tells_alone(zone: Zone, paragraphs: Sequence[RawParagraph], table: AnyTable) -> bool:
    """Whether a zone is its table wherever it stands: drawn with strokes, or nearly whole."""
    if any("|" in p.text for p in paragraphs[zone.first : zone.last + 1]):
        return True
    return any(zone.labels >= _NEARLY_WHOLE * len(words.labels) for _, words in fixed((table,)))


def _zones(
    table: str, texts: Sequence[str], barred: Sequence[bool], words: Vocabulary
) -> Iterator[Zone]:
    at = 0
    while at < len(texts):
        if barred[at] or not _begins(texts[at], words):
            at += 1
            continue
        first = last = at
        while first and not barred[first - 1] and _opens(texts[first - 1], words):
            first -= 1
        at += 1
        unknown = 0
        while at < len(texts) and at - last <= _LONGEST_GAP:
            kind = _kind(texts[at], words)
            if barred[at]:
                if bare(texts[at]) not in words.labels:
                    break
                kind = _Kind.PART  # a label too (三、依申请公开情况): inside, if the table goes on
            unknown = unknown + 1 if kind is _Kind.UNKNOWN else 0
            if kind is _Kind.NONE or unknown > _MOST_UNKNOWN:
                break
            if kind >= _Kind.FIGURES:
                last = at
            at += 1
        last += _rest_of_label(texts[last:], words)
        if at == len(texts) and at - last == 2 and _cut_off(texts[-1], words):
            last += 1
        found = _found(texts[first : last + 1], words)
        drawn = any(_TABLE_LINE.search(text) for text in texts[first : last + 1])
        if len(found) >= FEWEST_LABELS or (drawn and found):
            yield Zone(table, first, last, len(found))
        at = last + 1


def _rest_of_label(texts: Sequence[str], words: Vocabulary) -> int:
    """How many lines go on the label that the first line begins beside its figures."""
    label = "".join(t for t in _SPLIT.split(texts[0]) if not _TOKEN.fullmatch(t))
    count = 0
    for text in texts[1 : 1 + _LONGEST_GAP]:
        label += text
        if not bare(text) or bare(label) not in words.all:
            break
        count += 1
    return count


def _begins(text: str, words: Vocabulary) -> bool:
    """A whole label, with nothing else but figures and pieces of others."""
    if _is_prose(text, words) or words.pattern.search(text) is None:
        return False
    return _kind(text, words) >= _Kind.FIGURES


def _opens(text: str, words: Vocabulary) -> bool:
    """A lone stroke that opens a row, or pieces of labels: heads broken over lines."""
    if not bare(text):
        return True
    return _kind(text, words) in (_Kind.PART, _Kind.FIGURES) and not any(map(str.isdigit, text))


def _found(texts: Iterable[str], words: Vocabulary) -> set[str]:
    return {bare(match[0]) for text in texts for match in words.pattern.finditer(text)}


def _kind(text: str, words: Vocabulary) -> _Kind:
    if len(text) > LONGEST or _is_prose(text, words):
        return _Kind.NONE
    if text in words.units:
        return _Kind.FIGURES
    rest = [t for t in _SPLIT.split(words.pattern.sub(" ", text)) if not _TOKEN.fullmatch(t)]
    if not rest:
        if words.pattern.search(text):
            return _Kind.LABELS
        return _Kind.FIGURES if re.search(r"[\d\-—–/]", text) else _Kind.PART
    if "。" not in text and all(bare(token) in words.all for token in rest):
        # Pieces of labels; with a whole one or a figure beside them the line is surely a part.
        sure = words.pattern.search(text) or any(map(_NUMBER.fullmatch, _SPLIT.split(text)))
        return _Kind.FIGURES if sure else _Kind.PART
    if _TABLE_LINE.search(text):
        return _Kind.FIGURES if re.search(r"\d", text) else _Kind.PART
    if len(_found((text,), words)) >= FEWEST_IN_PROSE and all(map(short, rest)):
        return _Kind.LABELS
    if _is_row(text, rest, words):
        return _Kind.FIGURES
    if len(text) > _LONGEST_ROW or _SENTENCE.search(text):
        return _Kind.NONE
    if len(bare(text)) <= 20:
        return _Kind.UNKNOWN
    # A row whose label differs by a slip (维护 for 维持); any other numbered line is a heading.
    marked = TOP_MARK.match(text) or any(mark.match(text) for _, mark in MARKS)
    near = marked and get_close_matches(bare(text), words.labels, n=1, cutoff=0.8)
    return _Kind.PART if near else _Kind.NONE


def _is_prose(text: str, words: Vocabulary) -> bool:
    """Long, with a full stop, and before the first label something that stands in no row: what
    is behind it need not be looked at."""
    if len(text) <= _LONGEST_ROW or "。" not in text or "|" in text:
        return False
    # A sign of a sentence stands in no row, and in no figure. So does most prose begin.
    stop = _STOP.search(text)
    if stop is not None:
        first = words.pattern.search(text, 0, stop.end() + words.longest)
        if first is None or first.start() > stop.start():
            return True
    first = words.pattern.search(text)
    before = _SPLIT.split(text[: first.start()] if first else text)
    return any(not short(token) and not _TOKEN.fullmatch(token) for token in before)


def _is_row(text: str, rest: Sequence[str], words: Vocabulary) -> bool:
    """Figures behind a label with few other words (a remark), or so many that they are a row even
    if its label is not the form's (（七）小计 3 0 3); no sentence."""
    if any(not short(token) or _SENTENCE.search(token) for token in rest):
        return False
    tokens = _SPLIT.split(words.pattern.sub(" ", text).strip())
    figures = sum(any(map(str.isdigit, token)) and token not in rest for token in tokens)
    if words.pattern.match(text.lstrip("（(")):
        return figures > 0
    return figures >= _FEWEST_FIGURES and figures * 2 > len(tokens)


def _cut_off(text: str, words: Vocabulary) -> bool:
    """The document ends inside a label."""
    start = bare(text)
    return len(start) >= 3 and any(label.startswith(start) for label in words.labels)
