"""A printed table comes back as its figures; a changed one is right or refused, never wrong."""

from __future__ import annotations

import re

import pytest
from attrs import evolve
from frozendict import frozendict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from intake.printed import cut, moved, printed, rewritten, with_row, without_row
from published_text import form
from strategies import table_data

from disclosure_kit.intake.grids import match_grids
from disclosure_kit.intake.known_layout import Plans
from disclosure_kit.intake.matched import MatchedTable
from disclosure_kit.model.layout import layout
from disclosure_kit.model.raw import RawCell, RawGrid
from disclosure_kit.model.report import TableData
from disclosure_kit.model.table import Table
from disclosure_kit.model.values import Address, Value

FORMS = {"2014": form("2014", 2016), "2019": form("2019", 2019), "2021": form("2021", 2024)}
TABLES = [
    pytest.param(edition, name, id=f"{edition}-{name}")
    for edition, of in FORMS.items()
    for name, table in of.tables.items()
    if isinstance(table, Table)
]
QUICK = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large),
)


def table_of(edition: str, name: str) -> Table:
    table = FORMS[edition].tables[name]
    assert isinstance(table, Table)
    return table


def read(edition: str, *grids: RawGrid) -> MatchedTable:
    intake = match_grids(grids, FORMS[edition].tables.values())
    assert intake.unknown == ()
    (table,) = intake.tables
    return table


def assert_never_wrong(found: TableData, given: TableData) -> None:
    for address, value in found.cells.items():
        assert given.cells.get(address) == value, address


def heads(table: Table) -> int:
    return sum(1 for row in layout(table) if row.header)


@pytest.mark.parametrize(("edition", "name"), TABLES)
@QUICK
@given(data=st.data())
def test_a_printed_table_comes_back(edition: str, name: str, data: st.DataObject) -> None:
    table = table_of(edition, name)
    filled = data.draw(table_data(table))
    found = read(edition, printed(table, filled))
    assert found.data == filled
    assert found.refusals == ()
    assert set(found.sources) == set(table.cells)
    for address, place in found.sources.items():
        assert place.startswith("第 1 个表格第 "), address


@pytest.mark.parametrize("name", FORMS["2021"].tables)
@QUICK
@given(data=st.data())
def test_a_layout_that_is_known_is_read_as_if_it_were_not(name: str, data: st.DataObject) -> None:
    table = table_of("2021", name)
    first, second = (printed(table, data.draw(table_data(table))) for _ in range(2))
    cells = list(second.cells)
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(cells) - 1))
        text = data.draw(st.sampled_from(["", "-", "12件", "约 3", "1,234", "0", "7", "总计"]))
        cells[at] = evolve(cells[at], text=text)
    second = evolve(second, cells=tuple(cells))
    known = evolve(table)  # a copy, with which nothing is kept
    match_grids([first], [known])
    match_grids([second], [known])
    assert match_grids([second], [known]) == match_grids([second], [evolve(table)])


@pytest.mark.parametrize(("edition", "name"), TABLES)
@QUICK
@given(data=st.data())
def test_a_table_cut_by_a_page(edition: str, name: str, data: st.DataObject) -> None:
    table = table_of(edition, name)
    filled = data.draw(table_data(table))
    rows = layout(table)
    at = data.draw(st.integers(1, len(rows) - 1))
    first = next(n for n, row in enumerate(rows) if not row.header)
    repeat = first if at > first and len(table.bands) == 1 and data.draw(st.booleans()) else 0
    intake = match_grids(cut(printed(table, filled), at, repeat), FORMS[edition].tables.values())
    for found in intake.tables:
        assert found.table == name
        assert_never_wrong(found.data, filled)
    if at > first and len(table.bands) == 1 and not intake.unknown:
        assert found.data == filled
    if repeat:
        assert intake.unknown == ()


