"""Whoever changes a finished Word file afterwards is found out: every cell, every paragraph, and
every way we know of to make a reader see what the report does not say."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from attrs import define
from conftest import EXAMPLES, YUNNAN
from lxml import etree

from disclosure_kit import Loaded, Session, Source, app, read
from disclosure_kit.certificate import prove
from disclosure_kit.checking.run import Assessment
from disclosure_kit.view import View

REPORTS = (
    EXAMPLES / "suqian-city-2024.yaml",
    EXAMPLES / "shanghai-office-2019.yaml",
    EXAMPLES / "hebei-jyt-2018-statistics.yaml",
    YUNNAN / "examples" / "mangshi-mengga-2018.txt",
)
BODY = "word/document.xml"
SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
}
W = f"{{{SPACES['w']}}}"
XML = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in SPACES.items())
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@define
class Document:
    """A finished document, taken apart."""

    loaded: Loaded
    view: View
    parts: dict[str, bytes]

    def root(self, part: str = BODY) -> etree._Element:
        return etree.fromstring(self.parts[part])

    def content(self, changed: dict[str, bytes]) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:  # stored: quick
            for name, part in (self.parts | changed).items():
                archive.writestr(name, part)
        return stream.getvalue()

    def told(self, root: etree._Element, part: str = BODY, **more: bytes) -> list[str]:
        """All that is said of the document with one part replaced; none of it is a template's."""
        proof = prove(self.content({part: etree.tostring(root), **more}), self.view)
        return [str(item) for item in (*proof.differences, *proof.added)]


