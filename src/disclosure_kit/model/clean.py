"""Text at the border: what may stand in a paragraph.

One policy for every reader. Removed: control characters other than the tab, lone
surrogates, U+FFFE and U+FFFF and the byte order mark: XML cannot carry them, and
docxtpl takes some for commands. Line ends inside a text part paragraphs.
"""

from __future__ import annotations

import re
from typing import Final

_FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]"
)
_LINE_ENDS: Final = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")


def clean(text: str) -> str:
    """``text`` as one line that a document can carry; a line end becomes a blank."""
    if text.isprintable():  # nothing of what is left out is
        return text
    return _FORBIDDEN.sub("", _LINE_ENDS.sub(" ", text))


def paragraphs_of(text: str) -> list[str]:
    """``text`` cleaned and parted at its line ends, without indents and empty parts; at least
    one."""
    if text.isprintable():
        return [text.strip()]
    parts = [clean(part).strip() for part in _LINE_ENDS.split(text)]
    return [part for part in parts if part] or [""]
