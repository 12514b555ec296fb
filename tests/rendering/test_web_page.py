"""The web page: one accessible document that needs no script and no network."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from attrs import evolve
from conftest import EXAMPLES, YUNNAN
from forms_under_test import session
from frozendict import frozendict
from lxml import etree
from lxml import html as lxml_html

from disclosure_kit import Loaded, Source, read, render
from disclosure_kit.app import view_of
from disclosure_kit.errors import OutputError
from disclosure_kit.model.report import Heading, ItemList, Narrative, Text
from disclosure_kit.view import PrintedTable

FILES = [*sorted(EXAMPLES.glob("*.yaml")), YUNNAN / "examples" / "mangshi-mengga-2018.txt"]
EVIL = '</script><script>alert(1)</script><!-- <b>&amp; "{{ 7*7 }}{% raw %}'


def load(file: Path) -> Loaded:
    return read(session(), Source(file.name, file.read_bytes()))


def page_of(loaded: Loaded) -> bytes:
    (artifact,) = render(session(), loaded, "html")
    return artifact.content


@pytest.fixture(params=FILES, ids=lambda file: file.stem)
def loaded(request: pytest.FixtureRequest) -> Loaded:
    return load(request.param)


def root_of(content: bytes) -> etree._Element:
    return lxml_html.document_fromstring(content)


def test_the_same_report_is_the_same_page(loaded: Loaded) -> None:
    assert page_of(loaded) == page_of(loaded)


def test_nothing_is_fetched_and_nothing_runs(loaded: Loaded) -> None:
    content = page_of(loaded)
    root = root_of(content)
    assert root.xpath("//@href | //@src | //@action | //link | //iframe | //object") == []
    assert [script.get("type") for script in root.iter("script")] == ["application/json"]
    assert not re.search(rb"url\(|@import|\son\w+=|https?:", content)


def test_landmark_language_and_headings(loaded: Loaded) -> None:
    root = root_of(page_of(loaded))
    assert root.get("lang") == "zh-CN"
    assert len(root.findall(".//main")) == 1
    body = root.find("body")
    assert body is not None
    assert [child.tag for child in body] == ["main", "script"]
    levels = [int(e.tag[1]) for e in root.iter("h1", "h2", "h3", "h4", "h5")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    title = view_of(session(), loaded).title
    (heading,) = root.iter("h1")
    assert (heading.text_content(), root.findtext("head/title")) == (title, title)


def test_ids_are_there_once_and_lead_somewhere(loaded: Loaded) -> None:
    root = root_of(page_of(loaded))
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(root.xpath("//@aria-labelledby")) <= set(ids)


def test_every_table_is_whole_and_every_figure_has_its_heads(loaded: Loaded) -> None:
    view = view_of(session(), loaded)
    parts = [part for section in view.sections for part in section.parts]
    printed = [*(p for p in parts if isinstance(p, PrintedTable)), *view.annexes]
    tables = root_of(page_of(loaded)).findall(".//table")
    assert len(tables) == len(printed)
    for table, expected in zip(tables, printed, strict=True):
        assert (table.findtext("caption") or "").strip()
        covered: set[tuple[int, int]] = set()
        own = {th.get("id"): th for th in table.iter("th")}
        for number, row in enumerate(table.iter("tr")):
            for cell in row:
                column = 0
                while (number, column) in covered:
                    column += 1
                spans = int(cell.get("rowspan", "1")), int(cell.get("colspan", "1"))
                area = {(number + r, column + c) for r in range(spans[0]) for c in range(spans[1])}
                assert not area & covered
                covered |= area
                if cell.tag == "th":
                    assert cell.get("scope") in ("row", "col", "rowgroup", "colgroup")
                    assert cell.text
                elif cell.get("class") == "figure":
                    heads = [own[name] for name in (cell.get("headers") or "").split()]
                    assert any(head.get("scope", "").startswith("col") for head in heads)
        width = sum(cell.width for cell in expected.rows[0].cells)
        assert covered == {(r, c) for r in range(len(expected.rows)) for c in range(width)}


def test_the_heads_of_one_figure() -> None:
    root = root_of(page_of(load(EXAMPLES / "suqian-city-2024.yaml")))
    table = root.xpath("//table[caption/@id='applications']")[0]
    cell = table.findall(".//tbody/tr")[4].findall("td")[1]  # 1.属于国家秘密, 商业企业
    names = {th.get("id"): th.text for th in table.iter("th")}
    assert [names[i] for i in (cell.get("headers") or "").split()] == [
        "申请人情况", "法人或其他组织", "商业企业",
        "三、本年度办理结果", "（三）不予公开", "1.属于国家秘密",
    ]  # fmt: skip


def test_no_word_of_a_report_becomes_markup() -> None:
    loaded = load(EXAMPLES / "suqian-city-2024.yaml")
    report = evolve(
        loaded.report,
        title=EVIL,
        document_number=EVIL,
        addressee=EVIL,
        attachments=(EVIL,),
        preamble=(Text(EVIL, 2, 9), Heading(EVIL, 4), ItemList((EVIL,))),
        sections=frozendict(overview=Narrative(EVIL, (Text(EVIL),))),
    )
    content = page_of(evolve(loaded, report=report))
    root = root_of(content)
    assert len(list(root.iter("script"))) == 1
    assert content.count(b"</script>") == 1
    assert root.xpath("//b") == []
    assert len(re.findall(r"alert\(1\)", "".join(root.find(".//main").itertext()))) == 9
    again = read(session(), Source("年报.html", content))
    assert evolve(again.report, sources=frozendict()) == evolve(report, sources=frozendict())


def test_items_are_a_list_and_levels_are_never_skipped() -> None:
    loaded = load(EXAMPLES / "suqian-city-2024.yaml")
    body = (Heading("（1）先", 4), ItemList(("甲", "乙"), True), Heading("（一）后", 2))
    sections = frozendict(overview=Narrative("一、总体情况", body))
    report = evolve(loaded.report, sections=sections, preamble=(Heading("（一）前", 2),))
    root = root_of(page_of(evolve(loaded, report=report)))
    assert [e.text for e in root.iter("h2")][:2] == ["（一）前", "一、总体情况"]
    overview = root.find(".//section")
    assert overview is not None
    assert [(e.tag, e.text_content()) for e in overview.iter("h3", "h4", "h5", "li")] == [
        ("h3", "（1）先"), ("li", "1.甲"), ("li", "2.乙"), ("h3", "（一）后"),
    ]  # fmt: skip


def test_a_name_that_is_only_read_aloud_is_no_text() -> None:
    content = page_of(load(EXAMPLES / "suqian-city-2024.yaml"))
    bare = re.sub(rb"<script.*?</script>", b"", content, flags=re.S)
    again = read(session(), Source("年报.html", bare))
    assert not any("表名" in notice or "隐藏" in notice for notice in again.notices)


def test_a_page_that_says_something_else_is_not_delivered(monkeypatch: pytest.MonkeyPatch) -> None:
    from disclosure_kit.builtin.formats import html

    loaded = load(EXAMPLES / "suqian-city-2024.yaml")
    true = html.write_html
    for wrong, right in ((b">3441<", b">3440<"), ("一、总体情况".encode(), "一、总体".encode())):
        monkeypatch.setattr(html, "write_html", lambda of, w=wrong, r=right: true(of).replace(r, w))
        with pytest.raises(OutputError, match="成品与数据不符"):
            page_of(loaded)


def test_a_title_breaks_between_words_only() -> None:
    page = page_of(load(EXAMPLES / "suqian-city-2024.yaml")).decode()
    (title,) = re.findall("<h1>(.*)</h1>", page)
    assert title.startswith("宿迁市<wbr>2024年<wbr>政府信息公开<wbr>")
    assert title.replace("<wbr>", "") == "宿迁市2024年政府信息公开工作年度报告"


def test_only_a_table_of_many_columns_is_moved_sideways_on_a_telephone() -> None:
    root = root_of(page_of(load(EXAMPLES / "suqian-city-2024.yaml")))
    assert [table.get("class") for table in root.iter("table")] == [None, "wide", "wide"]
