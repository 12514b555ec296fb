"""Tables whose cells run together: read where one reading is left, told, and never wrong."""

from __future__ import annotations

import re
import time

import pytest
from forms_under_test import form_of
from hypothesis import given, settings
from hypothesis import strategies as st
from intake.run_text import read_run, run_text
from strategies import settle

from disclosure_kit.intake.figures import read_figure
from disclosure_kit.intake.matched import MatchedTable
from disclosure_kit.model.form import Form
from disclosure_kit.model.table import Table
from disclosure_kit.model.values import NOT_FILLED, Address, Kind, Value

TABLES = [
    ("2021", "applications"),
    ("2021", "remedies"),
    ("2021", "proactive"),
    ("2019", "applications"),
    ("2019", "proactive"),
    ("2014", "statistics"),
]
SUMMED = [("2021", "applications"), ("2019", "applications"), ("2021", "remedies")]
FEW = st.sampled_from([1, 2, 10, 11, 20, 100, 101]) | st.integers(0, 2000)
OTHER = {
    Kind.SIGNED: st.sampled_from(["0", "+34", "-3", "7", "增5", "+346"]),
    Kind.MONEY: st.sampled_from(["0", "5", "59237.2449", "0.5", "251000元", "12.3万元"]),
}


def table_of(form: Form, name: str) -> Table:
    table = form.tables[name]
    assert isinstance(table, Table)
    return table


@st.composite
def figures(draw: st.DrawFn, form: Form, name: str) -> dict[Address, str]:
    """The figures of a table in which every identity holds: a few, or many."""
    table = table_of(form, name)
    addresses = list(table.cells)
    counts = dict.fromkeys(form_cells(form), 0)
    if draw(st.booleans()):
        counts |= draw(st.dictionaries(st.sampled_from(addresses), FEW, max_size=25))
    else:
        size = len(addresses)
        many = draw(st.lists(st.integers(0, 30), min_size=size, max_size=size))
        counts |= zip(addresses, many, strict=True)
    settle(form, counts)
    said = {address: str(counts[address]) for address in addresses}
    for address, column in table.cells.items():
        if column.kind in OTHER:
            said[address] = draw(OTHER[column.kind])
    return said


def form_cells(form: Form) -> list[Address]:
    tables = (t for t in form.tables.values() if isinstance(t, Table))
    return [address for table in tables for address in table.cells]


def meant(table: Table, said: dict[Address, str], address: Address) -> Value | None:
    return read_figure(said.get(address, ""), table.cells[address]).value


def assert_nothing_wrong(
    table: Table, said: dict[Address, str], matched: MatchedTable | None
) -> None:
    if matched is None:
        return
    for address in matched.sources:
        got = matched.data.cells.get((address.row, address.column), NOT_FILLED)
        assert got == meant(table, said, address), (address, said.get(address), got)


@pytest.mark.parametrize(("edition", "name"), TABLES)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_what_is_read_of_a_whole_table_is_right_and_told(
    edition: str, name: str, data: st.DataObject
) -> None:
    form = form_of(edition)
    table = table_of(form, name)
    said = data.draw(figures(form, name))
    matched = read_run(form, name, run_text(table, said))
    assert matched is not None
    assert_nothing_wrong(table, said, matched)
    told = " ".join((*matched.notices, *map(str, matched.refusals)))
    for row in dict.fromkeys(address.row for address in said):
        own = [address for address in said if address.row == row]
        run = "".join(said[address] for address in own)
        read = [address for address in own if address in matched.sources]
        # Parted or refused: either is told, with the figures as they were printed.
        if (len(own) > 1 and set(run) != {"0"}) or len(read) < len(own):
            assert f"“{run[:40]}" in told
        if set(run) == {"0"}:
            assert read == own


@pytest.mark.parametrize(("edition", "name"), TABLES)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_no_figure_is_wrong_where_blanks_have_vanished(
    edition: str, name: str, data: st.DataObject
) -> None:
    form = form_of(edition)
    table = table_of(form, name)
    said = data.draw(figures(form, name))
    addresses = list(said)
    zeros = [address for address in addresses if said[address] == "0"]
    if name == "remedies":  # no column guards it: of zeros one, or all; see the docs
        one = st.lists(st.sampled_from(zeros), max_size=1) if zeros else st.just(zeros)
        blank = data.draw(st.just(zeros) | one)
    else:
        column = data.draw(st.sampled_from(addresses)).column
        blank = data.draw(
            st.lists(st.sampled_from(addresses), max_size=60)
            | st.lists(st.sampled_from(addresses), min_size=1, max_size=2)
            | st.just(zeros)
            | st.just([address for address in addresses if address.column == column])
        )
    for address in blank:
        said.pop(address, None)
    assert_nothing_wrong(table, said, read_run(form, name, run_text(table, said)))


