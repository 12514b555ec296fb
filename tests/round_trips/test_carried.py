"""What a document carries comes from outside: never trusted, and never a reason not to read it."""

from __future__ import annotations

import copy
import json
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve
from conftest import EXAMPLES, YUNNAN, Ran
from forms_under_test import session
from frozendict import frozendict
from lxml import etree
from strategies import with_cells

from disclosure_kit import Loaded, Source, check, read
from disclosure_kit.carriage import MAX_BYTES, NAMESPACE, ROOT, data_of
from disclosure_kit.model.report import Narrative, Text
from disclosure_kit.model.values import NOT_FILLED, Address
from disclosure_kit.rendering.custom_xml import parts_of, with_part
from round_trips.published import W, edited, packed, set_cell, unpacked, without_data
from round_trips.test_documents import both, placeless, read_back, suqian, written

ITEM = "customXml/item1.xml"


def carrying(kind: str, data: str, loaded: Loaded | None = None) -> bytes:
    """The example's document with other data in it."""
    loaded = loaded or suqian()
    content = written(loaded.form, loaded.report, kind)
    if kind == "html":
        start, end = content.index(b'report">{') + 8, content.index(b"</script>")
        return content[:start] + data.encode() + content[end:]
    parts = unpacked(content)
    root = etree.Element(ROOT)
    root.text = data
    return packed(parts | {ITEM: etree.tostring(root)})


def changed(change: Callable[[Any], None]) -> str:
    loaded = suqian()
    tree = json.loads(data_of(loaded.report, loaded.form))
    change(tree)
    return json.dumps(tree)


def spoilt(path: str, value: Any) -> str:
    def change(tree: Any) -> None:
        *parents, last = path.split("/")
        for key in parents:
            tree = tree[key]
        tree[last] = value

    return changed(change)


def another(tree: Any) -> None:
    tree["title"] = "别处2024年政府信息公开工作年度报告"
    for name, section in tree["sections"].items():
        section |= {"title": f"别的{name}", "body": [{"text": f"{name}的第{n}句"} for n in "一二"]}


