"""The proof finds every change, and nothing in a document that is right."""

from __future__ import annotations

import copy

import pytest
from attrs import evolve
from frozendict import frozendict
from lxml import etree
from rendering.conftest import NAMESPACES, W, edition_form, part, rendered, report_for, with_part

from disclosure_kit.certificate import differences, prove
from disclosure_kit.model.form import Form
from disclosure_kit.model.report import TableData
from disclosure_kit.view import View


@pytest.fixture(params=["2014", "2019", "2021", "regional"])
def any_form(request: pytest.FixtureRequest) -> Form:
    if request.param == "regional":
        return request.getfixturevalue("regional")
    return edition_form(request.param)


@pytest.fixture
def document(form: Form) -> tuple[bytes, View]:
    return rendered(report_for(form), form)


def texts(root: etree._Element, inside: str) -> list[etree._Element]:
    return [t for holder in root.findall(inside, NAMESPACES) for t in holder.iter(f"{W}t")]


def test_a_right_document_has_no_differences(any_form: Form) -> None:
    document, view = rendered(report_for(any_form), any_form)
    proof = prove(document, view)
    assert proof.differences == ()
    assert proof.compared > len(view.cells)


def test_an_unfilled_report_has_no_differences(any_form: Form) -> None:
    report = evolve(report_for(any_form), tables=frozendict(), signature=None, preamble=())
    document, view = rendered(report, any_form, **{"document.annexes": "always"})
    assert differences(document, view) == []


def test_a_repeating_table_is_compared(regional: Form) -> None:
    rows = TableData(("r1", "r2"), {("r1", "agency"): "民政局", ("r2", "cases"): 2})
    report = report_for(regional)
    report = evolve(report, tables=report.tables.set("x.fees", rows))
    document, view = rendered(report, regional)
    assert differences(document, view) == []
    root = part(document)
    cell = next(t for t in root.iter(f"{W}t") if t.text == "民政局")
    cell.text = "财政局"
    assert differences(with_part(document, root), view) == [
        "x.fees.r1.agency：应为“民政局”，文档里是“财政局”"
    ]


def test_every_changed_cell_is_found(document: tuple[bytes, View]) -> None:
    content, view = document
    root = part(content)
    cells = texts(root, "w:body/w:tbl")
    assert len(cells) > len(view.cells)
    for node in cells:
        kept = node.text
        node.text = f"{kept}0"
        assert len(differences(with_part(content, root), view)) >= 1, kept
        node.text = kept


def test_a_changed_figure_is_named_by_its_address(document: tuple[bytes, View]) -> None:
    content, view = document
    root = part(content)
    printed = view.cells["applications.received.total"]
    node = next(t for t in texts(root, "w:body/w:tbl") if t.text == printed)
    node.text = "7"
    assert differences(with_part(content, root), view) == [
        f"applications.received.total：应为“{printed}”，文档里是“7”"
    ]


def test_every_changed_paragraph_is_found(document: tuple[bytes, View]) -> None:
    content, view = document
    root = part(content)
    body = root.findall("w:body/w:p", NAMESPACES)
    changed = 0
    for paragraph in body:
        nodes = [t for t in paragraph.iter(f"{W}t") if (t.text or "").strip()]
        for node in nodes:
            kept = node.text or ""
            node.text = kept[:-1] + "改"
            found = differences(with_part(content, root), view)
            assert len(found) == 1, (kept, found)
            node.text = kept
            changed += 1
    assert changed > 20


def test_every_missing_or_doubled_paragraph_is_found(document: tuple[bytes, View]) -> None:
    content, view = document
    count = len(part(content).findall("w:body/w:p", NAMESPACES))
    for number in range(count):
        root = part(content)
        paragraph = root.findall("w:body/w:p", NAMESPACES)[number]
        if not "".join(paragraph.itertext()).strip():
            continue
        paragraph.addnext(copy.deepcopy(paragraph))
        (said,) = differences(with_part(content, root), view)
        assert "在文档里有" in said
        paragraph.getnext().getparent().remove(paragraph.getnext())  # type: ignore[union-attr]
        paragraph.getparent().remove(paragraph)  # type: ignore[union-attr]
        (said,) = differences(with_part(content, root), view)
        assert "文档里没有" in said or "在文档里有" in said


