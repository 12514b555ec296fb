"""The parts of the Word file around the document: no theme, no thumbnail, nothing unused."""

from __future__ import annotations

from typing import Final

from ..style import Style
from .fonts import font_table
from .markup import DECLARATION
from .page import (
    ACROSS_EVEN,
    ACROSS_EVEN_ID,
    ACROSS_ODD,
    ACROSS_ODD_ID,
    EVEN_ID,
    FOOTER_EVEN,
    FOOTER_ODD,
    ODD_ID,
    footer,
    frame,
    settings,
)
from .styles import styles

_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"

APP: Final = (
    f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    'extended-properties"><Application>disclosure_kit</Application></Properties>'
)
_CORE: Final = (
    f'{DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>政府信息公开工作年度报告模板</dc:title>'
    "</cp:coreProperties>"
)
_TYPES: Final = {
    "word/document.xml": f"{_WORD}.document.main+xml",
    "word/styles.xml": f"{_WORD}.styles+xml",
    "word/settings.xml": f"{_WORD}.settings+xml",
    "word/fontTable.xml": f"{_WORD}.fontTable+xml",
    FOOTER_ODD: f"{_WORD}.footer+xml",
    FOOTER_EVEN: f"{_WORD}.footer+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
}
# Of pages that lie across.
_ACROSS: Final = (
    (ACROSS_ODD_ID, f"{_OFFICE}/footer", "footer3.xml"),
    (ACROSS_EVEN_ID, f"{_OFFICE}/footer", "footer4.xml"),
)


def package(document: str, style: Style) -> dict[str, bytes]:
    """Every part of the file by name."""
    across = style.landscape
    dashes = style.profile.flag("page_number.dashes")
    parts = {
        "[Content_Types].xml": _content_types(across=across),
        "_rels/.rels": _relationships(
            ("rId1", f"{_OFFICE}/officeDocument", "word/document.xml"),
            ("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ("rId3", f"{_OFFICE}/extended-properties", "docProps/app.xml"),
        ),
        "docProps/app.xml": APP,
        "docProps/core.xml": _CORE,
        "word/_rels/document.xml.rels": _relationships(
            ("rId1", f"{_OFFICE}/styles", "styles.xml"),
            ("rId2", f"{_OFFICE}/settings", "settings.xml"),
            ("rId3", f"{_OFFICE}/fontTable", "fontTable.xml"),
            (ODD_ID, f"{_OFFICE}/footer", "footer1.xml"),
            (EVEN_ID, f"{_OFFICE}/footer", "footer2.xml"),
            *(_ACROSS if across else ()),
        ),
        "word/document.xml": document,
        "word/styles.xml": styles(style),
        "word/settings.xml": settings(),
        "word/fontTable.xml": font_table(style),
        FOOTER_ODD: footer("PageNumberOdd", dashes=dashes),
        FOOTER_EVEN: footer("PageNumberEven", dashes=dashes),
    }
    if across:
        turned = frame(style.measures)
        parts[ACROSS_ODD] = footer("PageNumberOdd", turned, dashes=dashes)
        parts[ACROSS_EVEN] = footer("PageNumberEven", turned, dashes=dashes)
    return {name: text.encode() for name, text in parts.items()}


def _content_types(*, across: bool) -> str:
    more = dict.fromkeys((ACROSS_ODD, ACROSS_EVEN) if across else (), _TYPES[FOOTER_ODD])
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>'
        for name, kind in {**_TYPES, **more}.items()
    )
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f"{overrides}</Types>"
    )


def _relationships(*targets: tuple[str, str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="{id_}" Type="{kind}" Target="{target}"/>'
        for id_, kind, target in targets
    )
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'
