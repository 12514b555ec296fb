"""What Word, WPS and LibreOffice want of a file, looked up in the XML of all that we write."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest
from compatibility.documents import Written, written
from compatibility.validator import needs_validator, problems
from lxml import etree

from disclosure_kit.rendering.reproducible import pack, unpack

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
ON = (None, "1", "true", "on")
# Tables shorter than this stand on one page; their heads need no repeating.
SHORT = 18

ALL = written()
FILLED = [file for file in ALL if not file.is_template]


def all_files(*only: Written) -> pytest.MarkDecorator:
    chosen = only or ALL
    return pytest.mark.parametrize("file", chosen, ids=[file.name for file in chosen])


def part(file: Written, name: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(unpack(file.content)[name])


def xml_parts(file: Written) -> Iterator[tuple[str, etree._Element]]:
    for name, content in unpack(file.content).items():
        if name.endswith((".xml", ".rels")):
            yield name, etree.fromstring(content)


def number(node: etree._Element | None, key: str = "val", default: int = 0) -> int:
    return default if node is None else int(node.get(f"{W}{key}", default))


@all_files()
def test_a_table_says_the_width_of_every_column_and_cell(file: Written) -> None:
    tables = list(part(file).iter(f"{W}tbl"))
    assert tables
    for table in tables:
        grid = [number(column, "w") for column in table.findall(f"{W}tblGrid/{W}gridCol")]
        assert grid
        assert min(grid) > 0
        width = table.find(f"{W}tblPr/{W}tblW")
        assert width is not None
        assert (number(width, "w"), width.get(f"{W}type")) == (sum(grid), "dxa")
        layout = table.find(f"{W}tblPr/{W}tblLayout")
        assert layout is not None
        assert layout.get(f"{W}type") == "fixed"
        for row in table.findall(f"{W}tr"):
            left = 0
            for cell in row.findall(f"{W}tc"):
                span = number(cell.find(f"{W}tcPr/{W}gridSpan"), default=1)
                stated = cell.find(f"{W}tcPr/{W}tcW")
                assert stated is not None
                assert stated.get(f"{W}type") == "dxa"
                assert number(stated, "w") == sum(grid[left : left + span])
                left += span
            assert left == len(grid)


@all_files()
def test_a_cell_that_goes_on_has_one_above_as_wide(file: Written) -> None:
    for table in part(file).iter(f"{W}tbl"):
        above: dict[int, int] = {}
        for row in table.findall(f"{W}tr"):
            merged: dict[int, int] = {}
            left = 0
            for cell in row.findall(f"{W}tc"):
                span = number(cell.find(f"{W}tcPr/{W}gridSpan"), default=1)
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is not None:
                    if merge.get(f"{W}val") != "restart":
                        assert above.get(left) == span
                    merged[left] = span
                left += span
            above = merged


@all_files()
def test_a_cell_ends_in_a_paragraph(file: Written) -> None:
    for cell in part(file).iter(f"{W}tc"):
        assert cell[-1].tag == f"{W}p"


@all_files()
def test_a_row_is_not_split_and_the_head_of_a_long_table_is_repeated(file: Written) -> None:
    for table in part(file).iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        for row in rows:
            split = row.find(f"{W}trPr/{W}cantSplit")
            assert split is not None
            assert split.get(f"{W}val") in ON
        heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
        leading = sum(takewhile(bool, heads))
        assert sum(heads) == leading  # Word heeds none below another row
        assert leading < len(rows)
        assert leading or len(rows) <= SHORT


def looks_of(styles: etree._Element) -> dict[str, etree._Element]:
    return {style.get(f"{W}styleId", ""): style for style in styles.iter(f"{W}style")}


def spacing_rule(paragraph: etree._Element, styles: dict[str, etree._Element]) -> str:
    """The rule for the height of a paragraph's lines, as Word resolves it."""
    own = paragraph.find(f"{W}pPr/{W}spacing[@{W}lineRule]")
    if own is not None:
        return own.get(f"{W}lineRule", "")
    named = paragraph.find(f"{W}pPr/{W}pStyle")
    style = styles.get("Normal" if named is None else named.get(f"{W}val", ""))
    while style is not None:
        found = style.find(f"{W}pPr/{W}spacing[@{W}lineRule]")
        if found is not None:
            return found.get(f"{W}lineRule", "")
        based = style.find(f"{W}basedOn")
        style = None if based is None else styles.get(based.get(f"{W}val", ""))
    return "auto"


@all_files()
def test_lines_in_a_cell_are_as_high_as_they_need(file: Written) -> None:
    """A fixed height cuts the tops of larger letters off, in WPS the whole line."""
    styles = looks_of(part(file, "word/styles.xml"))
    seen = 0
    for cell in part(file).iter(f"{W}tc"):
        for paragraph in cell.iter(f"{W}p"):
            if "TemplateMark" in str(etree.tostring(paragraph)):
                continue
            seen += 1
            assert spacing_rule(paragraph, styles) == "auto"
    assert seen > 20


@all_files()
def test_page_numbers_are_fields_in_runs_of_their_own(file: Written) -> None:
    feet = [root for name, root in xml_parts(file) if name.startswith("word/footer")]
    # One for odd and one for even pages; so again for pages that lie across.
    assert len(feet) == (4 if file.name.startswith("other looks") else 2)
    for root in feet:
        marks = []
        for run in root.iter(f"{W}r"):
            inside = [
                child.get(f"{W}fldCharType") or etree.QName(child).localname
                for child in run
                if child.tag != f"{W}rPr"
            ]
            assert len(inside) == 1
            marks += inside
        assert marks == ["t", "begin", "instrText", "separate", "t", "end", "t"]
        [code] = root.iter(f"{W}instrText")
        assert (code.text or "").split() == ["PAGE"]