def test_a_moved_paragraph_is_found(document: tuple[bytes, View]) -> None:
    content, view = document
    root = part(content)
    first = next(p for p in root.iter(f"{W}p") if "".join(p.itertext()) == "一、总体情况")
    later = next(p for p in root.iter(f"{W}p") if "".join(p.itertext()) == "（1）网站")
    later.addnext(first)
    assert differences(with_part(content, root), view) == ["“一、总体情况”的标题：位置不对"]


def test_what_a_template_adds_is_allowed(document: tuple[bytes, View]) -> None:
    content, view = document
    root = part(content)
    body = root.find("w:body", NAMESPACES)
    assert body is not None
    more = etree.fromstring(
        f'<w:p xmlns:w="{NAMESPACES["w"]}"><w:r><w:t>（此件公开发布）</w:t></w:r></w:p>'
    )
    table = etree.fromstring(
        f'<w:tbl xmlns:w="{NAMESPACES["w"]}"><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>'
    )
    for place in (0, 5, len(body) - 1):
        body.insert(place, copy.deepcopy(more))
        body.insert(place, copy.deepcopy(table))
    proof = prove(with_part(content, root), view)
    assert proof.differences == ()
    told = [str(item) for item in proof.added]
    assert told[0] == "开头：文档里多出“（此件公开发布）”"
    assert told[2].endswith("之后：文档里多出“（此件公开发布）”")
    assert len(told) == 3


def test_a_hidden_figure_is_not_printed(document: tuple[bytes, View]) -> None:
    content, view = document
    root = part(content)
    printed = view.cells["remedies.cases.reconsideration.upheld"]
    node = next(t for t in texts(root, "w:body/w:tbl") if t.text == printed)
    run = node.getparent()
    assert run is not None
    looks = etree.SubElement(run, f"{W}rPr")
    etree.SubElement(looks, f"{W}vanish")
    run.insert(0, looks)
    assert len(differences(with_part(content, root), view)) == 1


def test_lost_tables_rows_and_merges_are_found(document: tuple[bytes, View]) -> None:
    content, view = document
    root = part(content)
    table = root.findall("w:body/w:tbl", NAMESPACES)[0]
    table.getparent().remove(table)  # type: ignore[union-attr]
    assert differences(with_part(content, root), view) == ["表 proactive：文档里没有这张表"]

    root = part(content)
    table = root.findall("w:body/w:tbl", NAMESPACES)[2]
    table.remove(table.findall("w:tr", NAMESPACES)[-1])
    (said,) = differences(with_part(content, root), view)
    assert said == "表 remedies：应有 4 行，文档里是 3 行"

    root = part(content)
    merge = next(root.iter(f"{W}vMerge"))
    merge.getparent().remove(merge)  # type: ignore[union-attr]
    assert differences(with_part(content, root), view) == []  # the cells below still continue it
    merge = next(node for node in root.iter(f"{W}vMerge") if not node.get(f"{W}val"))
    merge.getparent().remove(merge)  # type: ignore[union-attr]
    (said,) = differences(with_part(content, root), view)
    assert "合并不同" in said


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip"])
def test_what_is_no_word_file_proves_nothing(content: bytes, document: tuple[bytes, View]) -> None:
    proof = prove(content, document[1])
    assert proof.compared == 0
    assert "不是能读的 Word 文档" in str(proof.differences[0])


def test_a_part_that_cannot_be_unpacked_proves_nothing(document: tuple[bytes, View]) -> None:
    content, view = document
    begin = content.index(b"word/document.xml")
    for at in range(begin + 100, begin + 600, 20):
        harmed = bytearray(content)
        harmed[at] ^= 0xFF
        proof = prove(bytes(harmed), view)
        assert proof.compared == 0
        assert "不是能读的 Word 文档" in str(proof.differences[0])
