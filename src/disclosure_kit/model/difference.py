"""Where a document and the data beside it say two things."""

from __future__ import annotations

from typing import Final

from attrs import frozen

_SHOWN: Final = 40  # characters of a text that a sentence quotes


@frozen
class Difference:
    """What the document shows at one place, and what the data say there.

    ``address`` is a figure address or a text place, ``label`` the same in the words of the form,
    ``source`` where it stands in the file. Empty means: nothing stands there; no ``visible``: what
    stands there could not be read. ``text``: words, which are quoted, and not a figure.
    """

    address: str
    label: str
    visible: str | None
    data: str
    source: str = ""
    text: bool = False

    def __str__(self) -> str:
        if not self.text:
            mine = "没有读出" if self.visible is None else f"为 {_figure(self.visible)}"
            return f"{self.label}：文中{mine}，所附数据为 {_figure(self.data)}"
        mine, other = _around(self.visible or "", self.data)
        if not other:
            return f"{self.label}：文中有“{mine}”，所附数据没有"
        if not mine:
            return f"{self.label}：文中没有，所附数据为“{other}”"
        return f"{self.label}：文中为“{mine}”，所附数据为“{other}”"


def _figure(shown: str) -> str:
    return shown or "空白"


def _around(mine: str, other: str) -> tuple[str, str]:
    """Both texts near the first character in which they differ."""
    first = next(
        (n for n, (a, b) in enumerate(zip(mine, other, strict=False)) if a != b),
        min(len(mine), len(other)),
    )
    start = max(first - _SHOWN // 2, 0)
    return _cut(mine, start), _cut(other, start)


def _cut(text: str, start: int) -> str:
    if len(text) <= _SHOWN:
        return text
    end = "…" if len(text) > start + _SHOWN else ""
    return ("…" if start else "") + text[start : start + _SHOWN] + end
