"""Any text at all, in every place of a report, is read back from the Word file as it was given,
but for the stated cleaning (docs/reference/cleaning.md): by our reader and by python-docx."""

from __future__ import annotations

import datetime
import io
import re

import docx
from attrs import evolve
from conftest import EXAMPLES, TODAY
from frozendict import frozendict
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rendering.conftest import edition_form, report_for, view_of

from disclosure_kit import KitSpec, Source, load_kit, render
from disclosure_kit import read as read_report
from disclosure_kit.builtin.readers.docx import read
from disclosure_kit.model.clean import clean
from disclosure_kit.model.form import Form
from disclosure_kit.model.report import (
    Agency,
    Block,
    Heading,
    Image,
    ItemList,
    Signature,
    TableData,
    Text,
)
from disclosure_kit.model.table import Column, Place, RepeatingTable
from disclosure_kit.model.values import Kind
from disclosure_kit.rendering.reproducible import pack, unpack
from disclosure_kit.rendering.style import Style
from disclosure_kit.rendering.template import make_template
from disclosure_kit.rendering.word import render_document
from round_trips.published import without_data

PLACES = ("title", "agency", "heading", "text", "lead", "item", "caption", "cell")
ANY = st.text(st.characters(exclude_categories=()), max_size=60)
MARKS = st.lists(
    st.sampled_from(["{{", "}}", "{%", "%}", "{#", "#}", "{", "}", "{_{", "&lt;", "&", "<", ">",
                     '"', "'", "]]>", "<w:p>", "\\n", "\t", "{%p ", "{{r "])
).map("".join)  # fmt: skip
TEXTS = st.fixed_dictionaries(dict.fromkeys(PLACES, ANY | MARKS))
HARD = "a<b，数据>0 & {{x}} {% y %} {# z #} {_{ }_} {%p z %} {%tr for %} ]]> &amp; “引号” 堃喆𠮷"


def form_with_a_column_of_words() -> Form:
    form = edition_form("2021")
    words = RepeatingTable(
        "x.words", "附带的表", Place("other"), (Column("单位", "body", Kind.TEXT),)
    )
    return evolve(form, tables=frozendict({**form.tables, words.id: words}))


FORM = form_with_a_column_of_words()
TEMPLATE = make_template(FORM, Style())


