"""What a template and a view become."""

from __future__ import annotations

import copy
import io
import zipfile

import pytest
from attrs import evolve
from frozendict import frozendict
from hypothesis import given, settings
from hypothesis import strategies as st
from rendering.conftest import (
    HARD_TEXT,
    NAMESPACES,
    W,
    edition_form,
    paragraphs,
    part,
    rendered,
    report_for,
    view_of,
    with_part,
    words,
)

from disclosure_kit.errors import TemplateError
from disclosure_kit.model.clean import clean
from disclosure_kit.model.edition import Section
from disclosure_kit.model.form import Form
from disclosure_kit.model.report import Agency, Narrative, Report, TableBlock, TableData, Text
from disclosure_kit.rendering.context import title_lines
from disclosure_kit.rendering.reproducible import pack, unpack
from disclosure_kit.rendering.style import Style
from disclosure_kit.rendering.template import make_template
from disclosure_kit.rendering.template.markup import paragraph, run
from disclosure_kit.rendering.word import render_document

FORM = edition_form("2021")
TEMPLATE = make_template(FORM, Style())


def test_text_that_looks_like_a_tag_or_markup_comes_out_literally(form: Form) -> None:
    document, _ = rendered(report_for(form), form)
    assert HARD_TEXT in paragraphs(document)


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=()), min_size=1))
def test_any_narrative_is_read_back_unchanged(text: str) -> None:
    view = view_of(report_for(FORM, (Text("前。"), Text(text), Text("后。"))), FORM)
    found = paragraphs(render_document(TEMPLATE, view))
    place = found.index("前。")
    assert found[place + 1 : place + 3] == [clean(text), "后。"]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(["{", "}", "%", "#", "_", "p ", "{{", "%}", "&amp;", "<w:p>"])))