@pytest.mark.parametrize(("edition", "name"), TABLES)
@QUICK
@given(data=st.data())
def test_a_row_taken_out(edition: str, name: str, data: st.DataObject) -> None:
    table = table_of(edition, name)
    filled = data.draw(table_data(table))
    row = data.draw(st.integers(0, len(layout(table)) - 1))
    for found in match_grids([without_row(printed(table, filled), row)], [table]).tables:
        assert_never_wrong(found.data, filled)


@pytest.mark.parametrize(("edition", "name"), TABLES)
@QUICK
@given(data=st.data())
def test_a_row_put_in(edition: str, name: str, data: st.DataObject) -> None:
    table = table_of(edition, name)
    filled = data.draw(table_data(table))
    if name == "remedies" and not filled.cells:
        return  # its row has no label: with nothing in it, the one put in is the row
    at = data.draw(st.integers(0, len(layout(table))))
    label = data.draw(st.sampled_from(["", "说明", "9.其他情形", "（三）其他情形数", "12"]))
    texts = [label] * max(1, table.stub) + ["7"] * (len(table.grid) - max(1, table.stub))
    for found in match_grids([with_row(printed(table, filled), at, texts)], [table]).tables:
        assert_never_wrong(found.data, filled)


@pytest.mark.parametrize("edition", ["2019", "2021"])
@QUICK
@given(data=st.data())
def test_columns_in_another_order(edition: str, data: st.DataObject) -> None:
    table = table_of(edition, "applications")
    filled = data.draw(table_data(table))
    order = data.draw(st.permutations(range(5)))
    grid = moved(printed(table, filled), 4, list(order))  # inside 法人或其他组织
    grid = rewritten(  # its own merged cell stays where it is
        grid, lambda c: evolve(c, column=4) if c.text == "法人或其他组织" else c
    )
    assert read(edition, grid).data == filled


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_total_behind_legal_persons(edition: str) -> None:
    table = table_of(edition, "applications")
    filled = TableData((), evolve_cells(table))
    at = {3: 4, 9: 3} | {n: n + 1 for n in range(4, 9)}
    grid = rewritten(
        printed(table, filled),
        lambda c: c if c.width == 7 or c.column < 3 else evolve(c, column=at[c.column]),
    )
    found = read(edition, grid)
    assert found.data.cells == filled.cells
    assert found.refusals == ()


def evolve_cells(table: Table) -> frozendict[tuple[str, str], Value]:
    return frozendict({(a.row, a.column): n for n, a in enumerate(table.cells)})


def filled_with_numbers(edition: str, name: str) -> tuple[Table, TableData]:
    table = table_of(edition, name)
    rows = tuple(dict.fromkeys(a.row for a in table.cells))
    return table, TableData(rows, evolve_cells(table))


VARIANTS = {
    "1.属于国家秘密": "/1、属于国家秘密",
    "（三）不予公开": "(三) 不予\n公开",
    "（四）无法提供": "（四）无",
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": "１．无正当理由逾期不补正",
    "商业企业": "商业\n企业",
    "（一）予以公开": "予以公开",
    "2.重复申请": " 2. 重复申请 ",
}


def test_labels_as_people_write_them() -> None:
    table, filled = filled_with_numbers("2021", "applications")
    grid = rewritten(printed(table, filled), lambda c: evolve(c, text=VARIANTS.get(c.text, c.text)))
    found = read("2021", grid)
    assert found.data == filled
    assert found.refusals == ()
    told = "\n".join(found.notices)
    assert "“１．无正当理由逾期不补正”按“1.申请人无正当理由" in told
    assert "“予以公开”按“（一）予以公开”处理" in told


def test_a_table_of_another_edition_is_named() -> None:
    table, filled = filled_with_numbers("2019", "proactive")
    found = read("2021", printed(table, filled))
    assert found.data.cells == {}
    (refusal,) = found.refusals
    assert "像是其他版本的表" in str(refusal)
    assert "本年新制作数量" in str(refusal)


