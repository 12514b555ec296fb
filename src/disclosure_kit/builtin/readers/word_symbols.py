"""Letters of symbol fonts (``w:sym``): what they show, as a sign that every font has."""

from __future__ import annotations

from typing import Final

from attrs import frozen
from lxml import etree

from .word_styles import attribute

# What the common symbol fonts show at a code.
_SYMBOLS: Final = {
    "wingdings": {
        0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "□", 0x75: "◆", 0x9F: "•", 0xA1: "○", 0xA8: "□",
        0xD8: "➢", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    },
    "wingdings 2": {
        0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0xA3: "□",
        **{0x69 + n: chr(ord("①") + n - 1) for n in range(1, 11)},
    },
    "symbol": {0xB7: "•", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xA3: "≤", 0xB3: "≥", 0xB0: "°"},
}  # fmt: skip


@frozen
class Symbol:
    """One letter: the ``sign`` that it shows, empty where nobody knows; ``said``: its font and
    code, to name it by."""

    sign: str
    said: str

    @classmethod
    def of(cls, node: etree._Element) -> Symbol:
        """The letter that a ``w:sym`` stands for."""
        font = (attribute(node, "font") or "").lower()
        try:
            code = int((attribute(node, "char") or "")[:6], 16)
        except ValueError:
            code = 0
        return cls(_sign(font, code), f"{font} {code:04X}")


def _sign(font: str, code: int) -> str:
    known = _SYMBOLS.get(font)
    if known is not None or font.startswith(("wingdings", "webdings")):
        return (known or {}).get(code & 0xFF, "")
    return chr(code) if 0x20 <= code < 0xD800 or 0xF900 <= code < 0xFFFE else ""