@pytest.mark.parametrize(("edition", "name"), SUMMED)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_no_figure_is_wrong_where_one_is_printed_false(
    edition: str, name: str, data: st.DataObject
) -> None:
    form = form_of(edition)
    table = table_of(form, name)
    said = data.draw(figures(form, name))
    said[data.draw(st.sampled_from(list(said)))] = str(data.draw(FEW))
    assert_nothing_wrong(table, said, read_run(form, name, run_text(table, said)))


@pytest.mark.parametrize(("edition", "name"), [("2021", "applications"), ("2014", "statistics")])
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_no_figure_is_wrong_where_the_labels_have_lost_their_marks(
    edition: str, name: str, data: st.DataObject
) -> None:
    form = form_of(edition)
    table = table_of(form, name)
    said = data.draw(figures(form, name))
    mark, new = data.draw(st.sampled_from([(r"(?<=\d)\.", ""), (r"^\d\.", ""), (r"\.", "、")]))
    text = run_text(table, said, lambda label: re.sub(mark, new, label))
    assert_nothing_wrong(table, said, read_run(form, name, text))


# A table of applications in which only these rows are not all zeros.
def applications(**rows: str) -> dict[str, str]:
    form = form_of("2021")
    table = table_of(form, "applications")
    zero = dict.fromkeys(table.cells, "0")
    for row, run in rows.items():
        own = [address for address in zero if address.row == row.replace("__", ".")]
        zero |= dict.fromkeys(own, "") | {own[0]: run}
    matched = read_run(form, "applications", run_text(table, zero))
    assert matched is not None
    found: dict[str, str] = {}
    for row in rows:
        name = row.replace("__", ".")
        read = [matched.data.cells.get((name, a.column)) for a in zero if a.row == name]
        found[row] = ",".join("?" if value is None else str(value) for value in read)
    return found


def test_a_row_is_parted_by_its_sum() -> None:
    runs = {"received": "170000017", "granted": "170000017", "handled_total": "170000017"}
    assert applications(**runs) == dict.fromkeys(runs, "17,0,0,0,0,0,17")


def test_a_row_is_parted_by_its_columns_where_its_sum_leaves_two_ways() -> None:
    # 11,0,… and 1,10,… both add up to 11; 10 = 10 of natural persons alone does not.
    runs = {"received": "110000011", "granted": "100000010", "handled_total": "110000011"}
    runs |= {"refused__internal_affairs": "1000001"}
    assert applications(**runs) == {
        "received": "11,0,0,0,0,0,11",
        "granted": "10,0,0,0,0,0,10",
        "handled_total": "11,0,0,0,0,0,11",
        "refused__internal_affairs": "1,0,0,0,0,0,1",
    }


def test_what_columns_leave_open_too_is_refused_cell_by_cell() -> None:
    runs = {"received": "110000011", "granted": "110000011", "handled_total": "110000011"}
    assert applications(**runs) == dict.fromkeys(runs, "?,?,0,0,0,0,11")


def test_one_false_figure_does_not_hide_the_others() -> None:
    # As 河北科技厅 printed it for 2022: 2 for 11.
    runs = {"received": "110000011", "granted": "100000010", "handled_total": "20000011"}
    runs |= {"refused__internal_affairs": "1000001"}
    assert applications(**runs) == {
        "received": "11,0,0,0,0,0,11",
        "granted": "10,0,0,0,0,0,10",
        "handled_total": "2,0,0,0,0,0,11",
        "refused__internal_affairs": "1,0,0,0,0,0,1",
    }


def test_two_false_figures_leave_only_what_needs_no_sum() -> None:
    runs = {"received": "2000003", "granted": "3000002", "handled_total": "0000000"}
    nothing = ",".join("?" * 7)
    assert applications(**runs) == {
        "received": nothing,
        "granted": nothing,
        "handled_total": "0,0,0,0,0,0,0",
    }


def test_where_blanks_are_the_habit_nothing_is_parted() -> None:
    runs = {"received": "1000001", "granted": "11", "carried_in": "00", "handled_total": "1000001"}
    nothing = ",".join("?" * 7)
    assert applications(**runs) == dict.fromkeys(runs, nothing)


def test_blanks_that_part_a_row_otherwise_than_its_cells_decide_nothing() -> None:
    # A blank cell, and the number of a page: seven pieces, but not the seven cells.
    assert applications(received="5 0 0 0 0 5 3") == {"received": ",".join("?" * 7)}


PROACTIVE = (
    "第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数规章{0}行政规范性文件{1}"
    "第二十条第（五）项信息内容本年处理决定数量行政许可{2}第二十条第（六）项信息内容"
    "本年处理决定数量行政处罚{3}行政强制{4}第二十条第（八）项信息内容"
    "本年收费金额（单位：万元）行政事业性收费{5}"
)


