"""Tables of a web page: their rows as a browser shows them, and where each cell stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import frozen
from lxml import etree

MAX_SPAN: Final = 1_000  # as browsers have it
LONGEST_CELL: Final = 300  # characters; the longest label of a form has 40
# The last two hide from the eye what is read aloud.
_HIDDEN: Final = re.compile(
    r"(?i)display\s*:\s*none|visibility\s*:\s*hidden|clip-path\s*:\s*inset\(50%\)|clip\s*:\s*rect\("
)


def hidden(element: etree._Element) -> bool:
    return element.get("hidden") is not None or (
        _HIDDEN.search(element.get("style") or "") is not None
    )


def all_text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext())).strip()


def span(element: etree._Element, name: str) -> int:
    """colspan or rowspan as browsers read it: 1 where it is no number."""
    match = re.match(r"\s*(\d{1,6})", element.get(name) or "", re.ASCII)
    return min(int(match[1]), MAX_SPAN) if match else 1


def is_layout(table: etree._Element) -> bool:
    """A table that only arranges the page: around another, of one column, of whole paragraphs."""
    if next(table.iterdescendants("table"), None) is not None:
        return True
    found = list(rows(table))
    if all(len(row) <= 1 for row in found):
        return True
    return any(len(all_text(cell)) > LONGEST_CELL for row in found for cell in row)


def rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table: head first, foot last, as a browser shows them."""
    parts: dict[str, list[etree._Element]] = {"thead": [], "tbody": [], "tfoot": []}
    for child in table:
        if child.tag == "tr":
            parts["tbody"].append(child)
        elif child.tag in parts:
            parts[str(child.tag)].extend(row for row in child if row.tag == "tr")
    for part in parts.values():
        yield from (row for row in part if not hidden(row))


@frozen
class Slot:
    """A cell that is seen, and the places that it takes in the grid."""

    element: etree._Element
    row: int
    column: int
    height: int
    width: int


def slots(found: Sequence[etree._Element]) -> Iterator[Slot]:
    """The cells of these rows, one after another, each right of what is taken before it."""
    taken: dict[int, int] = {}  # column → rows that a cell from above still covers
    for number, row in enumerate(found):
        column = 0
        covered = dict(taken)
        for element in cells_of(row):
            if hidden(element):
                continue
            while covered.get(column):
                column += 1
            width = max(1, span(element, "colspan"))
            while any(covered.get(at) for at in range(column, column + width)) and width > 1:
                width -= 1  # a cell from above stands in the way
            height = min(span(element, "rowspan") or len(found), len(found) - number)
            yield Slot(element, number, column, height, width)
            for at in range(column, column + width):
                taken[at] = height
            column += width
        taken = {at: left - 1 for at, left in taken.items() if left > 1}


def cells_of(row: etree._Element) -> Iterator[etree._Element]:
    """The cells of a row, those that are hidden too."""
    return (element for element in row if element.tag in ("td", "th"))
