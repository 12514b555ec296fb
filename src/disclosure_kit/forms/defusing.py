"""Words that a spreadsheet would take for a formula.

``=HYPERLINK(…)`` in the name of a body is run by whoever opens the file. In a workbook a text
is a text, whatever it begins with; in CSV only an apostrophe before it keeps it one.
"""

from __future__ import annotations

import re
from typing import Final

# Excel, WPS and LibreOffice skip blanks before the sign; Chinese and Japanese versions take the
# full-width sign for the other; a tab or line end parts cells in some.
_SIGNS: Final = r"[=+\-@＝＋－＠\t\r\n]"
_FORMULA: Final = re.compile(rf"\s*{_SIGNS}")
_DEFUSED: Final = re.compile(rf"'+\s*{_SIGNS}")
_APOSTROPHE: Final = "'"


def like_a_formula(text: str) -> bool:
    """Whether a spreadsheet might run ``text`` that is typed into it or read from CSV."""
    return _FORMULA.match(text) is not None


def defused(text: str) -> str:
    """``text`` behind an apostrophe where it is like a formula, or would read as one defused."""
    dangerous = like_a_formula(text) or _DEFUSED.match(text) is not None
    return _APOSTROPHE + text if dangerous else text


def restored(text: str) -> str:
    """What ``defused`` was given."""
    return text[1:] if _DEFUSED.match(text) else text
