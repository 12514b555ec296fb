"""Which fonts and which profile (``layouts``) a template is made with.

The numbers are the profile's; the fonts are named, never shipped.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Final

from attrs import define, field
from frozendict import frozendict

from ..errors import UsageError
from ..layouts.loader import national, profile_of
from ..model.case import Settings
from ..model.form import Form
from ..model.profile import Override, Profile
from ..view import View
from .fonts.sets import FONT_SETS, FontSet
from .measures import Measures

FONTS_SETTING: Final = "document.fonts"
DEFAULT_FONTS: Final = "gb2312"
LOCAL_FONTS: Final = "local"
LANDSCAPE_SETTING: Final = "document.landscape"
WIDE: Final = "wide"


@define(frozen=True, slots=False)
class Style:
    """The looks of a template that may vary; ``landscape``: wide tables lie across."""

    fonts: FontSet = FONT_SETS[DEFAULT_FONTS]
    profile: Profile = field(factory=national)
    landscape: bool = False

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
        UsageError: no font set of that name; or this machine's fonts are asked for and cannot
            be told, or do not serve.
        EditionError: the region's parameters do not fit one page.
    """
    across = settings.get(LANDSCAPE_SETTING) == WIDE
    name = settings.get(FONTS_SETTING, DEFAULT_FONTS)
    if name == LOCAL_FONTS:
        from .fonts.local import local_fonts  # it looks for them

        return Style(local_fonts().fonts, profile_of(form), across)
    if name not in FONT_SETS:
        known = "、".join((*FONT_SETS, LOCAL_FONTS))
        raise UsageError(f"{FONTS_SETTING} 只能是 {known}，不能是 {name!r}")
    return Style(FONT_SETS[name], profile_of(form), across)


def measures_of(view: View) -> Measures:
    """The numbers by which the words of ``view`` are set: those of its region."""
    return _measures(view.layout)


@lru_cache(maxsize=16)
def _measures(layout: frozendict[str, Override]) -> Measures:
    return Measures(national().with_overrides(layout))
