"""The words of a report in reading order, each with its place; and their sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from attrs import frozen

from .report import Block, Heading, Image, ItemList, Report, SmallTable, TableBlock, Text

PREAMBLE: Final = "preamble"
# A bracket or quote that a sentence closes belongs to it.
_SENTENCE: Final = re.compile(r"[^。！？!?\n]+(?:[。！？!?]+[”’）)》]*)?")
_PART: Final = re.compile(r"[^。！？!?；;\n]+(?:[。！？!?；;]+[”’）)》]*)?")


@frozen
class Passage:
    """One paragraph, heading, item of a list, caption or cell of a small table.

    ``address`` is its text place (``overview[3]``), ``section`` the id of its section,
    ``preamble`` or an attachment, ``source`` where it stood in the file (empty where nobody said).
    """

    address: str
    section: str
    text: str
    source: str = ""
    heading: bool = False


def passages(report: Report) -> Iterator[Passage]:
    """Every passage of ``report`` itself: the preamble, then the sections in their order."""
    yield from _of(PREAMBLE, report.preamble, report)
    for section, narrative in report.sections.items():
        yield from _of(section, narrative.body, report)


def all_passages(report: Report) -> Iterator[Passage]:
    """Every passage of ``report``, then those of its attachments, whose ``section`` is
    ``attachments[0]`` and so on. For what is true of any text; an attachment may be of another
    year or body, so its figures are none of the report's."""
    yield from passages(report)
    for part, blocks in attached(report):
        yield from _of(part, blocks, report)


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
        source = report.sources.get(address, "")
        heading = isinstance(block, Heading)
        for text in _texts(block):
            if text.strip():
                yield Passage(address, section, text, source, heading)


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
    return (found for match in _PART.finditer(text) if (found := match[0].strip()))


def whole_sentences(text: str) -> Iterator[str]:
    """The sentences of ``text``, each with its stop; not parted at ；."""
    return (found for match in _SENTENCE.finditer(text) if (found := match[0].strip()))


def unparted(text: str) -> Iterator[str]:
    """``text`` as it is."""
    yield text
