"""Tables as Word keeps them: a grid of columns that every row must fill."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ..certificate.reader import inside
from .fault import NO_GRID, ROW_GRID, Fault, Place
from .reading import Reading, W


def grids(reading: Reading) -> Iterator[Fault]:
    """Rows that hold more or fewer columns than their table, and tables without any."""
    for part, root in reading.roots.items():
        for number, table in enumerate(root.iter(f"{W}tbl"), 1):
            yield from _table(table, Place(part, table=number))


def _table(table: etree._Element, place: Place) -> Iterator[Fault]:
    columns = table.findall(f"{W}tblGrid/{W}gridCol")
    if not columns or any(_number(column, "w") <= 0 for column in columns):
        yield Fault(NO_GRID, place, "表格没有写明各列的宽度，在 WPS 和 LibreOffice 里会走样")
        return
    # Where a merged cell may go on: the left edges and widths of cells open above.
    above: dict[int, int] = {}
    for number, row in enumerate(inside(table, "tr"), 1):
        here = Place(place.part, table=place.table, row=number)
        left = _value(row, "trPr", "gridBefore") or 0
        merged: dict[int, int] = {}
        for cell_number, cell in enumerate(inside(row, "tc"), 1):
            width = _value(cell, "tcPr", "gridSpan") or 1
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None:
                if merge.get(f"{W}val", "continue") == "continue" and above.get(left) != width:
                    what = "这一格要接上一行合并的格，上一行却没有同样宽的格"
                    at = Place(place.part, table=place.table, row=number, column=cell_number)
                    yield Fault(ROW_GRID, at, what)
                merged[left] = width
            left += width
        left += _value(row, "trPr", "gridAfter") or 0
        if left != len(columns):
            what = f"这一行的格共占 {left} 列，表格有 {len(columns)} 列"
            yield Fault(ROW_GRID, here, what)
        above = merged


def _value(node: etree._Element, looks: str, name: str) -> int | None:
    found = node.find(f"{W}{looks}/{W}{name}")
    return None if found is None else _number(found, "val")


def _number(node: etree._Element, name: str) -> int:
    """A number as it stands in an attribute; 0 where there is none."""
    text = node.get(f"{W}{name}", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
