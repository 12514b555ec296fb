"""word/fontTable.xml: fonts are named, never shipped."""

from __future__ import annotations

from ..fonts.sets import FONT_ALTERNATIVES
from ..style import Style
from .markup import DECLARATION, NAMESPACE, element


def font_table(style: Style) -> str:
    """What Word may take where a font is missing."""
    used = style.fonts
    names = sorted({used.title, used.body, used.heading1, used.heading2, used.table})
    fonts = "".join(
        element(
            "font",
            *(element("altName", val=other) for other in (FONT_ALTERNATIVES.get(name),) if other),
            element("charset", val="86"),
            element("family", val="auto"),
            element("pitch", val="default"),
            name=name,
        )
        for name in names
    )
    return f'{DECLARATION}<w:fonts xmlns:w="{NAMESPACE}">{fonts}</w:fonts>'
