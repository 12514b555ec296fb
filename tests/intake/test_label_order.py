"""Labels found in a text without lines: in the order of the form, and only where that is sure."""

from __future__ import annotations

from forms_under_test import form_of
from intake.run_text import run_text

from disclosure_kit.intake.label_order import Letters, entries, labels_in
from disclosure_kit.intake.runs import runs_in
from disclosure_kit.model.table import Table


def table_of(edition: str, name: str) -> Table:
    table = form_of(edition).tables[name]
    assert isinstance(table, Table)
    return table


def test_every_label_is_found_in_printed_order() -> None:
    for edition, name in (("2021", "applications"), ("2021", "remedies"), ("2014", "statistics")):
        table = table_of(edition, name)
        found = labels_in(Letters(run_text(table, {})), table)
        assert [x.entry for x in found] == [e for e in entries(table) if e.wordings()]


def test_one_of_two_equal_labels_is_not_taken_for_the_other() -> None:
    # （二）被依法纠错数 stands in the form under 复议 and under 诉讼; here one of them is missing.
    table = table_of("2014", "statistics")
    text = run_text(table, dict.fromkeys(table.cells, "7"))
    first = text.index("四、行政复议数量")
    gone = text[:first] + text[text.index("七、依申请公开信息") :]
    text = gone.replace("七、依申请公开信息", "（二）被依法纠错数件9七、依申请公开信息")
    runs, _ = runs_in(text, table)
    assert not [run for run in runs if run.row.label == "（二）被依法纠错数"]


def test_the_number_of_a_label_is_no_figure() -> None:
    table = table_of("2021", "applications")
    text = run_text(table, dict.fromkeys(table.cells, "0"))
    runs, _ = runs_in(text, table)
    assert {run.texts for run in runs if run.row.id} == {("0000000",)}


def test_a_number_without_its_mark_may_be_either() -> None:
    table = table_of("2021", "applications")
    text = run_text(table, dict.fromkeys(table.cells, "1")).replace("2.其他法律", "2其他法律")
    runs, _ = runs_in(text, table)
    by_row = {run.row.id: run.texts for run in runs}
    assert by_row["refused.state_secret"] == ("1111111", "11111112")
    assert by_row["refused.prohibited_by_law"] == ("1111111",)


def test_shortened_labels_and_this_years_own_wording_are_found() -> None:
    table = table_of("2021", "applications")
    text = run_text(table, dict.fromkeys(table.cells, "0"))
    text = text.replace("（区分处理的，只计这一情形，不计其他情形）", "").replace(
        "本年新收", "本年度新收"
    )
    runs, _ = runs_in(text, table)
    assert len([run for run in runs if run.row.id]) == 25
