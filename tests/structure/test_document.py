"""Published text → Report: every letter once and in order, headings, tables, figures, signature."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from frozendict import frozendict
from hypothesis import given, settings
from hypothesis import strategies as st
from published_text import (
    FILES,
    assert_nothing_lost,
    document,
    form,
    form_for,
    gaps,
    letters,
    raw_of,
    read,
    structured,
)

from disclosure_kit.builtin.readers import text
from disclosure_kit.model.edition import Section
from disclosure_kit.model.form import Form
from disclosure_kit.model.raw import Source
from disclosure_kit.model.report import Heading, Signature, TableBlock, Text
from disclosure_kit.model.rules import Mention, StatedFigure
from disclosure_kit.model.values import Kind, Share
from disclosure_kit.structure.document import (
    free_sections,
    opening,
    structure_document,
    titles_match,
    top_level_titles,
)


@pytest.mark.parametrize("name", FILES)
def test_every_letter_of_a_published_report_is_there_once_and_in_order(name: str) -> None:
    raw = raw_of(name)
    head = opening(raw)
    of = form_for(name, head.year or 2023)
    assert_nothing_lost(raw, structure_document(raw, of, head), of)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("edition", ["2014", "2019", "2021"])
def test_a_wrong_form_loses_nothing_either(name: str, edition: str) -> None:
    raw = raw_of(name)
    of = form(edition, 2020)
    result = structure_document(raw, of, opening(raw))
    assert_nothing_lost(raw, result, of, known_labels=False)


def test_mangshi_2018_has_its_fourteen_sections_every_sentence_once_and_its_figures() -> None:
    raw = raw_of("mangshi-mengga-2018.txt")
    result = read("mangshi-mengga-2018.txt")
    report = result.report
    outline = form("2014", 2018, yunnan=True).sections
    assert titles_match(outline, [p.text for p in top_level_titles(raw)])
    assert list(report.sections) == [section.id for section in outline]
    assert report.title == "勐戛镇2018年度政府信息公开年度报告"
    assert (report.year, report.agency.name, report.region) == (2018, "勐戛镇", "53")
    assert report.signature is None
    caption = "2018年依申请公开工作情况"
    assert gaps(raw, report) == [(caption, 42)]
    assert report.sections["applications"].body == (TableBlock("yunnan.applications_2018"),)
    assert any(caption in notice for notice in result.notices)
    values = {key.removeprefix("yunnan."): value for key, value in report.figures.items()}
    assert values == {
        "staff.part_time": 1,
        "training.attended": 2,
        "news": 92,
        "documents.total": 157,
        "documents.appointments": 18,
        "documents.policies": 79,
        "documents.other": 60,
        "proposals.total": 124,
        "proposals.replied_share": Share(Decimal("100")),
        "proposals.met_share": Share(Decimal("100")),
        "proposals.satisfied": 124,
        "proposals.satisfied_share": Share(Decimal("100")),
        "proposals.dissatisfied": 0,
        "proposals.solved": 73,
        "proposals.solved_share": Share(Decimal("58.87")),
        "proposals.in_progress": 47,
        "proposals.in_progress_share": Share(Decimal("37.91")),
        "proposals.deferred": 4,
        "proposals.deferred_share": Share(Decimal("3.22")),
        "interpretations": 19,
    }
    assert report.sources["yunnan.documents.total"] == "mangshi-mengga-2018.txt!第 12 行"
    assert report.sources["overview[1]"] == "mangshi-mengga-2018.txt!第 8 行"
    first = report.sections["internet_services"].body[0]
    assert isinstance(first, Text)
    assert (first.level, first.text[: first.lead]) == (2, "（一）高度重视，明确责任")


def test_hebei_jyt_2018_keeps_its_six_parts_as_found() -> None:
    report = read("hebei-jyt-2018.txt").report
    assert [narrative.title for narrative in report.sections.values()] == [
        "一、概述",
        "二、主动公开政府信息情况",
        "三、依申请公开政府信息情况",
        "四、依申请收费及减免情况",
        "五、政府信息公开复议、诉讼情况",
        "六、存在的主要问题及改进措施",
    ]
    assert list(report.sections) == [f"part_{n}" for n in range(1, 7)]
    assert report.signature == Signature("河北省教育厅", datetime.date(2019, 2, 28))


def test_the_statistics_form_is_named_and_nothing_of_it_is_prose() -> None:
    raw = raw_of("hebei-jyt-2018-stat.txt")
    assert top_level_titles(raw) == ()
    assert free_sections(raw, opening(raw)) == ()
    result = read("hebei-jyt-2018-stat.txt")
    assert (result.report.preamble, dict(result.report.sections)) == ((), {})
    assert result.report.year == 2018
    assert any("第 7—337 行是“政府信息公开情况统计表”表" in n for n in result.notices)


COMPLETE = [
    "hebei-jyt-2022.txt",
    "hebei-kjt-2021.txt",
    "hebei-kjt-2022.txt",
    "hebei-kjt-2023.txt",
    "huaian-city-2024.txt",
    "suqian-city-2023.txt",
    "suqian-city-2024.txt",
    "shuyang-county-2025.md",
]


@pytest.mark.parametrize("name", COMPLETE)
def test_statutory_tables_in_text_are_named_and_not_printed_as_prose(name: str) -> None:
    result = read(name)
    sections = result.report.sections
    assert list(sections) == [
        "overview",
        "proactive",
        "applications",
        "remedies",
        "problems",
        "other",
    ]
    for table in ("proactive", "applications", "remedies"):
        assert sections[table].body == (TableBlock(table),)
    told = sum("表内数据未读" in notice for notice in result.notices)
    assert told + len(result.report.tables) == 3


def test_rows_of_a_table_are_no_headings() -> None:
    raw = raw_of("hebei-jyt-2022.txt")
    titles = [p.text for p in top_level_titles(raw)]
    assert titles_match(form("2021", 2022).sections, titles)


def test_an_enumeration_inside_a_part_is_not_the_next_part() -> None:
    raw = document(
        "一、概述",
        "甲",
        "二、做法",
        "一、强化制度",
        "二、建立体系",
        "三、设立台账",
        "三、问题",
        "无。",
    )
    assert [p.text for p in top_level_titles(raw)] == ["一、概述", "二、做法", "三、问题"]
    inline = document("一、概述", "一、推进甲。二、推进乙。三、推进丙。", "二、问题", "无。")
    assert [p.text for p in top_level_titles(inline)] == ["一、概述", "二、问题"]


def test_titles_are_compared_without_blanks_and_widths_of_punctuation() -> None:
    sections = (Section("a", "一、概述"), Section("b", "二、“互联网+政务”", ("二、政务",)))
    assert titles_match(sections, ["一 、概  述", "二､〝互联网＋政务〞"])
    assert titles_match(sections, ["一.概述", "二、政务。"])
    assert not titles_match(sections, ["一、概述"])
    assert not titles_match(sections, ["二、政务", "一、概述"])
    assert not titles_match((), [])


T = "某镇2024年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("line", "block"),
    [
        ("（一）高度重视，明确责任。要求各村…", (2, "（一）高度重视，明确责任")),
        ("（二）依申请公开。本年度", (2, "（二）依申请公开")),
        ("1.建立健全制度。我厅印发", (3, "1.建立健全制度")),
        ("（1）规范管理。一是", (4, "（1）规范管理")),
        ("（一）2018年我镇公开信息25条。另有", None),
        ("（四）公开的形式，一是网站；二是微信。", None),
        ("（二）本年度未收到申请。全部", None),
        ("1.5万人参加培训。效果良好", None),
        ("一是加强领导。二是强化监督。", None),
    ],
)
def test_run_in_headings_are_marked_and_not_split(line: str, block: tuple[int, str] | None) -> None:
    body = structured(T, "一、总体情况", line).report.sections["overview"].body
    assert isinstance(body[0], Text)
    assert body[0].text == line
    got = (body[0].level, line[: body[0].lead]) if body[0].lead is not None else None
    assert got == block


def test_headings_alone_on_their_line() -> None:
    body = (
        structured(
            T,
            "一、总体情况",
            "（一）主动公开情况",
            "1、政策解读",
            "（1）形式",
            "(二)依申请公开情况。",
            "（三）共25件",
        )
        .report.sections["overview"]
        .body
    )
    assert body == (
        Heading("（一）主动公开情况", 2),
        Heading("1、政策解读", 3),
        Heading("（1）形式", 4),
        Heading("(二)依申请公开情况。", 2),
        Text("（三）共25件"),
    )


def test_renamed_unknown_and_missing_headings() -> None:
    result = structured(
        T, "一、总体情况", "甲。", "二、主动公开信息的情况", "乙。", "三、人员与经费", "丙。",
        "五、存在主要问题及改进情况", "丁。", "六、其他需要报告的事项", "无。",
    )  # fmt: skip
    sections = result.report.sections
    assert list(sections) == ["overview", "proactive", "problems", "other"]
    assert sections["proactive"].title == "二、主动公开信息的情况"
    assert Heading("三、人员与经费", 2) in sections["proactive"].body
    assert any("“二、主动公开信息的情况”按" in n for n in result.notices)
    assert any("“三、人员与经费”不是规定的部分" in n for n in result.notices)


def test_a_title_run_on_with_its_text_is_parted_only_where_it_is_certain() -> None:
    result = structured(T, "前言。一、总体情况2024年，甲。二、主动公开政府信息情况乙。")
    assert [b.text for b in result.report.preamble if isinstance(b, Text)] == ["前言。"]
    assert result.report.sections["overview"].body == (Text("2024年，甲。"),)
    listed = structured(T, "包括一、总体情况，二、主动公开政府信息情况。", "一、总体情况", "甲。")
    assert listed.report.preamble == (Text("包括一、总体情况，二、主动公开政府信息情况。"),)
    twice = structured(T, "甲。一、总体情况乙。一、总体情况丙。")
    assert dict(twice.report.sections) == {}


@pytest.mark.parametrize(
    ("lines", "signature", "left"),
    [
        (
            ["某镇人民政府", "2025年1月20日"],
            Signature("某镇人民政府", datetime.date(2025, 1, 20)),
            0,
        ),
        (
            ["某镇人民政府", "2025年01月20日"],
            Signature("某镇人民政府", datetime.date(2025, 1, 20)),
            1,
        ),
        (["二〇二五年一月二十日"], Signature(None, datetime.date(2025, 1, 20)), 1),
        (["某县某镇"], Signature("某县某镇", None), 0),
        (["某镇人民政府　2025年1月20日"], Signature("某镇人民政府", datetime.date(2025, 1, 20)), 0),
        (["2025年2月30日"], None, 0),
        (["工作还有不足"], None, 0),
        (["附件：情况统计表"], None, 1),
        (
            ["某镇", "2025年1月20日", "附件：1.表.doc", "2.表.pdf"],
            Signature("某镇", datetime.date(2025, 1, 20)),
            2,
        ),
    ],
)
def test_signature(lines: list[str], signature: Signature | None, left: int) -> None:
    result = structured(T, "六、其他需要报告的事项", "无。", *lines)
    assert result.report.signature == signature
    assert len(result.notices) == left


def test_an_attachment_list_above_the_signature_stays() -> None:
    report = structured(T, "一、总体情况", "甲。", "附件：统计表", "某镇", "2025年1月20日").report
    assert Text("附件：统计表") in report.sections["overview"].body


def test_a_figure_that_two_places_state_differently_is_not_taken() -> None:
    figure = StatedFigure("x.count", "公开条数", Kind.COUNT, "overview", "条")
    base = form("2021", 2024)
    of = Form(
        base.edition, 2024, None, None, base.sections, base.tables, (), (),
        frozendict({"x.count": figure}), (Mention("公开信息{x.count}条", "overview"),),
        base.statutory_tables,
    )  # fmt: skip
    same = structured(T, "一、总体情况", "公开信息12条。", "共公开信息12条。", of=of).report
    assert (same.figures["x.count"], same.sources["x.count"]) == (12, "年报.txt!第 3 行")
    result = structured(T, "一、总体情况", "公开信息12条。", "共公开信息13条。", of=of)
    assert "x.count" not in result.report.figures
    assert any("第 3 行为 12" in n and "第 4 行为 13" in n for n in result.notices)


WORDS = st.text("公开信息政府工作情况，、；“”《》abc 0123456789", min_size=1, max_size=80)
SENTENCE = WORDS.map(lambda w: letters(w)).filter(bool).map(lambda w: f"甲{w}。")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(SENTENCE, max_size=4), min_size=6, max_size=6), st.lists(SENTENCE))
def test_a_made_up_report_comes_back_as_written(
    bodies: list[list[str]], preamble: list[str]
) -> None:
    of = form("2021", 2024)
    lines = [T, *preamble]
    for section, body in zip(of.sections, bodies, strict=True):
        lines += [section.title, *body]
    raw = text.read(Source("年报.txt", "\r\n\r\n".join(lines).encode("gb18030")))
    report = structure_document(raw, of, opening(raw)).report
    assert [b.text for b in report.preamble if isinstance(b, Text)] == preamble
    got = [[getattr(b, "text", "") for b in n.body] for n in report.sections.values()]
    assert got == bodies


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=60),
            SENTENCE,
            st.sampled_from(
                [
                    "一、总体情况",
                    "二、主动公开政府信息情况",
                    "三、别的",
                    "规章 | 0 | 0 | 0 |",
                    "信息内容",
                    "行政许可",
                    "第二十条第（五）项",
                    "（一）情况",
                    "2025年1月1日",
                    "附件：",
                    "某镇",
                    T,
                    "0",
                ]
            ),
        ),
        max_size=25,
    )
)
def test_any_text_is_structured_and_nothing_is_lost(lines: list[str]) -> None:
    content = "\n".join(lines).encode("utf-8", "replace")
    try:
        raw = text.read(Source("年报.txt", content))
    except text.SourceError:
        return
    of = form("2021", 2024)
    result = structure_document(raw, of, opening(raw))
    gaps(raw, result.report)
    top_level_titles(raw)
    free_sections(raw, opening(raw))


@pytest.mark.parametrize(
    "line",
    [
        "政" * 3_000_000,
        "一、" * 1_000_000,
        "行政许可0" * 500_000,
        "2024年，发文157篇。" * 200_000,
        "一、总体情况甲。" * 200_000,
    ],
)
def test_a_paragraph_of_megabytes_is_structured(line: str) -> None:
    of = form("2014", 2018, yunnan=True)
    made = structured(T, "前言。", "二、主动公开政府信息情况", line, of=of)
    assert "proactive" in made.report.sections  # in seconds; a power of the length: days