def rendered_with(texts: dict[str, str]) -> bytes:
    body: tuple[Block, ...] = (
        Text("一前。"), Heading(texts["heading"], 2), Text("一后。"),
        Text("二前。"), Text(texts["text"]), Text("二后。"),
        Text("三前。"), Text(texts["lead"], 2, len(texts["lead"]) // 2), Text("三后。"),
        Text("四前。"), ItemList((texts["item"],)), Text("四后。"),
        Text("五前。"), Image("", texts["caption"]), Text("五后。"),
    )  # fmt: skip
    rows = TableData(("r1",), {("r1", "body"): texts["cell"]})
    report = evolve(report_for(FORM, body), title=texts["title"])
    report = evolve(
        report,
        tables=frozendict({**report.tables, "x.words": rows}),
        signature=Signature(texts["agency"], None),
    )
    return render_document(TEMPLATE, view_of(report, FORM))


BETWEEN = {"heading": "一", "text": "二", "lead": "三", "item": "四", "caption": "五"}


def between(paragraphs: list[str], number: str) -> list[str]:
    return paragraphs[paragraphs.index(f"{number}前。") + 1 : paragraphs.index(f"{number}后。")]


@settings(max_examples=60, deadline=None)
@given(TEXTS)
@example(dict.fromkeys(PLACES, HARD))
@example(dict.fromkeys(PLACES, ""))
def test_python_docx_reads_the_same(texts: dict[str, str]) -> None:
    document = docx.Document(io.BytesIO(rendered_with(texts)))
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    for place, number in BETWEEN.items():
        found = [text for text in between(paragraphs, number) if text]  # a picture has no text
        assert found == [text for text in [clean(texts[place])] if text], place
    title, agency = clean(texts["title"]), clean(texts["agency"])
    # A long name is broken over lines (7.3.1, 7.3.5).
    assert not title or paragraphs[1].replace("\n", "") == title
    assert not title or document.core_properties.title == title[:255]
    assert not agency or paragraphs[-1].replace("\n", "") == agency
    assert document.core_properties.author == agency[:255]
    assert document.tables[-1].cell(1, 0).text == clean(texts["cell"])


@settings(max_examples=60, deadline=None)
@given(TEXTS)
@example(dict.fromkeys(PLACES, HARD))
def test_our_reader_reads_the_same(texts: dict[str, str]) -> None:
    raw = read(Source("年报.docx", rendered_with(texts)))
    paragraphs = [paragraph.text for paragraph in raw.paragraphs]
    for place, number in BETWEEN.items():
        text = clean(texts[place]).strip()
        assert between(paragraphs, number) == ([text] if text else []), place
    # A long name is broken over lines, and each is a paragraph to the reader.
    all_words = "".join("".join(paragraphs).split())
    assert "".join(clean(texts["title"]).split()) in all_words
    assert all_words.endswith("".join(clean(texts["agency"]).split()))
    cell = next(cell for cell in raw.grids[-1].cells if (cell.row, cell.column) == (1, 0))
    assert cell.text == clean(texts["cell"]).strip()


def with_tags_around() -> bytes:
    """A template that also uses tags in a header, in a footer and in its properties."""
    parts = unpack(TEMPLATE)
    header = parts["word/footer1.xml"].replace(b":ftr", b":hdr")
    header = re.sub(rb"<w:p>.*</w:p>", b"<w:p><w:r><w:t>{{ title }}</w:t></w:r></w:p>", header)
    footer = parts["word/footer1.xml"].replace(
        b"</w:p>", b"<w:r><w:t>{{ signature.agency }}</w:t></w:r></w:p>"
    )
    core = parts["docProps/core.xml"].replace(b"<dc:title>", b"<dc:subject>{{ title }}</dc:subject>"
                                              b"<dc:title>")  # fmt: skip
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = f'<Relationship Id="rId77" Type="{office}/header" Target="header1.xml"/>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
    made = {
        "word/header1.xml": header,
        "word/footer1.xml": footer,
        "docProps/core.xml": core,
        "word/_rels/document.xml.rels": parts["word/_rels/document.xml.rels"].replace(
            b"</Relationships>", f"{relation}</Relationships>".encode()
        ),
        "[Content_Types].xml": parts["[Content_Types].xml"].replace(
            b"</Types>",
            f'<Override PartName="/word/header1.xml" ContentType="{kind}"/></Types>'.encode(),
        ),
        "word/document.xml": parts["word/document.xml"].replace(
            b"<w:footerReference",
            b'<w:headerReference w:type="default" r:id="rId77"/><w:footerReference',
            1,
        ),
    }
    return pack({**parts, **made})


AROUND = with_tags_around()


@settings(max_examples=30, deadline=None)
@given(ANY | MARKS, ANY | MARKS)
@example(HARD, HARD)
def test_it_is_literal_in_headers_footers_and_properties_too(title: str, agency: str) -> None:
    report = evolve(report_for(FORM), title=title, signature=Signature(agency, None))
    content = render_document(AROUND, view_of(report, FORM))
    document = docx.Document(io.BytesIO(content))
    [section] = document.sections
    shown = clean(title) or clean(view_of(report, FORM).title)
    assert "".join(p.text.replace("\n", "") for p in section.header.paragraphs) == shown
    [foot] = [paragraph.text for paragraph in section.footer.paragraphs]
    assert foot.replace("\n", "") == f"— 1 —{clean(agency)}"
    assert document.core_properties.title == shown[:255]
    assert document.core_properties.subject == ""


LONG = "某某省某某市某某自治县人民政府办公室政务公开领导小组办公室"


def test_a_name_broken_over_lines_is_one_name() -> None:
    """With the data that the file carries, and without."""
    session = load_kit(KitSpec(installed=False), today=TODAY)
    path = EXAMPLES / "suqian-city-2024.yaml"
    given_report = read_report(session, Source(path.name, path.read_bytes()))
    report = evolve(
        given_report.report,
        agency=Agency(LONG),
        title=f"{LONG}2024年政府信息公开工作年度报告",
        signature=Signature(LONG, datetime.date(2025, 1, 5)),
    )
    [document] = render(session, evolve(given_report, report=report))
    for content in (document.content, without_data(document.content, "docx")):
        found = read_report(session, Source("年报.docx", content))
        assert found.differences == ()
        assert found.report.signature == report.signature
        assert found.report.title == report.title
