"""NFKC, quicker where a text has only what reports are made of: ASCII, Chinese characters, and
their punctuation of either width."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# The rest of these blocks, combining marks above all, is left to unicodedata.
_COMMON: Final = re.compile(
    "[\x00-\x7f\u4e00-\u9fff\u3001-\u3003\u3008-\u3011\u3014-\u301d\uff01-\uff5e"
    "\u3000\u00a0\u00b7\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u200b]*"
)
_WIDE: Final[dict[int, int | str]] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    0x3000: " ",
    0x00A0: " ",
    0x2026: "...",
}


def is_common(text: str) -> bool:
    """Whether ``text`` has nothing but what nearly every report has."""
    return _COMMON.fullmatch(text) is not None


def folded(text: str) -> str:
    """``text`` in NFKC."""
    return text.translate(_WIDE) if is_common(text) else unicodedata.normalize("NFKC", text)
