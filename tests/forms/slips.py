"""Slips looked at with other eyes than those that wrote them: openpyxl and zipfile."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl

from disclosure_kit import Source, app, read
from disclosure_kit.app import Session
from disclosure_kit.forms.slip import Note, admit, annotate, placed
from disclosure_kit.forms.slip.colours import COLOURS
from disclosure_kit.forms.slip.comments import AUTHOR
from disclosure_kit.model.finding import Finding
from disclosure_kit.present import note_text

Cell = tuple[str, str]


def slip_of(session: Session, content: bytes, previous: bytes | None = None) -> bytes:
    """What ``check --annotate`` gives."""
    loaded = read(session, Source("年报.xlsx", content))
    last = read(session, Source("上年.xlsx", previous)) if previous else None
    findings = app.check(session, loaded, last).findings
    found = placed(loaded.name, loaded.report, loaded.form, findings)
    notes = {spot: Note(those[0].severity, note_text(those)) for spot, those in found.cells.items()}
    return annotate(admit(Source("年报.xlsx", content)), notes)


def findings_of(session: Session, content: bytes) -> tuple[Finding, ...]:
    return app.check(session, read(session, Source("年报.xlsx", content))).findings


def opened(content: bytes, **options: bool) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content), **options)


def coloured(content: bytes) -> dict[Cell, str]:
    """The cells in a colour of the slip, and the severity it means."""
    severities = {colour: severity.value for severity, colour in COLOURS.items()}
    found = {}
    for sheet in opened(content):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb in severities:
                    found[sheet.title, cell.coordinate] = severities[cell.fill.fgColor.rgb]
    return found


def comments(content: bytes) -> dict[Cell, tuple[str, str]]:
    """Author and text of every comment."""
    return {
        (sheet.title, cell.coordinate): (cell.comment.author or "", cell.comment.text)
        for sheet in opened(content)
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


def told(content: bytes) -> dict[Cell, str]:
    """The comments of the slip itself."""
    return {cell: text for cell, (author, text) in comments(content).items() if author == AUTHOR}


def values(content: bytes, *, formulas: bool) -> dict[Cell, Any]:
    book = opened(content, data_only=not formulas)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def looks(content: bytes) -> dict[Cell, tuple[Any, ...]]:
    """All that a format says but the colour."""
    return {
        (sheet.title, cell.coordinate): (
            repr(cell.font), repr(cell.border), repr(cell.alignment), cell.number_format,
            repr(cell.protection),
        )
        for sheet in opened(content)
        for row in sheet.iter_rows()
        for cell in row
    }  # fmt: skip


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(given: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in given.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()
