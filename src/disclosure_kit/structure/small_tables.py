"""Small tables in the text: taken from a keyed file, and from a table that a document shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from ..model.clean import clean, paragraphs_of
from ..model.form import Form
from ..model.layout import Role, layout
from ..model.raw import RawGrid
from ..model.report import SmallTable
from ..model.table import Table
from ..strict import Problem, RefusedError, problems, shown
from .wording import normal

if TYPE_CHECKING:
    import cattrs  # at run time where something is wrong: it is heavy

MOST_ROWS: Final = 200
MOST_COLUMNS: Final = 12
LONGEST_CELL: Final = 300
# Of the cells of a table that a document shows: more that are labels of the form make it one of
# the form's own that could not be read, and no table of the text.
_MOST_LABELS: Final = 0.3


def small_table(block: Mapping[str, Any], converter: cattrs.Converter) -> SmallTable:
    """``{"table": {"caption": …, "rows": [[…]], "head": 1}}``.

    Raises:
        RefusedError: every problem at once.
    """
    import cattrs

    found = [Problem((key,), "是不认识的键") for key in block if key != "table"]
    try:
        made = converter.structure(block["table"], SmallTable)
    except cattrs.BaseValidationError as error:
        found += (Problem(("table", *p.path), p.text) for p in problems(error))
        raise RefusedError(found) from None
    found += (Problem(("table", *p.path), p.text) for p in faults_of(made))
    if found:
        raise RefusedError(found)
    return made


def faults_of(table: SmallTable) -> Iterator[Problem]:
    """What is wrong with a table of the right shape."""
    rows = table.rows
    if not 1 <= len(rows) <= MOST_ROWS:
        yield Problem(("rows",), f"应有 1 至 {MOST_ROWS} 行，不能是 {len(rows)} 行")
        return
    width = len(rows[0])
    for number, row in enumerate(rows):
        if not 2 <= len(row) <= MOST_COLUMNS:
            say = f"应有 2 至 {MOST_COLUMNS} 格，不能是 {len(row)} 格"
            yield Problem(("rows", number), say)
        elif len(row) != width:
            yield Problem(("rows", number), f"有 {len(row)} 格，第 1 行有 {width} 格；各行应一样多")
        for place, cell in enumerate(row):
            if len(cell) > LONGEST_CELL or len(paragraphs_of(cell)) > 1:
                say = f"一格应是一段不超过 {LONGEST_CELL} 字的文字，不能是{shown(cell)}"
                yield Problem(("rows", number, place), say)
    if not any(clean(cell).strip() for row in rows for cell in row):
        yield Problem(("rows",), "各格都是空的")
    if not 0 <= table.head <= len(rows):
        yield Problem(("head",), f"应在 0 与行数 {len(rows)} 之间，不能是 {table.head}")


def found_table(grid: RawGrid, labels: frozenset[str]) -> SmallTable | None:
    """The small table that ``grid`` is; None where it is merged, too large, has no words, or bears
    ``labels``, those of the form's tables."""
    across = {cell.column for cell in grid.cells}
    down = {cell.row for cell in grid.cells}
    if any(cell.height > 1 or cell.width > 1 for cell in grid.cells):
        return None
    if len(grid.cells) != len(across) * len(down) or not 2 <= len(across) <= MOST_COLUMNS:
        return None
    texts = [re.sub(r"\s*\n\s*", "", cell.text) for cell in grid.cells]
    said = [normal(text) for text in texts if text.strip()]
    if len(down) > MOST_ROWS or not said or max(map(len, texts)) > LONGEST_CELL:
        return None
    if sum(text in labels for text in said) > _MOST_LABELS * len(said):
        return None
    width = len(across)
    rows = tuple(tuple(texts[at : at + width]) for at in range(0, len(texts), width))
    return SmallTable(rows)


def labels_of(form: Form) -> frozenset[str]:
    """Every label of the form's tables, and of those of other editions."""
    tables = (table for table in form.tables.values() if isinstance(table, Table))
    cells = (cell for table in tables for row in layout(table) for cell in row.cells)
    texts = ("".join(cell.lines) or cell.text for cell in cells if cell.role is not Role.FIGURE)
    heads = form.usage.other_heads
    return frozenset(normal(text) for text in (*texts, *heads) if text)
