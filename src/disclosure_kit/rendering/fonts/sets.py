"""The sets of fonts that a document may name. 5.2.2 and 7.3.1–7.3.3 name the faces."""

from __future__ import annotations

from typing import Final

from attrs import frozen
from frozendict import frozendict

# What a font is for, and the face that the standard wants there.
ROLES: Final = frozendict(
    {"title": "小标宋", "body": "仿宋", "heading1": "黑体", "heading2": "楷体", "table": "宋体"}
)


@frozen
class FontSet:
    """The names of fonts (named, never shipped)."""

    title: str
    body: str
    heading1: str
    heading2: str
    table: str
    title_bold: bool = False

    def of(self, face: str) -> str:
        """The font that shows a face; a name that is none of the five is a font's own."""
        role = next((role for role, shown in ROLES.items() if shown == face), None)
        return face if role is None else str(getattr(self, role))


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
