"""Workbooks (``.xlsx``, ``.xls``, ``.ods``): ours as values by key, any other as grids.

python-calamine reads the values. What it does not give is read from the XML: hidden rows,
formulas without a result, and the merged cells of an ``.ods``.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree
from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from ...errors import SourceError
from ...forms.grid import Grid
from ...forms.reading import ours, read_form
from ...forms.words import decimal_words
from ...model.clean import clean
from ...model.raw import RawCell, RawDocument, RawGrid, RawParagraph, RawValues, Source

MAX_BYTES: Final = 20_000_000
MAX_PARTS: Final = 2_000
MAX_UNPACKED: Final = 200_000_000
MAX_SHEETS: Final = 200
MAX_ROWS: Final = 20_000
MAX_COLUMNS: Final = 300
MAX_CELLS: Final = 400_000

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CELL: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def read(source: Source) -> RawValues | RawDocument:
    """The values of a workbook of ours; the sheets of any other.

    Raises:
        SourceError: damaged, encrypted, too large, or figures that cannot be read.
    """
    grids = _grids(source)
    if ours(grids):
        return read_form(source.name, grids)
    return _document(source.name, grids)


def _grids(source: Source) -> list[Grid]:
    name, content = source.name, source.content
    if not content:
        raise SourceError(f"{name}：文件是空的")
    if len(content) > MAX_BYTES:
        raise SourceError(
            f"{name}：文件有 {len(content)} 字节，超过上限 {MAX_BYTES} 字节；请核对是否选错了文件"
        )
    parts: dict[str, bytes] = {}
    if content.startswith(b"PK"):
        parts = _parts(name, content)
    elif not content.startswith(_OLE):
        raise SourceError(f"{name}：这不是 Excel 文件", hint="请在 Excel 或 WPS 中另存为 .xlsx")
    elif "EncryptedPackage".encode("utf-16-le") in content:
        raise SourceError(f"{name}：文件加了密码", hint="请去掉打开密码后另存")
    elif "WordDocument".encode("utf-16-le") in content:
        raise SourceError(f"{name}：这是旧版 Word 文件（.doc）", hint="请另存为 .docx")
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        grids = list(_sheets(name, book))
    except PasswordError:
        raise SourceError(f"{name}：文件加了密码", hint="请去掉打开密码后另存") from None
    except (CalamineError, OSError, ValueError) as error:
        raise SourceError(
            f"{name}：工作簿打不开（{error}）", hint="请用 Excel 或 WPS 打开，另存为 .xlsx 再试"
        ) from None
    if "xl/workbook.xml" in parts:
        _add_xlsx(name, parts, {grid.name: grid for grid in grids})
    elif "content.xml" in parts:
        _add_ods(name, parts["content.xml"], {grid.name: grid for grid in grids})
    return grids


def _parts(name: str, content: bytes) -> dict[str, bytes]:
    """The parts that are looked at, within the limits."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            size = sum(entry.file_size for entry in entries)
            if len(entries) > MAX_PARTS or size > MAX_UNPACKED:
                raise SourceError(f"{name}：压缩包内部过大（{len(entries)} 个部件，{size} 字节）")
            names = [entry.filename for entry in entries]
            if not {"xl/workbook.xml", "content.xml", "xl/workbook.bin"} & set(names):
                raise SourceError(f"{name}：这不是 Excel 文件", hint="请另存为 .xlsx")
            parts = {
                part: archive.read(part)
                for part in names
                if part.endswith((".xml", ".rels")) and (part.startswith("xl/") or "/" not in part)
            }
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, ValueError):
        raise SourceError(f"{name}：文件已损坏，打不开", hint="请重新下载，或请对方重发") from None
    for part, text in parts.items():
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise SourceError(f"{name}：部件 {part} 含有 DOCTYPE，不安全，没有读取")
    return parts


def _sheets(name: str, book: CalamineWorkbook) -> Iterator[Grid]:
    sheets = [data for data in book.sheets_metadata if data.typ is SheetTypeEnum.WorkSheet]
    if len(sheets) > MAX_SHEETS:
        raise SourceError(f"{name}：有 {len(sheets)} 个工作表，超过上限 {MAX_SHEETS} 个")
    for data in sheets:
        sheet = book.get_sheet_by_name(data.name)
        height, width = sheet.total_height, sheet.total_width
        if height > MAX_ROWS or width > MAX_COLUMNS or height * width > MAX_CELLS:
            raise SourceError(
                f"{name} {data.name}：有 {height} 行 {width} 列，超过上限；请删去空白的行和列"
            )
        merges = [
            (top, left, min(bottom, height + 50), min(right, width + 50))
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or []
        ]
        hidden = data.visible is not SheetVisibleEnum.Visible
        yield Grid(data.name, sheet.to_python(skip_empty_area=False), merges, hidden)


def _root(name: str, content: bytes) -> etree._Element:
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise SourceError(f"{name}：文件已损坏，打不开") from None