def proactive(*runs: str, text: str = PROACTIVE) -> dict[str, list[Value]]:
    matched = read_run(form_of("2021"), "proactive", text.format(*runs))
    assert matched is not None
    found: dict[str, list[Value]] = {}
    for address in matched.sources:
        value = matched.data.cells.get((address.row, address.column), NOT_FILLED)
        found.setdefault(address.row, []).append(value)
    return found


def test_a_row_without_sums_is_read_only_where_blanks_could_not_matter() -> None:
    found = proactive("000", "81153", "1689", "0", "", "59237.2449")
    assert found["regulations"] == [0, 0, 0]
    assert "normative_documents" not in found
    assert found["licences"] == [1689]
    assert found["penalties"] == [0]
    assert found["coercive_measures"] == [NOT_FILLED]
    assert str(found["fees"][0]).startswith("Money(amount=Decimal('59237.2449')")
    assert "normative_documents" not in proactive("0 0 0", "123", "1", "1", "1", "1")


def test_blanks_between_figures_part_them() -> None:
    found = proactive("0　　0　　0", "13　　8　　49", "1", "1", "1", "1")
    assert found["normative_documents"] == [13, 8, 49]
    assert "normative_documents" not in proactive("0 0 0", "13 849", "1", "1", "1", "1")


def test_units_part_figures_and_are_told() -> None:
    matched = read_run(
        form_of("2021"), "proactive", PROACTIVE.format("000", "13件8件49件", "", "", "", "")
    )
    assert matched is not None
    cells = [matched.data.cells["normative_documents", c] for c in ("issued", "repealed")]
    assert cells == [13, 8]
    assert any("去掉了单位“件”" in notice for notice in matched.notices)


def test_under_heads_of_another_edition_nothing_is_read() -> None:
    text = PROACTIVE.replace("本年制发件数本年废止件数", "本年新制作数量本年新公开数量")
    matched = read_run(form_of("2021"), "proactive", text.format("000", "111", "5", "", "", ""))
    assert matched is not None
    assert ("regulations", "issued") not in matched.data.cells
    assert matched.data.cells["licences", "decisions"] == 5
    assert any("表头不是本版本的表头" in refusal.reason for refusal in matched.refusals)


def test_a_row_that_the_form_does_not_know_spoils_the_run_before_it() -> None:
    text = PROACTIVE.replace("行政强制", "其他许可7行政强制")
    assert "penalties" not in proactive("000", "000", "5", "3", "4", "", text=text)


def test_figures_behind_a_label_of_rows_are_refused() -> None:
    form = form_of("2021")
    table = table_of(form, "applications")
    text = run_text(table, dict.fromkeys(table.cells, "0"))
    matched = read_run(form, "applications", text.replace("不予公开", "不予公开0000000", 1))
    assert matched is not None
    assert [refusal.text for refusal in matched.refusals] == ["0000000"]


def test_remedies_are_read_where_there_is_one_way_to_part_them() -> None:
    form = form_of("2021")
    table = table_of(form, "remedies")
    heads = run_text(table, {})
    one = read_run(form, "remedies", heads + "100010000011002")
    assert one is not None
    assert len(one.sources) == 15
    assert one.data.cells["cases", "litigation_after_reconsideration.total"] == 2
    # A false sum; several ways, of which one adds up; a cell too few.
    for run in ("100020000000000", "00010100000000000", "10001000000000"):
        several = read_run(form, "remedies", heads + run)
        assert several is not None
        assert not several.data.cells
        assert [refusal.text for refusal in several.refusals] == [run]


def filled(figure: str) -> str:
    """The table of applications with the same figure in every cell."""
    table = table_of(form_of("2021"), "applications")
    return run_text(table, dict.fromkeys(table.cells, figure))


HOSTILE = {
    "long rows": lambda: filled("1" * 17),
    "rows of many ways": lambda: filled("11"),
    "rows of many signs": lambda: filled("-1,1"),
    "thousands of digits": lambda: filled("12" * 40),
    "labels alone": lambda: "其他总计" * 4000,
    "one label": lambda: "1.属于国家秘密" * 2000,
    "brackets": lambda: filled("") + "（" * 15000,
    "blanks": lambda: filled("") + " " * 15000 + "1",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_the_time_is_bounded(kind: str) -> None:
    form = form_of("2021")
    text = HOSTILE[kind]()
    begin = time.process_time()
    read_run(form, "applications", text)
    assert time.process_time() - begin < 10


def test_what_takes_too_many_steps_is_refused_with_the_reason() -> None:
    form = form_of("2021")
    matched = read_run(form, "applications", HOSTILE["long rows"]())
    assert matched is not None
    assert not matched.data.cells
    assert all("没有读取" in str(refusal) for refusal in matched.refusals)
    assert len(matched.refusals) == 25
