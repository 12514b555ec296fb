"""Addresses in the words of the form: ``（一）予以公开·自然人``."""

from __future__ import annotations

import re

from .form import Form
from .table import Table
from .values import Address

_NUMERAL = re.compile(r"[一二三四五六七八九十]+")
# A remark such as （区分处理的，只计这一情形，不计其他情形）; a number such as （一） is no remark.
_REMARK = re.compile(r"（[^（）]{8,}）$")


def row_label(table: Table, row_id: str) -> str:
    """The printed label of a row, without a long remark in brackets; else the table's title."""
    for band in table.bands:
        for row in band.figure_rows():
            if row.id == row_id:
                return _REMARK.sub("", row.label) or table.title
    return row_id


def column_label(table: Table, column_id: str, row_id: str | None = None) -> str:
    """The printed label of a column, with the heads above it where it alone is not unique:
    ``商业企业``, but ``行政诉讼·复议后起诉·总计``."""
    for band in table.bands:
        if row_id is not None and all(row.id != row_id for row in band.figure_rows()):
            continue
        paths = list(band.column_paths())
        for path in paths:
            if path[-1].id == column_id:
                label = path[-1].label
                alone = sum(other[-1].label == label for other in paths) == 1
                return label if alone else "·".join(column.label for column in path)
    return column_id


def table_label(form: Form, table_id: str) -> str:
    """``表三`` for a table of the section 三、…; else its title."""
    table = form.tables[table_id]
    section = form.section(table.place.section or "")
    numeral, comma, _ = section.title.partition("、") if section else ("", "", "")
    alone = section is not None and len(form.tables_in(section.id)) == 1
    return f"表{numeral}" if comma and alone and _NUMERAL.fullmatch(numeral) else table.title


def cell_label(form: Form, address: Address) -> str:
    """``row·column`` of one figure; a table with a single column needs no column name."""
    table = form.tables.get(address.table)
    if not isinstance(table, Table):
        return str(address)
    row = row_label(table, address.row)
    columns = {a.column for a in table.cells}
    if len(columns) == 1:
        return row
    column = column_label(table, address.column, address.row)
    return column if row == table.title else f"{row}·{column}"
