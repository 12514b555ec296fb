"""Every parameter: altered alone in a finished document, it alone is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from layouts.altered import Altered, copy_of, fonts, one, put
from lxml import etree
from rendering.conftest import NAMESPACES, W, edition_form, rendered, report_for

from disclosure_kit.layouts.deviations import deviations
from disclosure_kit.layouts.loader import national

Change = Callable[[Altered], None]
CHANGES: dict[str, tuple[Change, str]] = {}


def case(parameter: str, found: str) -> Callable[[Change], Change]:
    """A change after which a document is at fault in one parameter, and what it then has."""

    def remember(change: Change) -> Change:
        CHANGES[parameter] = (change, found)
        return change

    return remember


@pytest.fixture(scope="session")
def whole() -> bytes:
    """A document of ours with every part that a rule speaks of."""
    form = edition_form("2021")
    document, _ = rendered(report_for(form), form)
    altered = Altered(document)
    altered.paragraph("表一 情况", "表题", before=altered.tables()[0])
    label = altered.paragraph("附件1", before=altered.page)
    put(label, "pPr", "pageBreakBefore")
    put(label, "pPr", "jc", val="left")
    fonts(run_of(label), "黑体")
    altered.paragraph("", before=altered.page)
    title = altered.paragraph("情况统计", before=altered.page)
    put(title, "pPr", "jc", val="center")
    return altered.bytes()


def run_of(paragraph: etree._Element) -> etree._Element:
    run = paragraph.find("w:r", NAMESPACES)
    assert run is not None
    return run


def annex(altered: Altered) -> tuple[etree._Element, etree._Element, etree._Element]:
    label, blank, title = altered.body[-4:-1]
    return label, blank, title


def told(document: bytes) -> dict[str, str]:
    return {d.parameter.id: d.actual for d in deviations(document, national())}


def test_our_own_document_has_none(whole: bytes) -> None:
    assert list(map(str, deviations(whole, national()))) == []


def test_every_parameter_is_altered_or_says_why_not() -> None:
    measured = {name for name, one in national().parameters.items() if not one.unmeasured}
    assert set(CHANGES) == measured


@pytest.mark.parametrize("parameter", national().parameters)
def test_what_is_altered_is_told_and_nothing_else(parameter: str, whole: bytes) -> None:
    if national()[parameter].unmeasured:
        assert parameter not in CHANGES
        return
    change, found = CHANGES[parameter]
    altered = Altered(whole)
    change(altered)
    assert told(altered.bytes()) == {parameter: found}


# ------------------------------------------------------------------------- page


@case("page.width", "215.3 mm")
def _(altered: Altered) -> None:
    altered.more("pgSz", w=300)
    altered.more("pgMar", right=300)


@case("page.height", "302.3 mm")
def _(altered: Altered) -> None:
    altered.more("pgSz", h=300)
    altered.more("pgMar", bottom=300, footer=300)


@case("margin.top", "42.3 mm")
def _(altered: Altered) -> None:
    altered.more("pgMar", top=300, bottom=-300, footer=-300)


@case("margin.left", "33.28 mm")
def _(altered: Altered) -> None:
    altered.more("pgMar", left=300, right=-300)


@case("text.width", "157.43 mm")
def _(altered: Altered) -> None:
    altered.more("pgMar", right=-80)


@case("text.height", "228.53 mm")
def _(altered: Altered) -> None:
    altered.more("pgMar", bottom=-200, footer=-200)


@case("grid.lines", "21 行")
def _(altered: Altered) -> None:
    one(altered.page, "docGrid").set(f"{W}linePitch", "590")


@case("grid.characters", "27 字")
def _(altered: Altered) -> None:
    put(altered.style("Normal"), "rPr", "spacing", val=0)


@case("landscape.tables", "否")
def _(altered: Altered) -> None:
    texts = altered.styled("报告正文")
    upright, across = copy_of(altered.page), copy_of(altered.page)
    size = one(across, "pgSz")
    size.set(f"{W}w", "16838")
    size.set(f"{W}h", "11906")
    margins = one(across, "pgMar")
    for side, length in (("left", 2098), ("right", 1984), ("top", 1587), ("bottom", 1474)):
        margins.set(f"{W}{side}", str(length))
    for paragraph, page in ((texts[1], upright), (texts[2], across)):
        put(paragraph, "pPr", "keepNext", val=0)
        one(paragraph, "pPr").append(page)


# ------------------------------------------------------------------------- title


@case("title.face", "黑体")
def _(altered: Altered) -> None:
    fonts(altered.style("报告标题"), "黑体")


@case("title.size", "20 磅")
def _(altered: Altered) -> None:
    put(altered.style("报告标题"), "rPr", "sz", val=40)


@case("title.alignment", "左对齐")
def _(altered: Altered) -> None:
    put(altered.style("报告标题"), "pPr", "jc", val="left")


@case("title.breaks", "否")
def _(altered: Altered) -> None:
    (title,) = altered.styled("报告标题")
    for node in list(title.iter(f"{W}br")):
        node.getparent().remove(node)  # type: ignore[union-attr]


@case("title.shape", "否")
def _(altered: Altered) -> None:
    (title,) = altered.styled("报告标题")
    for node in list(title.iter(f"{W}br")):
        node.getparent().remove(node)  # type: ignore[union-attr]
    altered.say(title, "某某市某某镇人民政府关于")
    for text in ("2024年", "政府信息公开工作年度报告"):
        run = etree.SubElement(title, f"{W}r")
        etree.SubElement(run, f"{W}br")
        etree.SubElement(run, f"{W}t").text = text


@case("title.line", "24 磅")
def _(altered: Altered) -> None:
    put(altered.style("报告标题"), "pPr", "spacing", line=480)


@case("title.gap", "0 行")
def _(altered: Altered) -> None:
    put(altered.style("报告标题"), "pPr", "spacing", after=0)


@case("number.alignment", "左对齐")
def _(altered: Altered) -> None:
    put(altered.style("发文字号"), "pPr", "jc", val="left")


@case("addressee.indent", "2 字")
def _(altered: Altered) -> None:
    put(altered.style("主送机关"), "pPr", "ind", firstLineChars=200, firstLine=640)


@case("addressee.colon", "否")
def _(altered: Altered) -> None:
    altered.say(altered.styled("主送机关")[0], "某某市人民政府办公室:")


# ------------------------------------------------------------------------- text


@case("body.face", "宋体")
def _(altered: Altered) -> None:
    fonts(altered.style("报告正文"), "SimSun")


@case("body.size", "四号（14 磅）")
def _(altered: Altered) -> None:
    put(altered.style("报告正文"), "rPr", "sz", val=28)


@case("body.colour", "#FF0000")
def _(altered: Altered) -> None:
    put(altered.style("报告正文"), "rPr", "color", val="ff0000")


@case("body.line", "24 磅")
def _(altered: Altered) -> None:
    put(altered.style("报告正文"), "pPr", "spacing", line=480, lineRule="exact")


@case("body.indent", "0 字")
def _(altered: Altered) -> None:
    put(altered.style("报告正文"), "pPr", "ind", firstLineChars=0, firstLine=0)


@case("body.hanging", "2 字")
def _(altered: Altered) -> None:
    put(altered.style("报告正文"), "pPr", "ind", firstLineChars=0, firstLine=0, leftChars=200)


@case("body.alignment", "左对齐")
def _(altered: Altered) -> None:
    put(altered.style("报告正文"), "pPr", "jc", val="left")


@case("body.space", "6 磅")
def _(altered: Altered) -> None:
    put(altered.style("报告正文"), "pPr", "spacing", before=0, after=120)


@case("body.widow", "是")
def _(altered: Altered) -> None:
    put(altered.style("报告正文"), "pPr", "widowControl")


@case("body.autospace", "是")
def _(altered: Altered) -> None:
    put(altered.style("报告正文"), "pPr", "autoSpaceDN", val="on")


@case("font.theme", "是")
def _(altered: Altered) -> None:
    put(altered.style("报告正文"), "rPr", "rFonts", eastAsiaTheme="minorEastAsia")


@case("punctuation.hint", "否")
def _(altered: Altered) -> None:
    quoted = next(t for t in altered.nodes("t") if "“" in (t.text or ""))
    run = quoted.getparent()
    assert run is not None
    put(run, "rPr", "rFonts", ascii="Times New Roman").attrib.pop(f"{W}hint")


# ------------------------------------------------------------------------- levels


@case("heading1.face", "宋体")
def _(altered: Altered) -> None:
    fonts(altered.style("一级标题"), "宋体")


@case("heading2.face", "仿宋")
def _(altered: Altered) -> None:
    fonts(altered.style("二级标题（段首）"), "仿宋_GB2312")


@case("heading3.face", "Arial Unicode MS")
def _(altered: Altered) -> None:
    fonts(altered.style("三级标题"), "Arial Unicode MS")


@case("heading4.face", "楷体")
def _(altered: Altered) -> None:
    fonts(altered.style("四级标题"), "KaiTi")


def _smaller(name: str) -> Change:
    def change(altered: Altered) -> None:
        put(altered.style(name), "rPr", "sz", val=30)

    return change


for _level, _name in enumerate("一二三四", 1):
    case(f"heading{_level}.size", "小三（15 磅）")(_smaller(f"{_name}级标题"))


def _renumbered(name: str, text: str) -> Change:
    return lambda altered: altered.say(altered.styled(name)[0], text)


case("heading1.number", "一.")(_renumbered("一级标题", "一.总体情况"))
case("heading2.number", "(一)")(_renumbered("二级标题", "(三)主动公开"))
case("heading3.number", "1、")(_renumbered("三级标题", "2、平台建设"))
case("heading4.number", "一、")(_renumbered("四级标题", "五、网站"))


@case("heading.indent", "0 字")
def _(altered: Altered) -> None:
    put(altered.style("一级标题"), "pPr", "ind", firstLineChars=0, firstLine=0)


@case("heading.bold", "是")
def _(altered: Altered) -> None:
    put(altered.style("二级标题"), "rPr", "b")


@case("heading.keep", "否")
def _(altered: Altered) -> None:
    put(altered.style("一级标题"), "pPr", "keepNext", val="off")


# ------------------------------------------------------------------------- closing


def _attachment(altered: Altered) -> etree._Element:
    return next(
        node
        for node in altered.body
        if "附件：" in "".join(t.text or "" for t in node.iter(f"{W}t"))
    )


@case("attachment.gap", "0 行")
def _(altered: Altered) -> None:
    put(_attachment(altered), "pPr", "spacing", before=0)


@case("attachment.indent", "1 字")
def _(altered: Altered) -> None:
    put(_attachment(altered), "pPr", "ind", hangingChars=500, hanging=1600)


@case("attachment.hanging", "2 字")
def _(altered: Altered) -> None:
    put(_attachment(altered), "pPr", "ind", leftChars=200, left=640, firstLineChars=0, firstLine=0)


@case("attachment.mark", "否")
def _(altered: Altered) -> None:
    altered.say(_attachment(altered), "附件：1.统计表。")


@case("signature.gap", "0 行")
def _(altered: Altered) -> None:
    put(altered.styled("署名")[0], "pPr", "spacing", before=0)


def _from_right(node: etree._Element, characters: float) -> None:
    indent = put(node, "pPr", "ind")
    indent.attrib.clear()
    indent.set(f"{W}rightChars", "0")
    indent.set(f"{W}right", str(int(characters * 320)))
    put(node, "pPr", "jc", val="right")


@case("signature.right", "5 字")
def _(altered: Altered) -> None:
    # 某某镇人民政府 is seven characters wide, 2025年1月5日 six.
    _from_right(altered.styled("署名")[0], 5)
    _from_right(altered.styled("成文日期")[0], 4)


@case("signature.shift", "-1 字")
def _(altered: Altered) -> None:
    _from_right(altered.styled("成文日期")[0], 4)


@case("signature.sealed_right", "6 字")
def _(altered: Altered) -> None:
    put(altered.styled("署名")[0], "pPr", "spacing", before=1158)
    _from_right(altered.styled("署名")[0], 5.5)
    _from_right(altered.styled("成文日期")[0], 6)


@case("signature.sealed_gap", "0 行")
def _(altered: Altered) -> None:
    put(altered.styled("署名")[0], "pPr", "spacing", before=0)
    _from_right(altered.styled("署名")[0], 3.5)
    _from_right(altered.styled("成文日期")[0], 4)


@case("signature.digits", "否")
def _(altered: Altered) -> None:
    altered.say(altered.styled("成文日期")[0], "2025年01月5日")


@case("annex.page", "否")
def _(altered: Altered) -> None:
    put(annex(altered)[0], "pPr", "pageBreakBefore", val=0)


@case("annex.label_face", "仿宋")
def _(altered: Altered) -> None:
    fonts(run_of(annex(altered)[0]), "仿宋")


@case("annex.label_size", "四号（14 磅）")
def _(altered: Altered) -> None:
    put(run_of(annex(altered)[0]), "rPr", "sz", val=28)


@case("annex.label_indent", "2 字")
def _(altered: Altered) -> None:
    label = annex(altered)[0]
    altered.say(label, "\u3000\u3000附件1")


@case("annex.title_line", "2 行")
def _(altered: Altered) -> None:
    altered.body.remove(annex(altered)[1])


@case("annex.title_alignment", "右对齐")
def _(altered: Altered) -> None:
    put(annex(altered)[2], "pPr", "jc", val="end")


# ------------------------------------------------------------------------- page numbers


@case("page_number.face", "黑体")
def _(altered: Altered) -> None:
    fonts(altered.style("页码（单页）"), "黑体")


@case("page_number.size", "小四（12 磅）")
def _(altered: Altered) -> None:
    put(altered.style("页码（双页）"), "rPr", "sz", val=24)


@case("page_number.dashes", "否")
def _(altered: Altered) -> None:
    texts = list(altered.tree("footer1").iter(f"{W}t"))
    texts[0].text = texts[-1].text = "-"


@case("page_number.odd", "居中")
def _(altered: Altered) -> None:
    put(altered.style("页码（单页）"), "pPr", "jc", val="center")


@case("page_number.even", "居中")
def _(altered: Altered) -> None:
    put(altered.style("页码（双页）"), "pPr", "jc", val="center")


@case("page_number.indent", "0 字")
def _(altered: Altered) -> None:
    put(altered.style("页码（单页）"), "pPr", "ind", rightChars=0, right=0)


@case("page_number.drop", "14.53 mm")
def _(altered: Altered) -> None:
    altered.more("pgMar", footer=-428)


@case("page_number.everywhere", "否")
def _(altered: Altered) -> None:
    altered.page.remove(altered.page.findall("w:footerReference", NAMESPACES)[1])


# ------------------------------------------------------------------------- tables


@case("caption.face", "仿宋")
def _(altered: Altered) -> None:
    fonts(altered.style("表题"), "方正仿宋_GBK")


@case("caption.alignment", "左对齐")
def _(altered: Altered) -> None:
    put(altered.style("表题"), "pPr", "jc", val="start")


@case("caption.keep", "否")
def _(altered: Altered) -> None:
    put(altered.style("表题"), "pPr", "keepNext", val="false")


@case("table.face", "仿宋")
def _(altered: Altered) -> None:
    fonts(altered.style("表格数据"), "仿宋")


@case("table.note_face", "宋体")
def _(altered: Altered) -> None:
    fonts(altered.style("勾稽关系说明"), "宋体")


@case("table.size", "四号（14 磅）")
def _(altered: Altered) -> None:
    put(altered.style("表格数据"), "rPr", "sz", val=28)


@case("table.width", "164.82 mm")
def _(altered: Altered) -> None:
    column = next(altered.nodes("gridCol"))
    column.set(f"{W}w", str(int(column.get(f"{W}w", "0")) + 500))


@case("table.alignment", "左对齐")
def _(altered: Altered) -> None:
    table = altered.tables()[0]
    for column in table.iter(f"{W}gridCol"):
        column.set(f"{W}w", "1000")
    put(table, "tblPr", "tblW", w=4000)
    put(table, "tblPr", "jc", val="left")


@case("table.border", "2 磅")
def _(altered: Altered) -> None:
    for side in one(one(altered.style("报告表格"), "tblPr"), "tblBorders"):
        side.set(f"{W}sz", "16")


@case("table.row_height", "10 磅")
def _(altered: Altered) -> None:
    next(altered.nodes("trHeight")).set(f"{W}val", "200")


@case("table.row_fixed", "是")
def _(altered: Altered) -> None:
    next(altered.nodes("trHeight")).set(f"{W}hRule", "exact")


@case("table.line_fixed", "是")
def _(altered: Altered) -> None:
    put(altered.style("表格项目"), "pPr", "spacing", line=240, lineRule="exact")


@case("table.split", "是")
def _(altered: Altered) -> None:
    next(altered.nodes("cantSplit")).set(f"{W}val", "0")


@case("table.head", "否")
def _(altered: Altered) -> None:
    for node in list(altered.tables()[1].iter(f"{W}tblHeader")):
        node.getparent().remove(node)  # type: ignore[union-attr]


@case("table.cell_margin", "10 磅")
def _(altered: Altered) -> None:
    margins = one(one(altered.style("报告表格"), "tblPr"), "tblCellMar")
    one(margins, "left").set(f"{W}w", "200")
