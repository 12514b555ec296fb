"""The slip itself: notes on cells → the changed package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from attrs import frozen
from lxml import etree

from ...errors import SourceError, UsageError
from ...intake.kinds import Office, OtherKindError
from ...intake.package import Package, open_package
from ...intake.package_copy import LINKS, Copy
from ...intake.sheets import sheet_parts
from ...model.finding import Severity
from ...model.raw import Source
from ..cells import Spot
from .colours import Colours, colours_of
from .comments import blocks_in, comment, earlier_in, new_boxes, new_comments, with_boxes
from .markup import tag
from .sheet import Sheet, whole_number

_BOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_COMMENTS: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_SAVE_AS: Final = "回执写在原工作簿里：请在 Excel 或 WPS 中打开，另存为“Excel 工作簿（.xlsx）”再试"


@frozen
class Note:
    """What is said of a cell, and how bad it is."""

    severity: Severity
    text: str


def admit(source: Source) -> Package:
    """A workbook that a slip can be made of.

    Raises:
        UsageError: it is another kind of file, or a workbook with macros.
        SourceError: it is damaged, locked with a password, or not to be trusted.
    """
    try:
        package = open_package(source, Office.EXCEL)
    except OtherKindError as error:
        raise UsageError(error.problems, hint=_SAVE_AS) from None
    types = package.xml("[Content_Types].xml").iter("{*}Override")
    said = {(node.get("PartName") or "").lower(): node.get("ContentType") for node in types}
    if said.get(f"/{package.main}") != _BOOK:
        raise UsageError(f"{source.name}：这是带宏的工作簿或模板，不能写回执", hint=_SAVE_AS)
    if package.xml(package.main).tag != tag("workbook"):
        raise UsageError(f"{source.name}：这是“Strict Open XML”工作簿，不能写回执", hint=_SAVE_AS)
    return package


def earlier_marks(package: Package) -> int:
    """How many comments of an earlier slip the workbook bears."""
    parts = [part for _, part in sheet_parts(package)]
    found = [there for part in parts for there in package.related("/comments", part)]
    return sum(earlier_in(package.xml(there)) for there in found)


def annotate(package: Package, notes: Mapping[Spot, Note]) -> bytes:
    """The workbook with ``notes``: the cells coloured, each with its comment.

    Only the parts that must are changed, and nothing in them but that; every other part is
    the same, byte for byte.

    Raises:
        SourceError: a part that must be changed is damaged, or a sheet is not there.
        OutputError: the workbook can hold no more formats.
    """
    book = Copy(package)
    parts = dict(sheet_parts(package))
    by_sheet: dict[str, dict[Spot, Note]] = {}
    for spot in sorted(notes, key=lambda spot: (spot.row, spot.column)):
        by_sheet.setdefault(spot.sheet, {})[spot] = notes[spot]
    for name in by_sheet:
        if name not in parts:
            raise SourceError(f"{package.name}：找不到工作表“{name}”，没有写回执")
    taken = max(blocks_in(_drawings(package)), default=0)
    colours = colours_of(book) if notes else None
    for name, part in parts.items():
        if colours is not None and name in by_sheet:
            taken = _mark(book, part, by_sheet[name], colours, taken)
    return book.written()


def _drawings(package: Package) -> Iterable[bytes]:
    for entry in package.entries:
        if entry.filename.lower().endswith(".vml"):
            yield package.read(entry.filename)


def _mark(book: Copy, part: str, notes: Mapping[Spot, Note], colours: Colours, taken: int) -> int:
    """Mark one sheet; the last block of numbers that its boxes took."""
    sheet = Sheet(book.tree(part))
    for spot, note in notes.items():
        cell = sheet.cell(spot.row, spot.column)
        cell.set("s", str(colours.format(whole_number(cell.get("s")), note.severity)))
    texts = {spot: note.text for spot, note in notes.items()}
    new = comment(_comments(book, part), texts)
    if not new:
        return taken
    boxed = {spot: texts[spot] for spot in new}
    drawing = _drawing(book, part, sheet)
    if drawing is not None:
        old = book.content(drawing)
        book.put(drawing, with_boxes(book.package.name, old, sheet, boxed))
        return taken
    empty = new_boxes(taken + 1, len(boxed))
    content = with_boxes(book.package.name, empty, sheet, boxed, taken + 1)
    name = book.add("xl/drawings/vmlDrawing{}.vml", content)
    book.default("vml", _VML)
    sheet.set_drawing(book.relate(part, "vmlDrawing", name))
    return taken + 1 + len(boxed) // 1024


def _comments(book: Copy, part: str) -> etree._Element:
    there = book.related(part, "comments")
    if there is not None:
        return book.tree(there)
    root = new_comments()
    name = book.add("xl/comments{}.xml", root)
    book.relate(part, "comments", name)
    book.override(name, _COMMENTS)
    return root


def _drawing(book: Copy, part: str, sheet: Sheet) -> str | None:
    """The part with the boxes of the comments that the sheet has already."""
    link = sheet.drawing()
    if link is None:
        return None
    found = (
        known.target
        for known in book.package.relationships(part)
        if known.id == link and known.type == f"{LINKS}/vmlDrawing"
    )
    return next(found, None)
