"""A sheet's XML: the element of a cell, made in its order where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from attrs import define
from lxml import etree

from ...errors import OutputError
from ...intake.package_copy import LINKS
from ..cells import column_name, corner_of
from .markup import tag

# What stands before <legacyDrawing> in a sheet (ECMA-376, CT_Worksheet).
_BEFORE: Final = """
sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection
protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells
phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup
headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing
"""
_DEFAULT_WIDTH: Final = 8.43
_DEFAULT_HEIGHT: Final = 15.0


@define
class Sheet:
    """A worksheet being changed."""

    root: etree._Element

    def cell(self, row: int, column: int) -> etree._Element:
        """The element of a cell; one that is new has the format of its row or column."""
        line = self._row(row)
        for at, cell in _cells(line):
            if at == column:
                return cell
            if at > column:
                cell.set("r", f"{column_name(at)}{row + 1}")  # it may have counted on its place
                return self._new_cell(line, cell, row, column)
        return self._new_cell(line, None, row, column)

    def _row(self, row: int) -> etree._Element:
        data = self.root.find(tag("sheetData"))
        if data is None:
            raise OutputError("工作表没有 sheetData，不能写回执")
        made = etree.Element(tag("row"), {"r": str(row + 1)})
        for at, line in _rows(data):
            if at == row:
                return line
            if at > row:
                line.set("r", str(at + 1))
                line.addprevious(made)
                return made
        data.append(made)
        return made

    def _new_cell(
        self, line: etree._Element, after: etree._Element | None, row: int, column: int
    ) -> etree._Element:
        made = etree.Element(tag("c"), {"r": f"{column_name(column)}{row + 1}"})
        if (style := self._style(line, column)) is not None:
            made.set("s", style)
        if after is None:
            line.append(made)
        else:
            after.addprevious(made)
        if "spans" in line.attrib:
            del line.attrib["spans"]  # only a hint, and no longer true
        return made

    def _style(self, line: etree._Element, column: int) -> str | None:
        if line.get("customFormat") in ("1", "true"):
            return line.get("s")
        return next((c.get("style") for c in self._columns() if _covers(c, column)), None)

    def _columns(self) -> Iterator[etree._Element]:
        for columns in self.root.iterchildren(tag("cols")):
            yield from columns.iterchildren(tag("col"))

    def drawing(self) -> str | None:
        """The relationship of the drawing that holds the boxes of the comments."""
        found = self.root.find(tag("legacyDrawing"))
        return None if found is None else found.get(f"{{{LINKS}}}id")

    def set_drawing(self, link: str) -> None:
        """Name the drawing; a name that led nowhere gives way."""
        for lost in self.root.findall(tag("legacyDrawing")):
            self.root.remove(lost)
        made = etree.Element(tag("legacyDrawing"), nsmap={"r": LINKS})
        made.set(f"{{{LINKS}}}id", link)
        named = {tag(name) for name in _BEFORE.split()}
        before = [part for part in self.root if part.tag in named]
        before[-1].addnext(made)

    def width(self, column: int) -> int:
        """The width of a column in pixels."""
        own = next((c for c in self._columns() if _covers(c, column)), None)
        if own is not None and own.get("hidden") in ("1", "true"):
            return 0
        default = self._default("defaultColWidth", _DEFAULT_WIDTH)
        return int(_decimal(None if own is None else own.get("width"), default) * 7 + 5)

    def heights(self, first: int, count: int) -> list[int]:
        """The heights in pixels of ``count`` rows from ``first``."""
        default = self._default("defaultRowHeight", _DEFAULT_HEIGHT)
        found = [default] * count
        data = self.root.find(tag("sheetData"))
        for at, line in _rows(data) if data is not None else ():
            if first <= at < first + count:
                hidden = line.get("hidden") in ("1", "true")
                found[at - first] = 0 if hidden else _decimal(line.get("ht"), default)
        return [int(height * 4 / 3) for height in found]

    def _default(self, name: str, otherwise: float) -> float:
        settings = self.root.find(tag("sheetFormatPr"))
        return _decimal(None if settings is None else settings.get(name), otherwise)


def _rows(data: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    at = -1
    for line in data.iterchildren(tag("row")):
        said = line.get("r") or ""
        at = int(said) - 1 if re.fullmatch(r"[0-9]{1,7}", said) else at + 1
        yield at, line


def _cells(line: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    at = -1
    for cell in line.iterchildren(tag("c")):
        corner = corner_of(cell.get("r") or "")
        at = at + 1 if corner is None else corner[1]
        yield at, cell


def _covers(columns: etree._Element, column: int) -> bool:
    return whole_number(columns.get("min")) <= column + 1 <= whole_number(columns.get("max"))


def whole_number(text: str | None) -> int:
    """A number of an attribute; 0 where there is none."""
    return int(text) if text and re.fullmatch(r"[0-9]{1,7}", text) else 0


def _decimal(text: str | None, otherwise: float) -> float:
    return float(text) if text and re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,20})?", text) else otherwise
