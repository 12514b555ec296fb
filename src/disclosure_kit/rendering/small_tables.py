"""A small table at the place of a tag: ``{{p paragraph.table }}``.

As for a picture: the context holds a frozen value, and the tag becomes the table. Its looks are
the styles of the template (报告表格, 表头, 表格数据); its columns are as wide as their words want.
"""

from __future__ import annotations

from itertools import pairwise

from attrs import frozen
from markupsafe import Markup

from ..model.clean import clean
from ..view import PrintedTable
from .literal import literal
from .measures import Measures

_NARROWEST, _WIDEST = 4, 24  # characters that a column's width is reckoned with


@frozen(repr=False)
class Table:
    """A small table as it is printed, by the numbers of the statutory tables."""

    printed: PrintedTable
    measures: Measures

    def markup(self) -> Markup:
        """``w:tbl``, in the place of a paragraph."""
        from .template.markup import element, properties  # few reports have one

        widths = column_widths(self.printed.words, self.measures.table_width)
        looks = properties(
            "tblPr",
            {
                "tblStyle": {"val": "ReportTable"},
                "tblW": {"w": sum(widths), "type": "dxa"},
                "jc": {"val": self.measures.alignment("table.alignment")},
                "tblLayout": {"type": "fixed"},
            },
        )
        height = self.measures.points("table.row_height")
        grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
        rows = (
            _row([clean(cell.text) for cell in row.cells], widths, height, head=row.header)
            for row in self.printed.rows
        )
        return Markup(element("tbl", looks, grid, *rows))


def column_widths(rows: tuple[tuple[str, ...], ...], whole: int) -> tuple[int, ...]:
    """The width of each column in twips, by its longest cell; together ``whole``."""
    longest = (max(len(cell) for cell in column) for column in zip(*rows, strict=True))
    shares = [min(max(length, _NARROWEST), _WIDEST) for length in longest]
    edges = [whole * sum(shares[:n]) // sum(shares) for n in range(len(shares) + 1)]
    return tuple(right - left for left, right in pairwise(edges))


def _row(cells: list[str], widths: tuple[int, ...], height: int, *, head: bool) -> str:
    from .template.markup import element, paragraph, properties, run

    looks: dict[str, dict[str, str | int]] = {
        "cantSplit": {},
        "trHeight": {"val": height, "hRule": "atLeast"},
    }
    if head:
        looks["tblHeader"] = {}
    style = "TableHead" if head else "TableFigure"
    drawn = (
        element(
            "tc",
            properties("tcPr", {"tcW": {"w": width, "type": "dxa"}, "vAlign": {"val": "center"}}),
            paragraph(style, run(str(literal(cell)))),
        )
        for cell, width in zip(cells, widths, strict=True)
    )
    return element("tr", properties("trPr", looks), *drawn)
