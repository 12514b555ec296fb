"""What python-calamine does not tell of a workbook, read from its XML before it is asked.

How far the filled cells reach (it makes room for the whole rectangle, so two cells far apart
would fill the memory), hidden rows, formulas without a result, the merged cells of an ``.ods``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from attrs import define, field
from lxml import etree

from ...errors import SourceError
from ...forms.cells import corner_of
from ...intake.kinds import Office
from ...intake.package import Package
from ...intake.sheets import sheet_parts

MAX_SHEETS: Final = 200
MAX_ROWS: Final = 20_000
MAX_COLUMNS: Final = 300
MAX_CELLS: Final = 400_000
MAX_TOTAL: Final = 2_000_000  # cells of all sheets

_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


@define
class Part:
    """One sheet: the corner of its last filled cell (from 0), and what is special in it."""

    name: str
    last_row: int = -1
    last_column: int = -1
    hidden_rows: set[int] = field(factory=set)
    uncomputed: set[tuple[int, int]] = field(factory=set)
    merges: list[tuple[int, int, int, int]] = field(factory=list)

    def reaches(self, row: int, column: int) -> None:
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)


def parts_of(package: Package) -> dict[str, Part]:
    """The sheets by name.

    Raises:
        SourceError: no XML, or a sheet beyond the limits.
    """
    reading = _ods if package.office is Office.CALC else _xlsx
    found: dict[str, Part] = {}
    total = 0
    for part in reading(package):
        height, width = part.last_row + 1, part.last_column + 1
        admit_size(package.name, part.name, height, width)
        found[part.name] = part
        total += height * width
        if total > MAX_TOTAL:
            raise SourceError(f"{package.name}：各工作表太大，共超过 {MAX_TOTAL} 格")
        if len(found) > MAX_SHEETS:
            raise SourceError(f"{package.name}：工作表超过上限 {MAX_SHEETS} 个")
    return found


def admit_size(name: str, sheet: str, height: int, width: int) -> None:
    """Let a sheet of this size pass.

    Raises:
        SourceError: it is larger than a report can be.
    """
    if height > MAX_ROWS or width > MAX_COLUMNS or height * width > MAX_CELLS:
        raise SourceError(
            f"{name} {sheet}：有内容的格远至第 {height} 行、第 {width} 列，超过上限"
            f"（{MAX_ROWS} 行、{MAX_COLUMNS} 列、共 {MAX_CELLS} 格）",
            hint="请删去远处无关的内容，或把年报的工作表另存为一个文件",
        )


def _xlsx(package: Package) -> Iterator[Part]:
    for name, part in sheet_parts(package):
        found = Part(name)
        number = -1
        for row in package.xml(part).iter("{*}row"):
            said = row.get("r") or ""
            number = int(said) - 1 if re.fullmatch(r"[0-9]{1,7}", said) else number + 1
            if row.get("hidden") in ("1", "true"):
                found.hidden_rows.add(number)
            column = -1
            for cell in row:
                at = corner_of(cell.get("r") or "") or (number, column + 1)
                column = at[1]
                if len(cell):
                    found.reaches(*at)
                    if _uncomputed(cell):
                        found.uncomputed.add(at)
        yield found


def _uncomputed(cell: etree._Element) -> bool:
    if cell.find("{*}f") is None:
        return False
    no_result = cell.findtext("{*}v") in (None, "") and cell.get("t") != "str"
    return no_result or cell.get("t") == "e"


def _ods(package: Package) -> Iterator[Part]:
    for table in package.xml(package.main).iter(f"{_TABLE}table"):
        found = Part(table.get(f"{_TABLE}name") or "")
        number = 0
        for row in table.iter(f"{_TABLE}table-row"):
            times = _count(row, "number-rows-repeated")
            if row.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                found.hidden_rows |= set(range(number, min(number + times, MAX_ROWS)))
            _ods_row(found, row, number, times)
            number += times
        yield found


def _ods_row(found: Part, row: etree._Element, number: int, times: int) -> None:
    at = 0
    for cell in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
        repeated = _count(cell, "number-columns-repeated")
        if len(cell) or any(name.endswith("}value-type") for name in map(str, cell.attrib)):
            found.reaches(number + times - 1, at + repeated - 1)
        height = _count(cell, "number-rows-spanned")
        width = _count(cell, "number-columns-spanned")
        if (height, width) != (1, 1):
            bottom = min(number + height, MAX_ROWS) - 1
            found.merges.append((number, at, bottom, min(at + width, MAX_COLUMNS) - 1))
        at += repeated


def _count(element: etree._Element, name: str) -> int:
    text = element.get(f"{_TABLE}{name}") or "1"
    return int(text) if re.fullmatch(r"[0-9]{1,7}", text) else 1
