"""Workbooks that a unit made itself: any with a clear form is read, and nothing is guessed."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLES
from foreign_workbooks import own_workbook, saved
from forms_under_test import session
from hypothesis import given, settings
from hypothesis import strategies as st
from spreadsheet import needs_calc, saved_as

from disclosure_kit import Loaded, Source, read
from disclosure_kit.errors import SourceError
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
