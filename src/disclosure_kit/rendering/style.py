"""How an official document looks: GB/T 9704-2012 党政机关公文格式, as numbers and fonts.

Lengths are twips (1 mm = 56.69), sizes half-points, as Word writes them.
"""

from __future__ import annotations

from typing import Final

from attrs import frozen
from frozendict import frozendict

from ..errors import UsageError
from ..model.case import Settings
from ..model.table import TEXT_WIDTH as TEXT_WIDTH  # 5.2.1: 版心 156 mm

PAGE_WIDTH: Final = 11906  # 5.1: A4, 210 mm
PAGE_HEIGHT: Final = 16838  # 297 mm
MARGIN_TOP: Final = 2098  # 5.2.1: 天头 37 mm
MARGIN_BOTTOM: Final = 1984  # 35 mm: 297 - 37 - 225 mm of text
MARGIN_LEFT: Final = 1587  # 5.2.1: 订口 28 mm
MARGIN_RIGHT: Final = 1474  # 26 mm: 210 - 28 - 156 mm of text

# 5.2.3: 22 lines a page, 28 characters a line. 12756 twips of text ÷ 22. The grid is of lines
# only: with a character grid LibreOffice prints 26 characters; so the characters are drawn
# together instead: 28 × (16 - 0.25) pt = 441 pt fit into 442.
LINE_PITCH: Final = 579
CHARACTER_SPACING: Final = -5

BODY_SIZE: Final = 32  # 5.2.2: 3号
TITLE_SIZE: Final = 44  # 7.3.1: 2号
PAGE_NUMBER_SIZE: Final = 28  # 7.5: 4号
TABLE_SIZE: Final = 20  # the blank form of 国办公开办函〔2021〕30号: 10 pt
TITLE_LINE: Final = 700  # 35 pt: two lines of 2号 stand apart, yet as one title
TITLE_CHARACTERS: Final = 20  # of 2号 in a line: 442 ÷ 22 pt

INDENT_CHARACTERS: Final = 2  # 7.3.3: 每个自然段左空二字; 7.3.5.2: 署名右空二字
INDENT: Final = 2 * 10 * BODY_SIZE  # the same in twips

# 7.5: the dashes stand 7 mm under the text, 28 mm above the edge; this is the foot of their
# line of 16 pt, whose middle they mark.
FOOTER: Final = 1428
PAGE_NUMBER_LINE: Final = 320

TABLE_ROW_HEIGHT: Final = 340  # the blank form: 17 pt at least
TABLE_BORDER: Final = 8  # eighths of a point: 1 pt
# 0.5 pt: six digits of 10 pt then fit a figure column of `applications`, five one of `remedies`.
TABLE_CELL_MARGIN: Final = 10
# Labels keep away from the border; two characters a line remain in a narrow head (社会|公益|组织).
TABLE_LABEL_INDENT: Final = 60

FONTS_SETTING: Final = "document.fonts"
DEFAULT_FONTS: Final = "gb2312"


@frozen
class FontSet:
    """The names of fonts (named, never shipped). 5.2.2 and 7.3.1–7.3.3 name the faces."""

    title: str
    body: str
    heading1: str
    heading2: str
    table: str
    title_bold: bool = False


FONT_SETS: Final = frozendict(
    {
        "gb2312": FontSet(
            title="方正小标宋简体",
            body="仿宋_GB2312",
            heading1="黑体",
            heading2="楷体_GB2312",
            table="宋体",
        ),
        # What every Chinese Windows has; it has no 小标宋, so 宋体 made bold, as the blank form.
        "windows": FontSet(
            title="宋体",
            body="仿宋",
            heading1="黑体",
            heading2="楷体",
            table="宋体",
            title_bold=True,
        ),
    }
)

# What Word takes where a font is missing (w:altName).
FONT_ALTERNATIVES: Final = frozendict(
    {
        "方正小标宋简体": "华文中宋",
        "仿宋_GB2312": "仿宋",
        "楷体_GB2312": "楷体",
        "仿宋": "仿宋_GB2312",
        "楷体": "楷体_GB2312",
        "黑体": "SimHei",
        "宋体": "SimSun",
    }
)


@frozen
class Style:
    """The looks of a template that may vary."""

    fonts: FontSet = FONT_SETS[DEFAULT_FONTS]


def style_of(settings: Settings) -> Style:
    """The style that the settings ask for.

    Raises:
        UsageError: no font set of that name.
    """
    name = settings.get(FONTS_SETTING, DEFAULT_FONTS)
    if name not in FONT_SETS:
        raise UsageError(f"{FONTS_SETTING} 只能是 {'、'.join(FONT_SETS)}，不能是 {name!r}")
    return Style(FONT_SETS[name])
