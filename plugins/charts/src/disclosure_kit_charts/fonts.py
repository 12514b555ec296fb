"""A Chinese font on this machine that has every character to be drawn, or a word on why none.

matplotlib draws an empty box for a character that its font lacks, and only warns.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from attrs import frozen
from matplotlib import font_manager
from matplotlib.font_manager import FontEntry

from disclosure_kit.errors import PluginError

_PLUGIN = "charts"
_HINT = (
    "请安装一种中文字体：Debian、Ubuntu 用 apt install fonts-noto-cjk，其他系统可下载"
    "“思源黑体”（Noto Sans CJK SC）；或用 --set charts.font=字体文件 指明一种"
)


@frozen
class Face:
    """One face of a font file."""

    family: str
    file: str
    index: int


def face_for(text: str, named: str, families: Iterable[str]) -> Face:
    """The font that the user ``named`` (a family or a file), or the first of ``families`` that
    is here and has every character of ``text``.

    Raises:
        PluginError: there is none.
    """
    wanted = {character for character in text if not character.isspace()}
    faces = _regular(_installed())
    if named:
        face = _of_file(named) if os.path.isfile(named) else faces.get(named)
        if face is None:
            raise PluginError(_PLUGIN, f"设置 charts.font 写的字体 {named} 没有找到", hint=_HINT)
        if lacking := _lacking(face, wanted):
            raise PluginError(
                _PLUGIN, f"字体 {face.family}（{named}）里没有这些字：{lacking}", hint=_HINT
            )
        return face
    lacks: list[str] = []
    for face in (faces[family] for family in families if family in faces):
        lacking = _lacking(face, wanted)
        if not lacking:
            return face
        lacks.append(f"{face.family} 里没有 {lacking}")
    if lacks:
        raise PluginError(_PLUGIN, f"这台机器上的中文字体都缺字：{'；'.join(lacks)}", hint=_HINT)
    raise PluginError(_PLUGIN, "这台机器上没有找到中文字体，图中的字会成为方框，没有画", hint=_HINT)


def _installed() -> Iterator[FontEntry]:
    """The faces of this machine as it is now: matplotlib remembers those of its first run."""
    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for file in sorted(set(font_manager.findSystemFonts()) - known):
        _add(file)
    return (e for e in font_manager.fontManager.ttflist if os.path.isfile(e.fname))


def _add(file: str) -> bool:
    """Whether matplotlib can read a font file."""
    try:
        font_manager.fontManager.addfont(file)
    except (OSError, RuntimeError, ValueError):  # FreeType's word on a damaged file
        return False
    return True


def _of_file(file: str) -> Face | None:
    if not _add(file):
        return None
    found = [e for e in font_manager.fontManager.ttflist if os.path.samefile(e.fname, file)]
    return Face(found[0].name, file, found[0].index) if found else None


def _regular(entries: Iterable[FontEntry]) -> dict[str, Face]:
    """Of each family the upright face whose weight is nearest to that of text."""
    best: dict[str, tuple[tuple[int, str, int], Face]] = {}
    for entry in entries:
        weight = entry.weight if isinstance(entry.weight, int) else 400
        rank = (abs(weight - 400) + 1000 * (entry.style != "normal"), entry.fname, entry.index)
        if entry.name not in best or rank < best[entry.name][0]:
            best[entry.name] = rank, Face(entry.name, entry.fname, entry.index)
    return {family: face for family, (_, face) in best.items()}


def _lacking(face: Face, wanted: set[str]) -> str:
    """The characters of ``wanted`` that the face does not have."""
    font = font_manager.get_font(font_manager.FontPath(face.file, face.index))
    has = font.get_charmap()
    return "".join(sorted(character for character in wanted if ord(character) not in has))
