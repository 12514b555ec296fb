"""Tables in text, a row to a line and ``|`` between cells, made grids again.

Merged cells are lost on the way into text: rows have as many cells as were printed in them. So
figures are counted from the end of a row, heads are put under one another by the form's own
tree, and whatever does not come out even is left to the matching, which refuses it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from attrs import frozen

from ..model.form import Band, Column, Table
from ..model.raw import RawCell, RawGrid, RawParagraph
from .labels import label_of

_RULE: Final = re.compile(r"[\s|:+-]*-{2,}[\s|:+-]*")


@frozen
class _Row:
    texts: tuple[str, ...]
    place: str


def grid_of_text(paragraphs: Sequence[RawParagraph], table: Table, after: int) -> RawGrid | None:
    """The rows of ``table`` that ``paragraphs`` hold; None where they are not drawn with ``|``."""
    rules = [p for p in paragraphs if "|" in p.text and _RULE.fullmatch(p.text) is None]
    # Where not every row begins with a stroke, one that does begins with a blank cell.
    framed = all(p.text.lstrip().startswith("|") for p in rules)
    rows = [_Row(_cells(p.text, framed), p.place) for p in rules]
    if table.unit_label is not None:
        return None
    drawn = sum(len(row.texts) > 1 for row in rows)
    if drawn < 2 or drawn * 2 < len(paragraphs):
        return None
    place = f"{paragraphs[0].place}起的表格"
    cells: list[RawCell] = []
    heads = {label_of(c.label).whole for band in table.bands for c in _nodes(band.columns)}
    stubs = {label_of(band.stub).whole for band in table.bands} - {""}
    titles = {label_of(band.title or "").whole for band in table.bands} - {""}
    stub = max(1, table.stub)
    count = strokes = 0
    header: list[_Row] = []
    for number, row in enumerate(rows):
        labels = [label_of(text).whole for text in row.texts]
        said = [label for label in labels if label]
        if len(said) == 1 and said[0] in titles:
            header = []
            cells.append(RawCell(row.texts[labels.index(said[0])], number, 0, row.place))
            continue
        if said and all(label in heads or label in stubs for label in said):
            header.append(row)
            continue
        if header:
            leaves = _leaves(header, table, stubs)
            count = len(leaves)
            last = header[-1].texts
            strokes = next((n for n, text in enumerate(reversed(last)) if text), 0)
            for at, text in enumerate(leaves):
                cells.append(RawCell(text, number - 1, stub + at, header[-1].place))
            corner = RawCell(table.bands[0].stub, number - 1, 0, header[-1].place, width=stub)
            cells.append(corner)
            header = []
        cells.extend(_data(row, number, stub, count, table.stub > 0, strokes))
    return RawGrid(tuple(cells), place, after)


def _cells(line: str, framed: bool) -> tuple[str, ...]:
    text = line.strip()
    text = text[1:] if framed and text.startswith("|") else text
    text = text[:-1] if text.endswith("|") else text
    return tuple(cell.strip() for cell in text.split("|"))


def _nodes(columns: Sequence[Column]) -> list[Column]:
    return [node for column in columns for node in (column, *_nodes(column.columns))]


def _leaves(header: Sequence[_Row], table: Table, stubs: set[str]) -> list[str]:
    """The lowest heads from left to right: under each head of the form's tree its own children,
    taken from the next line in their order. Empty where that does not come out even."""
    lines = [[t for t in row.texts if label_of(t).whole not in {"", *stubs}] for row in header]
    for band in table.bands:
        found = _expanded(lines, band)
        if found is not None:
            return found
    return []


def _expanded(lines: Sequence[Sequence[str]], band: Band) -> list[str] | None:
    nodes = {label_of(node.label).whole: node for node in _nodes(band.columns)}
    waiting = [list(line) for line in lines]

    def below(text: str, depth: int) -> list[str] | None:
        node = nodes.get(label_of(text).whole)
        if node is None:
            return None
        if not node.columns:
            return [text]
        found: list[str] = []
        for _ in node.columns:
            if depth + 1 >= len(waiting) or not waiting[depth + 1]:
                return None
            child = below(waiting[depth + 1].pop(0), depth + 1)
            if child is None:
                return None
            found += child
        return found

    leaves: list[str] = []
    while waiting[0]:
        found = below(waiting[0].pop(0), 0)
        if found is None:
            return None
        leaves += found
    return None if any(waiting) else leaves


def _data(
    row: _Row, number: int, stub: int, count: int, labelled: bool, strokes: int
) -> list[RawCell]:
    """Labels to the left; figures below the heads, where there are as many."""
    texts = list(row.texts)
    while strokes and len(texts) > count + stub and not texts[-1]:
        texts.pop()  # a merged cell leaves them behind the heads, too
        strokes -= 1
    first = max(0, len(texts) - count) if count else len(texts)
    labels, figures = texts[:first], texts[first:]
    if not count or len(labels) > stub or (labelled and not labels):
        labels, figures = texts[:1], texts[1:]  # does not come out even: refused in matching
    cells = [
        RawCell(
            text, number, at, f"{row.place}第 {at + 1} 格",
            width=stub - at if at == len(labels) - 1 else 1,
        )
        for at, text in enumerate(labels[:stub])
    ]  # fmt: skip
    cells += [
        RawCell(text, number, stub + at, f"{row.place}第 {len(labels) + at + 1} 格")
        for at, text in enumerate(figures)
    ]
    return cells
