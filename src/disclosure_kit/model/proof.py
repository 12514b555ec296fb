"""What comes out when a finished file is read again and laid beside the report."""

from __future__ import annotations

from typing import Final

from attrs import frozen

_SHOWN: Final = 40  # characters of a text that a sentence quotes


@frozen
class Mismatch:
    """One place at which a file does not say what the report says.

    ``place`` is that place in words, ``address`` its figure address or text place, where it has
    one. ``expected`` is what the report says there, ``found`` what the file shows; None where
    nothing is to stand, or nothing stands. ``problem`` says what is wrong where it is not that the
    two texts differ.
    """

    place: str
    expected: str | None = None
    found: str | None = None
    address: str = ""
    problem: str = ""

    def __str__(self) -> str:
        if self.problem:
            return f"{self.place}：{self.problem}"
        if self.found is None:
            return f"{self.place}：文档里没有“{short(self.expected or '')}”"
        if self.expected is None:
            return f"{self.place}：文档里多出“{short(self.found)}”"
        mine, other = _around(self.expected, self.found)
        return f"{self.place}：应为“{mine}”，文档里是“{other}”"


@frozen
class Proof:
    """How many paragraphs and cells of the report were compared, and each difference.

    ``added`` is what else the file shows: words that no paragraph or cell of the report has. A
    template may add such words; whoever makes the file knows whether it did.
    """

    compared: int
    differences: tuple[Mismatch, ...] = ()
    added: tuple[Mismatch, ...] = ()


def short(text: str) -> str:
    """The beginning of a text, as a sentence quotes it."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _around(mine: str, other: str) -> tuple[str, str]:
    """Both texts near the first character in which they differ."""
    first = next(
        (n for n, (a, b) in enumerate(zip(mine, other, strict=False)) if a != b),
        min(len(mine), len(other)),
    )
    start = max(first - _SHOWN // 2, 0) if max(len(mine), len(other)) > _SHOWN else 0
    before = "…" if start else ""
    return before + short(mine[start:]), before + short(other[start:])
