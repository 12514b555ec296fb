"""The fonts of this machine in the five roles of an official document.

For each face the first font that is there: those that show the face (the profile's ``faces``),
then the substitutes of ``fonts.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import frozen

from ...errors import UsageError
from ...layouts.loader import national
from .installed import Installed, fonts_here
from .known import known
from .sets import FONT_SETS, ROLES, FontSet

FACES: Final = tuple(ROLES.values())


@frozen
class LocalFonts:
    """The set of this machine's fonts, and a sentence for each that is a substitute."""

    fonts: FontSet
    notices: tuple[str, ...]


@frozen
class NamedFont:
    """A font that a set names, the face it shows, and whether this machine has it."""

    set_name: str
    face: str
    name: str
    here: bool


def local_fonts(installed: tuple[Installed, ...] | None = None) -> LocalFonts:
    """The best fonts for the five faces among ``installed`` (this machine's, if not given).

    Raises:
        UsageError: a face that no font here can show; or fontTools is not there.
    """
    there = _names(fonts_here() if installed is None else installed)
    chosen = {face: next(_candidates(face, there), None) for face in FACES}
    lacking = [face for face, found in chosen.items() if found is None]
    if lacking:
        raise UsageError(
            f"document.fonts = local：这台机器上没有能作{'、'.join(lacking)}的中文字体",
            hint="请安装中文字体（如思源宋体、思源黑体），或改用 --set document.fonts=gb2312",
        )
    found = {face: choice for face, choice in chosen.items() if choice is not None}
    notices = tuple(
        f"本机没有{face}，用“{name}”{'加粗' if bold else ''}代替"
        for face, (name, bold, own) in found.items()
        if not own
    )
    names = {role: found[face][0] for role, face in ROLES.items()}
    return LocalFonts(FontSet(**names, title_bold=found["小标宋"][1]), notices)


def named_fonts(installed: tuple[Installed, ...] | None = None) -> tuple[NamedFont, ...]:
    """Every font of the fixed sets, for who asks what a document will look like here.

    Raises:
        UsageError: fontTools is not there.
    """
    there = _names(fonts_here() if installed is None else installed)
    return tuple(
        NamedFont(set_name, face, getattr(fonts, role), getattr(fonts, role) in there)
        for set_name, fonts in FONT_SETS.items()
        for role, face in ROLES.items()
    )


def _names(installed: tuple[Installed, ...]) -> Mapping[str, Installed]:
    return {name: font for font in reversed(installed) for name in font.names}


def _candidates(face: str, there: Mapping[str, Installed]) -> Iterator[tuple[str, bool, bool]]:
    """Name, whether it is to be bold, and whether it shows the face itself; the best first."""
    for name in national().faces[face]:
        if name in there:
            yield name, False, True
    for substitute in known().substitutes:
        if substitute.face == face and substitute.name in there:
            yield substitute.name, substitute.bold, False
