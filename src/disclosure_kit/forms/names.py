"""Names of sheets, and the labels by which a reader knows them again."""

from __future__ import annotations

from typing import Final

from attrs import define, field

from .key import COVER, FIGURES, PREVIOUS, SHEET, TODO, squeezed

LONGEST_NAME: Final = 31
_NOT_IN_NAMES: Final = "[]:*?/\\'"


@define
class Names:
    """The names that are taken, so that none is given twice."""

    taken: set[str] = field(
        factory=lambda: {n.lower() for n in (TODO, COVER, FIGURES, PREVIOUS, SHEET)}
    )
    labels: set[str] = field(factory=set)

    def sheet(self, wanted: str) -> str:
        """A name that Excel takes and that no other sheet has."""
        base = "".join("_" if c in _NOT_IN_NAMES or not c.isprintable() else c for c in wanted)
        base = base.strip() or "表"
        number, suffix = 1, ""
        while True:
            cut = base
            while len((cut + suffix).encode("utf-16-le")) > 2 * LONGEST_NAME:
                cut = cut[:-1]
            if (name := cut + suffix).lower() not in {*self.taken, "history"}:
                self.taken.add(name.lower())
                return name
            number += 1
            suffix = f"（{number}）"

    def label(self, wanted: str) -> str:
        """A label that no other sheet has in its first cell."""
        number, name = 1, squeezed(wanted) or "部分"
        while name in self.labels:
            number += 1
            name = f"{squeezed(wanted)}（{number}）"
        self.labels.add(name)
        return name


def short(title: str) -> str:
    """A title as the name of a sheet: without its number and without the words all share."""
    words = title.split("、", 1)[-1] if "、" in title[:4] else title
    for common in ("收到和处理", "政府信息公开", "{year}"):
        words = words.replace(common, "")
    return words or title
