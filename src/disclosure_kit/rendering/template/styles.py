"""word/styles.xml: the looks, on the base that all of them share."""

from __future__ import annotations

from ..measures import Measures
from ..style import Style
from .looks import Look, font, looks, size
from .markup import DECLARATION, NAMESPACE, OFF, ON, Attributes, Properties, element, properties

_SIDES = ("top", "left", "bottom", "right")


def styles(style: Style) -> str:
    """word/styles.xml."""
    return (
        f'{DECLARATION}<w:styles xmlns:w="{NAMESPACE}">'
        + _defaults(style)
        + _base(style)
        + "".join(_look(look) for look in looks(style))
        + _table_style(style.measures)
        + "</w:styles>"
    )


def _defaults(style: Style) -> str:
    text: Properties = {
        "rFonts": font(style.font("body.face")),
        "lang": {"val": "en-US", "eastAsia": "zh-CN", "bidi": "ar-SA"},
        **size(style.measures.size("body.size")),
    }
    return element(
        "docDefaults",
        element("rPrDefault", properties("rPr", text)),
        element("pPrDefault"),
    )


def _base(style: Style) -> str:
    gb, profile = style.measures, style.profile
    paragraph: Properties = {
        # A page has 22 lines, also where one line of a paragraph is left over (5.2.3).
        "widowControl": ON if profile.flag("body.widow") else OFF,
        # Else Word puts a quarter of a character between 2024 and 年, and 28 do not fit.
        "autoSpaceDE": ON if profile.flag("body.autospace") else OFF,
        "autoSpaceDN": ON if profile.flag("body.autospace") else OFF,
        "spacing": {
            "before": gb.points("body.space"),
            "after": gb.points("body.space"),
            "line": 240,
            "lineRule": "auto",
        },
        "jc": {"val": gb.alignment("body.alignment")},
    }
    text: Properties = {"spacing": {"val": gb.character_spacing}, "kern": {"val": 0}}
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


def _table_style(gb: Measures) -> str:
    line: Attributes = {
        "val": "single",
        "sz": gb.eighths("table.border"),
        "space": 0,
        "color": "000000",
    }
    borders = "".join(element(side, **line) for side in (*_SIDES, "insideH", "insideV"))
    margins = "".join(
        element(
            side, w=gb.points("table.cell_margin") if side in ("left", "right") else 0, type="dxa"
        )
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
