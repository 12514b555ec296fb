"""How the items of a list are numbered in print."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from .report import ItemList

DEEPEST: Final = 3
_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def depths(block: ItemList) -> tuple[int, ...]:
    """The level of each item, from 1."""
    return block.levels or (1,) * len(block.items)


def marks(block: ItemList) -> Iterator[str]:
    """What is printed before each item: ``1.``, below it ``（1）``, below that ``①``; nothing in a
    list that is not numbered. Deeper numbers begin anew under each item."""
    counts = [0] * DEEPEST
    for depth in depths(block):
        counts[depth - 1] += 1
        counts[depth:] = [0] * (DEEPEST - depth)
        yield _mark(depth, counts[depth - 1]) if block.ordered else ""


def _mark(depth: int, number: int) -> str:
    match depth:
        case 1:
            return f"{number}."
        case 2:
            return f"（{number}）"
        case _:
            return _CIRCLED[number - 1] if number <= len(_CIRCLED) else f"{number}）"
