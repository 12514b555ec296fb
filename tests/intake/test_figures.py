"""The policy of docs/reference/figures.md, row by row; what is printed is read back."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from strategies import cells

from disclosure_kit.intake.figures import read_figure
from disclosure_kit.model.table import Column
from disclosure_kit.model.values import NOT_APPLICABLE, NOT_FILLED, Kind, Money, Share, Value
from disclosure_kit.view import format_value

PAGE = (ROOT / "docs/reference/figures.md").read_text("utf-8")
COLUMNS = {
    "count": Column("件数"),
    "signed": Column("本年增/减", kind=Kind.SIGNED),
    "money": Column("收费金额", kind=Kind.MONEY, unit="万元"),
    "open": Column("采购总金额", kind=Kind.MONEY),
    "share": Column("占比", kind=Kind.SHARE),
    "text": Column("名称", kind=Kind.TEXT),
}
ROWS = [
    tuple(cell.strip() for cell in line.strip("|").split("|"))
    for line in PAGE.splitlines()
    if re.match(r"\| (?:count|signed|money|open|share|text) \|", line)
]


def words(value: Value | None) -> str:
    match value:
        case None:
            return "refused"
        case Money():
            return f"{value.amount} {value.unit}".strip()
        case Share():
            return f"{value.percent}%"
        case _ if value is NOT_FILLED:
            return "not filled"
        case _ if value is NOT_APPLICABLE:
            return "not applicable"
        case _:
            return str(value)


def test_the_page_has_a_table() -> None:
    assert len(ROWS) > 60
    assert {row[0] for row in ROWS} == set(COLUMNS)


@pytest.mark.parametrize(("kind", "cell", "read", "told"), ROWS)
def test_the_policy(kind: str, cell: str, read: str, told: str) -> None:
    figure = read_figure(cell.strip("`").replace("·", " "), COLUMNS[kind])
    assert words(figure.value) == read
    said = figure.notice + figure.refused
    assert told in said
    assert bool(said) == bool(told)


@pytest.mark.parametrize("kind", ["count", "signed", "money", "open", "share"])
@given(data=st.data())
def test_what_is_printed_is_read_back(kind: str, data: st.DataObject) -> None:
    column = COLUMNS[kind]
    value = data.draw(cells(column))
    assert read_figure(format_value(value, column), column).value == value


@pytest.mark.parametrize("column", COLUMNS.values(), ids=list(COLUMNS))
@given(text=st.text(alphabet="0123456789 ,.-+/%件元万增减约—０１\u00a0\n") | st.text())
def test_any_text_is_read_or_refused(column: Column, text: str) -> None:
    figure = read_figure(text, column)
    assert (figure.value is None) == bool(figure.refused)
    if isinstance(figure.value, int) and figure.value:
        digits = re.sub(r"\D", "", text.translate({0xFF10: "0", 0xFF11: "1"}), flags=re.ASCII)
        assert str(abs(figure.value)) in digits