def test_the_row_that_another_edition_parts_is_refused() -> None:
    table, filled = filled_with_numbers("2019", "applications")
    found = read("2021", printed(table, filled))
    assert len(found.refusals) == 7
    assert all("（六）其他处理" in str(refusal) for refusal in found.refusals)
    assert_never_wrong(found.data, filled)
    assert len(found.data.cells) == 22 * 7


def test_an_undecided_cell_is_refused_with_its_place() -> None:
    table, filled = filled_with_numbers("2021", "applications")
    grid = rewritten(
        printed(table, filled), lambda c: evolve(c, text="约12") if c.text == "9" else c
    )
    found = read("2021", grid)
    (refusal,) = found.refusals
    assert refusal.address == Address("applications", "carried_in", "research")
    assert str(refusal) == (
        "第 1 个表格第 5 行第 6 列（二、上年结转政府信息公开申请数量·科研机构）“约12”："
        "是约数，没有读取"
    )
    assert len(found.data.cells) == len(filled.cells) - 1


def test_a_row_with_a_cell_too_few_is_refused() -> None:
    table, filled = filled_with_numbers("2021", "applications")
    grid = printed(table, filled)
    row = next(c.row for c in grid.cells if c.text == "7")
    kept = [c for c in grid.cells if not (c.row == row and c.column == 5)]
    shifted = [evolve(c, column=c.column - 1) if c.row == row and c.column > 5 else c for c in kept]
    for cells in (kept, shifted):
        found = read("2021", evolve(grid, cells=tuple(cells)))
        assert_never_wrong(found.data, filled)
        assert len(found.refusals) == 6
        assert len(found.data.cells) == len(filled.cells) - 7


def test_one_row_twice_is_refused_where_it_differs() -> None:
    table, filled = filled_with_numbers("2021", "applications")
    grid = printed(table, filled)
    again = rewritten(grid, lambda c: evolve(c, text="99") if c.text == "3" else c)
    found = read("2021", grid, again)
    refusal, same = found.refusals
    assert "行，数相同" in same.reason
    assert "同一项出现几次" in str(refusal)
    assert found.data.cells == {k: v for k, v in filled.cells.items() if v != 3}


def test_of_a_table_with_more_words_than_a_form_nothing_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name = next(iter(FORMS["2021"].tables))
    kept: list[int] = []
    monkeypatch.setattr(Plans, "of", lambda _, __: None)
    monkeypatch.setattr(Plans, "keep", lambda _, layout, __: kept.append(len(layout.stands)))
    grid = printed(table_of("2021", name), TableData((), frozendict()))
    for length, times in ((10, 1), (30_000, 0)):
        kept.clear()
        said = RawCell("长" * length, 99, 0, "格", 1, 1)
        read("2021", evolve(grid, cells=(*grid.cells, said)))
        assert len(kept) == times


def test_a_strange_table_is_named() -> None:
    cells = tuple(RawCell(t, 0, n, "") for n, t in enumerate(["索引号", "000014349", "发布机构"]))
    intake = match_grids([RawGrid(cells, "第 1 个表格", 0)], FORMS["2021"].tables.values())
    (unknown,) = intake.unknown
    assert (intake.tables, unknown.words) == ((), "索引号 000014349 发布机构")


@QUICK
@given(data=st.data())
def test_any_grid_is_read_or_refused(data: st.DataObject) -> None:
    table = table_of("2021", "proactive")
    words = sorted({c.text for c in printed(table, TableData((), evolve_cells(table))).cells})
    texts = st.sampled_from(words) | st.text(max_size=5)
    cells = data.draw(
        st.lists(
            st.builds(
                RawCell, texts, st.integers(0, 6), st.integers(0, 6), st.just("某格"),
                st.integers(1, 3), st.integers(1, 3),
            ),
            max_size=30,
        )
    )  # fmt: skip
    intake = match_grids([RawGrid(tuple(cells), "某表", 0)], FORMS["2021"].tables.values())
    for found in intake.tables:
        assert all(re.search("没有读取$", str(refusal)) for refusal in found.refusals)
