"""Wide tables on pages that lie across (GB/T 9704-2012, clause 8), where a setting asks for it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve
from conftest import EXAMPLES, Ran
from frozendict import frozendict
from lxml import etree
from office import needs_office, pages_of
from rendering.conftest import NAMESPACES, W, part, report_for, view_of, words

from disclosure_kit import Loaded, Session, Source, read
from disclosure_kit.certificate import differences
from disclosure_kit.layouts.deviations import deviations
from disclosure_kit.layouts.loader import national
from disclosure_kit.model.form import Form
from disclosure_kit.model.report import Narrative, TableBlock
from disclosure_kit.rendering.style import Style
from disclosure_kit.rendering.template import make_template
from disclosure_kit.rendering.template.markup import ORDER
from disclosure_kit.rendering.word import render_document
from disclosure_kit.view import build_view

ACROSS = Style(landscape=True)


@pytest.fixture
def across(form: Form) -> bytes:
    return render_document(make_template(form, ACROSS), view_of(report_for(form), form))


def sections(document: bytes) -> list[tuple[str, list[etree._Element]]]:
    """The orientation of each run of pages, and what stands on them."""
    body = part(document).find("w:body", NAMESPACES)
    assert body is not None
    found: list[tuple[str, list[etree._Element]]] = []
    held: list[etree._Element] = []
    for node in body:
        held.append(node)
        page = node if node.tag == f"{W}sectPr" else node.find("w:pPr/w:sectPr", NAMESPACES)
        if page is not None:
            size = page.find("w:pgSz", NAMESPACES)
            assert size is not None
            found.append((size.get(f"{W}orient", "portrait"), held))
            held = []
    return found


def tables(nodes: list[etree._Element]) -> list[etree._Element]:
    return [node for node in nodes if node.tag == f"{W}tbl"]


def test_only_wide_tables_lie_across_each_on_pages_of_its_own(across: bytes) -> None:
    found = sections(across)
    assert [way for way, _ in found] == [
        "portrait", "landscape", "portrait", "landscape", "portrait",
    ]  # fmt: skip
    wide = [tables(nodes) for way, nodes in found if way == "landscape"]
    assert [len(held) for held in wide] == [1, 1]
    assert [len(t.findall("w:tblGrid/w:gridCol", NAMESPACES)) for [t] in wide] == [10, 15]
    assert sum(len(tables(nodes)) for way, nodes in found if way == "portrait") == 1


def test_a_wide_table_is_as_wide_as_its_page(across: bytes) -> None:
    measures = ACROSS.measures
    for way, nodes in sections(across):
        expected = measures.text_width if way == "portrait" else measures.length("text.height")
        for table in tables(nodes):
            width = table.find("w:tblPr/w:tblW", NAMESPACES)
            assert width is not None
            assert int(width.get(f"{W}w", "0")) == expected


def test_it_proves_complete_and_keeps_to_the_profile(form: Form, across: bytes) -> None:
    assert differences(across, view_of(report_for(form), form)) == []
    assert list(deviations(across, national())) == []


def test_a_heading_without_text_goes_with_its_table(form: Form) -> None:
    report = report_for(form)
    bare = Narrative("三、收到和处理政府信息公开申请情况", (TableBlock("applications"),))
    report = evolve(report, sections=frozendict({**report.sections, "applications": bare}))
    document = render_document(make_template(form, ACROSS), view_of(report, form))
    [first, *_] = [nodes for way, nodes in sections(document) if way == "landscape"]
    assert words(first[0]) == bare.title
    assert first[1].tag == f"{W}tbl"


def test_two_wide_tables_in_a_row_leave_no_blank_page_between_them(form: Form) -> None:
    report = report_for(form)
    bare = {
        name: Narrative(form.section(name).title, (TableBlock(name),))  # type: ignore[union-attr]
        for name in ("applications", "remedies")
    }
    report = evolve(report, sections=frozendict({**report.sections, **bare}))
    view = view_of(report, form)
    document = render_document(make_template(form, ACROSS), view)
    found = sections(document)
    assert [way for way, _ in found] == ["portrait", "landscape", "landscape", "portrait"]
    assert all(words(node) for _, [node, *_] in found)
    assert differences(document, view) == []
    assert list(deviations(document, national())) == []


def test_by_default_no_page_lies_across(form: Form) -> None:
    document = render_document(make_template(form, Style()), view_of(report_for(form), form))
    assert [way for way, _ in sections(document)] == ["portrait"]


@pytest.mark.parametrize("name", ["document", "footer3", "footer4"])
def test_its_properties_stand_in_the_order_of_the_schema(form: Form, name: str) -> None:
    for node in part(make_template(form, ACROSS), f"word/{name}.xml").iter(f"{W}pPr"):
        order = ORDER["pPr"].split()
        places = [order.index(etree.QName(child).localname) for child in node]
        assert places == sorted(places)


@needs_office
def test_the_page_number_stands_where_it_stands_on_an_upright_page(
    across: bytes, tmp_path: Path
) -> None:
    assert len(pages_of(across, tmp_path)) == 7
    [pdf] = tmp_path.glob("**/*.pdf")
    boxes = subprocess.run(
        ["pdftotext", "-bbox", pdf, "-"], capture_output=True, text=True, check=True
    ).stdout
    for number, page in enumerate(re.findall(r"<page .*?</page>", boxes, re.S), 1):
        if number in (3, 4, 6):
            place = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)"[^>]*>—<'
            (left, top, right), *_ = re.findall(place, page)
            # The strip from 20 to 28 mm beside the left edge; odd numbers below, even ones above.
            assert 56 < float(left) < float(right) < 100
            assert (float(top) > 300) == (number % 2 == 1)


def test_the_command_takes_the_setting_and_the_document_is_read_again(
    command: Callable[..., Ran], kit: Session, load: Callable[[Path], Loaded], tmp_path: Path
) -> None:
    source = EXAMPLES / "suqian-city-2024.yaml"
    target = tmp_path / "年报.docx"
    ran = command("--set", "document.landscape=wide", "render", source, "-o", target)
    assert ran.status == 0, ran.err
    assert "landscape" in [way for way, _ in sections(target.read_bytes())]
    again = read(kit, Source("年报.docx", target.read_bytes()))
    report = load(source).report
    assert not again.differences
    assert again.report.tables == report.tables
    assert build_view(again.report, again.form, frozendict(), {}) == build_view(
        report, load(source).form, frozendict(), {}
    )