@all_files()
def test_there_is_no_other_field_and_no_list_of_contents(file: Written) -> None:
    root = part(file)
    assert not list(root.iter(f"{W}fldSimple", f"{W}fldChar", f"{W}instrText"))
    for name, content in unpack(file.content).items():
        assert b"TOC" not in content or name.startswith("word/media"), name


@all_files()
def test_every_font_is_named(file: Written) -> None:
    """A theme is another thing on another machine, and WPS has its own."""
    assert not [name for name in unpack(file.content) if "theme" in name]
    for _, root in xml_parts(file):
        for node in root.iter(etree.Element):
            assert not [key for key in node.attrib if "heme" in str(key)]
    fonts = part(file, "word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}rFonts")
    assert fonts is not None
    scripts = [fonts.get(f"{W}{script}") for script in ("ascii", "hAnsi", "eastAsia", "cs")]
    assert all(scripts)


# ECMA-376 part 1, annex A: what may stand in properties, in its order (all of it).
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr "
    "suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct "
    "topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind "
    "contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint "
    "noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect "
    "bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW "
    "jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption "
    "tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection "
    "tcFitText vAlign hideMark",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc "
    "pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi "
    "rtlGutter docGrid printerSettings",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden "
    "unhideWhenUsed qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr trPr "
    "tcPr tblStylePr",
}


@all_files()
def test_properties_stand_in_the_order_of_the_schema(file: Written) -> None:
    for name, root in xml_parts(file):
        for kind, words in ORDERS.items():
            order = words.split()
            for node in root.iter(f"{W}{kind}"):
                places = [order.index(etree.QName(child).localname) for child in node]
                assert places == sorted(places), (name, kind)


@all_files()
def test_the_file_says_no_more_of_its_making_than_title_and_author(file: Written) -> None:
    core = {etree.QName(child).localname for child in part(file, "docProps/core.xml")}
    assert core <= {"title", "creator"}
    app = part(file, "docProps/app.xml")
    assert {etree.QName(child).localname: child.text for child in app} == {
        "Application": "disclosure_kit"
    }
    for name, root in xml_parts(file):
        for node in root.iter(etree.Element):
            assert not re.match("rsid|comment|ins$|del$|docVar", etree.QName(node).localname), name
            assert not [k for k in node.attrib if re.search("}(rsid|paraId|textId)", str(k))], name


@all_files()
def test_every_part_is_reached_and_every_reference_answered(file: Written) -> None:
    parts = unpack(file.content)
    reached = {"[Content_Types].xml"}
    for name in [name for name in parts if name.endswith(".rels")]:
        folder, _, base = name.partition("_rels/")
        owner = folder + base.removesuffix(".rels")
        relations = etree.fromstring(parts[name])
        ids = Counter(relation.get("Id") for relation in relations)
        assert max(ids.values()) == 1
        targets = [posixpath.normpath(folder + r.get("Target", "")) for r in relations]
        targets = [target.lstrip("/") for target in targets]
        assert set(targets) <= set(parts)
        reached |= {name, *targets}
        if owner in parts:
            used = {
                value
                for node in etree.fromstring(parts[owner]).iter(etree.Element)
                for key, value in node.attrib.items()
                if str(key).startswith(R)
            }
            assert used <= set(ids)
    assert reached == set(parts)


@all_files()
def test_every_part_has_a_kind(file: Written) -> None:
    parts = unpack(file.content)
    types = etree.fromstring(parts["[Content_Types].xml"])
    named = {node.get("PartName", "").lstrip("/") for node in types if node.get("PartName")}
    endings = {node.get("Extension") for node in types if node.get("Extension")}
    assert named <= set(parts)
    for name in set(parts) - {"[Content_Types].xml"}:
        assert name in named or name.rpartition(".")[2] in endings, name


@all_files(*FILLED)
def test_no_tag_and_no_mark_of_the_template_is_left(file: Written) -> None:
    root = part(file)
    text = "".join(node.text or "" for node in root.iter(f"{W}t"))
    assert not re.search(r"\{%p? (if|for|endfor|endif|macro)", text)
    assert "TemplateMark" not in etree.tostring(root, encoding="unicode")


# By the SDK of those who make Word


@needs_validator
@pytest.mark.parametrize("version", ["Office2010", "Microsoft365"])
@all_files()
def test_the_validator_has_nothing_against_it(file: Written, version: str, tmp_path: Path) -> None:
    assert problems(file.content, "a.docx", tmp_path, version) == []


FAULTS = {
    "order": (r"(<w:tcW [^>]*/>)(<w:gridSpan[^>]*/>)", r"\2\1"),
    "no grid": (r"<w:tblGrid>.*?</w:tblGrid>", ""),
    "no such rule": (r'w:hRule="atLeast"', 'w:hRule="about"'),
    "no such element": (r"<w:cantSplit/>", "<w:cantBreak/>"),
}


@needs_validator
@pytest.mark.parametrize(("found", "made"), FAULTS.values(), ids=FAULTS)
def test_the_validator_sees_faults(found: str, made: str, tmp_path: Path) -> None:
    parts = unpack(next(file.content for file in FILLED if file.name == "all of 2021"))
    xml = parts["word/document.xml"].decode()
    wrong, count = re.subn(found, made, xml, count=1)
    assert count == 1
    content = pack({**parts, "word/document.xml": wrong.encode()})
    assert problems(content, "a.docx", tmp_path)
