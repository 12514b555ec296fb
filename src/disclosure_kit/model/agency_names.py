"""Names of bodies as they are compared: how a name is typed makes no other body."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final, TypeVar

T = TypeVar("T")

SHORTEST: Final = 3  # of a name that may be another's without its place: 城关镇


def bare(name: str) -> str:
    """A name as it is compared: 甲县　城关镇, 甲县城关镇政府 and 甲县城关镇人民政府 are one."""
    folded = "".join(unicodedata.normalize("NFKC", name).split())
    return folded.replace("人民政府", "政府").removesuffix("政府")


def elsewhere(one: str | None, two: str | None) -> bool:
    """Whether two division codes are of two counties: bodies of one name there are two."""
    return bool(one and two) and (one or "")[:6] != (two or "")[:6]


def without_place(names: Mapping[str, T]) -> Iterator[tuple[T, T]]:
    """Each pair of which one's bare name is the other's without its place, the shorter first."""
    for name, longer in names.items():
        endings = (name[start:] for start in range(1, len(name) - SHORTEST + 1))
        short = next((ending for ending in endings if ending in names), None)
        if short is not None:
            yield names[short], longer
