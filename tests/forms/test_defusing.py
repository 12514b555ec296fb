"""Words that a spreadsheet would run: none is left one, and every text comes back."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from attrs import evolve
from conftest import EXAMPLES
from forms_under_test import session
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from spreadsheet import needs_calc, recalculated

from disclosure_kit import Source, read
from disclosure_kit.forms.defusing import defused, like_a_formula, restored
from disclosure_kit.forms.writer import write_workbook
from disclosure_kit.model.report import Narrative, Report, Text

RUN = [
    *("=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠a", "\t=1", "\r=1", "\n=1"),
    *(" =1+1", "\u3000＝1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x","看")'),
]
HARMLESS = ["", "'", "''", "勐戛镇", "1", "（一）", "“=1”", "a=1", "—", "1.属于国家秘密"]
SIGNS = "=+-@＝＋－＠'\t\r\n 　1a"


@pytest.mark.parametrize("text", RUN)
def test_what_would_run_does_not(text: str) -> None:
    assert like_a_formula(text)
    assert defused(text) == f"'{text}"
    assert restored(defused(text)) == text


@pytest.mark.parametrize("text", HARMLESS)
def test_what_would_not_run_is_left_as_it_is(text: str) -> None:
    assert defused(text) == text == restored(text)


@given(st.text() | st.text(SIGNS, max_size=6))
def test_any_text_comes_back_and_none_would_run(text: str) -> None:
    assert not like_a_formula(defused(text))
    assert restored(defused(text)) == text


def evil() -> tuple[Report, bytes]:
    """A report that says such words wherever a body may write, and its workbook."""
    loaded = read(session(), Source("a.yaml", (EXAMPLES / "suqian-city-2024.yaml").read_bytes()))
    word = '=HYPERLINK("http://x","看")'
    report = evolve(
        loaded.report,
        agency=evolve(loaded.report.agency, name=word),
        title=word,
        addressee="@各县区",
        document_number="＝2024",
        attachments=("+1", "-1"),
        preamble=(Text("=1+1"),),
        sections=frozendict(overview=Narrative("=一", (Text("＋1"), Text("-2")))),
        sources=frozendict(),
    )
    return report, write_workbook(report, loaded.form)


def test_a_workbook_holds_them_as_texts_also_when_edited_and_gives_them_back() -> None:
    report, content = evil()
    book = openpyxl.load_workbook(io.BytesIO(content))
    found = 0
    for sheet in book:
        if sheet.sheet_state != "visible":
            continue
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "s" and like_a_formula(cell.value):
                    assert cell.quotePrefix, f"{sheet.title}!{cell.coordinate}"
                    found += 1
    assert found == 10
    again = read(session(), Source("a.xlsx", content)).report
    assert evolve(again, sources=frozendict()) == report


@needs_calc
def test_a_program_runs_none_of_them(tmp_path: Path) -> None:
    _, content = evil()
    made = recalculated({"a": content}, tmp_path)["a"]
    book = openpyxl.load_workbook(io.BytesIO(made))
    cover = [cell.value for row in book["封面"].iter_rows() for cell in row if cell.value]
    assert '=HYPERLINK("http://x","看")' in cover
    cells = (cell for row in book["封面"].iter_rows() for cell in row)
    assert {cell.data_type for cell in cells if like_a_formula(str(cell.value))} == {"s"}
