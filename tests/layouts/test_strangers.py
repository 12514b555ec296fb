"""Files that others made: looks are resolved as Word resolves them, parts known by their words."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from decimal import Decimal

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from hypothesis import given, settings
from hypothesis import strategies as st
from layouts.altered import Altered, fonts, put
from lxml import etree
from rendering.conftest import W, edition_form

from disclosure_kit.errors import SourceError
from disclosure_kit.layouts.deviations import MAX_VALUES, deviations
from disclosure_kit.layouts.loader import national
from disclosure_kit.layouts.measure import measured
from disclosure_kit.layouts.measure.opened import MAX_PARAGRAPHS, MAX_STYLES
from disclosure_kit.rendering.reproducible import pack, unpack
from disclosure_kit.rendering.style import Style
from disclosure_kit.rendering.template import make_template

THEME = """<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements>
<a:fontScheme name="x"><a:majorFont><a:latin typeface="Arial"/><a:ea typeface=""/>
<a:font script="Hans" typeface="黑体"/></a:majorFont><a:minorFont><a:latin typeface="Times"/>
<a:ea typeface="仿宋"/></a:minorFont></a:fontScheme></a:themeElements></a:theme>"""


def typed() -> bytes:
    """A report as a clerk types it: no styles, every paragraph formatted by hand."""
    file = Document()
    page = file.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin = Mm(37), Mm(35)
    page.left_margin, page.right_margin = Mm(28), Mm(26)
    page.footer_distance = Mm(25)
    normal = file.styles["Normal"]
    font(normal, "仿宋")
    normal.font.size = Pt(16)

    def line(text: str, face: str = "仿宋", size: int = 16, indent: int = 32):  # type: ignore[no-untyped-def]
        paragraph = file.add_paragraph()
        run = paragraph.add_run(text)
        font(run, face)
        run.font.size = Pt(size)
        run._element.rPr.append(run._element.makeelement(qn("w:spacing"), {qn("w:val"): "-5"}))
        looks = paragraph.paragraph_format
        looks.space_before = looks.space_after = Pt(0)
        looks.line_spacing_rule, looks.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(28.9)
        looks.widow_control = False
        for switch in ("w:autoSpaceDE", "w:autoSpaceDN"):
            put(paragraph._p, "pPr", switch.removeprefix("w:"), val=0)
        looks.first_line_indent = Pt(indent)
        looks.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        return paragraph

    title = line("某某县2024年政府信息公开工作年度报告", "方正小标宋简体", 22, 0)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.line_spacing = Pt(33)
    line("", indent=0)
    line("根据《中华人民共和国政府信息公开条例》的规定，编制本报告。")
    line("一、总体情况", "黑体").paragraph_format.keep_with_next = True
    line("（一）主动公开情况", "楷体").paragraph_format.keep_with_next = True
    line("（二）依申请公开情况。全年收到申请三件。")
    line("\u3000\u3000本行由两个空格缩进，也是左空二字。", indent=0)
    line("", indent=0)
    agency = line("某某县人民政府办公室", indent=0)
    agency.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    agency.paragraph_format.right_indent = Pt(32)
    date = line("2025年1月15日", indent=0)
    date.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    date.paragraph_format.right_indent = Pt(32 + 16 * (10 - 2 - 6.5))
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def font(owner, name: str) -> None:  # type: ignore[no-untyped-def]
    owner.font.name = name
    for script in ("w:eastAsia", "w:hAnsi", "w:cs"):
        owner._element.rPr.rFonts.set(qn(script), name)


def ids(document: bytes) -> set[str]:
    return {deviation.parameter.id for deviation in deviations(document, national())}


TYPED = typed()
MADE = make_template(edition_form("2021"), Style())


def test_what_is_formatted_by_hand_is_measured_by_its_words() -> None:
    told = deviations(TYPED, national())
    assert [str(one) for one in told] == [
        "各面连续编页码应为是，实为否（GB/T 9704-2012 7.5，国标）：页面设置"
    ]
    parts = {one.parameter for one in measured(TYPED, national())}
    assert {"title.face", "heading1.face", "heading2.face", "signature.shift"} <= parts
    assert {"body.indent", "grid.lines", "title.gap", "signature.gap"} <= parts


def by_text(altered: Altered, words: str) -> etree._Element:
    return next(
        node for node in altered.nodes("p") if words in "".join(t.text or "" for t in node.iter())
    )


@pytest.mark.parametrize(
    ("words", "change", "parameter"),
    [
        ("一、总体", lambda p: fonts(next(p.iter(f"{W}r")), "宋体"), "heading1.face"),
        ("（一）主动", lambda p: put(p, "pPr", "keepNext", val=0), "heading.keep"),
        ("根据《", lambda p: put(p, "pPr", "spacing", line=400), "body.line"),
        ("2025年1月", lambda p: put(p, "pPr", "ind", right=0), "signature.shift"),
        ("某某县2024", lambda p: put(p, "pPr", "jc", val="left"), "title.alignment"),
    ],
)
def test_one_fault_by_hand_is_told(
    words: str, change: Callable[[etree._Element], None], parameter: str
) -> None:
    altered = Altered(TYPED)
    change(by_text(altered, words))
    assert parameter in ids(altered.bytes()) - ids(TYPED)


def test_the_last_word_wins() -> None:
    """Defaults, styles below a style, the style, the character style, the run itself."""

    def size(altered: Altered) -> Decimal:
        (one,) = {
            one.found
            for one in measured(altered.bytes(), national())
            if one.parameter == "body.size" and "申请三件" in one.place
        }
        assert isinstance(one, Decimal)
        return one

    altered = Altered(TYPED)
    paragraph = by_text(altered, "申请三件")
    altered.say(paragraph, "全年收到申请三件。")
    run = next(paragraph.iter(f"{W}r"))
    rest = run.find(f"{W}rPr")
    assert rest is not None
    run.remove(rest)
    styles = altered.tree("styles")
    for node in styles.iter(f"{W}style"):
        if node.get(f"{W}styleId") == "Normal":
            for given_size in list(node.iter(f"{W}sz")):
                given_size.getparent().remove(given_size)  # type: ignore[union-attr]
    defaults = styles.find(f"{W}docDefaults/{W}rPrDefault")
    assert defaults is not None
    put(defaults, "rPr", "sz", val=18)
    assert size(altered) == 9
    put(altered.style("Normal"), "rPr", "sz", val=20)
    assert size(altered) == 10
    for name, based, half in (("base", "Normal", 22), ("leaf", "base", None)):
        style = etree.SubElement(styles, f"{W}style")
        style.set(f"{W}type", "paragraph")
        style.set(f"{W}styleId", name)
        etree.SubElement(style, f"{W}name").set(f"{W}val", name)
        etree.SubElement(style, f"{W}basedOn").set(f"{W}val", based)
        if half:
            put(style, "rPr", "sz", val=half)
    put(paragraph, "pPr", "pStyle", val="leaf")
    assert size(altered) == 11
    put(altered.style("leaf"), "rPr", "sz", val=24)
    assert size(altered) == 12
    character = etree.SubElement(styles, f"{W}style")
    character.set(f"{W}type", "character")
    character.set(f"{W}styleId", "loud")
    put(character, "rPr", "sz", val=26)
    put(run, "rPr", "rStyle", val="loud")
    assert size(altered) == 13
    put(run, "rPr", "sz", val=28)
    assert size(altered) == 14


def test_styles_that_go_round_in_circles_end() -> None:
    altered = Altered(MADE)
    style = altered.style("报告正文")
    based = style.find(f"{W}basedOn")
    assert based is not None
    based.set(f"{W}val", style.get(f"{W}styleId", ""))
    assert "body.alignment" in ids(altered.bytes())


def test_a_font_of_the_theme_is_found_there() -> None:
    altered = Altered(MADE)
    altered.add_part("word/theme/theme1.xml", THEME.encode())
    relations = etree.fromstring(unpack(MADE)["word/_rels/document.xml.rels"])
    link = etree.SubElement(
        relations, "{*}Relationship".replace("{*}", f"{{{relations.nsmap[None]}}}")
    )
    link.set("Id", "rId90")
    link.set("Type", "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme")
    link.set("Target", "theme/theme1.xml")
    altered.add_part("word/_rels/document.xml.rels", etree.tostring(relations))
    for theme, expected in (
        ("minorEastAsia", {"font.theme"}),
        ("majorEastAsia", {"font.theme", "body.face"}),
    ):
        put(altered.style("报告正文"), "rPr", "rFonts", eastAsiaTheme=theme)
        altered.say(altered.styled("报告正文")[-1], "正文")
        assert ids(altered.bytes()) == expected


def test_a_font_named_later_drops_the_theme() -> None:
    altered = Altered(MADE)
    put(altered.style("Normal"), "rPr", "rFonts", eastAsiaTheme="minorEastAsia")
    told = {d.place for d in deviations(altered.bytes(), national())}
    assert not [place for place in told if "sections.overview.title" in place]


def test_the_other_namespace_of_the_format_is_read_too() -> None:
    parts = {
        name: content.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        for name, content in unpack(Altered(MADE).bytes()).items()
    }
    assert deviations(pack(parts), national()) == ()


def test_at_most_a_few_values_are_told_of_one_parameter() -> None:
    altered = Altered(TYPED)
    for number, paragraph in enumerate(list(altered.nodes("p"))[2:], 50):
        for run in paragraph.iter(f"{W}r"):
            put(run, "rPr", "color", val=f"0000{number}")
    colours = [
        d for d in deviations(altered.bytes(), national()) if d.parameter.id == "body.colour"
    ]
    assert len(colours) == MAX_VALUES


@pytest.mark.parametrize("content", [b"", b"PK", b"x" * 100, pack({"a": b"b"})])
def test_what_is_no_word_file_is_refused(content: bytes) -> None:
    with pytest.raises(SourceError):
        deviations(content, national())


@pytest.mark.parametrize(
    ("name", "count", "problem"),
    [
        ("document", MAX_PARAGRAPHS, f"有 {MAX_PARAGRAPHS + 1} 段"),
        ("styles", MAX_STYLES, "种样式，超过上限"),
    ],
)
def test_more_than_any_report_has_is_refused(name: str, count: int, problem: str) -> None:
    altered = Altered(TYPED)
    if name == "document":
        for node in list(altered.body)[:-1]:
            altered.body.remove(node)
        altered.body[:0] = [etree.Element(f"{W}p") for _ in range(count + 1)]
    else:
        altered.tree("styles").extend(etree.Element(f"{W}style") for _ in range(count + 1))
    with pytest.raises(SourceError, match=problem):
        deviations(stored(unpack(altered.bytes())), national())


def stored(parts: dict[str, bytes]) -> bytes:
    """A file that is not packed so well that it is taken for a bomb."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_thousands_of_styles_one_upon_the_other_take_little_time() -> None:
    altered = Altered(TYPED)
    styles = altered.tree("styles")
    for number in range(MAX_STYLES - 1000):
        style = etree.SubElement(styles, f"{W}style")
        style.set(f"{W}type", "paragraph")
        style.set(f"{W}styleId", f"s{number}")
        etree.SubElement(style, f"{W}basedOn").set(f"{W}val", f"s{number - 1}" if number else "x")
        put(style, "rPr", "sz", val=30 + number % 9)
    for node in altered.nodes("p"):
        put(node, "pPr", "pStyle", val=f"s{MAX_STYLES - 1001}")
    began = time.monotonic()
    deviations(stored(unpack(altered.bytes())), national())
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    "text",
    ["", "-", "9" * 30, "1e9", "nan", "十", "-1", "0", "1.5cm", "99999999mm"],
)
def test_a_number_that_is_none_says_nothing_and_breaks_nothing(text: str) -> None:
    altered = Altered(TYPED)
    for name in ("pgSz", "pgMar", "docGrid"):
        node = altered.page.find(f"{W}{name}")
        for key in node.attrib if node is not None else ():
            node.set(key, text)  # type: ignore[union-attr]
    for name in ("spacing", "ind", "sz"):
        for tree in (altered.body, altered.tree("styles")):
            for node in tree.iter(f"{W}{name}"):
                for key in node.attrib:
                    node.set(key, text)
    deviations(altered.bytes(), national())


