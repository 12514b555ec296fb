"""The words of a report in reading order, each with its place; and their sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from attrs import field, frozen
from frozendict import frozendict

from .first_look import Joined
from .report import Block, Heading, Image, ItemList, Report, SmallTable, TableBlock, Text

PREAMBLE: Final = "preamble"
_HAN: Final = re.compile("[\u4e00-\u9fff][\u4e00-\u9fff]*")
_APART: Final = "\uffff"  # no character: it parts again what was read as one
_BLOT: Final = "\ufffe"  # for it, where a text has it all the same
# A bracket or quote that a sentence closes belongs to it.
SENTENCE: Final = re.compile(r"[^。！？!?\n]+(?:[。！？!?]+[”’）)》]*)?")
PART: Final = re.compile(r"[^。！？!?；;\n]+(?:[。！？!?；;]+[”’）)》]*)?")


@frozen(slots=False)
class Passage:
    """One paragraph, heading, item of a list, caption or cell of a small table.

    ``address`` is its text place (``overview[3]``), ``section`` the id of its section,
    ``preamble`` or an attachment; ``sources`` are those of the report.
    """

    address: str
    section: str
    text: str
    sources: Mapping[str, str] = field(factory=frozendict, eq=False, repr=False)
    heading: bool = False

    @property
    def source(self) -> str:
        """Where it stood in the file; empty where nobody said."""
        return self.sources.get(self.address, "")


@frozen(slots=False, eq=False)
class Prose:
    """Passages in reading order, and all their words as one text for a first look."""

    passages: tuple[Passage, ...]

    @cached_property
    def words(self) -> Joined:
        return Joined.of([passage.text for passage in self.passages])

    @cached_property
    def signs(self) -> Joined:
        """The same with one 字 for each run of Chinese characters: a quarter to look through for
        what is between them, punctuation and figures."""
        texts = [passage.text.replace(_APART, _BLOT) for passage in self.passages]
        return Joined.of(_HAN.sub("字", _APART.join(texts)).split(_APART) if texts else [])

    def holding(self, *words: str) -> list[Passage]:
        """The passages in which one of ``words`` stands."""
        return self.at(self.words.holding(words))

    def sought(
        self, first: re.Pattern[str], fits: Callable[[re.Match[str]], bool] = bool
    ) -> list[Passage]:
        """The passages in which a place of ``first`` begins that ``fits``: a pattern quick to look
        for, without which the one that is meant stands nowhere."""
        return self.at(self.words.showing(first, fits))

    def signed(self, first: re.Pattern[str]) -> list[Passage]:
        """The passages in whose ``signs`` a place of ``first`` begins."""
        return self.at(self.signs.showing(first))

    def at(self, numbers: Iterable[int]) -> list[Passage]:
        """The passages of these numbers, in reading order."""
        return [self.passages[number] for number in sorted(numbers)] if numbers else []


def prose(report: Report) -> Prose:
    """The words of ``report`` itself: the preamble, then the sections in their order."""
    return report.kept(_prose)


def all_prose(report: Report) -> Prose:
    """The words of ``report``, then those of its attachments, whose ``section`` is
    ``attachments[0]`` and so on. For what is true of any text; an attachment may be of another
    year or body, so its figures are none of the report's."""
    return report.kept(_all_prose)


def passages(report: Report) -> Iterator[Passage]:
    """Every passage of ``prose``."""
    return iter(prose(report).passages)


def all_passages(report: Report) -> Iterator[Passage]:
    """Every passage of ``all_prose``."""
    return iter(all_prose(report).passages)


def _prose(report: Report) -> Prose:
    parts = ((name, narrative.body) for name, narrative in report.sections.items())
    in_order = ((PREAMBLE, report.preamble), *parts)
    return Prose(tuple([p for part, blocks in in_order for p in _of(part, blocks, report)]))


def _all_prose(report: Report) -> Prose:
    own = prose(report)
    behind = tuple(p for part, blocks in attached(report) for p in _of(part, blocks, report))
    return Prose((*own.passages, *behind)) if behind else own


def attached(report: Report) -> Iterator[tuple[str, tuple[Block, ...]]]:
    """The text of each attachment that has one, by its part (``attachments[0]``)."""
    for number, attachment in enumerate(report.attachments):
        if attachment.body:
            yield attachment_part(number), attachment.body


def attachment_part(number: int) -> str:
    """What the text places of an attachment begin with: ``attachments[0]``."""
    return f"attachments[{number}]"


def attachment_number(part: str) -> int:
    """The position of an attachment by its part."""
    return int(part.removeprefix("attachments[").removesuffix("]"))


def _of(section: str, blocks: Iterable[Block], report: Report) -> Iterator[Passage]:
    for number, block in enumerate(blocks):
        address = f"{section}[{number}]"
        heading = isinstance(block, Heading)
        for text in _texts(block):
            if text.strip():
                yield Passage(address, section, text, report.sources, heading)


def _texts(block: Block) -> tuple[str, ...]:
    match block:
        case Text() | Heading():
            return (block.text,)
        case ItemList():
            return block.items
        case Image():
            return (block.caption,)
        case SmallTable():
            return (block.caption, *(cell for row in block.rows for cell in row))
        case TableBlock():
            return ()


def sentences(text: str) -> Iterator[str]:
    """The sentences of ``text``, each with its stop; parted at ；too."""
    return filter(None, map(str.strip, PART.findall(text)))


def whole_sentences(text: str) -> Iterator[str]:
    """The sentences of ``text``, each with its stop; not parted at ；."""
    return filter(None, map(str.strip, SENTENCE.findall(text)))
