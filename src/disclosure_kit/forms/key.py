"""The key of a workbook: which label means which row, column, table and section.

It stands on a hidden sheet, so that a workbook can be read by its labels alone.
"""

from __future__ import annotations

import json
from typing import Any, Final

import cattrs
from attrs import asdict, field, frozen

from ..model.table import Column, Row, Table

FORMAT: Final = "disclosure-kit/workbook/1"
FORM_VERSION: Final = "1"
SHEET: Final = "_disclosure_kit"
CHUNK: Final = 8_000

TODO: Final = "待办"
COVER: Final = "封面"
FIGURES: Final = "文中数据"
PREVIOUS: Final = "上年数据"
PREAMBLE: Final = "前言"
CHECKS: Final = "自动核对（本区自动计算，不用填写）"

# Labels of the cover, and where each goes; "" is for the office that collects the workbook.
COVER_FIELDS: Final = {
    "机关名称": "agency.name",
    "机关类别": "agency.kind",
    "区划代码": "agency.code",
    "年度": "year",
    "填报人": "",
    "联系电话": "",
    "报告标题": "title",
    "发文字号": "document_number",
    "主送机关": "addressee",
    "落款机关": "signature.agency",
    "成文日期": "signature.date",
}
ATTACHMENT: Final = "附件"


def squeezed(text: str) -> str:
    """A label without white space: line breaks inside a printed head mean nothing."""
    return "".join(text.split())


@frozen
class Entry:
    """One row or column, or one stated figure: its id, its labels from outside in, its kind."""

    id: str
    labels: tuple[str, ...]
    kind: str
    unit: str | None = None


@frozen
class BandKey:
    rows: tuple[Entry, ...]
    columns: tuple[Entry, ...]


@frozen
class SheetKey:
    """A sheet: whose it is, the label in its first cell, its name when it was made."""

    id: str
    label: str
    name: str
    bands: tuple[BandKey, ...] = ()
    columns: tuple[Entry, ...] = ()
    filled: bool = False


@frozen
class PlainSection:
    """A section that consists of its tables, and so has no sheet."""

    id: str
    title: str
    tables: tuple[str, ...]


@frozen
class Key:
    """All that the hidden sheet says."""

    edition: str
    year: int
    region: str | None
    agency: str
    tables: tuple[SheetKey, ...] = ()
    repeating: tuple[SheetKey, ...] = ()
    sections: tuple[SheetKey, ...] = ()
    views: tuple[SheetKey, ...] = ()
    plain: tuple[PlainSection, ...] = ()
    figures: tuple[Entry, ...] = ()
    signed: bool = False
    format: str = FORMAT
    form_version: str = FORM_VERSION
    order: tuple[str, ...] = field(default=())
    attachments: tuple[SheetKey, ...] = ()


def bands_of(table: Table) -> tuple[BandKey, ...]:
    """The labels of every row and column of figures."""
    return tuple(
        BandKey(
            tuple(_row(path) for path in _row_paths(band.rows) if path[-1].id is not None),
            tuple(_column(path) for path in _column_paths(band.columns)),
        )
        for band in table.bands
    )


def column_entries(columns: tuple[Column, ...]) -> tuple[Entry, ...]:
    return tuple(_column(path) for path in _column_paths(columns))


def _row(path: tuple[Row, ...]) -> Entry:
    leaf = path[-1]
    labels = tuple(squeezed(row.label) for row in path if row.label)
    return Entry(leaf.id or "", labels, leaf.kind.value if leaf.kind else "", leaf.unit)


def _column(path: tuple[Column, ...]) -> Entry:
    leaf = path[-1]
    labels = tuple(squeezed("".join(c.lines) or c.label) for c in path)
    return Entry(leaf.id or "", labels, leaf.kind.value, leaf.unit)


def _row_paths(rows: tuple[Row, ...], above: tuple[Row, ...] = ()) -> Any:
    for row in rows:
        if row.rows:
            yield from _row_paths(row.rows, (*above, row))
        else:
            yield (*above, row)


def _column_paths(columns: tuple[Column, ...], above: tuple[Column, ...] = ()) -> Any:
    for column in columns:
        if column.columns:
            yield from _column_paths(column.columns, (*above, column))
        else:
            yield (*above, column)


def rows_of(key: Key) -> list[tuple[str, str]]:
    """The hidden sheet: names and values; the labels as JSON, cut to fit a cell."""
    tree = json.dumps(asdict(key), ensure_ascii=True, sort_keys=True)
    head = [
        ("format", key.format),
        ("form_version", key.form_version),
        ("edition", key.edition),
        ("region", key.region or ""),
        ("year", str(key.year)),
        ("agency", key.agency),
    ]
    parts = range(0, len(tree), CHUNK)
    return head + [
        (f"key.{n:03}", "|" + tree[start : start + CHUNK]) for n, start in enumerate(parts)
    ]


def key_of(rows: list[tuple[str, str]]) -> Key:
    """The key that a hidden sheet holds.

    Raises:
        ValueError: it is none, or of a later version.
    """
    values = dict(rows)
    if values.get("format") != FORMAT:
        raise ValueError(f"工作簿的格式是 {values.get('format')}，本版本只认识 {FORMAT}")
    tree = "".join(values[name][1:] for name in sorted(values) if name.startswith("key."))
    try:
        return cattrs.Converter().structure(json.loads(tree), Key)
    except (ValueError, KeyError, cattrs.BaseValidationError) as error:
        raise ValueError("工作簿的隐藏信息损坏") from error


def kind_of(row: Entry, column: Entry) -> tuple[str, str | None]:
    return row.kind or column.kind, row.unit or column.unit
