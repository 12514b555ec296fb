"""Every number of a text by itself, as the reading of a sentence finds them among its words."""

from __future__ import annotations

from collections.abc import Iterator

from disclosure_kit.model.numerals import NUMBER, Numeral, numeral


def numerals(text: str) -> Iterator[Numeral]:
    """Every number of a compact text, in order."""
    for index, match in enumerate(NUMBER.finditer(text)):
        yield numeral(match, index, 0)
