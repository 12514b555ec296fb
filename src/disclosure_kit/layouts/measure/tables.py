"""Tables: width, lines, rows that stay whole, heads that are repeated, words in cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from lxml import etree

from ...model.profile import Profile
from ..lengths import mm, points
from .ink import ink, type_of
from .looks import Looks
from .measurement import Measured
from .opened import blocks
from .pages import lies_across
from .spacing import text_width
from .text import Block, Table, runs_of
from .xml import W, attribute, child, children, number, on, properties, value

_JC: Final = {"center": "居中", "right": "右对齐", "end": "右对齐"}
_PERCENT: Final = 5000  # fiftieths of a percent: the whole width
_NO_LINE: Final = ("none", "nil")
_NOTE: Final = "勾稽关系"
_MARK: Final = re.compile(r"\s*\{%\s*(?:tr|tc|p)?\s[^%]*%\}\s*")


def tables(found: tuple[Block, ...], looks: Looks, profile: Profile) -> Iterator[Measured]:
    """Every table of the body."""
    for table in found:
        if isinstance(table, Table):
            yield from _whole(table, looks)
            yield from _rows(table, looks, profile)


def _whole(table: Table, looks: Looks) -> Iterator[Measured]:
    chain = [table.node, *looks.table(value(table.node, "tblPr", "tblStyle"))]
    room = text_width(table.section)
    width = _width(table.node, room)
    if width is not None and not lies_across(table.section):
        yield Measured("table.width", mm(width), table.place)
    # A table as wide as the text stands nowhere else.
    if width is None or width < room - 100:
        alignment = next((jc for node in chain if (jc := value(node, "tblPr", "jc"))), "left")
        yield Measured("table.alignment", _JC.get(alignment, "左对齐"), table.place)
    yield Measured("table.border", _line(table.node, chain), table.place)
    margins = (child(node, "tblPr", "tblCellMar") for node in chain)
    sides = (
        child(m, "left") if child(m, "left") is not None else child(m, "start") for m in margins
    )
    margin = next((n for side in sides if (n := number(attribute(side, "w"))) is not None), None)
    if margin is not None:
        yield Measured("table.cell_margin", points(margin), table.place)


def _width(table: etree._Element, room: int) -> int | None:
    columns = [number(attribute(c, "w")) for c in children(child(table, "tblGrid"), "gridCol")]
    drawn = sum(column or 0 for column in columns)
    said = child(table, "tblPr", "tblW")
    width = number(attribute(said, "w"))
    match attribute(said, "type"):
        case "dxa" if width:
            return max(drawn, width)
        case "pct" if width:
            return max(drawn, room * width // _PERCENT)
    return drawn or None


def _line(table: etree._Element, chain: list[etree._Element]) -> Decimal:
    """How thick the outer line is, in points: that of the first cell, else of the table."""
    first = next(table.iter(f"{W}tc"), None)
    holders = (
        child(first, "tcPr", "tcBorders"),
        *(child(node, "tblPr", "tblBorders") for node in chain),
    )
    top = next((line for holder in holders if (line := child(holder, "top")) is not None), None)
    if top is None or attribute(top, "val") in _NO_LINE:
        return Decimal(0)
    return Decimal(number(attribute(top, "sz")) or 0) / 8


def _rows(table: Table, looks: Looks, profile: Profile) -> Iterator[Measured]:
    rows = [row for row in table.node.iter(f"{W}tr") if not _is_mark(row)]
    if len(rows) > profile.number("table.short_rows"):
        head = child(properties(rows[0], "trPr"), "tblHeader")
        repeated = head is not None and on(attribute(head, "val"))
        yield Measured("table.head", repeated, table.place)
    for count, row in enumerate(rows, 1):
        place = f"{table.place}第 {count} 行"
        whole = child(properties(row, "trPr"), "cantSplit")
        yield Measured("table.split", whole is None or not on(attribute(whole, "val")), place)
        height = child(properties(row, "trPr"), "trHeight")
        if height is not None:
            yield Measured("table.row_fixed", attribute(height, "hRule") == "exact", place)
            if least := number(attribute(height, "val")):
                yield Measured("table.row_height", points(least), place)
        for cell in children(row, "tc"):
            yield from _cell(cell, place, looks, profile)


def _is_mark(row: etree._Element) -> bool:
    return bool(_MARK.fullmatch("".join(node.text or "" for node in row.iter(f"{W}t"))))


def _cell(cell: etree._Element, place: str, looks: Looks, profile: Profile) -> Iterator[Measured]:
    for block in blocks(cell):
        runs = [run for run in runs_of(block, looks) if run.text.strip()] if _is_text(block) else []
        if not runs:
            continue
        words = "".join(run.text for run in runs)
        face = "table.note_face" if _NOTE in words else "table.face"
        yield Measured("table.line_fixed", looks.paragraph(block).rule == "exact", place)
        for run in runs:
            yield from ink(run, place)
            yield from type_of(run, face, "table.size", place, profile)


def _is_text(block: etree._Element) -> bool:
    return block.tag == f"{W}p"