def made(session: Session, path: Path) -> Document:
    loaded = read(session, Source(path.name, path.read_bytes()))
    to = app.format_named(session, "docx")
    publication = app.publish(session, loaded, Assessment(), to)
    (artifact,) = app.write(session, to, publication)
    with zipfile.ZipFile(io.BytesIO(artifact.content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return Document(loaded, publication.view, parts)


@pytest.fixture(scope="module", params=REPORTS, ids=lambda path: path.stem)
def any_document(request: pytest.FixtureRequest, kit: Session) -> Document:
    return made(kit, request.param)


@pytest.fixture(scope="module")
def document(kit: Session) -> Document:
    return made(kit, REPORTS[0])


def words(node: etree._Element) -> str:
    return "".join(t.text or "" for t in node.iter(f"{W}t"))


def xml(text: str) -> etree._Element:
    return etree.fromstring(f"<r {XML}>{text}</r>")[0]


def paragraphs(root: etree._Element) -> list[etree._Element]:
    return [p for p in root.findall("w:body/w:p", SPACES) if words(p).strip()]


def first_text(node: etree._Element) -> etree._Element:
    return next(t for t in node.iter(f"{W}t") if (t.text or "").strip())


# Words

CHANGES: dict[str, Callable[[str], str]] = {
    "one character": lambda text: text[:-1] + ("改" if text[-1:] != "改" else "换"),
    "a digit": lambda text: text.translate({ord("0") + n: str((n + 1) % 10) for n in range(10)}),
    "a deletion": lambda text: text[1:],
    "an insertion": lambda text: text[: len(text) // 2] + "不" + text[len(text) // 2 :],
    "white space": lambda text: text + " ",
    "nothing seen": lambda text: text[:1] + "\u200b" + text[1:],
}


def test_an_untouched_document_has_nothing_to_tell(any_document: Document) -> None:
    assert any_document.told(any_document.root()) == []


def test_every_cell(any_document: Document) -> None:
    """Every cell of every table once, the changes by turns; an empty one is filled in."""
    root = any_document.root()
    changes = list(CHANGES.values())
    changed = 0
    for number, cell in enumerate(root.iter(f"{W}tc")):
        merge = cell.find("w:tcPr/w:vMerge", SPACES)
        if merge is not None and merge.get(f"{W}val") != "restart":
            continue  # what a continuing cell holds is not printed
        texts = list(cell.iter(f"{W}t"))
        if not texts:
            run = etree.SubElement(cell.findall("w:p", SPACES)[-1], f"{W}r")
            texts = [etree.SubElement(run, f"{W}t")]
        node, kept = texts[-1], texts[-1].text or ""
        node.text = next(
            c for c in [change(kept) for change in changes[number % 6 :] + changes] if c != kept
        )
        assert len(any_document.told(root)) == 1, (kept, node.text)
        node.text = kept
        changed += 1
    assert changed >= len(any_document.view.cells)


def test_every_paragraph(any_document: Document) -> None:
    """Every paragraph, in each way."""
    root = any_document.root()
    changed = 0
    for paragraph in paragraphs(root):
        node = first_text(paragraph)
        kept = node.text or ""
        for name, change in CHANGES.items():
            node.text = change(kept)
            if node.text != kept:
                assert any_document.told(root), (name, kept)
                changed += 1
        node.text = kept
    assert changed >= 5 * len(paragraphs(root))


def test_every_paragraph_removed_doubled_or_moved(any_document: Document) -> None:
    count = len(paragraphs(any_document.root()))
    for number in range(count):
        root = any_document.root()
        paragraph = paragraphs(root)[number]
        body = paragraph.getparent()
        assert body is not None
        place = body.index(paragraph)
        body.remove(paragraph)
        assert any_document.told(root), words(paragraph)
        body.insert(place, paragraph)
        body.insert(place, copy.deepcopy(paragraph))
        assert any_document.told(root), words(paragraph)
        body.remove(body[place])
        behind = paragraphs(root)[number + 1 :]
        if behind and words(behind[0]) != words(paragraph):
            behind[0].addnext(paragraph)
            assert any_document.told(root), words(paragraph)


def test_two_rows_or_cells_changed_places(document: Document) -> None:
    root = document.root()
    table = root.findall("w:body/w:tbl", SPACES)[1]
    rows = table.findall("w:tr", SPACES)
    rows[4].addnext(rows[3])
    assert document.told(root)
    root = document.root()
    cells = (
        root.findall("w:body/w:tbl", SPACES)[1].findall("w:tr", SPACES)[3].findall("w:tc", SPACES)
    )
    cells[-1].addnext(cells[-2])
    assert len(document.told(root)) == 2


# What is put beside

ADDED = {
    "a paragraph": "<w:p><w:r><w:t>以上数据作废。</w:t></w:r></w:p>",
    "a table": "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>更正</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    "a text box": (
        "<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>更正</w:t></w:r>"
        "</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    ),
    "word art": (
        '<w:p><w:r><w:pict><v:shape><v:textpath string="作废"/></v:shape></w:pict></w:r></w:p>'
    ),
    "a shape": '<w:p><w:r><w:pict><v:rect fillcolor="white"/></w:pict></w:r></w:p>',
    "a field": (
        '<w:p><w:fldSimple w:instr="DATE"><w:r><w:t>今天</w:t></w:r></w:fldSimple></w:p>'
    ),
    "a formula": "<m:oMathPara><m:oMath><m:r><m:t>1=2</m:t></m:r></m:oMath></m:oMathPara>",
    "another file": '<w:altChunk r:id="rId99"/>',
    "hidden words": "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>更正</w:t></w:r></w:p>",
    "a tracked insertion": (
        '<w:p><w:ins w:id="9" w:author="x"><w:r><w:t>更正</w:t></w:r></w:ins></w:p>'
    ),
    "a tracked deletion": (
        '<w:p><w:del w:id="9" w:author="x"><w:r><w:delText>原文</w:delText></w:r></w:del></w:p>'
    ),
    "a moved block": (
        '<w:moveTo w:id="9" w:author="x"><w:p><w:r><w:t>更正</w:t></w:r></w:p></w:moveTo>'
    ),
    "a bound control": (
        '<w:sdt><w:sdtPr><w:dataBinding w:xpath="/x" w:storeItemID="{}"/></w:sdtPr>'
        "<w:sdtContent><w:p/></w:sdtContent></w:sdt>"
    ),
}  # fmt: skip


@pytest.mark.parametrize("more", ADDED.values(), ids=ADDED)
def test_what_is_added_to_the_body(more: str, document: Document) -> None:
    for place in (0, 6, -1):
        root = document.root()
        body = root.find("w:body", SPACES)
        assert body is not None
        body.insert(place, xml(more))
        assert document.told(root)


@pytest.mark.parametrize("kind", ["header", "footer", "footnotes", "endnotes", "comments"])
def test_what_is_added_beside_the_body(kind: str, document: Document) -> None:
    root = document.root("word/_rels/document.xml.rels")
    root.append(
        etree.Element(root[0].tag, Id="rId99", Type=f"{RELATION}/{kind}", Target="more.xml")
    )
    content = {"word/_rels/document.xml.rels": etree.tostring(root)}
    page = (
        "<w:p><w:r><w:t>第 </w:t></w:r><w:fldSimple w:instr=' PAGE '>"
        "<w:r><w:t>7</w:t></w:r></w:fldSimple></w:p>"
    )
    for more, told in ((page, 0), ("<w:p><w:r><w:t>作废</w:t></w:r></w:p>", 1)):
        part = etree.tostring(etree.fromstring(f"<w:any {XML}>{more}</w:any>"))
        proof = prove(document.content({**content, "word/more.xml": part}), document.view)
        assert (proof.differences, len(proof.added)) == ((), told)


def test_a_footer_that_says_more_than_a_page_number(document: Document) -> None:
    root = document.root("word/footer1.xml")
    first_text(root).text = "— 更正 "
    assert document.told(root, "word/footer1.xml") == ["页脚：文档里多出“— 更正 〈页码〉 —”"]


def test_a_font_that_the_file_brings_along(document: Document) -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{RELATION}/font" Target="fonts/font1.odttf"/>'
        "</Relationships>"
    )
    assert "word/fontTable.xml" in document.parts
    more = {"word/_rels/fontTable.xml.rels": relations.encode(), "word/fonts/font1.odttf": b"x"}
    proof = prove(document.content(more), document.view)
    assert [str(item) for item in proof.added] == [
        "文档：文档带有 1 个字体文件：字可能印成别的样子"
    ]


# Looks

HIDDEN = {
    "vanish": "<w:vanish/>",
    "web hidden": "<w:webHidden/>",
    "white": '<w:color w:val="FFFFFF"/>',
    "nearly white": '<w:color w:val="F4F4F4"/>',
    "white of the theme": '<w:color w:val="auto" w:themeColor="background1"/>',
    "black on black": '<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>',
    "highlighted away": '<w:color w:val="FF0000"/><w:highlight w:val="red"/>',
    "struck out": "<w:strike/>",
    "struck out twice": "<w:dstrike/>",
    "tiny": '<w:sz w:val="2"/>',
    "squeezed": '<w:w w:val="1"/>',
    "out of the line": '<w:position w:val="2000"/>',
    "below the line": '<w:position w:val="-2000"/>',
    "upon one another": '<w:spacing w:val="-400"/>',
    "fitted into nothing": '<w:fitText w:val="10"/>',
    "a font of symbols": '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>',
    "without filling": "<w14:textFill><w14:noFill/></w14:textFill>",
}
PLAIN = {
    "red": '<w:color w:val="C00000"/>',
    "grey": '<w:color w:val="595959"/>',
    "white on blue": '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F4E79"/>',
    "bold and underlined": '<w:b/><w:u w:val="single"/>',
    "not struck": '<w:strike w:val="0"/>',
    "another font": '<w:rFonts w:eastAsia="方正小标宋简体" w:ascii="Times New Roman"/>',
    "a little nearer and lower": '<w:spacing w:val="-20"/><w:position w:val="-6"/>',
    "another size": '<w:sz w:val="21"/>',
    "tracked looks": '<w:rPrChange w:id="1" w:author="x"><w:rPr/></w:rPrChange>',
}


def places(root: etree._Element) -> Iterator[etree._Element]:
    """A run of a paragraph, one of a label, one of a figure."""
    yield next(first_text(paragraphs(root)[2]).iterancestors(f"{W}r"))
    rows = root.findall("w:body/w:tbl", SPACES)[1].findall("w:tr", SPACES)
    for cell in (rows[3].findall("w:tc", SPACES)[0], rows[3].findall("w:tc", SPACES)[-1]):
        yield next(first_text(cell).iterancestors(f"{W}r"))


def dress(run: etree._Element, looks: str) -> None:
    for node in run.findall("w:rPr", SPACES):
        run.remove(node)
    run.insert(0, xml(f"<w:rPr>{looks}</w:rPr>"))


@pytest.mark.parametrize("looks", HIDDEN.values(), ids=HIDDEN)
def test_words_that_cannot_be_seen(looks: str, document: Document) -> None:
    for number in range(3):
        root = document.root()
        dress(list(places(root))[number], looks)
        assert document.told(root)


@pytest.mark.parametrize("looks", PLAIN.values(), ids=PLAIN)
def test_looks_of_a_person_are_no_difference(looks: str, document: Document) -> None:
    for number in range(3):
        root = document.root()
        dress(list(places(root))[number], looks)
        assert document.told(root) == []


def test_white_words_on_a_dark_cell_are_seen(document: Document) -> None:
    root = document.root()
    run = list(places(root))[1]
    dress(run, '<w:color w:val="FFFFFF"/>')
    cell = next(run.iterancestors(f"{W}tc"))
    cell.find("w:tcPr", SPACES).append(xml('<w:shd w:val="clear" w:fill="1F4E79"/>'))  # type: ignore[union-attr]
    assert document.told(root) == []


@pytest.mark.parametrize("style", ["Heading1", "TableFigure", "Normal"])
@pytest.mark.parametrize(
    "looks",
    ['<w:color w:val="FFFFFF"/>', "<w:strike/>", '<w:sz w:val="1"/>'],
    ids=["white", "struck", "tiny"],
)
def test_a_style_that_hides(style: str, looks: str, document: Document) -> None:
    root = document.root("word/styles.xml")
    node = next(s for s in root if s.get(f"{W}styleId") == style)
    for old in node.findall("w:rPr", SPACES):
        node.remove(old)
    node.append(xml(f"<w:rPr>{looks}</w:rPr>"))
    assert document.told(root, "word/styles.xml")


@pytest.mark.parametrize(
    "looks",
    [
        '<w:spacing w:line="1" w:lineRule="exact"/>',
        '<w:ind w:left="-20000"/>',
        '<w:ind w:firstLine="31680"/>',
        '<w:framePr w:w="1" w:x="30000" w:y="1"/>',
    ],
    ids=["squashed", "left of the page", "right of the page", "framed"],
)
def test_a_paragraph_that_cannot_be_seen(looks: str, document: Document) -> None:
    root = document.root()
    paragraph = paragraphs(root)[2]
    for node in paragraph.findall("w:pPr", SPACES):
        paragraph.remove(node)
    paragraph.insert(0, xml(f"<w:pPr>{looks}</w:pPr>"))
    assert document.told(root)


@pytest.mark.parametrize(
    "place",
    [
        '<w:tblInd w:w="20000" w:type="dxa"/>',
        '<w:tblInd w:w="-20000" w:type="dxa"/>',
        '<w:tblpPr w:horzAnchor="page" w:tblpX="20000" w:tblpY="100"/>',
        '<w:tblpPr w:vertAnchor="page" w:tblpX="100" w:tblpY="30000"/>',
    ],
    ids=["right of the page", "left of the page", "floating beside", "floating below"],
)
def test_a_table_that_cannot_be_seen(place: str, document: Document) -> None:
    root = document.root()
    looks = root.findall("w:body/w:tbl/w:tblPr", SPACES)[1]
    for node in looks.findall("w:tblInd", SPACES):
        looks.remove(node)
    looks.append(xml(place))
    assert document.told(root)


def test_a_row_that_cannot_be_seen(document: Document) -> None:
    root = document.root()
    row = root.findall("w:body/w:tbl", SPACES)[1].findall("w:tr", SPACES)[3]
    for node in row.findall("w:trPr", SPACES):
        row.remove(node)
    row.insert(0, xml('<w:trPr><w:trHeight w:val="1" w:hRule="exact"/></w:trPr>'))
    assert document.told(root)


# What a person does to a file without saying another thing


def test_what_word_leaves_behind_is_no_difference(document: Document) -> None:
    root = document.root()
    for paragraph in paragraphs(root)[:6]:
        paragraph.append(xml('<w:proofErr w:type="spellStart"/>'))
        paragraph.insert(1, xml('<w:bookmarkStart w:id="1" w:name="_GoBack"/>'))
        run = next(paragraph.iter(f"{W}r"))
        for text in list(run.iter(f"{W}t")):  # Word parts runs wherever a person has typed
            other = copy.deepcopy(run)
            kept = text.text or ""
            text.text = kept[:1]
            first_of_other = next(other.iter(f"{W}t"))
            first_of_other.text = kept[1:]
            run.addnext(other)
            break
    assert document.told(root) == []


def test_a_file_full_of_other_paragraphs_costs_little(document: Document) -> None:
    root = document.root()
    body = root.find("w:body", SPACES)
    assert body is not None
    for node in list(body):
        body.remove(node)
    for number in range(30_000):
        body.append(xml(f"<w:p><w:r><w:t>另一段，第 {number} 段。</w:t></w:r></w:p>"))
    proof = prove(document.content({BODY: etree.tostring(root)}), document.view)
    assert proof.differences
