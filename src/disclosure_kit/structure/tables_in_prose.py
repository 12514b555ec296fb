"""A table that runs on inside a paragraph: made a paragraph of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Final

from attrs import evolve

from ..model.raw import RawParagraph
from ..model.table import AnyTable
from .table_words import FEWEST_IN_PROSE, LONGEST, UNIT, Vocabulary, fixed, short
from .wording import bare

_SHORTEST: Final = 40  # characters of a paragraph in which a table may run on
_BETWEEN: Final = re.compile(
    rf"(?:[\s|.,+\-—–－/%*()（）]|(?!20\d\d年)\d)*(?:{UNIT}(?=[\s|\d]|\W|$))?\s*[（(]?"
)


def part_tables_from_prose(
    paragraphs: Sequence[RawParagraph], tables: Iterable[AnyTable]
) -> tuple[RawParagraph, ...]:
    """``paragraphs``, with a table that runs on inside one made a paragraph of its own."""
    long = [p.text for p in paragraphs if _SHORTEST <= len(p.text) <= LONGEST]
    letters = cache(bare)  # of each of these once
    vocabularies = [
        (words, named)
        for _, words in fixed(tables)
        if len(named := _named(words, long, letters)) >= FEWEST_IN_PROSE
    ]
    if not vocabularies:
        return tuple(paragraph for paragraph in paragraphs if paragraph.text)
    parted: list[RawParagraph] = []
    for paragraph in paragraphs:
        parted.extend(_parted(paragraph, vocabularies))
    return tuple(parted)


def _named(words: Vocabulary, texts: Iterable[str], letters_of: Callable[[str], str]) -> list[str]:
    """The labels of a table that ``texts`` may name. Where no label is found as it is looked for in
    a row, no table runs on: most prose need not be reduced to its letters."""
    letters = "".join(letters_of(text) for text in texts if words.pattern.search(text))
    return [label for label in words.labels if label in letters] if letters else []


def _parted(
    paragraph: RawParagraph, vocabularies: Sequence[tuple[Vocabulary, Sequence[str]]]
) -> Iterator[RawParagraph]:
    """``vocabularies`` of tables, each with those of its labels that are named anywhere."""
    text = paragraph.text
    if _SHORTEST <= len(text) <= LONGEST:
        letters = bare(text)
        for words, named in vocabularies:
            if sum(label in letters for label in named) < FEWEST_IN_PROSE:
                continue
            for begin, end in _spans(text, words):
                for part in (text[:begin], text[begin:end]):
                    if part.strip():
                        yield evolve(paragraph, text=part.strip())
                yield from _parted(evolve(paragraph, text=text[end:].strip()), vocabularies)
                return
    if text:
        yield paragraph


def _spans(text: str, words: Vocabulary) -> Iterator[tuple[int, int]]:
    """Stretches of labels with nothing but figures between them, prose on a side."""
    begin = end = 0
    found: set[str] = set()
    for match in (*words.pattern.finditer(text), None):
        # The figures behind a label run into the number of the next: 0000000 1.属于国家秘密.
        if match is None or not (begin < match.start() and short(text[end : match.start()])):
            table = len(found) >= FEWEST_IN_PROSE and re.search(r"\d", text[begin:end])
            if table and (text[:begin].strip() or text[end:].strip()):
                yield begin, end
            if match is None:
                return
            begin, found = match.start(), set()
            if begin and text[begin - 1] in "（(":
                begin -= 1
        found.add(bare(match[0]))
        between = _BETWEEN.match(text, match.end())
        end = between.end() if between else match.end()