MUCH = " ".join(map(str, range(MAX_BYTES // 6)))  # numbers: not so many times larger than packed
REFUSED = {
    "nothing": "",
    "no json": "{",
    "no report": '{"a": 1}',
    "deep": "[" * 100_000,
    "other edition": spoilt("edition", "1999"),
    "edition of another year": spoilt("edition", "2019"),
    "a region that is none": spoilt("region", "x"),
    "unknown table": spoilt("tables/secret", {}),
    "text for a figure": spoilt("tables/applications/received/total", "21"),
    "a table where none may be": spoilt("preamble", [{"table": "applications"}]),
    "another report": changed(another),
    "too large": f'"{MUCH}"',
}


@both
@pytest.mark.parametrize("name", REFUSED)
def test_data_that_are_no_report_are_left_out_with_a_notice(name: str, kind: str) -> None:
    loaded = read_back(carrying(kind, REFUSED[name]), kind)
    alone = read_back(without_data(carrying(kind, "{}"), kind), kind)
    assert loaded.report == alone.report
    assert loaded.differences == ()
    (told,) = set(loaded.notices) - set(alone.notices)
    assert told.startswith(f"年报.{kind}：")
    assert "所附数据" in told
    assert "未采用" in told


@pytest.mark.parametrize("part", [
    b'<!DOCTYPE r [<!ENTITY x "y">]><report xmlns="%s">&x;</report>' % NAMESPACE.encode(),
    b"<report",
    b"\xff\xfe\x00",
    b'<report xmlns="%s">%s</report>' % (NAMESPACE.encode(), MUCH.encode()),
    b"<a>" * 200 + b"</a>" * 200,
])  # fmt: skip
def test_a_part_that_is_not_to_be_trusted_costs_only_itself(part: bytes) -> None:
    loaded = suqian()
    parts = unpacked(written(loaded.form, loaded.report, "docx"))
    again = read_back(packed(parts | {ITEM: part}), "docx")
    assert again.report.tables == loaded.report.tables
    assert again.report.region is None
    assert len([notice for notice in again.notices if "未采用" in notice]) == 1


def test_a_part_of_somebody_else_is_not_ours() -> None:
    loaded = suqian()
    parts = unpacked(written(loaded.form, loaded.report, "docx"))
    again = read_back(packed(parts | {ITEM: b"<b:Sources xmlns:b='urn:b'/>"}), "docx")
    assert again.report.region is None
    assert not any("所附" in notice for notice in again.notices)


@both
def test_two_sets_of_data_are_none(kind: str) -> None:
    loaded = suqian()
    content = written(loaded.form, loaded.report, kind)
    if kind == "html":
        block = re.search(rb"<script.*?</script>", content, re.S)
        assert block
        content = content.replace(block[0], block[0] * 2)
    else:
        parts = unpacked(content)
        relations = "word/_rels/document.xml.rels"
        second = re.search(rb"<Relationship [^>]*customXml/item1[^>]*>", parts[relations])
        assert second
        other = second[0].replace(b"item1", b"item2").replace(b'Id="', b'Id="x')
        parts[relations] = parts[relations].replace(second[0], second[0] + other)
        content = packed(parts | {"customXml/item2.xml": parts[ITEM]})
    again = read_back(content, kind)
    assert again.report.region is None
    assert [n for n in again.notices if "2 份" in n]


@both
def test_what_is_visible_counts_against_all_that_the_data_say(kind: str) -> None:
    """Somebody wrote other data into the file: not one visible word or figure gives way."""

    def change(tree: Any) -> None:
        tree["tables"]["applications"]["received"]["natural_person"] = 21
        tree["tables"]["remedies"]["cases"]["reconsideration.upheld"] = None
        tree["agency"]["name"] = "北京市教育委员会"
        tree["title"] = "北京市教育委员会2024年政府信息公开工作年度报告"
        tree["sections"]["overview"]["body"][0]["text"] = "全年无事。"
        tree["sections"]["other"]["title"] = "六、别的"

    loaded = suqian()
    again = read_back(carrying(kind, changed(change)), kind)
    assert again.report.tables == loaded.report.tables
    assert again.report.title == loaded.report.title
    assert again.report.agency.name == "宿迁市"
    assert again.report.sections["other"].title == loaded.report.sections["other"].title
    told = {d.address: (d.visible, d.data) for d in again.differences}
    assert told["applications.received.natural_person"] == ("3440", "21")
    assert told["remedies.cases.reconsideration.upheld"][1] == ""
    assert told["agency.name"] == ("宿迁市", "北京市教育委员会")
    assert {"title", "overview[0]", "other.title"} <= set(told)


@both
@pytest.mark.parametrize(("text", "told"), [("", "文中为 空白"), ("约21", "文中没有读出")])
def test_a_cell_that_is_blank_or_cannot_be_read_is_not_the_data_s(
    kind: str, text: str, told: str
) -> None:
    loaded = suqian()
    content = written(loaded.form, loaded.report, kind)
    again = read_back(edited(content, kind, lambda r: set_cell(r, 1, 3, 1, text)), kind)
    address = Address("applications", "received", "natural_person")
    assert again.report == with_cells(again.report, {address: NOT_FILLED})
    (difference,) = again.differences
    assert str(difference).endswith(f"{told}，所附数据为 3440")
    assert any("是约数" in notice for notice in again.notices) is bool(text)


@both
@pytest.mark.parametrize(("figures", "told"), [
    (("其他情形", "7", "7", "7", "7", "7", "7", "7"), "“其他情形”不是本表的行"),
    ((), "前面已有这 1 行，数相同，没有读取"),
])  # fmt: skip
def test_a_row_too_many_is_told_although_every_figure_is_the_data_s(
    kind: str, figures: tuple[str, ...], told: str
) -> None:
    loaded = suqian()

    def double(root: etree._Element) -> None:
        tables = root.findall(f".//{W}tbl") or root.findall(".//table")
        rows = tables[1].findall(f".//{W}tr") or tables[1].findall(".//tr")
        rows[3].addnext(copy.deepcopy(rows[3]))
        for cell, text in enumerate(figures):
            set_cell(root, 1, 4, cell, text)

    again = read_back(edited(written(loaded.form, loaded.report, kind), kind, double), kind)
    assert again.report.tables == loaded.report.tables
    assert [notice for notice in again.notices if told in notice]


@both
def test_a_longer_name_that_only_the_data_say_is_told(kind: str) -> None:
    loaded = suqian()
    assert not any("机关名称" in n for n in read_back(carrying(kind, changed(len)), kind).notices)
    again = read_back(carrying(kind, spoilt("agency/name", "宿迁市泗阳县某某镇人民政府")), kind)
    assert again.report.tables == loaded.report.tables
    assert [n for n in again.notices if "机关名称" in n] == [
        f"年报.{kind}：文中的机关名称是“宿迁市”，按所附数据为“宿迁市泗阳县某某镇人民政府”，请核对"
    ]


@both
def test_hidden_figures_that_the_text_does_not_state_may_be_the_data_s(kind: str) -> None:
    file = YUNNAN / "examples" / "mangshi-mengga-2018.txt"
    loaded = read(session(), Source(file.name, file.read_bytes()))
    figures = dict(loaded.report.figures)
    key = next(k for k, value in figures.items() if isinstance(value, int))
    other = evolve(loaded.report, figures=frozendict(figures | {key: 777_777}))
    data = data_of(other, loaded.form)
    again = read_back(carrying(kind, data, loaded), kind)
    assert again.report.figures == loaded.report.figures
    assert [(d.address, d.data) for d in again.differences] == [(key, "777777")]


def long_text(seed: int) -> str:
    """2000 characters that no two lines share, and that do not pack like a bomb."""
    return "、".join(str(seed * 7919 + n * n) for n in range(250)) + "。"


@both
@pytest.mark.parametrize("count", [900, 20_000])
def test_lines_without_end_cost_no_more_than_their_reading(kind: str, count: int) -> None:
    """As many other lines as may be are compared in time; more, and the data are left out."""

    def change(tree: Any) -> None:
        extra = [{"text": f"第{n % 7}句。" * (400 if count < 1_000 else 1)} for n in range(count)]
        tree["sections"]["overview"]["body"] += extra

    loaded = suqian()
    body = tuple(Text(long_text(n)) for n in range(890))
    sections = loaded.report.sections | {"overview": Narrative("一、总体情况", body)}
    longer = evolve(loaded, report=evolve(loaded.report, sections=sections))
    content = carrying(kind, changed(change), longer)
    began = time.process_time()
    again = read_back(content, kind)
    assert time.process_time() - began < 20
    assert again.report.sections["overview"].body == body
    assert [n for n in again.notices if "未采用" in n]


def test_a_template_s_old_data_are_thrown_out(command: Callable[..., Ran], tmp_path: Any) -> None:
    loaded = suqian()
    template = tmp_path / "旧.docx"
    clean = EXAMPLES.parent / "templates" / "2021" / "national.docx"
    template.write_bytes(
        with_part(clean.read_bytes(), b'<report xmlns="%s"/>' % NAMESPACE.encode(), NAMESPACE)
    )
    target = tmp_path / "新.docx"
    ran = command(
        "render", EXAMPLES / "suqian-city-2024.yaml", "--template", template, "-o", target
    )
    assert ran.status == 0, ran.err
    names = [name for name in unpacked(target.read_bytes()) if name.startswith("customXml/item")]
    assert len(names) == 2
    assert placeless(read_back(target.read_bytes(), "docx").report) == placeless(loaded.report)


def test_a_document_that_uses_no_other_part_carries_data_too() -> None:
    parts = unpacked(carrying("docx", "{}"))
    alone = packed({n: c for n, c in parts.items() if n != "word/_rels/document.xml.rels"})
    document = with_part(alone, b'<report xmlns="urn:x"/>', "urn:x")
    assert parts_of(document, "urn:x") == [b'<report xmlns="urn:x"/>']
    assert unpacked(document)["word/_rels/document.xml.rels"].count(b"<Relationship ") == 1


def test_the_data_name_no_file_and_no_machine() -> None:
    loaded = suqian()
    assert loaded.report.sources
    data = data_of(loaded.report, loaded.form)
    assert "suqian" not in data
    assert "sources" not in data


def test_convert_and_check_tell_each_difference(command: Callable[..., Ran], tmp_path: Any) -> None:
    loaded = suqian()
    content = written(loaded.form, loaded.report, "docx")
    file = tmp_path / "年报.docx"
    file.write_bytes(edited(content, "docx", lambda root: set_cell(root, 1, 3, 1, "3441")))
    words = "一、本年新收政府信息公开申请数量·自然人：文中为 3441，所附数据为 3440"
    ran = command("convert", file, "-o", tmp_path / "年报.json")
    assert ran.status == 0
    assert words in ran.err
    tree = json.loads((tmp_path / "年报.json").read_text("utf-8"))
    assert tree["tables"]["applications"]["received"]["natural_person"] == 3441
    place = tree["sources"]["applications.received.natural_person"]
    assert place == "年报.docx!第 2 表第 4 行第 2 格"
    told = command("check", file).out
    assert f"提醒  {words}；以文中为准［embedded-data］" in told
    assert f"出处：{place}" in told


def test_a_document_that_agrees_has_no_such_finding() -> None:
    loaded = suqian()
    again = read_back(written(loaded.form, loaded.report, "docx"), "docx")
    assert [f for f in check(session(), again).findings if f.code == "embedded-data"] == []
    address = Address("applications", "received", "natural_person")
    assert again.report.value(address) == 3440
