"""Workbooks (``.xlsx``, ``.xls``, ``.ods``): ours as values by key, any other as grids.

python-calamine reads the values, once ``workbook_parts`` has looked how far they reach.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from ...errors import SourceError
from ...forms.grid import Grid
from ...forms.keyless import without_our_words
from ...forms.reading import ours, read_form
from ...forms.words import decimal_words
from ...intake.kinds import Office
from ...intake.package import MAX_BYTES, open_package
from ...model.clean import clean
from ...model.raw import RawCell, RawDocument, RawGrid, RawParagraph, RawValues, Source
from .old_excel import admit_old_excel
from .workbook_parts import MAX_CELLS, MAX_SHEETS, Part, admit_size, parts_of
from .workbook_zones import filled_in, zones_of

_OLD_EXCEL: Final = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_OTHER_OLD: Final = ("WordDocument".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le"))
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CALC: Final = b"opendocument.spreadsheet"
_LOCKED: Final = "请在 Excel 或 WPS 中打开，去掉打开密码后另存"


def read(source: Source) -> RawValues | RawDocument:
    """The values of a workbook of ours; the sheets of any other.

    Raises:
        SourceError: damaged, encrypted, too large, or figures that cannot be read.
    """
    grids = _grids(source)
    if ours(grids):
        return read_form(source.name, grids)
    bare = without_our_words(source.name, grids)
    return _document(source.name, bare.grids, bare.notices)


def _grids(source: Source) -> list[Grid]:
    name = source.name
    parts: dict[str, Part] = {}
    if _old_excel(source):
        admit_old_excel(source)
    else:
        parts = parts_of(open_package(source, _office(source.content)))
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(source.content))
        return list(_sheets(name, book, parts))
    except PasswordError:
        raise SourceError(f"{name}：文件加了密码", hint=_LOCKED) from None
    except (CalamineError, OSError, ValueError) as error:
        raise SourceError(
            f"{name}：工作簿打不开（{error}）", hint="请用 Excel 或 WPS 打开，另存为 .xlsx 再试"
        ) from None


def _office(content: bytes) -> Office:
    return Office.CALC if content.startswith(b"PK") and _CALC in content[:4096] else Office.EXCEL


def _old_excel(source: Source) -> bool:
    """Whether it is an ``.xls``, which has no parts to look at."""
    content = source.content
    if len(content) > MAX_BYTES or not content.startswith(_OLE):
        return False
    return any(stream in content for stream in _OLD_EXCEL) and not any(
        stream in content for stream in _OTHER_OLD
    )


def _sheets(name: str, book: CalamineWorkbook, parts: dict[str, Part]) -> Iterator[Grid]:
    sheets = [data for data in book.sheets_metadata if data.typ is SheetTypeEnum.WorkSheet]
    if len(sheets) > MAX_SHEETS:
        raise SourceError(f"{name}：有 {len(sheets)} 个工作表，超过上限 {MAX_SHEETS} 个")
    for data in sheets:
        sheet = book.get_sheet_by_name(data.name)
        height, width = sheet.total_height, sheet.total_width
        admit_size(name, data.name, height, width)
        part = parts.get(data.name, Part(data.name))
        merges = part.merges + [
            (top, left, min(bottom, height + 50), min(right, width + 50))
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or []
        ]
        covered = sum(max(0, b - t + 1) * max(0, r - le + 1) for t, le, b, r in merges)
        if covered > 2 * MAX_CELLS:
            raise SourceError(f"{name} {data.name}：合并的格太多（{covered} 格），没有读取")
        yield Grid(
            data.name,
            sheet.to_python(skip_empty_area=False),
            merges,
            data.visible is not SheetVisibleEnum.Visible,
            frozenset(part.hidden_rows),
            frozenset(part.uncomputed),
        )


def _document(name: str, grids: list[Grid], said: tuple[str, ...]) -> RawDocument:
    """In each zone of a sheet, rows of one text before and after the rest are paragraphs, the
    rest is a grid."""
    paragraphs: list[RawParagraph] = []
    found: list[RawGrid] = []
    notices = list(said)
    for grid in grids:
        if grid.hidden:
            notices.append(f"{name}：工作表“{grid.name}”是隐藏的，没有读取")
            continue
        if grid.hidden_rows:
            rows = "、".join(str(row + 1) for row in sorted(grid.hidden_rows)[:10])
            notices.append(f"{name}：工作表“{grid.name}”第 {rows} 行是隐藏的，照样读取")
        for zone in zones_of(grid):
            _zone(name, grid, zone, paragraphs, found)
    if not paragraphs and not found:
        raise SourceError(f"{name}：工作簿里没有任何内容")
    return RawDocument(name, tuple(paragraphs), tuple(notices), tuple(found))


def _zone(
    name: str,
    grid: Grid,
    zone: range,
    paragraphs: list[RawParagraph],
    found: list[RawGrid],
) -> None:
    filled = {row: columns for row in zone if (columns := filled_in(grid, row))}
    wide = [row for row, columns in filled.items() if len(columns) > 1]
    first, last = (wide[0], wide[-1]) if wide else (zone.stop, -1)
    before = [row for row in filled if row < first]
    after = [row for row in filled if row > max(first, last)]
    for row in before:
        paragraphs.append(_paragraph(grid, row, filled[row][0], len(paragraphs)))
    if wide:
        cells = tuple(_cells(name, grid, first, last))
        found.append(RawGrid(cells, grid.name, len(paragraphs)))
    for row in after:
        paragraphs.append(_paragraph(grid, row, filled[row][0], len(paragraphs)))


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
