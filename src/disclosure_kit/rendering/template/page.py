"""The page of GB/T 9704-2012: paper, margins, line grid, page numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from frozendict import frozendict

from ..measures import Measures
from .markup import DECLARATION, NAMESPACE, Attributes, element, paragraph

FOOTER_ODD: Final = "word/footer1.xml"
FOOTER_EVEN: Final = "word/footer2.xml"
ACROSS_ODD: Final = "word/footer3.xml"
ACROSS_EVEN: Final = "word/footer4.xml"
# The relationship ids of word/_rels/document.xml.rels.
ODD_ID: Final = "rId4"
EVEN_ID: Final = "rId5"
ACROSS_ODD_ID: Final = "rId6"
ACROSS_EVEN_ID: Final = "rId7"


def section(gb: Measures, *, across: bool = False) -> str:
    """The page (``w:sectPr``), with a footer each for odd and even pages.

    ``across``: the same sheet turned by a quarter, so that its head lies at the left edge of the
    upright one, on odd pages the binding edge, on even ones the other (clause 8).
    """
    width, height = gb.page_width, gb.page_height
    sides = (gb.margin_top, gb.margin_right, gb.margin_bottom, gb.margin_left)
    odd, even = (ACROSS_ODD_ID, ACROSS_EVEN_ID) if across else (ODD_ID, EVEN_ID)
    if across:
        width, height = height, width
        sides = (sides[3], *sides[:3])
    size = element("pgSz", w=width, h=height, **({"orient": "landscape"} if across else {}))
    top, right, bottom, left = sides
    return element(
        "sectPr",
        f'<w:footerReference w:type="default" r:id="{odd}"/>',
        f'<w:footerReference w:type="even" r:id="{even}"/>',
        size,
        element(
            "pgMar",
            top=top,
            right=right,
            bottom=bottom,
            left=left,
            header=top // 2,
            footer=min(gb.footer, bottom // 2) if across else gb.footer,
            gutter=0,
        ),
        element("cols", space=425),
        element("docGrid", type="lines", linePitch=gb.line_pitch),
    )


def section_end(gb: Measures, *, across: bool = False) -> str:
    """A paragraph without words and almost without height, that ends pages of one set-up."""
    page = section(gb, across=across).removeprefix("<w:sectPr>").removesuffix("</w:sectPr>")
    return paragraph("SectionEnd", sectPr=page)


def frame(gb: Measures) -> dict[str, Attributes]:
    """The page number of a page that lies across, where it stands on an upright one: a strip at
    the left edge, as long as the text is high, its words turned by a quarter (clause 8)."""
    place: Attributes = {
        "w": gb.page_number_line,
        "h": gb.text_width,
        "hRule": "exact",
        "wrap": "around",
        "vAnchor": "page",
        "hAnchor": "page",
        "x": gb.footer,
        "y": gb.margin_left,
    }
    return {"framePr": place, "textDirection": {"val": "tbRl"}}


def footer(style: str, looks: Mapping[str, Attributes] = frozendict(), *, dashes: bool) -> str:
    """``— 1 —`` (7.5), or the number alone.

    The field in five runs: Word loses a field that shares its runs.
    """
    field = "".join(
        element("r", content)
        for content in (
            element("fldChar", fldCharType="begin"),
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            element("fldChar", fldCharType="separate"),
            element("t", "1"),
            element("fldChar", fldCharType="end"),
        )
    )
    before = element("r", '<w:t xml:space="preserve">— </w:t>') if dashes else ""
    after = element("r", '<w:t xml:space="preserve"> —</w:t>') if dashes else ""
    words = paragraph(style, before, field, after, **looks)
    beside = paragraph(style) if looks else ""  # a frame stands beside a paragraph
    return f'{DECLARATION}<w:ftr xmlns:w="{NAMESPACE}">{words}{beside}</w:ftr>'


def settings() -> str:
    """word/settings.xml: footers differ on odd and even pages; Word's layout of today."""
    return (
        f'{DECLARATION}<w:settings xmlns:w="{NAMESPACE}">'
        + element("zoom", percent=100)
        + element("bordersDoNotSurroundHeader")
        + element("bordersDoNotSurroundFooter")
        + element("defaultTabStop", val=420)
        + element("evenAndOddHeaders")
        + element("characterSpacingControl", val="doNotCompress")
        + element(
            "compat",
            element("balanceSingleByteDoubleByteWidth"),
            element("useFELayout"),
            element(
                "compatSetting",
                name="compatibilityMode",
                uri="http://schemas.microsoft.com/office/word",
                val=15,
            ),
        )
        + element("decimalSymbol", val=".")
        + element("listSeparator", val=",")
        + "</w:settings>"
    )
