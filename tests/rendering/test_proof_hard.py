"""What may stand in a Word file beside plain text: the proof reads it, or says it cannot."""

from __future__ import annotations

import copy
import re

import pytest
from attrs import evolve
from lxml import etree
from rendering.conftest import (
    NAMESPACES,
    W,
    paragraphs,
    part,
    rendered,
    report_for,
    view_of,
    with_part,
)

from disclosure_kit.certificate import differences
from disclosure_kit.certificate.file import BODY
from disclosure_kit.model.form import Form
from disclosure_kit.model.report import Heading, ItemList, Text
from disclosure_kit.rendering.reproducible import pack, unpack
from disclosure_kit.view import View

XML = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        **NAMESPACES,
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
WORDS = "<w:r><w:t>999</w:t></w:r>"
BOX = f"<w:txbxContent><w:p>{WORDS}</w:p></w:txbxContent>"


@pytest.fixture
def document(form: Form) -> tuple[bytes, View]:
    return rendered(report_for(form), form)


def xml(text: str) -> etree._Element:
    return etree.fromstring(f"<r {XML}>{text}</r>")[0]


def paragraph_of(root: etree._Element) -> etree._Element:
    """An expected paragraph."""
    return next(p for p in root.iter(f"{W}p") if "".join(p.itertext()) == "（1）网站")


def first_table(root: etree._Element) -> etree._Element:
    found = root.find("w:body/w:tbl", NAMESPACES)
    assert found is not None
    return found


def last_row(root: etree._Element) -> etree._Element:
    return first_table(root).findall("w:tr", NAMESPACES)[-1]


def last_cell(root: etree._Element) -> etree._Element:
    return last_row(root).findall("w:tc", NAMESPACES)[-1]


def said(root: etree._Element, document: tuple[bytes, View]) -> list[str]:
    return differences(with_part(document[0], root), document[1])


# Tables


@pytest.mark.parametrize("figure", ["999", None])
def test_a_copy_of_a_statutory_table_is_found(
    figure: str | None, document: tuple[bytes, View]
) -> None:
    root = part(document[0])
    table = first_table(root)
    other = copy.deepcopy(table)
    if figure:
        list(other.iter(f"{W}t"))[-1].text = figure
    table.getparent().insert(table.getparent().index(table) + 2, other)  # type: ignore[union-attr]
    assert said(root, document) == ["表 proactive：在文档里有 2 处，应有 1 处"]


@pytest.mark.parametrize(
    "around", ["<w:sdt><w:sdtContent/></w:sdt>", '<w:customXml w:element="x"/>']
)
def test_a_row_or_cell_in_a_content_control_is_read(
    around: str, document: tuple[bytes, View]
) -> None:
    for find in (last_row, last_cell):
        root = part(document[0])
        node = find(root)
        control = xml(around)
        node.addprevious(control)
        (control[0] if len(control) else control).append(node)
        assert said(root, document) == []
        more = copy.deepcopy(control)
        control.addnext(more)
        assert len(said(root, document)) == 1


@pytest.mark.parametrize("mark", ["<w:hidden/>", '<w:del w:id="1" w:author="a"/>'])
def test_a_hidden_or_deleted_row_is_not_printed(mark: str, document: tuple[bytes, View]) -> None:
    root = part(document[0])
    looks = last_row(root).find("w:trPr", NAMESPACES)
    assert looks is not None
    looks.append(xml(mark))
    (sentence,) = said(root, document)
    assert "行" in sentence


def test_a_table_in_a_figure_cell_is_found(document: tuple[bytes, View]) -> None:
    root = part(document[0])
    cell = last_cell(root)
    cell.append(xml(f"<w:tbl><w:tr><w:tc><w:p>{WORDS}</w:p></w:tc></w:tr></w:tbl>"))
    cell.append(xml("<w:p/>"))
    (sentence,) = said(root, document)
    assert sentence.endswith("含有不能核对的内容（表中之表）")


# Paragraphs


@pytest.mark.parametrize(
    "more",
    [
        f'<w:customXml w:element="x">{WORDS}</w:customXml>',
        f'<w:bdo w:val="rtl">{WORDS}</w:bdo>',
        f'<w:dir w:val="rtl">{WORDS}</w:dir>',
        f"<w:r><w:ruby><w:rt>{WORDS}</w:rt><w:rubyBase>{WORDS}</w:rubyBase></w:ruby></w:r>",
        "<m:oMath><m:r><m:t>999</m:t></m:r></m:oMath>",
        '<w:r><w:sym w:font="Wingdings" w:char="F039"/></w:r>',
        f"<w:r><w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict></w:r>",
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{BOX}</mc:Choice>'
        "</mc:AlternateContent></w:r>",
        '<w:r><w:pict><v:shape><v:textpath string="999"/></v:shape></w:pict></w:r>',
        "<w:r><w:pgNum/></w:r>",
        '<w:fldSimple w:instr="DATE"/>',
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>= 9</w:instrText></w:r>',
        "<w:r><w:rPr><w:webHidden/></w:rPr><w:t/></w:r>",
        "<w:r><w:rPr><w:specVanish/></w:rPr><w:t/></w:r>",
    ],
)
def test_words_added_in_any_wrapping_are_found(more: str, document: tuple[bytes, View]) -> None:
    for find in (paragraph_of, last_cell):
        root = part(document[0])
        node = find(root)
        (node if node.tag == f"{W}p" else node[-1]).append(xml(more))
        assert len(said(root, document)) == 1