def _add_xlsx(name: str, parts: dict[str, bytes], grids: dict[str, Grid]) -> None:
    """Hidden rows, and formulas that hold no result."""
    links = {
        link.get("Id"): posixpath.normpath(posixpath.join("xl", link.get("Target") or ""))
        for link in _root(name, parts.get("xl/_rels/workbook.xml.rels", b"<none/>"))
    }
    for sheet in _root(name, parts["xl/workbook.xml"]).iter(f"{_MAIN}sheet"):
        grid = grids.get(sheet.get("name") or "")
        part = (links.get(sheet.get(_LINK)) or "").lstrip("/")
        if grid is None or part not in parts:
            continue
        hidden: set[int] = set()
        uncomputed: set[tuple[int, int]] = set()
        for row in _root(name, parts[part]).iter(f"{_MAIN}row"):
            if row.get("hidden") in ("1", "true") and (row.get("r") or "").isdigit():
                hidden.add(int(row.get("r") or 1) - 1)
            for cell in row:
                if cell.find(f"{_MAIN}f") is None:
                    continue
                value = cell.findtext(f"{_MAIN}v")
                if (value in (None, "") and cell.get("t") != "str") or cell.get("t") == "e":
                    uncomputed.add(_corner(cell.get("r") or ""))
        grid.hidden_rows = frozenset(hidden)
        grid.uncomputed = frozenset(uncomputed)


def _corner(reference: str) -> tuple[int, int]:
    match = _CELL.fullmatch(reference)
    if match is None:
        return -1, -1
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def _add_ods(name: str, content: bytes, grids: dict[str, Grid]) -> None:
    """Merged cells and hidden rows."""
    for table in _root(name, content).iter(f"{_TABLE}table"):
        grid = grids.get(table.get(f"{_TABLE}name") or "")
        if grid is None:
            continue
        hidden: set[int] = set()
        number = 0
        for row in table.iter(f"{_TABLE}table-row"):
            times = _count(row, "number-rows-repeated")
            if row.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                hidden |= set(range(number, min(number + times, len(grid.rows))))
            at = 0
            for cell in row:
                if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                    continue
                height = _count(cell, "number-rows-spanned")
                width = _count(cell, "number-columns-spanned")
                if (height, width) != (1, 1):
                    bottom = min(number + height, MAX_ROWS) - 1
                    grid.merges.append((number, at, bottom, min(at + width, MAX_COLUMNS) - 1))
                at += _count(cell, "number-columns-repeated")
            number += times
        grid.hidden_rows = frozenset(hidden)


def _count(element: etree._Element, name: str) -> int:
    text = element.get(f"{_TABLE}{name}") or "1"
    return int(text) if re.fullmatch(r"[0-9]{1,7}", text) else 1


def _document(name: str, grids: list[Grid]) -> RawDocument:
    """Rows of one text before and after the rest are paragraphs, the rest is a grid."""
    paragraphs: list[RawParagraph] = []
    found: list[RawGrid] = []
    notices: list[str] = []
    for grid in grids:
        if grid.hidden:
            notices.append(f"{name}：工作表“{grid.name}”是隐藏的，没有读取")
            continue
        if grid.hidden_rows:
            rows = "、".join(str(row + 1) for row in sorted(grid.hidden_rows)[:10])
            notices.append(f"{name}：工作表“{grid.name}”第 {rows} 行是隐藏的，照样读取")
        filled = {
            row: [c for c in range(len(cells)) if grid.at(row, c) is not None]
            for row, cells in enumerate(grid.rows)
        }
        wide = [row for row, columns in filled.items() if len(columns) > 1]
        first, last = (wide[0], wide[-1]) if wide else (len(grid.rows), -1)
        before = [row for row in filled if filled[row] and row < first]
        after = [row for row in filled if filled[row] and row > max(first, last)]
        for row in before:
            paragraphs.append(_paragraph(grid, row, filled[row][0], len(paragraphs)))
        if wide:
            cells = tuple(_cells(name, grid, first, last))
            found.append(RawGrid(cells, grid.name, len(paragraphs)))
        for row in after:
            paragraphs.append(_paragraph(grid, row, filled[row][0], len(paragraphs)))
    if not paragraphs and not found:
        raise SourceError(f"{name}：工作簿里没有任何内容")
    return RawDocument(name, tuple(paragraphs), tuple(notices), tuple(found))


def _paragraph(grid: Grid, row: int, column: int, line: int) -> RawParagraph:
    text = clean(_text(grid.at(row, column))).strip()
    return RawParagraph(text, grid.place(row, column), line)


def _cells(name: str, grid: Grid, first: int, last: int) -> Iterator[RawCell]:
    spans = {(top, left): (bottom, right) for top, left, bottom, right in grid.merges}
    for row in range(first, last + 1):
        for column in range(len(grid.rows[row])):
            if grid.corner(row, column) != (row, column):
                continue
            place = grid.place(row, column)
            if (row, column) in grid.uncomputed:
                raise SourceError(
                    f"{name} {place}：是公式，没有算得的值", hint="请用 Excel 或 WPS 打开并保存再试"
                )
            bottom, right = spans.get((row, column), (row, column))
            text = _text(grid.at(row, column))
            yield RawCell(text, row - first, column, place, bottom - row + 1, right - column + 1)


def _text(value: Any) -> str:
    """A value as it reads: TRUE and dates stay what they are, to be refused as figures."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return decimal_words(float(value))
    return str(value).strip()
