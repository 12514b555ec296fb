"""What stands in one cell of the workbook: each value written so that it can be read back.

A text that is empty, or that reads like 不适用, is written behind a backslash; so a blank
cell always means that nothing was filled in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

from attrs import frozen

from ..model.clean import paragraphs_of
from ..model.report import Block, Heading, Image, ItemList, SmallTable, TableBlock, Text
from ..model.values import CellState, Money, Share, Value
from ..structure.blocks import block_of

NOT_APPLICABLE_MARK: Final = "/"
LONGEST: Final = 16_000  # a cell holds 32767 units of UTF-16; a character may take two
_SHIELDED: Final = re.compile(r"\\*/?")

TEXT: Final = "正文"
CONTINUED: Final = "接上段"
IMAGE: Final = "图片"
SMALL: Final = "小表格"
SMALL_ROW: Final = "小表格行"
TABLE: Final = "表格"
HEADINGS: Final = {"（一）级标题": 2, "1.级标题": 3, "（1）级标题": 4}
LISTS: Final = {"列表": False, "编号列表": True}
NEW_LISTS: Final = {"另起列表": False, "另起编号列表": True}
STYLES: Final = (TEXT, *HEADINGS, *LISTS, *NEW_LISTS, IMAGE, TABLE, SMALL, SMALL_ROW, CONTINUED)


def shield(text: str) -> str:
    """``text`` as it is written to a cell."""
    return f"\\{text}" if _SHIELDED.fullmatch(text) else text


def unshield(text: str) -> str:
    """The text that a cell holds."""
    return text[1:] if text.startswith("\\") and _SHIELDED.fullmatch(text) else text


def decimal_words(number: float) -> str:
    """A number of a cell with the decimals that it shows."""
    return str(int(number)) if number.is_integer() else f"{Decimal(repr(number)):f}"


def cell_content(value: Value, unit: str | None) -> int | float | str | None:
    """What is written for ``value``: an amount as text where a number would lose its decimals."""
    match value:
        case CellState.NOT_FILLED:
            return None
        case CellState.NOT_APPLICABLE:
            return NOT_APPLICABLE_MARK
        case int():
            return value
        case Money():
            words = f"{value.amount:f}"
            if unit is None:
                return words + value.unit
            return float(words) if decimal_words(float(words)) == words else words
        case Share():
            return f"{value.percent:f}%"
        case str():
            return shield(value)


@frozen
class Line:
    """A row of a narrative sheet; what is empty is a blank cell."""

    style: str = ""
    text: str | None = None
    level: int | None = None
    lead: int | None = None
    caption: str | None = None


def lines_of(blocks: Iterable[Block], table_labels: dict[str, str]) -> Iterator[Line]:
    """The rows that hold ``blocks``; tables are called by their labels."""
    before: Block | None = None
    for block in blocks:
        for line in _lines(block, before, table_labels):
            text = line.text
            if text is None or len(text) <= LONGEST:
                yield line
                continue
            yield Line(line.style or TEXT, text[:LONGEST], line.level, line.lead, line.caption)
            for start in range(LONGEST, len(text), LONGEST):
                yield Line(CONTINUED, shield(text[start : start + LONGEST]))
        before = block


def _lines(block: Block, before: Block | None, labels: dict[str, str]) -> Iterator[Line]:
    match block:
        case Text() | Heading() if _says_itself(block):
            yield Line(text=block.text)
        case Text():
            yield Line(TEXT, shield(block.text), block.level, block.lead)
        case Heading():
            style = next(name for name, level in HEADINGS.items() if level == block.level)
            yield Line(style, shield(block.text))
        case ItemList():
            same = isinstance(before, ItemList) and before.ordered == block.ordered
            plain = next(name for name, ordered in LISTS.items() if ordered == block.ordered)
            first = f"另起{plain}" if same else plain
            if not block.items:
                yield Line(first)
            for number, item in enumerate(block.items):
                depth = block.levels[number] if block.levels else None
                yield Line(plain if number else first, shield(item), depth)
        case SmallTable():
            yield Line(SMALL, shield(block.caption), block.head)
            yield from (Line(SMALL_ROW, joined(row)) for row in block.rows)
        case Image():
            yield Line(IMAGE, shield(block.path), caption=shield(block.caption))
        case TableBlock():
            yield Line(TABLE, labels[block.table])


def _says_itself(block: Text | Heading) -> bool:
    """The words alone give this block: no style need be noted."""
    text = block.text
    return (
        bool(text)
        and text == text.strip()
        and shield(text) == text
        and len(text) <= LONGEST
        and paragraphs_of(text) == [text]
        and block_of(text) == block
    )


def joined(row: Iterable[str]) -> str:
    """The cells of a row of a small table in one text: ``一 | 12``."""
    signs = re.compile(r"[\\|]|^\s|\s$")
    return " | ".join(signs.sub(lambda sign: f"\\{sign[0]}", cell) for cell in row)


def parted(text: str) -> Iterator[str]:
    """The cells of a row; a sign behind a backslash is no line between two."""
    cell: list[str] = []
    kept = 0  # signs that are no blanks around a line
    for sign in re.findall(r"\\.|.", text, re.S):
        if sign == "|":
            yield "".join(cell[:kept])
            cell, kept = [], 0
        elif len(sign) > 1 or not sign.isspace():
            cell.append(sign[-1])
            kept = len(cell)
        elif cell:
            cell.append(sign)
    yield "".join(cell[:kept])


def blocks_of(lines: Iterable[Line], table_ids: dict[str, str]) -> Iterator[dict[str, Any]]:
    """The rows of a narrative sheet as blocks of the contract.

    Raises:
        ValueError: a style or table that is not known.
    """
    last: dict[str, Any] | None = None
    for line in lines:
        text = None if line.text is None else unshield(line.text)
        style = line.style
        if style == CONTINUED and last is not None:
            key = next(k for k in ("text", "heading", "list", "image") if k in last)
            if key == "list":
                last["list"][-1] += text or ""
            else:
                last[key] += text or ""
            continue
        ordered = LISTS.get(style)
        if ordered is not None and last is not None and last.get("ordered") is ordered:
            last["list"] += [] if text is None else [text]
            last["levels"] += [] if text is None else [line.level or 1]
            continue
        if style == SMALL_ROW:
            if last is None or not isinstance(last.get("table"), dict):
                raise ValueError(f"“{SMALL_ROW}”应在“{SMALL}”一行之下")
            last["table"]["rows"].append(list(parted(line.text or "")))
            continue
        made = list(_block(line, text, table_ids))
        if made:
            if last is not None:
                yield last
            yield from made[:-1]
            last = made[-1]
    if last is not None:
        yield last


def _block(line: Line, text: str | None, table_ids: dict[str, str]) -> Iterator[dict[str, Any]]:
    style = line.style
    if not style:
        for part in paragraphs_of(text or ""):
            if part.strip():
                yield _found(block_of(part.strip()))
    elif style == TEXT:
        given = {"text": text or "", "level": line.level, "lead": line.lead}
        yield {key: value for key, value in given.items() if value is not None}
    elif style in HEADINGS:
        yield {"heading": text or "", "level": HEADINGS[style]}
    elif style in LISTS or style in NEW_LISTS:
        ordered = (LISTS | NEW_LISTS)[style]
        items = [] if text is None else [text]
        yield {"list": items, "ordered": ordered, "levels": [line.level or 1] * len(items)}
    elif style == SMALL:
        yield {"table": {"caption": text or "", "rows": [], "head": line.level or 0}}
    elif style == IMAGE:
        yield {"image": text or "", "caption": unshield(line.caption or "")}
    elif style == TABLE:
        name = table_ids.get("".join((text or "").split()))
        if name is None:
            raise ValueError(f"没有名为“{text or ''}”的表")
        yield {"table": name}
    else:
        raise ValueError(f"样式“{style}”不认识；可用：{'、'.join(STYLES)}，或留空")


def _found(block: Text | Heading) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"heading": block.text, "level": block.level}
    given = {"text": block.text, "level": block.level, "lead": block.lead}
    return {key: value for key, value in given.items() if value is not None}
