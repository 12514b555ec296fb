"""Attachments with a text of their own: printed, proven, and read back (GB/T 9704-2012, 7.3.7)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from attrs import evolve
from forms_under_test import form_of
from frozendict import frozendict
from office import needs_office, pages_of
from rendering.conftest import (
    NAMESPACES,
    W,
    paragraphs,
    part,
    rendered,
    report_for,
    view_of,
    with_part,
    words,
)
from round_trips.published import edited, without_data
from round_trips.test_documents import read_back, written
from strategies import MEDIA

from disclosure_kit.builtin.formats.whole import prints_all
from disclosure_kit.certificate import differences
from disclosure_kit.errors import TemplateError
from disclosure_kit.layouts.deviations import deviations
from disclosure_kit.layouts.loader import national
from disclosure_kit.model.form import Form
from disclosure_kit.model.prose import all_passages, passages
from disclosure_kit.model.report import (
    Attachment,
    Heading,
    Image,
    ItemList,
    Report,
    Signature,
    SmallTable,
    Text,
)
from disclosure_kit.rendering.style import Style
from disclosure_kit.rendering.template import make_template
from disclosure_kit.rendering.word import render_document
from disclosure_kit.view import PrintedTable

CAPTION = "政府信息公开情况统计表"
LIST = Attachment(
    "主动公开目录",
    (
        Text("目录如下。"),
        Heading("（一）机构职能", 2),
        SmallTable((("名称", "件数"), ("规划", "3")), "表1 明细", 1),
        Image("4.jpg", "图1 大厅"),
        Text("一、凡标题像正文的，也不是正文的部分。"),
    ),
)
NAMES = Attachment("人员名单", (Text("甲"), ItemList(("乙", "丙"), ordered=True)))
SHOWN = ("附件1", "主动公开目录", "目录如下。", "规划", "图1 大厅", "2.丙")
both = pytest.mark.parametrize("kind", ["docx", "html"])


def annexed(form: Form, *attachments: str | Attachment) -> Report:
    return evolve(report_for(form), attachments=attachments)


def signed(*attachments: str | Attachment) -> tuple[Form, Report]:
    form = form_of("2021")
    report = report_for(form, (Text("本机关认真落实。"),))
    return form, evolve(report, attachments=attachments)


def test_each_has_its_label_its_title_and_a_page(form: Form) -> None:
    document, view = rendered(annexed(form, "情况说明", NAMES), form)
    assert differences(document, view) == []
    assert paragraphs(document)[-6:] == ["2025年1月5日", "附件2", "人员名单", "甲", "1.乙", "2.丙"]
    alone, view = rendered(annexed(form, NAMES), form)
    assert differences(alone, view) == []
    assert "附件" in paragraphs(alone)
    body = part(document).find("w:body", NAMESPACES)
    assert body is not None
    nodes = list(body)
    at = next(n for n, node in enumerate(nodes) if words(node) == "附件2")
    styles = [node.find("w:pPr/w:pStyle", NAMESPACES) for node in nodes[at : at + 3]]
    names = [s.get(f"{W}val") for s in styles if s is not None]
    assert names == ["AnnexLabel", "AnnexHead", "BodyText"]
    assert deviations(document, national()) == ()


@needs_office
def test_each_begins_a_page(form: Form, tmp_path: Path) -> None:
    document, _ = rendered(annexed(form, NAMES, evolve(NAMES, name="第二份名单")), form)
    pages = ["".join(page.split()) for page in pages_of(document, tmp_path)]
    assert [page[:8] for page in pages[-2:]] == ["附件1人员名单甲", "附件2第二份名单"]


@pytest.mark.parametrize("first", [True, False])
def test_texts_and_forms_stand_in_the_order_of_the_list(regional: Form, first: bool) -> None:
    listed = (NAMES, CAPTION) if first else (CAPTION, NAMES)
    document, view = rendered(annexed(regional, *listed), regional)
    assert differences(document, view) == []
    assert [part.label for part in view.behind] == ["附件1", "附件2"]
    assert [isinstance(part, PrintedTable) for part in view.behind] == [not first, first]
    found = paragraphs(document)
    texts = [text for text in found if text in ("附件1", "附件2", "人员名单", CAPTION)]
    names = ["人员名单", CAPTION] if first else [CAPTION, "人员名单"]
    assert texts == ["附件1", names[0], "附件2", names[1]]


def test_a_form_takes_no_number_from_an_attachment_with_a_text(regional: Form) -> None:
    view = view_of(annexed(regional, evolve(NAMES, name=CAPTION)), regional)
    assert [part.label for part in view.behind] == ["附件", ""]


def test_a_template_made_before_says_that_it_cannot() -> None:
    form, report = signed(NAMES)
    document = make_template(form, Style())
    root = part(document)
    body = root.find("w:body", NAMESPACES)
    assert body is not None
    nodes = list(body)
    first = next(n for n, node in enumerate(nodes) if "in annexed" in words(node))
    for node in nodes[first:-1]:
        body.remove(node)
    old = with_part(document, root)
    view = view_of(report, form)
    assert differences(render_document(old, view, MEDIA), view)
    with pytest.raises(TemplateError, match="没有印附件正文的地方"):
        prints_all(old, view)
    prints_all(old, view_of(evolve(report, attachments=("名单",)), form))


@both
@pytest.mark.parametrize(
    "text", ["附件1", "主动公开目录", "目录如下。", "规划", "图1 大厅", "2.丙"]
)
def test_each_change_is_found(kind: str, text: str) -> None:
    """With its data the change is told; the visible words are read."""
    form, report = signed(LIST, NAMES)
    content = written(form, report, kind)

    def change(root: object) -> None:
        found = [
            node
            for node in root.iter()  # type: ignore[attr-defined]
            if isinstance(node.tag, str) and node.text == text
        ]
        assert found
        found[-1].text = "改动"

    again = read_back(edited(content, kind, change), kind)
    assert [d.visible for d in again.differences] == ["改动"]
    assert again.differences[0].address.startswith("attachments[")


def test_the_certificate_finds_each_paragraph(form: Form) -> None:
    document, view = rendered(annexed(form, "情况说明", NAMES), form)
    for number, text in enumerate(["附件2", "人员名单", "甲", "1.乙", "2.丙"]):
        root = part(document)
        nodes = root.findall("w:body/w:p", NAMESPACES)[-5:]
        assert words(nodes[number]) == text
        parent = nodes[number].getparent()
        assert parent is not None
        parent.remove(nodes[number])
        assert len(differences(with_part(document, root), view)) == 1


@both
def test_without_data_label_and_name_say_what_it_is(kind: str) -> None:
    form, report = signed("情况说明", LIST, NAMES)
    loaded = read_back(without_data(written(form, report, kind), kind), kind)
    again = loaded.report
    assert [one.name for one in again.attachments] == ["情况说明", "主动公开目录", "人员名单"]
    nothing, catalogue, names = (one.body for one in again.attachments)
    assert nothing == ()
    assert catalogue == (
        LIST.body[0],
        LIST.body[1],
        evolve(LIST.body[2], head=0),
        Image("media/1.jpg", "图1 大厅"),
        LIST.body[4],
    )
    assert [block.text for block in names] == ["甲", "1.乙", "2.丙"]  # type: ignore[union-attr]
    assert loaded.media == {"media/1.jpg": MEDIA["4.jpg"]}
    assert again.signature == report.signature
    assert again.tables == report.tables
    last = form.sections[-1].id
    assert again.sections[last].body == report.sections[last].body
    assert again.sources["attachments[1][0]"].startswith(f"年报.{kind}!")
    assert not [notice for notice in loaded.notices if "附件" in notice]


@both
@pytest.mark.parametrize("other", ["主动公开的目录", "附件7"])
def test_what_the_list_does_not_name_is_told_and_stays_text(kind: str, other: str) -> None:
    form, report = signed("情况说明", LIST)
    content = without_data(written(form, report, kind), kind)

    def change(root: object) -> None:
        was = "附件2" if other == "附件7" else "主动公开目录"
        found = [n for n in root.iter() if n.text == was]  # type: ignore[attr-defined]
        found[-1].text = other

    loaded = read_back(edited(content, kind, change), kind)
    assert loaded.report.attachments == ()
    assert any("与落款之前的附件说明对不上" in notice for notice in loaded.notices)
    kept = [p.text for p in passages(loaded.report)]
    assert "目录如下。" in kept


def test_data_give_it_in_two_shapes() -> None:
    form, report = signed("情况说明", NAMES)
    tree = json.loads(written(form, report, "json"))
    assert tree["attachments"] == [
        "情况说明",
        {
            "name": "人员名单",
            "body": [{"text": "甲"}, {"list": ["乙", "丙"], "ordered": True}],
        },
    ]


def test_checks_of_letters_read_it_and_checks_of_figures_do_not() -> None:
    _, report = signed("情况说明", NAMES)
    found = [p for p in all_passages(report) if p.section == "attachments[1]"]
    assert [(p.address, p.text) for p in found][:2] == [
        ("attachments[1][0]", "甲"),
        ("attachments[1][1]", "乙"),
    ]
    assert all(not p.section.startswith("attachments") for p in passages(report))


def test_a_report_without_a_section_is_signed_before_its_attachments() -> None:
    free = form_of("2014")
    bare = evolve(
        report_for(free),
        sections=frozendict(),
        preamble=(),
        attachments=(NAMES,),
        signature=Signature("某局"),
    )
    view = view_of(bare, evolve(free, sections=()))
    assert not view.form_alone
    assert [part.label for part in view.behind][:1] == ["附件"]
