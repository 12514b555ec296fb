"""What a roll-up knows of each file that it was given, small enough to keep for all of them."""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Final

from attrs import frozen

from ..errors import ExitCode
from ..model.clean import clean


class Fate(StrEnum):
    """What became of a file. Only ``counted`` is in the totals."""

    COUNTED = "counted"
    ERRORS = "errors"
    SAME = "duplicate"  # a second file of a unit with the same figures
    CONFLICT = "conflict"  # two files of a unit with different figures: neither is taken
    FORM = "other_form"
    NAMELESS = "nameless"
    UNLISTED = "unlisted"
    ABOVE = "above"  # a body whose own units are here too
    ABOVE_SOME = "above_some"  # without a list: of its own units some are here
    UNREADABLE = "unreadable"


UNFINISHED: Final = "【汇总未完成】"  # with which the preamble of a sum that is not whole begins

FATES: Final = {
    Fate.ERRORS: "有错误，未计入",
    Fate.SAME: "重复报送，数据相同，只计一次",
    Fate.CONFLICT: "重复报送，数据不同，都未计入",
    Fate.FORM: "年度或版本不同，未计入",
    Fate.NAMELESS: "没有写明机关，未计入",
    Fate.UNLISTED: "不在名单上，未计入",
    Fate.ABOVE: "下级单位已分别报送，本级的不再计入",
    Fate.ABOVE_SOME: "下级单位也在其中，未计入；没有名单，不知下级是否报齐",
    Fate.UNREADABLE: "读不出来，未计入",
}


@frozen
class Unit:
    """One report: who, of when, how sound. ``number`` is that under which its figures wait.

    ``digest`` stands for its figures, in the order of ``shape``; ``first_blank`` is the label of
    the first cell that is not filled in. ``rollup`` is the provenance
    beside it, where it is itself the sum of others; ``unfinished``: of those some are missing."""

    number: int
    file: str
    name: str
    code: str | None
    edition: str
    year: int
    kind: str | None
    signed: datetime.date | None
    errors: int
    first_error: str
    blanks: int
    digest: bytes
    rollup: str = ""
    unfinished: bool = False
    shape: int = 0
    first_blank: str = ""

    @property
    def not_filled(self) -> str:
        """How many cells are blank, and one of them."""
        return one_line(f"{self.name}：{self.blanks} 格没有填，如“{self.first_blank}”")


@frozen
class Unread:
    """A file that gave no report, and why."""

    file: str
    problems: tuple[str, ...]
    exit_code: ExitCode


def one_line(text: str) -> str:
    """What stands in somebody's file, or is its name, as it can be printed anywhere: it never
    begins a line of ours."""
    return " ".join(clean(text).split())
