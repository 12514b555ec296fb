"""word/styles.xml: every look of the document has one style with a Chinese name.

A person restyles the document by changing these styles in Word; no paragraph of the
template carries looks of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import field, frozen
from frozendict import frozendict

from .. import style as gb
from ..style import FontSet, Style
from .markup import DECLARATION, NAMESPACE, OFF, ON, Attributes, Properties, element, properties


@frozen
class Look:
    """One style: ``id`` as the document refers to it, ``name`` as Word lists it."""

    id: str
    name: str
    paragraph: Properties = field(factory=frozendict)
    text: Properties = field(factory=frozendict)
    base: str = "Normal"
    character: bool = False


def font(name: str) -> dict[str, str]:
    """One font for every script: digits and quotation marks keep the face of the text."""
    return {"ascii": name, "hAnsi": name, "eastAsia": name, "cs": name}


def size(half_points: int) -> Properties:
    return {"sz": {"val": half_points}, "szCs": {"val": half_points}}


_TWO_CHARACTERS: Attributes = {"firstLineChars": 100 * gb.INDENT_CHARACTERS, "firstLine": gb.INDENT}
_LABEL_INDENT: Attributes = {"left": gb.TABLE_LABEL_INDENT, "right": gb.TABLE_LABEL_INDENT}
_KEEP: Properties = {"keepNext": ON, "keepLines": ON}
_EXACTLY = "exact"


def looks(fonts: FontSet) -> Iterator[Look]:
    """All styles but the base style, in the order in which Word lists them."""
    yield from _text_looks(fonts)
    yield from _table_looks(fonts)
    yield from _closing_looks()
    yield from _page_looks(fonts)


def _text_looks(fonts: FontSet) -> Iterator[Look]:
    title: dict[str, Attributes | str] = {
        "rFonts": font(fonts.title),
        "spacing": {"val": 0},
        **size(gb.TITLE_SIZE),
    }
    if fonts.title_bold:
        title |= {"b": ON, "bCs": ON}
    yield Look(
        "ReportTitle",
        "报告标题",
        {
            **_KEEP,
            "snapToGrid": OFF,
            # 7.3.1, 7.3.2: one line is left free between the title and what follows.
            "spacing": {"after": gb.LINE_PITCH, "line": gb.TITLE_LINE, "lineRule": _EXACTLY},
            "jc": {"val": "center"},
        },
        title,
    )
    yield Look(
        "DocumentNumber",
        "发文字号",
        {"keepNext": ON, "spacing": {"after": gb.LINE_PITCH}, "jc": {"val": "center"}},
    )
    yield Look("Addressee", "主送机关", {"keepNext": ON, "jc": {"val": "left"}})
    yield Look("BodyText", "报告正文", {"ind": _TWO_CHARACTERS})
    # 7.3.3: 黑体, 楷体, 仿宋, 仿宋.
    faces = (fonts.heading1, fonts.heading2, fonts.body, fonts.body)
    for level, (name, face) in enumerate(zip("一二三四", faces, strict=True), 1):
        yield Look(
            f"Heading{level}",
            f"{name}级标题",
            {**_KEEP, "ind": _TWO_CHARACTERS, "outlineLvl": {"val": level - 1}},
            {"rFonts": font(face)},
        )
    for level, name, face in zip((2, 3, 4), "二三四", faces[1:], strict=True):
        yield Look(
            f"Lead{level}",
            f"{name}级标题（段首）",
            text={"rFonts": font(face)},
            character=True,
        )
    yield Look("ListItem", "列表项", base="BodyText")
    # Off the grid of lines, and on the page of its caption.
    yield Look("Figure", "图片", {"keepNext": ON, "snapToGrid": OFF, "jc": {"val": "center"}})
    yield Look("FigureCaption", "图题", {"jc": {"val": "center"}})
    yield Look("UnfilledNote", "未填写说明", base="BodyText")


def _table_looks(fonts: FontSet) -> Iterator[Look]:
    table_font: Properties = {"rFonts": font(fonts.table), "spacing": {"val": 0}}
    yield Look(
        "TableCaption",
        "表题",
        {**_KEEP, "jc": {"val": "center"}},
        {"rFonts": font(fonts.heading1)},
    )
    yield Look("AnnexTitle", "附表标题", {"pageBreakBefore": ON}, base="TableCaption")
    yield Look(
        "TableNote",
        "表注",
        {"snapToGrid": OFF, "jc": {"val": "center"}},
        {**table_font, **size(24)},
    )
    # Keeps a table from the next one: Word joins two that touch.
    yield Look(
        "TableGap",
        "表后间隔",
        {"snapToGrid": OFF, "spacing": {"line": 240, "lineRule": _EXACTLY}},
        size(10),
    )
    yield Look(
        "TableFigure",
        "表格数据",
        {"snapToGrid": OFF, "jc": {"val": "center"}},
        {**table_font, **size(gb.TABLE_SIZE)},
    )
    left: Properties = {"ind": _LABEL_INDENT, "jc": {"val": "left"}}
    centred: Properties = {"ind": _LABEL_INDENT}
    # keepNext: no head and no title of a part of the table stands alone at the foot of a page.
    yield Look("TableBand", "表格分栏", {"keepNext": ON, **left}, base="TableFigure")
    yield Look("TableHead", "表头", {"keepNext": ON, **centred}, base="TableFigure")
    yield Look(
        "TableCorner",
        "勾稽关系说明",
        {"keepNext": ON, **left},
        {"rFonts": font(fonts.heading2)},
        base="TableFigure",
    )
    yield Look("TableLabel", "表格项目", left, base="TableFigure")
    # No indent: 三、本|年度办|理结果 and （三）不|予公开 then break as in the blank form.
    yield Look("TableGroup", "表格项目（分组）", {"jc": {"val": "left"}}, base="TableFigure")
    yield Look("TableLabelCentred", "表格项目（居中）", centred, base="TableFigure")


def _closing_looks() -> Iterator[Look]:
    # 7.3.4: 左空二字 附件：, the names below each other (3 characters for 附件：).
    more = {"leftChars": 500, "left": gb.INDENT * 5 // 2}
    first = {**more, "hangingChars": 300, "hanging": gb.INDENT * 3 // 2}
    yield Look("Attachment", "附件说明", {"ind": first})
    yield Look("AttachmentMore", "附件说明（续）", {"ind": more})
    # 7.3.5.2: 下空一行右空二字.
    right = {"rightChars": 100 * gb.INDENT_CHARACTERS, "right": gb.INDENT}
    yield Look(
        "SignatureAgency",
        "署名",
        {**_KEEP, "spacing": {"before": gb.LINE_PITCH}, "ind": right, "jc": {"val": "right"}},
    )
    yield Look("SignatureDate", "成文日期", {"ind": right, "jc": {"val": "right"}})


def _page_looks(fonts: FontSet) -> Iterator[Look]:
    character = gb.PAGE_NUMBER_SIZE * 10
    # 7.5: 单页码居右空一字，双页码居左空一字.
    for name, where, side in (("Odd", "单页", "right"), ("Even", "双页", "left")):
        yield Look(
            f"PageNumber{name}",
            f"页码（{where}）",
            {
                "snapToGrid": OFF,
                "spacing": {"line": gb.PAGE_NUMBER_LINE, "lineRule": _EXACTLY},
                "ind": {f"{side}Chars": 100, side: character},
                "jc": {"val": side},
            },
            {
                "rFonts": font(fonts.table),
                "spacing": {"val": 0},
                **size(gb.PAGE_NUMBER_SIZE),
            },
        )
    yield Look(
        "TemplateMark",
        "模板标记",
        {"snapToGrid": OFF, "jc": {"val": "left"}},
        {"color": {"val": "808080"}, **size(16)},
    )


def styles(style: Style) -> str:
    """word/styles.xml."""
    return (
        f'{DECLARATION}<w:styles xmlns:w="{NAMESPACE}">'
        + _defaults(style.fonts)
        + _base()
        + "".join(_look(look) for look in looks(style.fonts))
        + _table_style()
        + "</w:styles>"
    )


def _defaults(fonts: FontSet) -> str:
    text: Properties = {
        "rFonts": font(fonts.body),
        "lang": {"val": "en-US", "eastAsia": "zh-CN", "bidi": "ar-SA"},
        **size(gb.BODY_SIZE),
    }
    return element(
        "docDefaults",
        element("rPrDefault", properties("rPr", text)),
        element("pPrDefault"),
    )


def _base() -> str:
    paragraph: Properties = {
        # A page has 22 lines, also where one line of a paragraph is left over (5.2.3).
        "widowControl": OFF,
        # Else Word puts a quarter of a character between 2024 and 年, and 28 do not fit.
        "autoSpaceDE": OFF,
        "autoSpaceDN": OFF,
        "spacing": {"before": 0, "after": 0, "line": 240, "lineRule": "auto"},
        "jc": {"val": "both"},
    }
    text: Properties = {"spacing": {"val": gb.CHARACTER_SPACING}, "kern": {"val": 0}}
    normal = element(
        "style",
        element("name", val="Normal"),
        element("qFormat"),
        properties("pPr", paragraph),
        properties("rPr", text),
        type="paragraph",
        default=1,
        styleId="Normal",
    )
    characters = element(
        "style",
        element("name", val="Default Paragraph Font"),
        element("uiPriority", val=1),
        element("semiHidden"),
        type="character",
        default=1,
        styleId="DefaultParagraphFont",
    )
    no_margin = element("tblCellMar", *(element(s, w=0, type="dxa") for s in _SIDES))
    table = element(
        "style",
        element("name", val="Normal Table"),
        element("uiPriority", val=99),
        element("semiHidden"),
        element("tblPr", element("tblInd", w=0, type="dxa"), no_margin),
        type="table",
        default=1,
        styleId="TableNormal",
    )
    return normal + characters + table


def _look(look: Look) -> str:
    kind = "character" if look.character else "paragraph"
    return element(
        "style",
        element("name", val=look.name),
        element("basedOn", val="DefaultParagraphFont" if look.character else look.base),
        element("qFormat"),
        properties("pPr", look.paragraph),
        properties("rPr", look.text),
        type=kind,
        customStyle=1,
        styleId=look.id,
    )


_SIDES = ("top", "left", "bottom", "right")


def _table_style() -> str:
    line: Attributes = {"val": "single", "sz": gb.TABLE_BORDER, "space": 0, "color": "000000"}
    borders = "".join(element(side, **line) for side in (*_SIDES, "insideH", "insideV"))
    margins = "".join(
        element(side, w=gb.TABLE_CELL_MARGIN if side in ("left", "right") else 0, type="dxa")
        for side in _SIDES
    )
    return element(
        "style",
        element("name", val="报告表格"),
        element("basedOn", val="TableNormal"),
        element("qFormat"),
        properties("tblPr", {"tblBorders": borders, "tblCellMar": margins}),
        type="table",
        customStyle=1,
        styleId="ReportTable",
    )
