"""Workbooks that a unit made itself: any with a clear form is read, and nothing is guessed."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from conftest import EXAMPLES
from foreign_workbooks import own_workbook, saved
from forms.slips import parts, zipped
from forms_under_test import session
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from spreadsheet import needs_calc, saved_as

from disclosure_kit import Loaded, Source, read
from disclosure_kit.errors import SourceError
from disclosure_kit.forms.writer import write_workbook
from disclosure_kit.model.values import NOT_FILLED, Address

RECEIVED = Address("applications", "received", "natural_person")


def example(stem: str = "suqian-city-2024") -> Loaded:
    file = EXAMPLES / f"{stem}.yaml"
    return read(session(), Source(file.name, file.read_bytes()))


def read_back(content: bytes, name: str = "单位.xlsx") -> Loaded:
    return read(session(), Source(name, content))


def tables_of(loaded: Loaded) -> dict[Address, Any]:
    return {
        Address(name, row, column): value
        for name, table in loaded.report.tables.items()
        for (row, column), value in table.cells.items()
    }


@pytest.mark.parametrize("stem", ["suqian-city-2024", "shanghai-office-2019"])
@pytest.mark.parametrize(
    "shape", [{}, {"sheets": 1}, {"sheets": 1, "gap": 0}, {"sheets": 1, "left": 3}], ids=str
)
def test_one_sheet_or_three_each_figure_and_its_cell(stem: str, shape: dict[str, int]) -> None:
    loaded = example(stem)
    book, places = own_workbook(loaded, **shape)
    again = read_back(saved(book))
    assert tables_of(again) == tables_of(loaded)
    for address in tables_of(loaded):
        sheet, cell = places[address]
        assert again.report.sources[str(address)] == f"单位.xlsx!{sheet}!{cell}"


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_blanks_anywhere_do_not_shift_figures(data: st.DataObject) -> None:
    loaded = example()
    book, places = own_workbook(loaded, sheets=1)
    rows = sorted({address.row for address in places})
    gone = data.draw(st.sets(st.sampled_from(rows), max_size=8))
    if data.draw(st.booleans()):
        gone |= {a.row for a in places if a.table == data.draw(st.sampled_from(["proactive"]))}
    for address, (sheet, cell) in places.items():
        if address.row in gone:
            book[sheet][cell] = None
    again = read_back(saved(book))
    for address, value in tables_of(again).items():
        assert value in (NOT_FILLED, loaded.report.value(address)), address
    kept = {a: v for a, v in tables_of(loaded).items() if a.row not in gone}
    if kept.keys() & {a for a in places if a.table == "applications"} and "received" not in gone:
        assert again.report.value(RECEIVED) == loaded.report.value(RECEIVED)


def test_inserted_row_and_renamed_sheet() -> None:
    loaded = example()
    book, places = own_workbook(loaded)
    sheet = book.worksheets[1]
    merged = [area.bounds for area in sheet.merged_cells.ranges]
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    sheet.insert_rows(10)
    for left, top, right, bottom in merged:
        sheet.merge_cells(
            start_row=top + (top >= 10), end_row=bottom + (bottom >= 10),
            start_column=left, end_column=right,
        )  # fmt: skip
    sheet.title = "改了名"
    again = read_back(saved(book))
    assert tables_of(again) == tables_of(loaded)
    assert again.report.sources[str(RECEIVED)].startswith("单位.xlsx!改了名!")
    assert places[RECEIVED][0] != "改了名"


@pytest.mark.parametrize(
    ("given_", "want", "why"),
    [
        ("12件", 12, ""),
        ("１２", 12, ""),
        ("1,234", 1234, ""),
        (" 7 ", 7, ""),
        ("—", None, ""),
        (True, None, "TRUE"),
        (12.5, None, "12.5"),
        ("12.5 件", None, "12.5"),
        ("约12", None, "约12"),
        ("3-5", None, "3-5"),
        (datetime.datetime(2024, 3, 5), None, "2024"),
        (datetime.time(3, 5), None, "03:05"),
    ],
)
def test_what_a_cell_may_say(given_: Any, want: int | None, why: str) -> None:
    book, places = own_workbook(example())
    sheet, cell = places[RECEIVED]
    book[sheet][cell] = given_
    loaded = read_back(saved(book))
    got = loaded.report.value(RECEIVED)
    assert got == (NOT_FILLED if want is None else want)
    if why:  # refused with its sheet and cell, never guessed
        assert any(f"{sheet}!{cell}" in n and why in n for n in loaded.notices), loaded.notices


def test_a_formula_without_result_is_refused_with_its_cell() -> None:
    book, places = own_workbook(example())
    sheet, cell = places[RECEIVED]
    book[sheet][cell] = "=1+2"
    with pytest.raises(SourceError, match=f"{sheet}!{cell}：是公式，没有算得的值"):
        read_back(saved(book))


def test_hidden_rows_and_sheets_are_noticed() -> None:
    book, places = own_workbook(example())
    book[places[RECEIVED][0]].row_dimensions[9].hidden = True
    book.create_sheet("底稿")["A1"] = "草稿"
    book["底稿"].sheet_state = "hidden"
    notices = "\n".join(read_back(saved(book)).notices)
    assert "第 9 行是隐藏的，照样读取" in notices
    assert "工作表“底稿”是隐藏的，没有读取" in notices


@needs_calc
@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_saved_as_another_kind(suffix: str, tmp_path: Path) -> None:
    loaded = example()
    book, _ = own_workbook(loaded, sheets=1)
    content = saved_as(suffix, {"a": saved(book)}, tmp_path)["a"]
    assert tables_of(read_back(content, f"单位.{suffix}")) == tables_of(loaded)


def absolute_targets(parts: dict[str, bytes]) -> dict[str, bytes]:
    """As openpyxl and some versions of WPS name the parts."""
    links = "xl/_rels/workbook.xml.rels"
    changed = (
        parts[links].replace(b'Target="/xl/', b'Target="').replace(b'Target="', b'Target="/xl/')
    )
    return parts | {links: changed}


def rich_text(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Each label as two runs with a phonetic hint, as Asian versions of Excel and WPS save."""
    strings = "xl/sharedStrings.xml"
    if strings not in parts:
        return parts
    said = re.sub(
        rb"<t(?: xml:space=\"preserve\")?>([^<]{2,})</t>",
        lambda m: (
            b"<r><t>"
            + m[1].decode()[:1].encode()
            + b"</t></r><r><rPr><b/></rPr><t>"
            + m[1].decode()[1:].encode()
            + b'</t></r><phoneticPr fontId="1" type="noConversion"/>'
        ),
        parts[strings],
    )
    return parts | {strings: said}  # fmt: skip


