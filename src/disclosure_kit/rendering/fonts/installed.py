"""The font files of this machine, read with fontTools (the extra ``fonts``)."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from ...errors import UsageError

_SUFFIXES: Final = (".ttf", ".otf", ".ttc", ".otc")
_MOST_FILES: Final = 10_000
# name ids: family, typographic family.
_FAMILY: Final = (1, 16)


@frozen
class Installed:
    """One font of a file, and every name that it has."""

    file: Path
    number: int
    names: frozenset[str]


def font_folders(environment: Mapping[str, str], platform: str, home: Path) -> tuple[Path, ...]:
    """The standard folders of an operating system; they need not exist."""
    if platform == "win32":
        local = environment.get("LOCALAPPDATA")
        return (
            Path(environment.get("WINDIR", r"C:\Windows")) / "Fonts",
            *((Path(local) / "Microsoft" / "Windows" / "Fonts",) if local else ()),
        )
    if platform == "darwin":
        return (
            Path("/System/Library/Fonts"),
            Path("/System/Library/AssetsV2"),
            Path("/Library/Fonts"),
            home / "Library" / "Fonts",
        )
    shared = environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    own = environment.get("XDG_DATA_HOME") or str(home / ".local" / "share")
    folders = [Path(base) / "fonts" for base in (*shared.split(":"), own) if base]
    return (*folders, home / ".fonts")


def fonts_in(folders: tuple[Path, ...]) -> tuple[Installed, ...]:
    """Every font below ``folders``, in the order of their paths; a broken file is none.

    Raises:
        UsageError: fontTools is not there.
    """
    _library()
    return tuple(font for file in _files(folders) for font in _fonts(file))


@functools.cache
def fonts_here() -> tuple[Installed, ...]:
    """The fonts of this machine, read once a run.

    Raises:
        UsageError: fontTools is not there.
    """
    return fonts_in(font_folders(os.environ, sys.platform, Path.home()))


@functools.lru_cache(maxsize=16)
def characters_of(font: Installed) -> frozenset[int]:
    """The characters that a font prints."""
    library = _library()
    with library.TTFont(font.file, fontNumber=font.number, lazy=True) as opened:
        return frozenset(opened.getBestCmap() or ())


def _library() -> Any:
    try:
        from fontTools import ttLib  # heavy: only where fonts are looked at
    except ImportError:
        raise UsageError(
            "要查看本机的字体，须先安装 fonttools：pip install 'disclosure_kit[fonts]'"
        ) from None
    return ttLib


def _files(folders: tuple[Path, ...]) -> Iterator[Path]:
    count = 0
    for folder in folders:
        for parent, below, names in os.walk(folder):
            below.sort()
            for name in sorted(names):
                if name.lower().endswith(_SUFFIXES) and count < _MOST_FILES:
                    count += 1
                    yield Path(parent, name)


def _fonts(file: Path) -> Iterator[Installed]:
    library = _library()
    # A font file may be broken in more ways than fontTools names; it is then no font to us.
    try:
        if file.suffix.lower() in (".ttc", ".otc"):
            with library.TTCollection(file, lazy=True) as collection:
                found = [_names(font) for font in collection.fonts]
        else:
            with library.TTFont(file, lazy=True) as font:
                found = [_names(font)]
    except Exception:
        return
    for number, names in enumerate(found):
        yield Installed(file, number, names)


def _names(font: Any) -> frozenset[str]:
    return frozenset(r.toUnicode() for r in font["name"].names if r.nameID in _FAMILY)
