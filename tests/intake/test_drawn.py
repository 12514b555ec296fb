"""Tables drawn with ``|`` in published text: what comes out even is read, the rest refused."""

from __future__ import annotations

import pytest
from frozendict import frozendict
from hypothesis import given, settings
from hypothesis import strategies as st
from published_text import form, read
from strategies import table_data

from disclosure_kit.intake.drawn import drawn
from disclosure_kit.intake.grids import match_grids
from disclosure_kit.intake.matched import MatchedTable
from disclosure_kit.intake.passage import Passage
from disclosure_kit.model.layout import layout
from disclosure_kit.model.raw import RawLine, RawParagraph
from disclosure_kit.model.report import TableData
from disclosure_kit.model.table import Table
from disclosure_kit.model.values import NOT_FILLED, Address
from disclosure_kit.view import format_value


def lines(table: Table, data: TableData) -> list[str]:
    """The table as a page gives it when its text is copied: one row a line, merges lost."""
    found = []
    for row in layout(table):
        texts = []
        for cell in row.cells:
            if cell.continues:
                continue
            text = cell.text
            if cell.address is not None:
                key = (cell.address.row, cell.address.column)
                value = data.cells.get(key, NOT_FILLED)
                text = format_value(value, table.cells[cell.address])
            texts.append(text)
        found.append(" | ".join(texts) + " |")
    return found


def found_in(table: Table, rows: list[str]) -> TableData:
    paragraphs = tuple(RawParagraph(text, f"第 {n} 行", n) for n, text in enumerate(rows, 1))
    passage = Passage(paragraphs, tuple(RawLine(p.text, p.line) for p in paragraphs), 0)
    answer = drawn(passage, table, ())
    assert answer is not None
    if isinstance(answer, MatchedTable):
        return answer.data
    matched = match_grids([answer], [table]).tables
    return matched[0].data if matched else TableData((), frozendict())


TABLES = [
    (edition, name)
    for edition in ("2019", "2021")
    for name in ("proactive", "applications", "remedies")
]


@pytest.mark.parametrize(("edition", "name"), TABLES)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_table_in_text_comes_back(edition: str, name: str, data: st.DataObject) -> None:
    table = form(edition, 2019 if edition == "2019" else 2024).tables[name]
    assert isinstance(table, Table)
    filled = data.draw(table_data(table))
    assert found_in(table, lines(table, filled)) == filled


@pytest.mark.parametrize(("edition", "name"), TABLES)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_lost_cell_makes_nothing_wrong(edition: str, name: str, data: st.DataObject) -> None:
    table = form(edition, 2019 if edition == "2019" else 2024).tables[name]
    assert isinstance(table, Table)
    filled = data.draw(table_data(table))
    rows = lines(table, filled)
    number = data.draw(st.integers(0, len(rows) - 1))
    cells = rows[number].split("|")
    if len(cells) < 3:
        return
    del cells[data.draw(st.integers(0, len(cells) - 2))]
    rows[number] = "|".join(cells)
    for key, value in found_in(table, rows).cells.items():
        assert filled.cells.get(key) == value, key


READ = {
    "guanzhou-street-2023.txt": 73,
    "hushi-town-2019.txt": 6,
    "yangling-audit-2022.txt": 10,
    "shuyang-county-2025.md": 200,
    "suqian-city-2025-fragment.md": 28,
    "dizhang-street-2023.txt": 0,
}


@pytest.mark.parametrize("name", READ)
def test_real_text(name: str) -> None:
    report = read(name).report
    assert sum(len(table.cells) for table in report.tables.values()) == READ[name]


def test_real_figures() -> None:
    result = read("guanzhou-street-2023.txt")
    report = result.report
    assert report.value(Address("proactive", "penalties", "decisions")) == 1472
    assert report.value(Address("applications", "received", "natural_person")) == 1
    assert report.value(Address("applications", "received", "total")) == 1
    source = report.sources["proactive.penalties.decisions"]
    assert source == "guanzhou-street-2023.txt!第 13 行第 2 格"
    told = [n for n in result.notices if "没有读取" in n]
    assert len(told) == 1  # the row that the file breaks off, its six figures
    assert told[0].count("“0”") == 6
    assert "“6.属于四类过程性信息”一行的格子与表头对不上" in told[0]
    report = read("hushi-town-2019.txt").report
    assert report.value(Address("proactive", "licences", "change")) == -11
    report = read("shuyang-county-2025.md").report
    assert report.value(Address("proactive", "regulations", "issued")) == 0
    assert str(report.value(Address("proactive", "fees", "amount"))) == (
        "Money(amount=Decimal('4068.208'), unit='万元')"
    )