@settings(max_examples=30, deadline=None)
@given(st.integers(-567, 567), st.integers(-567, 567))
def test_a_margin_is_told_exactly_where_it_leaves_its_tolerance(top: int, left: int) -> None:
    altered = Altered(MADE)
    altered.more("pgMar", top=top, bottom=-top, footer=-top, left=left, right=-left)
    told = {d.parameter.id for d in deviations(altered.bytes(), national())}
    lengths = {"margin.top": 2098 + top, "margin.left": 1587 + left}
    wanted = {"margin.top": 37, "margin.left": 28}
    beyond = {
        name
        for name, twips in lengths.items()
        if abs(round(twips * 25.4 / 1440, 2) - wanted[name]) > 1
    }
    assert told & set(wanted) == beyond


def footer(content: str) -> set[str]:
    """What is told of page numbers where every footer holds this."""
    altered = Altered(MADE)
    for name in ("footer1", "footer2"):
        tree = altered.tree(name)
        for node in list(tree):
            tree.remove(node)
        tree.append(etree.fromstring(f'<w:x xmlns:w="{W[1:-1]}">{content}</w:x>')[0])
    return {name for name in ids(altered.bytes()) if name.startswith("page_number")}


NUMBER = (
    '<w:p><w:pPr><w:pStyle w:val="PageNumberOdd"/>{0}</w:pPr><w:r><w:t>— </w:t></w:r>'
    '<w:fldSimple w:instr=" PAGE \\* MERGEFORMAT "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    "<w:r><w:t> —</w:t></w:r></w:p>"
)


