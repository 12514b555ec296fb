"""The looks of a document: every one has a style with a Chinese name.

A person restyles the document by changing these styles in Word; no paragraph of the
template carries looks of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import field, frozen
from frozendict import frozendict

from ..measures import Measures
from ..style import Style
from .markup import OFF, ON, Attributes, Properties


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


_KEEP: Properties = {"keepNext": ON, "keepLines": ON}
_EXACTLY = "exact"
_LEVELS = {1: "一", 2: "二", 3: "三", 4: "四"}


def looks(style: Style) -> Iterator[Look]:
    """All styles but the base style, in the order in which Word lists them."""
    yield from _text_looks(style)
    yield from _table_looks(style)
    yield from _closing_looks(style.measures)
    yield from _page_looks(style)


def _text_looks(style: Style) -> Iterator[Look]:
    gb = style.measures
    title: dict[str, Attributes | str] = {
        "rFonts": font(style.font("title.face")),
        "spacing": {"val": 0},
        **size(gb.size("title.size")),
    }
    if style.fonts.title_bold and style.font("title.face") == style.fonts.title:
        title |= {"b": ON, "bCs": ON}
    yield Look(
        "ReportTitle",
        "报告标题",
        {
            **_KEEP,
            "snapToGrid": OFF,
            # 7.3.1, 7.3.2: one line is left free between the title and what follows.
            "spacing": {
                "after": gb.lines("title.gap"),
                "line": gb.points("title.line"),
                "lineRule": _EXACTLY,
            },
            "jc": {"val": gb.alignment("title.alignment")},
        },
        title,
    )
    yield Look(
        "DocumentNumber",
        "发文字号",
        {
            "keepNext": ON,
            "spacing": {"after": gb.line_pitch},
            "jc": {"val": gb.alignment("number.alignment")},
        },
    )
    indent = gb.characters("addressee.indent")
    place: Properties = {"ind": _first_line(gb, "addressee.indent")} if indent else {}
    yield Look("Addressee", "主送机关", {"keepNext": ON, **place, "jc": {"val": "left"}})
    yield Look("BodyText", "报告正文", {"ind": _first_line(gb, "body.indent")})
    headings = {level: _heading(style, level) for level in (1, 2, 3, 4)}
    keep = _KEEP if style.profile.flag("heading.keep") else {}
    for level, text in headings.items():
        yield Look(
            f"Heading{level}",
            f"{_LEVELS[level]}级标题",
            {
                **keep,
                "ind": _first_line(gb, "heading.indent"),
                "outlineLvl": {"val": level - 1},
            },
            {**text, **_own_size(gb, level)},
        )
    # A heading that runs into its text is as great as that.
    for level in (2, 3, 4):
        yield Look(
            f"Lead{level}",
            f"{_LEVELS[level]}级标题（段首）",
            text=headings[level],
            character=True,
        )
    yield Look("ListItem", "列表项", base="BodyText")
    # Off the grid of lines, and on the page of its caption.
    yield Look("Figure", "图片", {"keepNext": ON, "snapToGrid": OFF, "jc": {"val": "center"}})
    yield Look("FigureCaption", "图题", {"jc": {"val": "center"}})
    yield Look("UnfilledNote", "未填写说明", base="BodyText")


def _heading(style: Style, level: int) -> Properties:
    """7.3.3: each level has a face of its own."""
    text: dict[str, Attributes | str] = {"rFonts": font(style.font(f"heading{level}.face"))}
    if style.profile.flag("heading.bold"):
        text |= {"b": ON, "bCs": ON}
    return text


def _own_size(gb: Measures, level: int) -> Properties:
    """What is as in the body is not said again."""
    own = gb.size(f"heading{level}.size")
    return {} if own == gb.size("body.size") else size(own)


def _first_line(gb: Measures, name: str) -> Attributes:
    characters = gb.characters(name)
    return {"firstLineChars": characters, "firstLine": gb.points("body.size") * characters // 100}


def _table_looks(style: Style) -> Iterator[Look]:
    gb = style.measures
    keep = _KEEP if style.profile.flag("caption.keep") else {}
    table_font: Properties = {"rFonts": font(style.font("table.face")), "spacing": {"val": 0}}
    yield Look(
        "TableCaption",
        "表题",
        {**keep, "jc": {"val": gb.alignment("caption.alignment")}},
        {"rFonts": font(style.font("caption.face"))},
    )
    yield Look("SmallTableCaption", "正文表题", base="TableCaption")
    yield Look("AnnexTitle", "附表标题", {"pageBreakBefore": ON}, base="TableCaption")
    # 7.3.7: 附件二字顶格编排在版心左上角第一行，附件标题居中编排在版心第三行.
    yield Look(
        "AnnexLabel",
        "附件标记",
        {
            **_KEEP,
            "pageBreakBefore": ON,
            "ind": _side(gb, "left", gb.characters("annex.label_indent")),
            "jc": {"val": "left"},
        },
        {"rFonts": font(style.font("annex.label_face")), **size(gb.size("annex.label_size"))},
    )
    above = (gb.count("annex.title_line") - 2) * gb.line_pitch
    yield Look(
        "AnnexHead",
        "附件标题",
        {"spacing": {"before": above}, "jc": {"val": gb.alignment("annex.title_alignment")}},
        base="TableCaption",
    )
    yield Look(
        "TableNote",
        "表注",
        {"snapToGrid": OFF, "jc": {"val": "center"}},
        {**table_font, **size(gb.size("table.note_size"))},
    )
    # Keeps a table from the next one: Word joins two that touch.
    yield Look(
        "TableGap",
        "表后间隔",
        {"snapToGrid": OFF, "spacing": {"line": 240, "lineRule": _EXACTLY}},
        size(10),
    )
    yield Look(
        "SectionEnd",
        "分节",
        {"snapToGrid": OFF, "spacing": {"line": 20, "lineRule": _EXACTLY}},
        size(2),
    )
    yield Look(
        "TableFigure",
        "表格数据",
        {"snapToGrid": OFF, "jc": {"val": "center"}},
        {**table_font, **size(gb.size("table.size"))},
    )
    # Labels keep away from the border; two characters a line remain in a narrow head
    # (社会|公益|组织).
    space = gb.points("table.label_indent")
    centred: Properties = {"ind": {"left": space, "right": space}}
    left: Properties = {**centred, "jc": {"val": "left"}}
    # keepNext: no head and no title of a part of the table stands alone at the foot of a page.
    yield Look("TableBand", "表格分栏", {"keepNext": ON, **left}, base="TableFigure")
    yield Look("TableHead", "表头", {"keepNext": ON, **centred}, base="TableFigure")
    yield Look(
        "TableCorner",
        "勾稽关系说明",
        {"keepNext": ON, **left},
        {"rFonts": font(style.font("table.note_face"))},
        base="TableFigure",
    )
    yield Look("TableLabel", "表格项目", left, base="TableFigure")
    # No indent: 三、本|年度办|理结果 and （三）不|予公开 then break as in the blank form.
    yield Look("TableGroup", "表格项目（分组）", {"jc": {"val": "left"}}, base="TableFigure")
    yield Look("TableLabelCentred", "表格项目（居中）", centred, base="TableFigure")


def _closing_looks(gb: Measures) -> Iterator[Look]:
    # 7.3.4: 正文下空一行左空二字 附件：; a second line begins below the first of the name.
    free: Properties = {"spacing": {"before": gb.lines("attachment.gap")}}
    under, begin = gb.characters("attachment.hanging"), gb.characters("attachment.indent")
    number = 100  # 1. is as wide as a character
    more = {**_side(gb, "left", under + number), **_side(gb, "hanging", number)}
    first = {**more, **_side(gb, "hanging", under - begin + number)}
    one = {**_side(gb, "left", under), **_side(gb, "hanging", under - begin)}
    yield Look("Attachment", "附件说明", {**free, "ind": one})
    yield Look("AttachmentFirst", "附件说明（首项）", {**free, "ind": first})
    yield Look("AttachmentMore", "附件说明（续）", {"ind": more})
    # 7.3.5.2: 下空一行右空二字.
    right = _side(gb, "right", gb.characters("signature.right"))
    yield Look(
        "SignatureAgency",
        "署名",
        {
            **_KEEP,
            "spacing": {"before": gb.lines("signature.gap")},
            "ind": right,
            "jc": {"val": "right"},
        },
    )
    yield Look("SignatureDate", "成文日期", {"ind": right, "jc": {"val": "right"}})


def _side(gb: Measures, name: str, characters: int) -> dict[str, int]:
    """An indent in hundredths of a character, and the same in twips."""
    return {f"{name}Chars": characters, name: gb.points("body.size") * characters // 100}


def _page_looks(style: Style) -> Iterator[Look]:
    gb = style.measures
    apart = gb.characters("page_number.indent")
    wide = gb.points("page_number.size") * apart // 100
    # 7.5: 单页码居右空一字，双页码居左空一字.
    for name, where in (("Odd", "单页"), ("Even", "双页")):
        side = gb.alignment(f"page_number.{name.lower()}")
        away = {f"{side}Chars": apart, side: wide} if side in ("left", "right") else {}
        yield Look(
            f"PageNumber{name}",
            f"页码（{where}）",
            {
                "snapToGrid": OFF,
                "spacing": {"line": gb.page_number_line, "lineRule": _EXACTLY},
                **({"ind": away} if away else {}),
                "jc": {"val": side},
            },
            {
                "rFonts": font(style.font("page_number.face")),
                "spacing": {"val": 0},
                **size(gb.size("page_number.size")),
            },
        )
    yield Look(
        "TemplateMark",
        "模板标记",
        {"snapToGrid": OFF, "jc": {"val": "left"}},
        {"color": {"val": "808080"}, **size(16)},
    )
