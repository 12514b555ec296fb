"""CSV: a file for each table, rectangular, every figure once under its own heads."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve
from conftest import EXAMPLES, YUNNAN
from forms_under_test import YEARS, form_of, session
from frozendict import frozendict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import reports

from disclosure_kit import Loaded, Source, app, read, render
from disclosure_kit.builtin.formats import csv as comma
from disclosure_kit.checking.run import Assessment
from disclosure_kit.errors import OutputError
from disclosure_kit.forms.defusing import like_a_formula, restored
from disclosure_kit.model.clean import clean
from disclosure_kit.model.expanded import expanded
from disclosure_kit.model.table import Column, Table
from disclosure_kit.model.values import Kind, Money, Value
from disclosure_kit.view import format_value

SUQIAN = EXAMPLES / "suqian-city-2024.yaml"
MENGGA = YUNNAN / "examples" / "mangshi-mengga-2018.txt"


def files_of(loaded: Loaded) -> dict[str, list[list[str]]]:
    made = {a.suffix: a.content for a in render(session(), loaded, "csv")}
    assert all(content.startswith(b"\xef\xbb\xbf") for content in made.values())
    assert all(b"\n" not in content.replace(b"\r\n", b"") for content in made.values())
    return {
        name: list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        for name, content in made.items()
    }


def load(path: Path) -> Loaded:
    return read(session(), Source(path.name, path.read_bytes()))


def test_the_tables_of_a_report() -> None:
    files = files_of(load(SUQIAN))
    assert list(files) == [".proactive.csv", ".applications.csv", ".remedies.csv"]
    head, first, *_ = files[".applications.csv"]
    levels = ["一级项目", "二级项目", "三级项目"]
    assert head[:7] == ["机关名称", "报告年度", "编号", *levels, "申请人情况·自然人"]
    assert head[7] == "申请人情况·法人或其他组织·商业企业"
    assert first[:6] == ["宿迁市", "2024", "received", "一、本年新收政府信息公开申请数量", "", ""]
    assert first[6:] == ["3440", "75", "0", "1", "6", "3", "3525"]
    secret = next(line for line in files[".applications.csv"] if line[2] == "refused.state_secret")
    assert secret[3:6] == ["三、本年度办理结果", "（三）不予公开", "1.属于国家秘密"]
    fees = files[".proactive.csv"][-1]
    assert fees[2:5] == ["fees", "第二十条第（八）项", "行政事业性收费"]
    assert fees[5:] == ["—", "—", "—", "—", "72701.2578"]


def test_titles_between_rows_units_and_stated_figures() -> None:
    files = files_of(load(MENGGA))
    (table,) = (lines for name, lines in files.items() if name != ".figures.csv")
    assert files[".figures.csv"][0] == ["机关名称", "报告年度", "编号", "名称", "数据"]
    total = next(line for line in files[".figures.csv"] if line[2] == "yunnan.documents.total")
    assert total[4].isdecimal()
    assert len({len(line) for line in table}) == 1


@pytest.mark.parametrize("name", YEARS)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_figure_of_any_report_stands_once_below_its_heads(
    name: str, data: st.DataObject
) -> None:
    form = form_of(name)
    report = data.draw(reports(form))
    files = files_of(Loaded("a", report, form, ()))
    for table in expanded(form, report).tables.values():
        if not isinstance(table, Table):
            continue
        head, *lines = files.pop(f".{table.id}.csv")
        assert len(set(head)) == len(head)
        assert all(len(line) == len(head) for line in lines)
        assert {restored(line[0]) for line in lines} <= {clean(report.agency.name)}
        paths = [path for band in table.bands for path in band.column_paths()]
        first = len(head) - len({"·".join(column.label for column in path) for path in paths})
        figures = sorted(c for line in lines for c in line[first:] if c != "—")
        wanted = [format_value(report.value(a), column) for a, column in table.cells.items()]
        assert sorted(map(restored, figures)) == sorted(map(clean, wanted))
    assert set(files) <= {".figures.csv"}


def test_numbers_stay_numbers_and_words_that_would_run_do_not() -> None:
    loaded = load(SUQIAN)
    agency = evolve(loaded.report.agency, name='=HYPERLINK("http://x","看")')
    files = files_of(evolve(loaded, report=evolve(loaded.report, agency=agency)))
    assert {line[0] for line in files[".remedies.csv"][1:]} == {f"'{agency.name}"}
    assert not [c for lines in files.values() for line in lines for c in line if like_a_formula(c)]

    signed, text, money = (Column("", kind=k) for k in (Kind.SIGNED, Kind.TEXT, Kind.MONEY))

    def figure(value: Value, column: Column) -> comma._Figure:
        return comma._Figure("r", "h", value, column, "t.r.h")

    assert [figure(-3, signed).cell, figure(3, signed).cell] == ["-3", "+3"]
    assert [figure("-3", text).cell, figure("a", text).cell] == ["'-3", "a"]
    assert figure(Money(Decimal(-3), "元"), money).cell == "'-3元"


def test_a_file_that_says_something_else_is_not_delivered(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = load(SUQIAN)
    true = comma.write_csv
    for right, wrong in (
        (b"3440", b"3441"),
        (b",2024,fees", b",2023,fees"),
        (b"2024,received", b"2024,recieved"),
        (b"\r\n", b"\r\n\xe5\x8f\xa6,2024,more\r\n"),
    ):
        monkeypatch.setattr(
            comma,
            "write_csv",
            lambda of, w=wrong, r=right: [
                evolve(a, content=a.content.replace(r, w)) for a in true(of)
            ],
        )
        with pytest.raises(OutputError, match="成品与数据不符"):
            render(session(), loaded, "csv")


def test_a_form_without_figures_is_told() -> None:
    loaded = load(SUQIAN)
    to = app.format_named(session(), "csv")
    form = evolve(loaded.form, tables=frozendict(), figures=frozendict())
    with pytest.raises(OutputError, match="没有可以写成 CSV 的内容"):
        app.write(
            session(), to, app.publish(session(), evolve(loaded, form=form), Assessment(), to)
        )
