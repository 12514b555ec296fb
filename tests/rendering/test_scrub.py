"""A restyled template tells nothing of who made it, and what its maker struck out is gone."""

from __future__ import annotations

import pytest
from lxml import etree
from rendering.conftest import NAMESPACES, W, edition_form, paragraphs, part, report_for, view_of

from disclosure_kit.rendering.reproducible import pack, unpack
from disclosure_kit.rendering.scrub import scrubbed
from disclosure_kit.rendering.style import Style
from disclosure_kit.rendering.template import make_template
from disclosure_kit.rendering.word import render_document

FORM = edition_form("2021")
VIEW = view_of(report_for(FORM), FORM)
TEMPLATE = make_template(FORM, Style())
PARTS = unpack(TEMPLATE)
BODY = "word/document.xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BY = 'w:id="9" w:author="张三" w:date="2024-01-01T00:00:00Z"'


def with_body(xml: str, **parts: bytes) -> bytes:
    """The template with ``xml`` behind the text."""
    head, mark, rest = PARTS[BODY].decode().rpartition("<w:sectPr")
    return pack({**PARTS, BODY: f"{head}{xml}{mark}{rest}".encode(), **parts})


def text(words: str, kind: str = "t") -> str:
    return f'<w:r w:rsidR="00A1"><w:{kind} xml:space="preserve">{words}</w:{kind}></w:r>'


def related(name: str, *targets: tuple[str, str]) -> bytes:
    lines = "".join(
        f'<Relationship Id="rId9{n}" Type="{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets)
    )
    return PARTS[name].replace(b"</Relationships>", f"{lines}</Relationships>".encode())


COMMENTS = (
    f'<w:comments xmlns:w="{NAMESPACES["w"]}"><w:comment {BY}><w:p>{text("张三说")}</w:p>'
    "</w:comment></w:comments>"
)
EXTRA = {
    "word/comments.xml": COMMENTS.encode(),
    "word/commentsExtended.xml": "<x>张三</x>".encode(),
    "word/people.xml": "<x>张三</x>".encode(),
    "customXml/item1.xml": "<x>张三</x>".encode(),
    "docProps/custom.xml": "<x>张三</x>".encode(),
    "docProps/thumbnail.jpeg": "张三".encode(),
    "docMetadata/LabelInfo.xml": "<x>张三</x>".encode(),
    "docProps/app.xml": (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-'
        'properties"><Company>张三公司</Company><Manager>张三</Manager><Template>C:\\张三.dotm'
        "</Template><TotalTime>321</TotalTime></Properties>"
    ).encode(),
    "docProps/core.xml": (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms='
        '"http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        "<dc:creator>张三</dc:creator><cp:lastModifiedBy>张三</cp:lastModifiedBy>"
        '<dcterms:created xsi:type="dcterms:W3CDTF">2024-01-01T00:00:00Z</dcterms:created>'
        "<cp:keywords>张三</cp:keywords></cp:coreProperties>"
    ).encode(),
    "word/settings.xml": PARTS["word/settings.xml"]
    .replace(
        b"<w:zoom",
        f'<w:attachedTemplate xmlns:r="{OFFICE}" r:id="rId1"/><w:zoom'.encode(),
    )
    .replace(
        b"<w:defaultTabStop",
        b"<w:trackRevisions/><w:defaultTabStop",
    )
    .replace(
        b"<w:compat>",
        '<w:docVars><w:docVar w:name="a" w:val="张三"/></w:docVars><w:rsids><w:rsidRoot '
        'w:val="00A1"/><w:rsid w:val="00A1"/></w:rsids><w:compat>'.encode(),
    ),
    "word/_rels/settings.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/attachedTemplate" Target="file:///C:/张三.dotm" '
        'TargetMode="External"/></Relationships>'
    ).encode(),
    "word/_rels/document.xml.rels": related(
        "word/_rels/document.xml.rels",
        (f"{OFFICE}/comments", "comments.xml"),
        ("http://schemas.microsoft.com/office/2011/relationships/commentsExtended",
         "commentsExtended.xml"),
        ("http://schemas.microsoft.com/office/2011/relationships/people", "people.xml"),
        (f"{OFFICE}/customXml", "../customXml/item1.xml"),
    ),
    "_rels/.rels": related(
        "_rels/.rels",
        (f"{OFFICE}/custom-properties", "docProps/custom.xml"),
        ("http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail",
         "docProps/thumbnail.jpeg"),
        ("http://schemas.microsoft.com/office/2020/02/relationships/classificationlabels",
         "docMetadata/LabelInfo.xml"),
    ),
}  # fmt: skip
TRACKED = (
    f'<w:p w:rsidR="00A1" w:rsidRDefault="00A1"><w:pPr><w:rPr><w:ins {BY}/></w:rPr>'
    f"<w:pPrChange {BY}><w:pPr/></w:pPrChange></w:pPr>"
    f'<w:commentRangeStart w:id="9"/><w:ins {BY}>{text("新的{{ title }}")}</w:ins>'
    f"<w:del {BY}>{text('旧的{{ titel }}', 'delText')}</w:del>{text('留下')}"
    '<w:commentRangeEnd w:id="9"/><w:r><w:commentReference w:id="9"/></w:r></w:p>'
)


def test_nothing_of_its_maker_is_left() -> None:
    document = render_document(with_body(TRACKED, **EXTRA), VIEW)
    parts = unpack(document)
    for name, content in parts.items():
        assert "张三".encode() not in content, name
        assert b"rsid" not in content, name
        assert b"ttachedTemplate" not in content, name
    assert not [name for name in parts if "omment" in name or "people" in name or "custom" in name]
    assert {child.tag.rpartition("}")[2] for child in part(document, "docProps/core.xml")} == {
        "title",
        "creator",
    }
    settings = parts["word/settings.xml"]
    for word in (b"trackRevisions", b"docVars", b"rsids"):
        assert word not in settings


def test_changes_are_accepted_and_a_struck_out_tag_is_none() -> None:
    document = render_document(with_body(TRACKED, **EXTRA), VIEW)
    assert paragraphs(document)[-1] == f"新的{VIEW.title}留下"
    left = {etree.QName(node).localname for node in part(document).iter(etree.Element)}
    assert not left & {"ins", "del", "delText", "pPrChange", "commentReference"}


def test_a_struck_out_end_of_a_paragraph_joins_it_to_the_next() -> None:
    deleted = f"<w:pPr><w:rPr><w:del {BY}/></w:rPr></w:pPr>"
    xml = f"<w:p>{deleted}{text('前')}</w:p><w:p><w:pPr/>{text('后')}</w:p>"
    assert paragraphs(scrubbed(with_body(xml)))[-1] == "前后"


def test_a_struck_out_row_is_gone() -> None:
    cell = f"<w:tc><w:p>{text('格')}</w:p></w:tc>"
    rows = f"<w:tr><w:trPr><w:del {BY}/></w:trPr>{cell}</w:tr><w:tr>{cell}</w:tr>"
    root = part(scrubbed(with_body(f"<w:tbl>{rows}</w:tbl>")))
    assert len(root.findall(f"{W}body/{W}tbl")[-1].findall(f"{W}tr")) == 1


@pytest.mark.parametrize("name", ["2014", "2019", "2021"])
def test_a_template_of_ours_has_nothing_to_lose(name: str) -> None:
    made = make_template(edition_form(name), Style())
    assert scrubbed(made) is made
