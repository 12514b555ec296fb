"""A template restyled as a person does it in Word passes, and what it makes is proven complete."""

from __future__ import annotations

import copy

from edited_templates import (
    FORM,
    NAMESPACES,
    TEMPLATE,
    W,
    add_after,
    checked,
    edited,
    paragraph_with,
    table_with,
    text_of,
)
from lxml import etree
from rendering.conftest import HARD_TEXT, paragraphs, part, report_for, view_of

from disclosure_kit.certificate import prove
from disclosure_kit.rendering.word import render_document

BOLD = f'<w:b xmlns:w="{NAMESPACES["w"]}"/>'


def restyled() -> bytes:
    """Colours, fonts and sizes; a table moved and made narrower, with colours of its own;
    paragraphs, a table and a footer of the county's own; tags cut into runs as Word cuts them."""
    styles = edited(_other_looks, name="word/styles.xml")
    body = edited(
        _red_title,
        _moved_table,
        _shaded_heads,
        _cut_into_runs,
        _own_table,
        add_after("{{ sections.overview.title }}", "（本部分由办公室提供）"),
        add_after("{{p narrative(sections.other.runs[0]) }}", "咨询电话：0692-0000000"),
        template=styles,
    )
    return edited(_own_footer, template=body, name="word/footer1.xml")


def _other_looks(root: etree._Element) -> None:
    for style in root.iter(f"{W}style"):
        if style.get(f"{W}styleId") in ("BodyText", "Heading1"):
            for fonts in style.iter(f"{W}rFonts"):
                for script in ("ascii", "hAnsi", "eastAsia", "cs"):
                    fonts.set(f"{W}{script}", "微软雅黑")
            looks = style.find("w:rPr", NAMESPACES)
            if looks is not None:
                looks.append(etree.Element(f"{W}u", {f"{W}val": "single"}))


def _red_title(root: etree._Element) -> None:
    run = paragraph_with(root, "{{ title }}").find("w:r", NAMESPACES)
    assert run is not None
    looks = etree.Element(f"{W}rPr")
    looks.append(etree.fromstring(BOLD))
    looks.append(etree.Element(f"{W}color", {f"{W}val": "C00000"}))
    run.insert(0, looks)


def _moved_table(root: etree._Element) -> None:
    """The table of section 2 goes behind a paragraph of the county's own, and to the left."""
    table = table_with(root, "{{ proactive.regulations.issued }}")
    own = etree.fromstring(f'<w:p xmlns:w="{NAMESPACES["w"]}"><w:r><w:t>单位：件</w:t></w:r></w:p>')
    table.addnext(own)
    own.addnext(table)
    place = table.find("w:tblPr/w:jc", NAMESPACES)
    assert place is not None
    place.set(f"{W}val", "left")


def _shaded_heads(root: etree._Element) -> None:
    for row in table_with(root, "{{ remedies.cases.").findall("w:tr", NAMESPACES)[:3]:
        for looks in row.iter(f"{W}tcPr"):
            shade = etree.Element(f"{W}shd", {f"{W}val": "clear", f"{W}fill": "DDEBF7"})
            align = looks.find("w:vAlign", NAMESPACES)
            if align is None:
                looks.append(shade)
            else:
                align.addprevious(shade)


def _cut_into_runs(root: etree._Element) -> None:
    """Word puts a spelling mark, or a bookmark, into the middle of a tag."""
    for tag in ("{{ applications.received.total }}", '{%p if notes["remedies"] %}'):
        run = paragraph_with(root, tag).find("w:r", NAMESPACES)
        assert run is not None
        second = copy.deepcopy(run)
        for node, words in ((run, tag[:9]), (second, tag[9:])):
            text = node.find("w:t", NAMESPACES)
            assert text is not None
            text.text = words
        run.addnext(second)
        run.addnext(etree.Element(f"{W}proofErr", {f"{W}type": "spellStart"}))


def _own_table(root: etree._Element) -> None:
    """A contact table before the signature."""
    own = etree.fromstring(
        f'<w:tbl xmlns:w="{NAMESPACES["w"]}"><w:tblPr/><w:tblGrid><w:gridCol w:w="4000"/>'
        '<w:gridCol w:w="4000"/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>地址</w:t></w:r></w:p>'
        "</w:tc><w:tc><w:p><w:r><w:t>某某路1号</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    paragraph_with(root, "{{p narrative(sections.other.runs[0]) }}").addnext(own)


def _own_footer(root: etree._Element) -> None:
    words = etree.fromstring(
        f'<w:p xmlns:w="{NAMESPACES["w"]}"><w:r><w:t>{{{{ signature.agency }}}}</w:t></w:r></w:p>'
    )
    root.append(words)


def test_nothing_is_wrong_with_it_but_what_leaves_the_standard() -> None:
    report = checked(restyled())
    assert report.ok
    assert {fault.kind.code for fault in report.faults} <= {"page"}
    assert report.compared > len(FORM.cells)


def test_what_it_makes_says_all_that_the_report_says() -> None:
    view = view_of(report_for(FORM), FORM)
    document = render_document(restyled(), view)
    proof = prove(document, view)
    assert proof.differences == ()
    assert proof.compared > len(view.cells)
    told = paragraphs(document)
    assert HARD_TEXT in told
    assert "（本部分由办公室提供）" in told
    assert view.signature_agency in text_of(part(document, "word/footer1.xml"))


def test_it_is_not_what_we_make() -> None:
    assert restyled() != TEMPLATE
