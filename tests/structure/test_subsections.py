"""Sub-sections that a region prescribes inside a statutory section: found, asked for, printed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import TODAY

from disclosure_kit import KitSpec, Loaded, Session, check, load_kit, read
from disclosure_kit.app import form_for, view_of
from disclosure_kit.forms.blank import blank_report
from disclosure_kit.model.edition import SubSection
from disclosure_kit.model.raw import Source
from disclosure_kit.model.report import Agency, Heading, Text
from disclosure_kit.model.subsections import Standing, standing
from disclosure_kit.recognise import Wishes
from disclosure_kit.view import PrintedTable

MANIFEST = """
[plugin]
name = "inner"
title = "示例"
version = "1.0"
api = 1
region = "99"
editions = ["2021"]
"""
PARTS = """
[[subsections]]
id = "inner.standards"
section = "other"
title = "（二）标准化建设"
variants = ["（二）规范化建设"]
basis = "某号文"

[[subsections]]
id = "inner.fees"
section = "other"
title = "（一）收取信息处理费情况"
basis = "某号文"

[[repeating_tables]]
id = "inner.fees_by_agency"
title = "信息处理费收取情况"
section = "other"
after = "inner.fees"
columns = [{ id = "agency", label = "单位", kind = "text" }, { id = "cases", label = "件数" }]
"""


def session_of(folder: Path, parts: str = PARTS) -> Session:
    (folder / "sections").mkdir(parents=True)
    (folder / "plugin.toml").write_text(MANIFEST, "utf-8")
    (folder / "sections" / "inner.toml").write_text(parts, "utf-8")
    return load_kit(KitSpec(plugins=(str(folder),), installed=False), today=TODAY)


def loaded(session: Session, body: list[dict[str, Any]]) -> Loaded:
    tree = {
        "format": "disclosure-kit/report/1",
        "edition": "2021",
        "region": "990101",
        "year": 2024,
        "agency": {"name": "某某县人民政府"},
        "sections": {"other": {"title": "六、其他需要报告的事项", "body": body}},
        "tables": {"inner.fees_by_agency": [{"key": "r1", "agency": "甲局", "cases": 1}]},
    }
    return read(session, Source("年报.json", json.dumps(tree).encode()))


FEES = {"heading": "（一）收取信息处理费情况", "level": 2}
STANDARDS = {"text": "（二）标准化建设方面。已建成。", "level": 2, "lead": 11}


def part(title: str, *variants: str) -> SubSection:
    return SubSection(title, "other", title, "某号文", variants)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ([Heading("（六）标准化建设", 2)], Standing(0, 1)),
        ([Text("（六）标准化建设方面。已建成。", 2, 11), Text("又。")], Standing(0, 2)),
        ([Text("先。"), Heading("（3）标准化建设", 2), Heading("（四）其他", 2)], Standing(1, 2)),
        ([Heading("1.标准化建设", 3)], None),  # inside another sub-section
        ([Text("标准化建设已完成。")], None),  # no heading
        ([Heading("（六）推进标准化建设", 2)], None),
        ([Heading("(六)标准 化建设", 2)], Standing(0, 1)),
    ],
)
def test_a_heading_is_known_by_its_words_not_by_its_ordinal(
    body: list[Heading | Text], found: Standing | None
) -> None:
    wanted = part("（二）标准化建设")
    assert standing(body, (wanted,)).get(wanted.id) == found


def test_a_variant_serves_too() -> None:
    wanted = part("（二）标准化建设", "规范化建设")
    assert standing([Heading("（一）规范化建设", 2)], (wanted,)) == {wanted.id: Standing(0, 1)}


def test_a_missing_sub_section_is_told(tmp_path: Path) -> None:
    session = session_of(tmp_path / "inner")
    assert session.registry.faults == ()
    found = [
        f.message
        for f in check(session, loaded(session, [FEES, {"text": "无。"}])).findings
        if f.code == "subsection-missing"
    ]
    assert found == ["“六、其他需要报告的事项”里没有“（二）标准化建设”这一小节"]
    all_there = check(session, loaded(session, [FEES, {"text": "无。"}, STANDARDS]))
    assert "subsection-missing" not in {f.code for f in all_there.findings}


def test_one_that_is_only_customary_is_not_missed(tmp_path: Path) -> None:
    customary = PARTS.replace('basis = "某号文"', 'basis = "某号文"\nrequired = false')
    session = session_of(tmp_path / "inner", customary)
    found = {f.code for f in check(session, loaded(session, [{"text": "无。"}])).findings}
    assert "subsection-missing" not in found
    form = form_for(session, Wishes(region="990101"), 2024)
    blank = blank_report(form, Agency("某某县人民政府"))
    assert [block.text for block in blank.sections["other"].body if isinstance(block, Heading)] == [
        "（二）标准化建设",
        "（一）收取信息处理费情况",
    ]


def test_its_table_is_printed_at_its_end(tmp_path: Path) -> None:
    session = session_of(tmp_path / "inner")
    body = [FEES, {"text": "如下："}, STANDARDS]
    view = view_of(session, loaded(session, body))
    other = next(s for s in view.sections if s.id == "other")
    shown = [p.id if isinstance(p, PrintedTable) else p.whole for p in other.parts]
    assert shown == [
        "（一）收取信息处理费情况",
        "如下：",
        "inner.fees_by_agency",
        "（二）标准化建设方面。已建成。",
    ]


def test_the_report_may_put_the_table_elsewhere(tmp_path: Path) -> None:
    session = session_of(tmp_path / "inner")
    body = [
        FEES,
        {"text": "如下："},
        STANDARDS,
        {"table": "inner.fees_by_agency"},
        {"text": "完。"},
    ]
    view = view_of(session, loaded(session, body))
    other = next(s for s in view.sections if s.id == "other")
    assert [isinstance(p, PrintedTable) for p in other.parts] == [False, False, False, True, False]


def test_a_blank_form_has_its_headings(tmp_path: Path) -> None:
    session = session_of(tmp_path / "inner")
    form = form_for(session, Wishes(region="990101"), 2024)
    report = blank_report(form, Agency("某某县人民政府"))
    assert report.sections["other"].body == (
        Heading("（二）标准化建设", 2),
        Heading("（一）收取信息处理费情况", 2),
    )
    assert report.sections["overview"].body == ()


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('section = "other"\ntitle', 'section = "others"\ntitle', "是否为 other？"),
        ('after = "inner.fees"', 'after = "inner.fee"', "没有这个小节（是否为 inner.fees？）"),
        ('section = "other"\nafter', 'section = "overview"\nafter', "没有这个小节"),
        ('id = "inner.standards"', 'id = "inner.fees"', "小节 inner.fees 定义了 2 次"),
        ('id = "inner.standards"', 'id = "standards"', "应以插件名开头"),
        ('title = "（二）标准化建设"', 'title = " "', "没有标题"),
    ],
)
def test_a_mistake_costs_the_plugin_by_name(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    assert old in PARTS
    [fault] = session_of(tmp_path / "inner", PARTS.replace(old, new)).registry.faults
    assert problem in fault.problem