def test_a_simple_field_counts_as_a_page_number() -> None:
    assert footer(NUMBER.format("")) == {"page_number.even"}
    assert footer("<w:p><w:r><w:t>第 1 页</w:t></w:r></w:p>") == {"page_number.everywhere"}


def test_a_frame_at_the_outer_edge_stands_right_and_left() -> None:
    framed = NUMBER.format(
        '<w:framePr w:wrap="around" w:xAlign="outside"/><w:ind w:leftChars="100"/>'
    )
    assert footer(framed) == set()


def test_where_a_text_box_stands_is_not_judged() -> None:
    box = (
        f"<w:p><w:r><w:pict><w:txbxContent>{NUMBER.format('')}</w:txbxContent></w:pict></w:r></w:p>"
    )
    assert footer(box) == set()


WORDS = st.text(
    st.sampled_from(
        "一二十、（）(1)1.附件：:标题年月日〔〕号 \u3000\t。；“”…—{{%}}p title公开\u200b😀"
    )
    | st.characters(blacklist_categories=["Cs", "Cc"]),
    max_size=50,
)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(WORDS, st.sampled_from(["", "报告标题", "附件说明", "署名", "成文日期"])))
)
def test_no_words_break_it(paragraphs: list[tuple[str, str]]) -> None:
    altered = Altered(MADE)
    for node in list(altered.body)[:-1]:
        altered.body.remove(node)
    for text, style in paragraphs:
        altered.paragraph(text, style, before=altered.page)
    for deviation in deviations(altered.bytes(), national()):
        assert str(deviation)
