"""Which fonts and which profile (``layouts``) a template is made with.

The numbers are the profile's; the fonts are named, never shipped.
"""

from __future__ import annotations

from functools import cached_property
from typing import Final

from attrs import define, field, frozen
from frozendict import frozendict

from ..errors import UsageError
from ..layouts import national, profile_of
from ..model.case import Settings
from ..model.form import Form
from ..model.profile import Profile
from ..view import View
from .measures import Measures

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

    def of(self, face: str) -> str:
        """The font that shows a face; a name that is none of the five is a font's own."""
        faces = {
            "小标宋": self.title,
            "仿宋": self.body,
            "黑体": self.heading1,
            "楷体": self.heading2,
            "宋体": self.table,
        }
        return faces.get(face, face)


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


@define(frozen=True, slots=False)
class Style:
    """The looks of a template that may vary."""

    fonts: FontSet = FONT_SETS[DEFAULT_FONTS]
    profile: Profile = field(factory=national)

    @cached_property
    def measures(self) -> Measures:
        """The numbers of the profile as Word writes them."""
        return Measures(self.profile)

    def font(self, name: str) -> str:
        """The font of a parameter that names a face."""
        return self.fonts.of(self.profile.word(name))


def style_of(form: Form, settings: Settings) -> Style:
    """The style that the settings ask for, in the looks of the form's region.

    Raises:
        UsageError: no font set of that name.
        EditionError: the region's parameters do not fit one page.
    """
    name = settings.get(FONTS_SETTING, DEFAULT_FONTS)
    if name not in FONT_SETS:
        raise UsageError(f"{FONTS_SETTING} 只能是 {'、'.join(FONT_SETS)}，不能是 {name!r}")
    return Style(FONT_SETS[name], profile_of(form))


def measures_of(view: View) -> Measures:
    """The numbers by which the words of ``view`` are set: those of its region."""
    return Measures(national().with_overrides(view.layout))
