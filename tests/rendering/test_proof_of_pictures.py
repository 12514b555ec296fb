"""The certificate compares pictures by their bytes, and finds whatever becomes of one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from frozendict import frozendict
from lxml import etree
from photographs import jpeg, png
from rendering.conftest import W, edition_form, part, report_for, view_of, with_part

from disclosure_kit.certificate import prove
from disclosure_kit.model.report import Image, Text
from disclosure_kit.rendering.reproducible import pack, unpack
from disclosure_kit.rendering.style import Style
from disclosure_kit.rendering.template import make_template
from disclosure_kit.rendering.word import render_document

FORM = edition_form("2021")
MEDIA = frozendict({"1.png": png(40, 30), "2.jpg": jpeg()})
BODY = (Text("前。"), Image("1.png", "图1"), Text("中。"), Image("2.jpg"), Text("后。"))
VIEW = view_of(report_for(FORM, BODY), FORM)
DOCUMENT = render_document(make_template(FORM, Style()), VIEW, MEDIA)
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def told(document: bytes) -> list[str]:
    proof = prove(document, VIEW, MEDIA)
    return [str(d) for d in (*proof.differences, *proof.added)]


def changed(edit: Callable[[etree._Element], object]) -> bytes:
    root = part(DOCUMENT)
    edit(root)
    return with_part(DOCUMENT, root)


def figures(root: etree._Element) -> list[etree._Element]:
    return [p for p in root.iter(f"{W}p") if p.find(f".//{DRAWING}inline") is not None]


def drop(root: etree._Element) -> None:
    figure = figures(root)[0]
    parent = figure.getparent()
    assert parent is not None
    parent.remove(figure)


def swap(root: etree._Element) -> None:
    first, second = (f.find(f".//{MAIN}blip") for f in figures(root))
    assert first is not None
    assert second is not None
    (name,) = first.attrib
    first.attrib[name], second.attrib[name] = second.attrib[name], first.attrib[name]


def double(root: etree._Element) -> None:
    figure = figures(root)[0]
    figure.addnext(etree.fromstring(etree.tostring(figure)))


def crop(root: etree._Element) -> None:
    fill = figures(root)[0].find(f".//{MAIN}blip")
    assert fill is not None
    fill.addnext(etree.Element(f"{MAIN}srcRect", r="50000"))


def shrink(root: etree._Element) -> None:
    extent = figures(root)[0].find(f".//{DRAWING}extent")
    assert extent is not None
    extent.set("cx", "1")


def hide(root: etree._Element) -> None:
    run = figures(root)[0].find(f".//{W}r[{W}drawing]")
    assert run is not None
    looks = etree.SubElement(run, f"{W}rPr")
    run.insert(0, looks)
    etree.SubElement(looks, f"{W}vanish")


def test_a_finished_document_is_proven_with_its_pictures() -> None:
    assert told(DOCUMENT) == []
    bare = prove(DOCUMENT, VIEW)
    assert len(bare.differences) == 2  # without their bytes nothing is the same


@pytest.mark.parametrize("edit", [drop, swap, double, crop, shrink, hide])
def test_whatever_becomes_of_a_picture_is_found(edit: Callable[[etree._Element], None]) -> None:
    assert any("图片" in line for line in told(changed(edit)))


def test_other_bytes_under_the_same_name_are_found() -> None:
    parts = unpack(DOCUMENT)
    name = next(n for n in parts if n.startswith("word/media/") and n.endswith("png"))
    found = told(pack({**parts, name: png(40, 30, (1, 2, 3))}))
    assert found == ["“一、总体情况”第 2 段的图片：与报告的图片不是同一张，或被裁剪"]


def test_a_template_that_prints_no_pictures_delivers_nothing() -> None:
    template = unpack(make_template(FORM, Style()))
    body = template["word/document.xml"].replace(b"{{ paragraph.picture }}", b"")
    document = render_document(pack({**template, "word/document.xml": body}), VIEW, MEDIA)
    assert [d for d in told(document) if "文档里没有这张图片" in d]
