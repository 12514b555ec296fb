"""A table of the form as Word prints it: exact merges, a named tag in every figure cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from attrs import frozen

from ...model.form import Form
from ...model.layout import GridCell, GridRow, Role, layout, view_grid, view_layout
from ...model.table import AnyTable, RepeatingTable, Table, TableView
from ...model.values import Address
from ..measures import Measures
from .markup import (
    ON,
    Attributes,
    Properties,
    control,
    element,
    figure,
    literal,
    paragraph,
    path,
    properties,
    quoted,
    run,
    show,
)

_STYLES = {
    Role.BAND: "TableBand",
    Role.TITLE: "TableBand",
    Role.CORNER: "TableCorner",
    Role.HEADER: "TableHead",
    Role.STUB: "TableLabel",
    Role.UNIT: "TableFigure",
    Role.FIGURE: "TableFigure",
}

# The row that stands for the rows of a repeating table.
_ANY_ROW = "row"

Tag = Callable[[Address], str]


@frozen
class Drawing:
    """What is needed to draw one table."""

    gb: Measures
    grid: tuple[int, ...]
    rows: tuple[GridRow, ...]
    tag: Tag
    row_height: int
    centred_labels: bool = False
    corner_is_note: bool = False
    repeated_heads: int = 0


def caption(table: AnyTable, style: str = "TableCaption") -> str:
    """The caption of a table."""
    return paragraph(style, run(show(f"captions[{quoted(table.id)}]")))


def columns_of(table: AnyTable, form: Form) -> int:
    """How many columns a table has, those of its labels included."""
    if isinstance(table, RepeatingTable):
        return len(table.columns)
    of = form.tables[table.of] if isinstance(table, TableView) else table
    assert isinstance(of, Table)  # proven by model.consistency
    return len(view_grid(of) if isinstance(table, TableView) else of.grid)


def table_block(
    table: AnyTable, form: Form, gb: Measures, *, width: int | None = None, end: str | None = None
) -> str:
    """A table and the note that stands below an unfilled one; ``width`` in twips, if not that of
    the text; ``end`` is what keeps it from what follows, if not a gap."""
    note = f"notes[{quoted(table.id)}]"
    return "".join(
        (
            _drawn(
                _drawing(table, form, gb),
                table.id if isinstance(table, RepeatingTable) else None,
                width or gb.table_width,
            ),
            control(f"if {note}"),
            paragraph("TableNote", run(show(note))),
            control("endif"),
            end or paragraph("TableGap"),
        )
    )


def _drawing(table: AnyTable, form: Form, gb: Measures) -> Drawing:
    usual_height = gb.points("table.row_height")
    if isinstance(table, RepeatingTable):
        one_row = table.with_rows((_ANY_ROW,))
        rows = layout(one_row)
        return Drawing(
            gb,
            one_row.grid,
            rows,
            lambda address: show(path(address.column, _ANY_ROW)),
            usual_height,
            repeated_heads=_leading_heads(rows),
        )
    if isinstance(table, TableView):
        of = form.tables[table.of]
        assert isinstance(of, Table)  # proven by model.consistency
        rows, grid = view_layout(table, dict(form.tables)), view_grid(of)
    else:
        of = table
        rows, grid = layout(table), table.grid
    return Drawing(
        gb,
        grid,
        rows,
        figure,
        of.row_height or usual_height,
        # The blank form: labels below a band are centred, all others stand left.
        centred_labels=any(band.title is not None for band in of.bands),
        # Its corner of three columns holds a note on arithmetic, not a word for the labels.
        corner_is_note=of.stub > 1 and isinstance(table, Table),
        repeated_heads=_leading_heads(rows) if of.heading_rows else 0,
    )


def _leading_heads(rows: Sequence[GridRow]) -> int:
    count = 0
    while count < len(rows) and rows[count].header:
        count += 1
    return count


def scaled(grid: Sequence[int], width: int) -> tuple[int, ...]:
    """``grid`` in proportion to ``width``, without a rounding rest."""
    whole = sum(grid)
    edges = [width * sum(grid[:n]) // whole for n in range(len(grid) + 1)]
    return tuple(right - left for left, right in pairwise(edges))


def _kept(drawing: Drawing, number: int) -> bool:
    """Whether a row stays on the page of the next one: a short table (`proactive`, `remedies`)
    is not cut, and of a longer one no label is cut in two (（四）无|法提供)."""
    if number + 1 == len(drawing.rows):
        return False
    if len(drawing.rows) <= drawing.gb.count("table.short_rows"):
        return True
    group = drawing.gb.count("table.group_rows")
    return any(
        cell.continues and cell.role is Role.STUB and _height(drawing, number + 1, cell) <= group
        for cell in drawing.rows[number + 1].cells
    )


def _height(drawing: Drawing, number: int, cell: GridCell) -> int:
    """The rows spanned by the merged cell of which ``cell`` is a lower part."""
    for row in reversed(drawing.rows[:number]):
        above = next(other for other in row.cells if other.left == cell.left)
        if not above.continues:
            return above.height
    return cell.height


def _drawn(drawing: Drawing, repeating: str | None, width: int) -> str:
    widths = scaled(drawing.grid, width)
    looks = properties(
        "tblPr",
        {
            "tblStyle": {"val": "ReportTable"},
            "tblW": {"w": sum(widths), "type": "dxa"},
            "jc": {"val": drawing.gb.alignment("table.alignment")},
            "tblLayout": {"type": "fixed"},
        },
    )
    grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
    rows = []
    for number, row in enumerate(drawing.rows):
        keep = repeating is None and _kept(drawing, number)
        cells = [_cell(cell, drawing, widths, keep=keep) for cell in row.cells]
        head = number < drawing.repeated_heads
        drawn = _row(cells, drawing.row_height, head=head)
        if repeating is not None and any(cell.address for cell in row.cells):
            loop = f"tr for {_ANY_ROW} in rows[{quoted(repeating)}]"
            height = drawing.row_height
            drawn = _mark(loop, widths, height) + drawn + _mark("tr endfor", widths, height)
        rows.append(drawn)
    return element("tbl", looks, grid, *rows)


def _mark(statement: str, widths: Sequence[int], height: int) -> str:
    """A row that is gone after rendering."""
    text = paragraph("TemplateMark", run(f"{{%{statement} %}}"))
    cell = _tc({"gridSpan": {"val": len(widths)}}, sum(widths), text)
    return _row([cell], height, head=False)


def _row(cells: Sequence[str], height: int, *, head: bool) -> str:
    looks: dict[str, dict[str, str | int]] = {
        "cantSplit": {},
        "trHeight": {"val": height, "hRule": "atLeast"},
    }
    if head:
        looks["tblHeader"] = {}
    return element("tr", properties("trPr", looks), *cells)


def _cell(cell: GridCell, drawing: Drawing, widths: Sequence[int], *, keep: bool) -> str:
    looks: dict[str, dict[str, str | int]] = {}
    if cell.width > 1:
        looks["gridSpan"] = {"val": cell.width}
    if cell.continues:
        looks["vMerge"] = {}
    elif cell.height > 1:
        looks["vMerge"] = {"val": "restart"}
    style = _style(cell, drawing)
    more: dict[str, Attributes] = {"keepNext": ON} if keep else {}
    if cell.address is not None:
        text = paragraph(style, run(drawing.tag(cell.address)), **more)
    elif cell.continues:
        text = paragraph(style, **more)
    else:
        lines = cell.lines or ((cell.text,) if cell.text else ())
        text = "".join(paragraph(style, run(literal(line)), **more) for line in lines)
        text = text or paragraph(style, **more)
    return _tc(looks, sum(widths[cell.left : cell.left + cell.width]), text)


def _style(cell: GridCell, drawing: Drawing) -> str:
    if cell.role is Role.STUB:
        if drawing.centred_labels:
            return "TableLabelCentred"
        return "TableGroup" if cell.height > 1 or cell.continues else "TableLabel"
    if cell.role is Role.CORNER and not drawing.corner_is_note:
        return "TableHead"
    return _STYLES[cell.role]


def _tc(looks: Properties, width: int, text: str) -> str:
    all_looks: Properties = {
        "tcW": {"w": width, "type": "dxa"},
        "vAlign": {"val": "center"},
        **looks,
    }
    return element("tc", properties("tcPr", all_looks), text)