def inline_strings(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Text in the cells themselves, as programs that export tables do."""
    strings = ["".join(item.itertext()) for item in etree.fromstring(parts["xl/sharedStrings.xml"])]
    made = dict(parts)
    for name, content in parts.items():
        if not name.startswith("xl/worksheets/sheet"):
            continue
        root = etree.fromstring(content)
        for cell in root.iter("{*}c"):
            if cell.get("t") == "s":
                text = strings[int(cell.findtext("{*}v") or 0)]
                for child in list(cell):
                    cell.remove(child)
                cell.set("t", "inlineStr")
                space = etree.QName(cell).namespace
                inside = etree.SubElement(cell, f"{{{space}}}is")
                etree.SubElement(inside, f"{{{space}}}t").text = text
        made[name] = etree.tostring(root)
    return made


@pytest.mark.parametrize("dialect", [absolute_targets, rich_text, inline_strings])
@pytest.mark.parametrize("own", [True, False], ids=["form", "unit"])
def test_the_ways_in_which_other_programs_save(
    dialect: Callable[[dict[str, bytes]], dict[str, bytes]], own: bool
) -> None:
    loaded = example()
    content = (
        write_workbook(loaded.report, loaded.form)
        if own
        else saved_by_excel(own_workbook(loaded)[0])
    )
    before = parts(content)
    after = dialect(before)
    assert after != before
    again = read_back(zipped(after))
    assert tables_of(again) == tables_of(loaded)
    if own:
        assert again.report.sections == loaded.report.sections


def saved_by_excel(book: openpyxl.Workbook) -> bytes:
    """With its texts in a part of their own, as Excel keeps them."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as made:
        for sheet in book:
            copy = made.add_worksheet(sheet.title)
            for area in sheet.merged_cells.ranges:
                left, top, right, bottom = area.bounds
                copy.merge_range(top - 1, left - 1, bottom - 1, right - 1, "")
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.value is not None:
                        copy.write(cell.row - 1, cell.column - 1, cell.value)
    return buffer.getvalue()
