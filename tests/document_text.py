"""A Word file as text a person can compare, read with python-docx: not with our own proof."""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx
from docx.oxml.ns import qn
from docx.table import Table


def paragraphs_of(document: bytes) -> list[str]:
    """The text of every paragraph of the body outside tables."""
    return [p.text for p in docx.Document(io.BytesIO(document)).paragraphs]


def text_of(document: bytes) -> str:
    """Paragraphs as ``[style] text``; a table's rows between bars, ``>n`` for a cell that spans
    n columns, ``^`` for one that continues the cell above."""
    return "\n".join(_lines(document)) + "\n"


def _lines(document: bytes) -> Iterator[str]:
    for block in docx.Document(io.BytesIO(document)).iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield "| " + " | ".join(_cell(tc) for tc in row._tr.tc_lst) + " |"
        elif block.text or block.style is None:
            yield f"[{block.style.name if block.style else ''}] {block.text}"


def _cell(tc: object) -> str:
    texts = ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in tc.iter(qn("w:p"))]  # type: ignore[attr-defined]
    merge = tc.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")  # type: ignore[attr-defined]
    below = merge is not None and merge.get(qn("w:val")) != "restart"
    span = tc.grid_span  # type: ignore[attr-defined]
    return ("^" if below else "/".join(texts)) + (f" >{span}" if span > 1 else "")
