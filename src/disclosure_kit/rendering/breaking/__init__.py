"""Where a title or the name of a body may be broken into lines, and where best."""

from __future__ import annotations

from .width import width_of

__all__ = ["balanced", "width_of"]


def balanced(text: str, width: float) -> tuple[str, ...]:
    """``text`` in lines no wider than ``width`` characters; joined they are ``text`` again.

    Up to five lines are shaped. What is longer is filled line by line, and past a thousand
    characters not broken at all; a word that is wider than a line is cut, as nothing else is left.
    """
    if len(text) <= width or width_of(text) <= width:  # no character is wider than one
        return (text,)
    from .lines import broken  # most titles and names fit, and it brings a dictionary

    return broken(text, width)
