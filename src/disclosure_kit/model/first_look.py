"""A first look at a text: what a pattern cannot do without is sought before the pattern is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def holds_any(text: str, words: Iterable[str]) -> bool:
    """Whether one of ``words`` stands in ``text``."""
    for word in words:  # noqa: SIM110  # in a report this runs some thousand times
        if word in text:
            return True
    return False


def repeats(text: str, lengths: Iterable[int]) -> Iterator[int]:
    """The places where as many characters may stand twice on end; where they do, the place is
    among them. Told by the lowest byte of each character alone, of all places at once."""
    lowest = text.encode("utf-32-le", "surrogatepass")[::4]
    number = int.from_bytes(lowest, "little")
    for length in lengths:
        differ = (number ^ (number >> 8 * length)).to_bytes(len(lowest), "little")
        alike = bytes(length)
        at = differ.find(alike)
        while at >= 0:
            yield at
            at = differ.find(alike, at + 1)
