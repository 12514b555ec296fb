"""A first look at a text: what a pattern cannot do without is sought before the pattern is."""

from __future__ import annotations

from collections.abc import Iterable


def holds_any(text: str, words: Iterable[str]) -> bool:
    """Whether one of ``words`` stands in ``text``."""
    for word in words:  # noqa: SIM110  # in a report this runs some thousand times
        if word in text:
            return True
    return False
