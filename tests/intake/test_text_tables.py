"""Random reports printed as text, one cell to a line, in columns or as markdown, and read back:
nothing wrong, ever; everything, where nothing is lost."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from random import Random

import pytest
from forms_under_test import form_of, session
from hypothesis import given, settings
from hypothesis import strategies as st
from printed_text import (
    LaidOut,
    Printer,
    Stacked,
    between_strokes,
    document,
    in_lines,
    markdown,
    report_of,
)

from disclosure_kit import Loaded, Source, read
from disclosure_kit.model.report import Report, Text
from disclosure_kit.model.values import Address

EDITIONS = ("2014", "2019", "2021")
SOME = settings(max_examples=12, deadline=None)
SEEDS = st.integers(0, 2**32 - 1)

STACKED = st.builds(
    Stacked, st.integers(0, 3), st.integers(0, 2), st.sampled_from([8, 12, 40]), st.just(True)
)
STUBS = st.tuples(
    st.sampled_from([3, 4, 6]), st.sampled_from([5, 6, 8]), st.sampled_from([12, 16, 24])
)
LAID_OUT = st.builds(
    LaidOut,
    STUBS,
    st.sampled_from([7, 8, 10, 12]),
    st.sampled_from(["left", "right", "centre"]),
    st.booleans(),
    st.sampled_from([None, 25, 40]),
)


def read_text(text: str) -> Loaded:
    return read(session(), Source("年报.txt", text.encode()))


def compared(report: Report, found: Report) -> tuple[dict[object, object], int]:
    """The cells that are read wrong, and how many are not read."""
    wrong: dict[object, object] = {}
    missing = 0
    for name, data in report.tables.items():
        cells = dict(found.tables[name].cells) if name in found.tables else {}
        wrong |= {key: value for key, value in cells.items() if data.cells.get(key[0:2]) != value}
        missing += len(data.cells.keys() - cells.keys())
    return wrong, missing


def round_trip(edition: str, printer: Printer, seed: int, density: float) -> int:
    form = form_of(edition)
    report = report_of(form, Random(seed), density)
    wrong, missing = compared(report, read_text(document(form, report, printer)).report)
    assert wrong == {}
    return missing


@pytest.mark.parametrize("edition", EDITIONS)
@SOME
@given(printer=STACKED | LAID_OUT | st.just(markdown), seed=SEEDS)
def test_a_full_table_comes_back_whole(edition: str, printer: Printer, seed: int) -> None:
    assert round_trip(edition, printer, seed, 1) == 0


@pytest.mark.parametrize("edition", EDITIONS)
@SOME
@given(printer=STACKED | LAID_OUT | st.just(markdown), seed=SEEDS, density=st.floats(0.05, 0.98))
def test_blank_cells_move_no_figure(
    edition: str, printer: Printer, seed: int, density: float
) -> None:
    missing = round_trip(edition, printer, seed, density)
    if printer is markdown:
        assert missing == 0  # every cell has its place


@pytest.mark.parametrize("edition", EDITIONS)
@SOME
@given(gap=st.integers(0, 3), more=st.integers(0, 2), seed=SEEDS, density=st.floats(0.05, 0.98))
def test_blank_cells_that_leave_no_line_are_not_made_up(
    edition: str, gap: int, more: int, seed: int, density: float
) -> None:
    round_trip(edition, Stacked(gap, more, 40, blanks=False), seed, density)


def test_rows_that_are_refused_tell_where_the_next_of_their_labels_stand() -> None:
    round_trip("2014", Stacked(0, 0, 40, blanks=False), 30899918, 0.375)


@pytest.mark.parametrize("edition", EDITIONS)
@SOME
@given(printer=STACKED | LAID_OUT | st.just(markdown), seed=SEEDS, data=st.data())
def test_a_lost_line_makes_nothing_wrong(
    edition: str, printer: Printer, seed: int, data: st.DataObject
) -> None:
    form = form_of(edition)
    report = report_of(form, Random(seed), 1)
    lines = document(form, report, printer).split("\n")
    written = [at for at, line in enumerate(lines) if at > 1 and line.strip()]
    del lines[data.draw(st.sampled_from(written))]
    wrong, _ = compared(report, read_text("\n".join(lines)).report)
    assert wrong == {}


@pytest.mark.parametrize("edition", EDITIONS)
@SOME
@given(printer=STACKED | LAID_OUT | st.just(markdown), seed=SEEDS, data=st.data())
def test_a_number_broken_over_lines_is_not_half_of_it(
    edition: str, printer: Printer, seed: int, data: st.DataObject
) -> None:
    form = form_of(edition)
    report = report_of(form, Random(seed), 1)
    lines = document(form, report, printer).split("\n")
    begins = [
        (at, match.start() + 1)
        for at, line in enumerate(lines[2:], 2)
        for match in re.finditer(r"(?<![\d.])\d{2,}", line)
    ]
    at, cut = data.draw(st.sampled_from(begins))
    rest = re.match(r"\d+", lines[at][cut:])
    assert rest is not None
    line = lines[at]
    lines[at : at + 1] = [line[:cut] + line[cut + rest.end() :], " " * (cut - 1) + rest[0]]
    wrong, _ = compared(report, read_text("\n".join(lines)).report)
    assert wrong == {}


TITLE = "某某镇人民政府2024年政府信息公开工作年度报告\n二、主动公开政府信息情况\n"
LABELS = "第二十条第（一）项\n信息内容\n本年制发件数\n本年废止件数\n现行有效件数\n规章\n"
HOSTILE = {
    "figures": TITLE + LABELS + "0\n" * 40_000,
    "labels": TITLE + (LABELS + "0\n0\n0\n") * 5_000,
    "letters": TITLE + LABELS + "第\n二\n十\n条\n" * 10_000,
    "blank lines": TITLE + LABELS + "0\n" + "\n" * 40_000 + "0\n0\n",
    "a long line": TITLE + LABELS + "0 " * 500_000,
    "long lines": TITLE + (LABELS + "0 " * 5_000 + "\n") * 40,
    "columns": TITLE + LABELS.replace("\n", "  ") + ("\n规章  0  0  0") * 40_000,
    "strokes": TITLE + "|" * 500_000,
    "rows": TITLE + ("| 规章 | 0 | 0 | 0 |\n" * 45_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_ends_soon(name: str) -> None:
    begin = time.process_time()
    read_text(HOSTILE[name])
    assert time.process_time() - begin < 20


@pytest.mark.parametrize("edition", EDITIONS)
@SOME
@given(seed=SEEDS, density=st.floats(0.05, 0.98))
def test_a_stroke_before_a_blank_last_cell_closes_no_row(
    edition: str, seed: int, density: float
) -> None:
    assert round_trip(edition, between_strokes, seed, density) == 0


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("remark", ["见附件", "3", "含上年2件"])
@SOME
@given(seed=SEEDS, share=st.floats(0.1, 0.9))
def test_a_column_that_the_form_does_not_have_moves_no_figure(
    edition: str, remark: str, seed: int, share: float
) -> None:
    form, random = form_of(edition), Random(seed)
    report = report_of(form, random, 1)
    lines = document(form, report, between_strokes).split("\n")
    for at, line in enumerate(lines):
        if "|" in line:
            more = "备注" if "申请人情况" in line else remark if random.random() < share else ""
            lines[at] = f"{line} | {more}"
    wrong, _ = compared(report, read_text("\n".join(lines)).report)
    assert wrong == {}


FORM = form_of("2021")
FULL = report_of(FORM, Random(7), 1)
CARRIED_IN = "二、上年结转政府信息公开申请数量"


def changed(label: str, change: Callable[[str], list[str]]) -> Loaded:
    """``FULL`` a row to a line, the row that begins with ``label`` put otherwise."""
    lines = document(FORM, FULL, in_lines).split("\n")
    [at] = [n for n, line in enumerate(lines) if line.startswith(label)]
    lines[at : at + 1] = change(lines[at])
    return read_text("\n".join(lines))


def prose_of(loaded: Loaded) -> list[str]:
    texts = [b.text for n in loaded.report.sections.values() for b in n.body if isinstance(b, Text)]
    return [text for text in texts if text != "我镇做好各项工作，取得了成效。"]


@pytest.mark.parametrize("stray", ["7", "3.", "12"])
def test_a_number_of_a_page_or_of_a_label_fills_no_gap(stray: str) -> None:
    loaded = changed(CARRIED_IN, lambda line: [line.rpartition(" ")[0], stray])
    cells = loaded.report.tables["applications"].cells
    assert not [key for key in cells if key[0] == "carried_in"]
    assert compared(FULL, loaded.report)[0] == {}
    assert prose_of(loaded) == []


@pytest.mark.parametrize("remark", ["见附件", "（其中3件为邮寄）", "（注1）"])
def test_a_row_with_a_remark_stays_in_its_table(remark: str) -> None:
    loaded = changed(CARRIED_IN, lambda line: [f"{line} {remark}"])
    assert prose_of(loaded) == []
    assert compared(FULL, loaded.report)[0] == {}
    assert loaded.report.value(Address("applications", "carried_out", "total")) is not None


def test_a_row_that_the_form_does_not_have_ends_no_table() -> None:
    loaded = changed("（七）总计", lambda line: [line.replace("总计", "小计")])
    assert prose_of(loaded) == []
    assert any("（七）小计" in notice and "没有读取" in notice for notice in loaded.notices)
    wrong, missing = compared(FULL, loaded.report)
    assert (wrong, missing) == ({}, 7)


def test_narrow_cells_hide_no_table() -> None:
    """Every label broken into pieces of three letters, the figures beside the first."""

    def broken(line: str) -> list[str]:
        label, _, figures = line.partition(" ")
        rest = [label[at : at + 3] for at in range(0, len(label), 3)]
        return [f"{rest[0]} {figures}", *rest[1:]] if figures[:1].isdigit() else [line]

    lines = document(FORM, FULL, in_lines).split("\n")
    loaded = read_text("\n".join(part for line in lines for part in broken(line)))
    assert prose_of(loaded) == []
    assert compared(FULL, loaded.report)[0] == {}


def test_a_row_that_is_refused_is_told_once() -> None:
    loaded = changed(CARRIED_IN, lambda line: [line.rpartition(" ")[0]])
    told = [notice for notice in loaded.notices if "没有读取" in notice]
    assert len(told) == 1
    figures = [FULL.value(Address("applications", "carried_in", c)) for c in ("business", "other")]
    assert all(f"“{figure}”" in told[0] for figure in figures)


def test_heads_of_another_band_are_not_those_of_a_row() -> None:
    printer = LaidOut((3, 5, 12), 7, "left", True)
    assert round_trip("2019", printer, 5836, 0.25) > 0
