"""How wide a text is."""

from __future__ import annotations

import functools
import unicodedata


def width_of(text: str) -> float:
    """How many full-width characters wide ``text`` is; half-width ones count a half."""
    return sum(map(_width, text))


@functools.lru_cache(maxsize=10_000)
def _width(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5
