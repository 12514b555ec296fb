"""The page of GB/T 9704-2012: paper, margins, line grid, page numbers."""

from __future__ import annotations

from typing import Final

from ..measures import Measures
from .markup import DECLARATION, NAMESPACE, element, properties

FOOTER_ODD: Final = "word/footer1.xml"
FOOTER_EVEN: Final = "word/footer2.xml"
# The relationship ids of word/_rels/document.xml.rels.
ODD_ID: Final = "rId4"
EVEN_ID: Final = "rId5"


def section(gb: Measures) -> str:
    """The page (``w:sectPr``), with a footer each for odd and even pages."""
    return element(
        "sectPr",
        f'<w:footerReference w:type="default" r:id="{ODD_ID}"/>',
        f'<w:footerReference w:type="even" r:id="{EVEN_ID}"/>',
        element("pgSz", w=gb.page_width, h=gb.page_height),
        element(
            "pgMar",
            top=gb.margin_top,
            right=gb.margin_right,
            bottom=gb.margin_bottom,
            left=gb.margin_left,
            header=gb.margin_top // 2,
            footer=gb.footer,
            gutter=0,
        ),
        element("cols", space=425),
        element("docGrid", type="lines", linePitch=gb.line_pitch),
    )


def footer(style: str) -> str:
    """``— 1 —`` (7.5). The field in five runs: Word loses a field that shares its runs."""
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
    before = element("r", '<w:t xml:space="preserve">— </w:t>')
    after = element("r", '<w:t xml:space="preserve"> —</w:t>')
    looks = properties("pPr", {"pStyle": {"val": style}})
    paragraph = element("p", looks, before, field, after)
    return f'{DECLARATION}<w:ftr xmlns:w="{NAMESPACE}">{paragraph}</w:ftr>'


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