def test_any_heap_of_tag_pieces_is_read_back_unchanged(pieces: list[str]) -> None:
    text = "".join(pieces) + "。"
    view = view_of(report_for(FORM, (Text(text, 2, len(text) // 2),)), FORM)
    assert text in paragraphs(render_document(TEMPLATE, view))


def test_every_figure_stands_in_the_document_once(form: Form) -> None:
    document, view = rendered(report_for(form), form)
    cells = [words(cell) for cell in part(document).iter(f"{W}tc")]
    for address, text in view.cells.items():
        assert cells.count(text) == 1, address


def test_no_tag_is_left(form: Form) -> None:
    document, _ = rendered(report_for(form, (Text("文字。"),)), form)
    for name in ("document", "footer1", "footer2"):
        text = words(part(document, f"word/{name}.xml"))
        assert "{" not in text
        assert "}" not in text


def test_looks_follow_the_kind_of_a_paragraph(form: Form) -> None:
    document, _ = rendered(report_for(form), form)
    styles = {}
    for node in part(document).findall("w:body/w:p", NAMESPACES):
        style = node.find("w:pPr/w:pStyle", NAMESPACES)
        styles[words(node)] = style.get(f"{W}val") if style is not None else None
    assert styles["一、总体情况"] == "Heading1"
    assert styles["（一）主动公开"] == "Heading2"
    assert styles["1.平台建设"] == "Heading3"
    assert styles["（1）网站"] == "Heading4"
    assert styles["1.第一项"] == "ListItem"
    assert styles["附件：1.统计表"] == "AttachmentFirst"
    assert styles["2.情况说明"] == "AttachmentMore"
    assert styles["某某市人民政府办公室："] == "Addressee"
    assert styles["2025年1月5日"] == "SignatureDate"


def test_a_run_in_heading_has_a_run_and_look_of_its_own(form: Form) -> None:
    document, _ = rendered(report_for(form), form)
    node = next(p for p in part(document).iter(f"{W}p") if words(p).startswith("（二）依申请"))
    lead, rest = node.findall("w:r", NAMESPACES)
    style = lead.find("w:rPr/w:rStyle", NAMESPACES)
    assert style is not None
    assert style.get(f"{W}val") == "Lead2"
    assert (words(lead), words(rest)) == ("（二）依申请公开", "。全年收到申请三件。")


def test_what_a_report_does_not_have_leaves_no_paragraph(form: Form) -> None:
    bare = Report("2021", 2024, Agency("某镇"), "短标题")
    texts = paragraphs(rendered(bare, form)[0])
    assert texts[0] == "短标题"
    assert not [text for text in texts if "附件" in text]
    assert texts.count("（本表未填写）") == 3


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("宿迁市2024年政府信息公开工作年度报告", 1),
        ("芒市勐戛镇人民政府2024年政府信息公开工作年度报告", 2),
        ("2019年上海市人民政府办公厅政府信息公开工作年度报告", 2),
        ("一" * 30, 2),
    ],
)
def test_a_long_title_breaks_where_the_sense_does(title: str, lines: int) -> None:
    assert len(title_lines(title, 20)) == lines
    assert "".join(title_lines(title, 20)) == title


def test_a_broken_title_is_one_paragraph(form: Form) -> None:
    document, view = rendered(report_for(form), form)
    node = next(p for p in part(document).iter(f"{W}p") if words(p) == view.title)
    assert len(node.findall(".//w:br", NAMESPACES)) == 1


def test_annexes_follow_the_signature(regional: Form) -> None:
    document, _ = rendered(report_for(regional), regional)
    body = part(document).find("w:body", NAMESPACES)
    assert body is not None
    texts = [words(node) for node in body]
    assert texts.index("2025年1月5日") < texts.index("政府信息公开情况统计表")
    bare = evolve(report_for(regional), tables=frozendict())
    assert "政府信息公开情况统计表" not in paragraphs(rendered(bare, regional)[0])


def test_the_form_alone_is_signed_below(forms: dict[str, Form]) -> None:
    alone = evolve(report_for(forms["2014"]), preamble=())
    texts = paragraphs(rendered(alone, forms["2014"])[0])
    assert texts.index("政府信息公开情况统计表") < texts.index("2025年1月5日")
    assert texts.count("2025年1月5日") == 1


def test_sections_as_found_are_printed_in_order(forms: dict[str, Form]) -> None:
    sections = (Section("s1", "一、工作概述"), Section("s2", "二、存在问题"))
    form = evolve(forms["2014"], sections=sections)
    # The template is the one of the edition, which knows no sections.
    template = make_template(forms["2014"], Style())
    texts = paragraphs(render_document(template, view_of(report_for(form), form)))
    assert texts.index("一、工作概述") < texts.index("二、存在问题")


def test_tables_of_one_section_stand_in_the_order_of_the_report(regional: Form) -> None:
    rows = TableData(("r1", "r2"), {("r1", "agency"): "民政局", ("r2", "cases"): 2})
    report = report_for(regional)
    for order in (("x.fees", "x.received"), ("x.received", "x.fees")):
        body = (TableBlock(order[0]), Text("中间。"), TableBlock(order[1]))
        other = evolve(
            report,
            tables=report.tables.set("x.fees", rows),
            sections=report.sections.set("other", Narrative("二、其他", body)),
        )
        texts = paragraphs(rendered(other, regional)[0])
        captions = {"x.fees": "收费情况", "x.received": "2018年收到申请"}
        places = [texts.index(captions[order[0]]), texts.index("中间。")]
        places.append(texts.index(captions[order[1]]))
        assert places == sorted(places)


def test_rows_of_a_repeating_table_and_braces_in_a_label(regional: Form) -> None:
    rows = TableData(("r1", "r2"), {("r1", "agency"): "民政{{局", ("r2", "cases"): 2})
    report = report_for(regional)
    report = evolve(report, tables=report.tables.set("x.fees", rows))
    document, _ = rendered(report, regional)
    table = part(document).findall("w:body/w:tbl", NAMESPACES)[1]
    texts = [[words(cell) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]
    assert texts == [["单位", "件数{_{"], ["民政{{局", ""], ["", "2"]]


def test_properties_of_the_file_tell_of_the_report_alone(form: Form) -> None:
    report = evolve(report_for(form), title="甲 & 乙 <丙> {{丁}}")
    parts = unpack(rendered(report, form)[0])
    core = parts["docProps/core.xml"].decode()
    assert "<dc:title>甲 &amp; 乙 &lt;丙&gt; {{丁}}</dc:title>" in core
    assert "<dc:creator>某某镇人民政府</dc:creator>" in core
    assert "dcterms" not in core
    assert "python-docx" not in core
    assert b"Company" not in parts["docProps/app.xml"]


# Templates of strangers


def with_tag(tag: str) -> bytes:
    """The template with one more paragraph before its title."""
    parts = unpack(TEMPLATE)
    text = parts["word/document.xml"].decode()
    more = paragraph("BodyText", run(tag))
    title = text.index('<w:p><w:pPr><w:pStyle w:val="ReportTitle"/>')
    parts["word/document.xml"] = (text[:title] + more + text[title:]).encode()
    return pack(parts)


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("{{ titel }}", "没有名为 titel 的内容（是否为 title？）"),
        ("{{ applications.recieved.total }}", "applications 里没有 recieved（是否为 received？）"),
        ('{{ notes["remedie"] }}', "notes 里没有 remedie（是否为 remedies？）"),
        ("{{ applications.refused }}", "applications.refused 是一组内容"),
        ("{{ none }}", "得到 None"),
        ("{{ title == 'x' }}", "得到 False"),
        ("{{ sections.overview.runs[0] }}", "标签处应是一段文字"),
        ("{{ title", "标签写错了"),
        ("{% if title %}", "标签写错了"),
        ("{{ title|safe }}", "safe"),
        ("{{ attachments[0] * 9 }}", "不作计算"),
        ("{{ title.__class__.__mro__ }}", "unsafe"),
        ("{{ applications.items() }}", "applications 里没有 items"),
        ("{{ range(3) }}", "没有名为 range 的内容"),
        ("{%p for x in title %}", "标签写错了"),
        ("{{ narrative(sections) }}", "不能使用"),
    ],
)
def test_a_wrong_tag_is_named_with_its_paragraph(tag: str, said: str, form: Form) -> None:
    with pytest.raises(TemplateError) as caught:
        render_document(with_tag(tag), view_of(report_for(form), form))
    (problem,) = caught.value.problems
    assert said in problem
    assert "Traceback" not in problem


@pytest.mark.parametrize("tag", ["{{ titel }}", "{{ applications.recieved.total }}"])
def test_the_paragraph_of_a_wrong_name_is_quoted(tag: str, form: Form) -> None:
    with pytest.raises(TemplateError, match="段落“") as caught:
        render_document(with_tag(tag), view_of(report_for(form), form))
    assert f"段落“{tag}”" in caught.value.problems[0]


def test_a_tag_that_breaks_the_document_is_told_not_repaired(form: Form) -> None:
    parts = unpack(TEMPLATE)
    text = parts["word/document.xml"].decode()
    # A mark that opens inside a cell and closes between two rows leaves half a cell.
    text = text.replace("{{ proactive.regulations.issued }}", "{%p if title == 'x' %}")
    text = text.replace("{{ proactive.fees.amount }}", "{%tr endif %}")
    parts["word/document.xml"] = text.encode()
    with pytest.raises(TemplateError, match="不是完整的文档"):
        render_document(pack(parts), view_of(report_for(form), form))


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (b"", "不是 .docx 文件"),
        ("一份文字".encode(), "不是 .docx 文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "不是 .docx 文件"),
        (pack({"xl/workbook.xml": b"<x/>"}), "不是 Word 文档"),
        (TEMPLATE[:2000], "不是 .docx 文件"),
        (pack({"word/document.xml": b"<x/>"}), "缺少"),
        (pack({**unpack(TEMPLATE), "word/document.xml": b"<broken"}), "已损坏"),
    ],
)
def test_what_is_no_word_file_is_refused(template: bytes, said: str, form: Form) -> None:
    with pytest.raises(TemplateError, match=said):
        render_document(template, view_of(report_for(form), form))


def test_a_file_that_unpacks_to_an_absurd_size_is_refused(form: Form) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<x/>")
        archive.writestr("word/media/image1.png", bytes(201_000_000))
    with pytest.raises(TemplateError, match="不像一份 Word 模板"):
        render_document(stream.getvalue(), view_of(report_for(form), form))


def test_a_template_may_be_restyled_and_cut_into_runs(form: Form) -> None:
    """Word cuts a tag into runs as it likes; docxtpl joins them."""
    root = part(TEMPLATE)
    node = next(t for t in root.iter(f"{W}t") if t.text == "{{ title }}")
    node.text = "{{ ti"
    first = node.getparent()
    assert first is not None
    second = copy.deepcopy(first)
    for text in second.iter(f"{W}t"):
        text.text = "tle }}"
    first.addnext(second)
    document = render_document(with_part(TEMPLATE, root), view_of(report_for(form), form))
    assert report_for(form).title in paragraphs(document)
