"""What a compiled template does not know is refused, and docxtpl's way is taken; what is wrong is
told as that way tells it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve
from jinja2 import TemplateSyntaxError
from rendering.both_ways import same
from rendering.conftest import edition_form, report_for, view_of
from strategies import MEDIA

from disclosure_kit.errors import TemplateError
from disclosure_kit.model.report import Image, SmallTable
from disclosure_kit.rendering import word
from disclosure_kit.rendering.compiled.compiling import compile_template
from disclosure_kit.rendering.compiled.refusal import Refusal
from disclosure_kit.rendering.filling import filled
from disclosure_kit.rendering.reproducible import pack, unpack
from disclosure_kit.rendering.style import Style
from disclosure_kit.rendering.template import make_template
from disclosure_kit.rendering.template.markup import paragraph, run
from disclosure_kit.view import View

FORM = edition_form("2021")
TEMPLATE = make_template(FORM, Style())
VIEW = view_of(report_for(FORM), FORM)
PARTS = unpack(TEMPLATE)


def with_tag(tag: str) -> bytes:
    return with_markup(paragraph("BodyText", run(tag.replace("&", "&amp;").replace("<", "&lt;"))))


def with_markup(markup: str, before: str = "<w:sectPr", name: str = "word/document.xml") -> bytes:
    text = PARTS[name].decode()
    assert before in text
    return pack({**PARTS, name: text.replace(before, markup + before, 1).encode()})


CELL = "<w:tc><w:tcPr/><w:p/></w:tc>"
ROW = f"<w:tr>{CELL}</w:tr>"


@pytest.mark.parametrize(
    ("template", "why"),
    [
        (with_tag("{% if title %}有{% endif %}"), "a block inside w:t"),
        (with_tag("{% set x %}1{% endset %}"), "set"),
        (with_markup(f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>{ROW}</w:tbl>"),
         "do not fill"),
        (with_markup(f"<w:tbl><w:tblPr/><w:tblGrid/>{ROW}</w:tbl>"), "more cells"),
        (with_markup("<w:p><w:r><w:instrText>{{ title }}</w:instrText></w:r></w:p>"),
         "a value inside"),
        (with_markup('<w:p><w:pPr><w:pStyle w:val="{{ title }}"/></w:pPr></w:p>'), "a tag of Word"),
        (with_markup("<w:p><w:r><w:t>{_{ x</w:t></w:r><w:r><w:t>{{ title }}{</w:t></w:r></w:p>"),
         "a brace"),
        (with_markup("<w:p><w:r><w:t>一</w:t><w:t>{{ title }}</w:t></w:r></w:p>"), "other things"),
        (with_markup("<w:p><w:r><w:t>一</w:t><w:t>“</w:t></w:r></w:p>"), "punctuation"),
        (with_markup("<w:p><w:r><w:t>一\t二</w:t></w:r></w:p>"), "a tab"),
        (with_markup('<w:p w:x="1"/>'), "an empty w:p"),
        (with_markup("<!-- 注 -->"), "a comment"),
        (with_markup("<w:p><w:pPr><w:sectPr/></w:pPr></w:p><w:sectPr/>"), "several set-ups"),
        (with_markup("<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>{{ title }}</w:t></w:r></w:p>"
                     "</w:txbxContent></w:pict></w:r></w:p>"), "a text box"),
        (with_markup("<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p><w:pPr>"
                     '<w:pStyle w:val="SignatureDate"/></w:pPr></w:p></w:tc></w:tr></w:tbl>'),
         "in the body"),
        (with_tag(r"{{ '\x01' }}"), "control character"),
        (with_tag(r"{{ '\t' }}"), "a tab"),
        (pack({**PARTS, "docProps/core.xml": PARTS["docProps/core.xml"].replace(
            b"</dc:title>", b"{{ 'x' }}</dc:title>")}), "属性里有标签"),
    ],
)  # fmt: skip
def test_a_template_that_is_not_known_is_refused_and_docxtpl_fills_it(
    template: bytes, why: str
) -> None:
    with pytest.raises((Refusal, TemplateError, TemplateSyntaxError), match=why):
        compile_template(template)
    assert outcome(word.render_document, template) == outcome(filled, template)


def outcome(fill: Callable[[bytes, View], bytes], template: bytes) -> bytes | tuple[str, ...]:
    try:
        return fill(template, VIEW)
    except TemplateError as error:
        return tuple(error.problems)


# Reports

GRID = "<w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>"
INSIDE = "<w:p><w:r><w:t>{{p narrative(preamble) }}</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("template", "body", "why"),
    [
        (TEMPLATE, (Image("media/1.png", "图"),), "no text: Picture"),
        (TEMPLATE, (SmallTable((("甲\t", "乙"), ("1", "2"))),), "a tab in a small table"),
        (with_markup(f"<w:tbl>{GRID}<w:tr><w:tc>{INSIDE}<w:p/></w:tc></w:tr></w:tbl>"),
         (SmallTable((("甲", "乙"), ("1", "2"))),), "stands in no text"),
    ],
)  # fmt: skip
def test_a_report_that_is_not_known_is_refused_and_docxtpl_fills_it(
    template: bytes, body: tuple[Any, ...], why: str
) -> None:
    view = view_of(evolve(report_for(FORM, body), preamble=body), FORM)
    compiled = compile_template(template)
    with pytest.raises(Refusal, match=why):
        compiled.render(view, MEDIA)
    assert word.render_document(template, view, MEDIA) == filled(template, view, MEDIA)
    same(compiled, template, VIEW)  # the next one is none the worse


@pytest.mark.parametrize(
    "tag", ["{{ titel }}", "{{ applications.nothing.total }}", "{{ sections }}", "{{ title + 1 }}",
            "{{ title.center(9) }}", "{{ pictures['x'] }}"],
)  # fmt: skip
def test_what_is_wrong_is_told_as_docxtpl_s_way_tells_it(tag: str) -> None:
    template = with_tag(tag)
    with pytest.raises(TemplateError) as theirs:
        filled(template, VIEW)
    assert word._compiled(template) is not None
    with pytest.raises(TemplateError) as ours:
        word.render_document(template, VIEW)
    assert ours.value.problems == theirs.value.problems
    assert "BodyText" not in ours.value.problems[0]
