"""Levels by division code (GB/T 2260): town, county, city, province."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile
from typing import Final

from ..model.report import DIVISION_CODE
from .roster import Entry, Roster
from .sorting import Sorted
from .unit import Unit

_LENGTHS: Final = (6, 4, 2)


def division(code: str) -> str | None:
    """``code``, if it is a division code."""
    return code if re.fullmatch(DIVISION_CODE, code, re.ASCII) else None


def common_code(units: Iterable[Unit]) -> str | None:
    """The division in which all units lie; None where there is none, or a unit gives no code."""
    codes = [unit.code or "" for unit in units]
    first, last = min(codes, default=""), max(codes, default="")
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    beginning = first[: sum(1 for _ in pairs)]
    lengths = (length for length in _LENGTHS if length <= len(beginning))
    return next((beginning[:length] for length in lengths), None)


def by_code(found: Sorted, top: str) -> Roster:
    """A list of the units that came, each below the divisions that its code begins with; those
    without a code stand right below the top. ``found.by_entry`` is filled."""
    entries: dict[str, Entry] = {}
    for unit in found.counted:
        code = unit.code or ""
        parent = ""
        for length in sorted(_LENGTHS):
            if len(code) >= length and length > len(top):
                below = code[:length]
                entries.setdefault(below, Entry(below, f"区划 {below}", parent))
                parent = below
        key = f"u{unit.number}"
        entries[key] = Entry(key, unit.name, parent)
        found.by_entry[key] = unit
    return Roster(tuple(entries.values()))
