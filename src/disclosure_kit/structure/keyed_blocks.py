"""The blocks of a text as a keyed file writes them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

from ..model.lists import DEEPEST
from ..model.report import Block, Heading, Image, ItemList, TableBlock, Text
from ..strict import Problem, shown

# Of each kind the key that tells it, its class, and the keys that it has there.
BLOCKS: Final[dict[str, tuple[type, dict[str, str]]]] = {
    "text": (Text, {"text": "text", "level": "level", "lead": "lead"}),
    "heading": (Heading, {"heading": "text", "level": "level"}),
    "list": (ItemList, {"list": "items", "ordered": "ordered", "levels": "levels"}),
    "table": (TableBlock, {"table": "table"}),
    "image": (Image, {"image": "path", "caption": "caption"}),
}
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_LEVELS: Final[dict[type, tuple[int | None, ...]]] = {
    Text: (2, 3, 4, None),
    Heading: (2, 3, 4),
}


def date_of(value: Any) -> datetime.date | None:
    """The day that ``value`` writes as 2025-01-15; None where it writes none."""
    try:
        if _DATE.fullmatch(value):
            return datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        pass  # no text, or a day that no month has
    return None


def out_of_range(block: Block) -> Iterator[Problem]:
    """What is wrong with a block of the right shape."""
    match block:
        case ItemList():
            if block.levels:
                yield from _levels(block)
        case Text() | Heading():
            if isinstance(block, Text) and not 0 <= (block.lead or 0) <= len(block.text):
                most = len(block.text)
                yield Problem(("lead",), f"应在 0 与这一段的字数 {most} 之间，不能是 {block.lead}")
            if block.level not in _LEVELS[type(block)]:
                yield Problem(("level",), f"只能是 2、3、4，不能是 {block.level}")


def _levels(block: ItemList) -> Iterator[Problem]:
    known = range(1, DEEPEST + 1)
    for number, level in enumerate(block.levels):
        if level not in known:
            only = "、".join(map(str, known))
            yield Problem(("levels", number), f"只能是 {only}，不能是 {level}")
    steps = all(new <= old + 1 for old, new in pairwise((0, *block.levels)))
    if len(block.levels) != len(block.items) or not steps:
        say = "应与各项一一对应，从 1 起，每次最多深一级"
        yield Problem(("levels",), f"{say}，不能是{shown(list(block.levels))}")
