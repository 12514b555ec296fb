"""A picture at the place of a tag."""

from __future__ import annotations

import io
import zipfile

import pytest
from frozendict import frozendict
from lxml import etree
from photographs import exif, jpeg, png
from rendering.conftest import HARD_TEXT, edition_form, part, report_for, view_of, words

from disclosure_kit.media.admission import admitted
from disclosure_kit.model.report import Image, Text
from disclosure_kit.model.table import TEXT_WIDTH
from disclosure_kit.rendering.pictures import MAX_HEIGHT, size_of
from disclosure_kit.rendering.style import Style
from disclosure_kit.rendering.template import make_template
from disclosure_kit.rendering.word import render_document

FORM = edition_form("2021")
TEMPLATE = make_template(FORM, Style())
NAMES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
TWIP = 635


def with_pictures(*paths: str, caption: str = "图1 申请情况", **media: bytes) -> bytes:
    body = (Text("前。"), *(Image(path, caption) for path in paths), Text("后。"))
    return render_document(TEMPLATE, view_of(report_for(FORM, body), FORM), frozendict(media))


def parts(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_bytes_stand_in_the_file_and_the_drawing_shows_them() -> None:
    document = with_pictures("a", "b", "a", a=png(), b=jpeg())
    held = parts(document)
    pictures = {name: held[name] for name in held if name.startswith("word/media/")}
    assert sorted(pictures.values()) == sorted([png(), jpeg()])
    relations = etree.fromstring(held["word/_rels/document.xml.rels"])
    targets = {node.get("Id"): node.get("Target", "") for node in relations}
    blips = part(document).iterfind(".//a:blip", NAMES)
    shown = [pictures["word/" + targets[blip.get(f"{{{NAMES['r']}}}embed")]] for blip in blips]
    assert shown == [png(), jpeg(), png()]
    types = held["[Content_Types].xml"]
    assert b'Extension="png"' in types
    assert b'Extension="jpg"' in types


def test_ids_differ_and_what_it_shows_is_said() -> None:
    document = with_pictures("a", "a", caption=HARD_TEXT, a=png())
    drawn = part(document).findall(".//wp:docPr", NAMES)
    assert len({node.get("id") for node in drawn}) == 2
    assert {node.get("descr") for node in drawn} == {HARD_TEXT}


def test_same_input_same_bytes() -> None:
    assert with_pictures("a", "b", a=png(), b=jpeg()) == with_pictures("a", "b", a=png(), b=jpeg())


def test_picture_and_caption_are_paragraphs_of_their_own_styles() -> None:
    document = with_pictures("a", a=png())
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    looks = {
        words(p) or "picture": p.find(f"{w}pPr/{w}pStyle").get(f"{w}val")
        for p in part(document).iter(f"{w}p")
        if words(p).startswith("图1") or p.find(f".//{w}drawing") is not None
    }
    assert looks == {"picture": "Figure", "图1 申请情况": "FigureCaption"}


@pytest.mark.parametrize(
    ("content", "width", "height"),
    [
        (png(100, 50), 1500, 750),  # 15 twips a pixel
        (png(4000, 1000), TEXT_WIDTH, TEXT_WIDTH // 4),
        (png(1000, 4000), MAX_HEIGHT // 4, MAX_HEIGHT),
        (png(2000, 1), TEXT_WIDTH, 15),  # a line across the page: still to be seen
        (png(1, 2000), 15, MAX_HEIGHT),
    ],
)
def test_a_picture_is_never_wider_or_higher_than_the_page(
    content: bytes, width: int, height: int
) -> None:
    found = [side / TWIP for side in size_of(admitted(content), TEXT_WIDTH)]
    assert found == pytest.approx([width, height], abs=1)


@pytest.mark.parametrize(("turn", "said"), [(6, {"rot": "5400000"}), (2, {"flipH": "1"})])
def test_a_photo_stands_as_the_camera_was_held(turn: int, said: dict[str, str]) -> None:
    document = with_pictures("a", a=admitted(jpeg(exif(turn))).content)
    frame = part(document).find(".//a:xfrm", NAMES)
    assert frame is not None
    assert dict(frame.attrib) == said


def test_a_picture_in_a_header_belongs_to_the_header() -> None:
    held = parts(TEMPLATE)
    tag = "{{ sections.overview.runs[0][1].picture }}"
    footer = held["word/footer1.xml"].decode()
    footer = footer.replace("</w:ftr>", f"<w:p><w:r><w:t>{tag}</w:t></w:r></w:p></w:ftr>")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in {**held, "word/footer1.xml": footer.encode()}.items():
            archive.writestr(name, content)
    view = view_of(report_for(FORM, (Text("前。"), Image("a"))), FORM)
    document = render_document(stream.getvalue(), view, {"a": png()})
    assert b"media/picture1.png" in parts(document)["word/_rels/footer1.xml.rels"]
