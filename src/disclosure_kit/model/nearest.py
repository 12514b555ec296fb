"""What is told of a name that is not known, or stands twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator


def nearest(word: str, known: list[str]) -> str:
    """``（是否为 x？）`` for a misspelt word, or nothing."""
    from difflib import get_close_matches  # nearly nothing is misspelt

    match = get_close_matches(word, known, n=1, cutoff=0.6)
    return f"（是否为 {match[0]}？）" if match else ""


def among(word: str, known: list[str]) -> str:
    """All that is known, and which of it may be meant: ids of sections are few."""
    near = nearest(word, known).removeprefix("（").removesuffix("）")
    return f"（{near}这里可用：{'、'.join(known)}）"


def doubled(what: str, ids: list[str]) -> Iterator[str]:
    """Each of ``ids`` that stands there more than once."""
    for name, count in Counter(ids).items():
        if count > 1:
            yield f"{what} {name} 定义了 {count} 次"