@pytest.mark.parametrize(
    "more",
    [
        '<w:bookmarkStart w:id="1" w:name="x"/>',
        '<w:proofErr w:type="spellStart"/>',
        '<w:commentRangeStart w:id="1"/>',
        '<w:del w:id="3" w:author="x"><w:r><w:delText>旧</w:delText></w:r></w:del>',
        '<w:moveFrom w:id="3" w:author="x"><w:r><w:t>旧</w:t></w:r></w:moveFrom>',
        "<w:r><w:lastRenderedPageBreak/><w:br/></w:r>",
        "<w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p/></w:txbxContent></v:textbox>"
        "</v:shape></w:pict></w:r>",
        "<w:r><w:drawing/></w:r>",
        "<!-- 注 -->",
    ],
)
def test_what_prints_no_words_is_allowed(more: str, document: tuple[bytes, View]) -> None:
    root = part(document[0])
    paragraph_of(root).append(xml(more))
    assert said(root, document) == []


def test_a_number_before_a_paragraph_is_found(document: tuple[bytes, View]) -> None:
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr>'
    root = part(document[0])
    looks = paragraph_of(root).find("w:pPr", NAMESPACES)
    assert looks is not None
    looks.append(xml(number.format(1)))
    assert said(root, document) == ["“一、总体情况”第 5 段：含有不能核对的内容（自动编号）"]
    looks[-1][-1].set(f"{W}val", "0")
    assert said(root, document) == []


# Styles


def with_style(document: tuple[bytes, View], style: str, looks: str) -> tuple[bytes, View]:
    styles = part(document[0], "word/styles.xml")
    node = next(s for s in styles if s.get(f"{W}styleId") == style)
    node.append(xml(looks))
    return with_part(document[0], styles, "word/styles.xml"), document[1]


@pytest.mark.parametrize("style", ["Heading4", "Normal", "Lead2", "ReportTable", "TableFigure"])
def test_a_style_that_hides_is_found(style: str, document: tuple[bytes, View]) -> None:
    changed = with_style(document, style, "<w:rPr><w:vanish/></w:rPr>")
    assert [s for s in differences(*changed) if "隐藏文字" in s]
    changed = with_style(document, style, '<w:rPr><w:vanish w:val="0"/></w:rPr>')
    assert differences(*changed) == []


def test_a_style_that_numbers_is_found(document: tuple[bytes, View]) -> None:
    number = '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>'
    changed = with_style(document, "Heading4", number)
    assert differences(*changed) == ["“一、总体情况”第 5 段：含有不能核对的内容（自动编号）"]
    # A style in which nothing of the report stands may do as it likes.
    assert differences(*with_style(document, "TemplateMark", number)) == []


# Attachments


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        (("1.统计表",), ["附件：统计表"]),
        (("附件：统计表",), ["附件：统计表"]),
        (("附件1：统计表", "附件2：名单"), ["附件：1.统计表", "2.名单"]),
        (("1.统计表", "2．名单"), ["附件：1.统计表", "2.名单"]),
        (("2024年统计表", "3.5万元以上项目表"), ["附件：1.2024年统计表", "2.3.5万元以上项目表"]),
        (("统计表", "", " "), ["附件：统计表"]),
        (("", ""), []),
    ],
)
def test_attachments_are_printed_with_one_number_and_proven(
    given: tuple[str, ...], printed: list[str], form: Form
) -> None:
    report = evolve(report_for(form, (Text("文字。"),)), attachments=given)
    document, view = rendered(report, form)
    texts = paragraphs(document)
    first = texts.index("某某镇人民政府") - len(printed)
    assert texts[first : first + len(printed)] == printed
    assert len([t for t in texts if "附件" in t]) == bool(printed)
    assert differences(document, view) == []


@pytest.mark.parametrize(
    "body",
    [
        (ItemList(("统计表", "名单"), ordered=True), ItemList(("统计表",), ordered=False)),
        (Text("附件：1.统计表"), Text("2.名单"), Heading("统计表", 2)),
    ],
)
def test_attachments_may_be_named_in_the_text_too(
    body: tuple[Text | ItemList | Heading, ...], form: Form
) -> None:
    report = evolve(report_for(form, body), attachments=("统计表", "名单"))
    document, view = rendered(report, form)
    assert differences(document, view) == []
    other = view_of(evolve(report, attachments=("统计表", "名册")), form)
    assert any(said.startswith("附件说明第 2 项") for said in differences(document, other))


@pytest.mark.parametrize("between", [etree.Comment("之"), etree.PI("a"), xml("<w:t/>")])
def test_words_go_on_behind_what_is_no_word(
    document: tuple[bytes, View], between: etree._Element
) -> None:
    root = part(document[0])
    text = next(last_cell(root).iter(f"{W}t"))
    text.append(copy.deepcopy(between))
    text[0].tail = "34"
    assert said(root, document) != []


def test_a_document_that_declares_its_type_is_no_word_file(document: tuple[bytes, View]) -> None:
    told = '<!DOCTYPE w:document [<!ENTITY e "34">]>'
    parts = unpack(document[0])
    parts[BODY] = re.sub(rb"(?=<w:document)", told.encode(), parts[BODY], count=1)
    assert any("DOCTYPE" in line for line in differences(pack(parts), document[1]))
