"""Punctuation that Latin and Chinese share, drawn full-width with the Chinese font.

Word takes “ ” ‘ ’ — … · for Latin, and draws them narrow, unless the run says otherwise
(ECMA-376 part 1, 17.3.2.26: ``w:hint``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .xml import W, properties, property_of

if TYPE_CHECKING:
    from lxml import etree

# The ranges of that clause in which the hint decides, without letters: signs, dashes, quotes,
# numbers in circles, arrows. An apostrophe between Latin letters is one.
_SHARED: Final = re.compile(
    "[\xa1\xa4\xa7\xa8\xaa\xad\xaf-\xb4\xb6-\xba\xbc-\xbf\xd7\xf7\u2010-\u2018\u201a-\u27bf]"
    "|(?<![A-Za-z])\u2019|\u2019(?![A-Za-z])"
)


# The same with every apostrophe: quickly seen where there is none of them.
_PERHAPS: Final = re.compile(
    "[\xa1\xa4\xa7\xa8\xaa\xad\xaf-\xb4\xb6-\xba\xbc-\xbf\xd7\xf7\u2010-\u27bf]"
)


def wants_hint(text: str, start: int = 0) -> bool:
    """Whether such a sign stands in ``text``; before ``start`` is none."""
    found = _PERHAPS.search(text, start)
    if found is None:
        return False
    return found[0] != "\u2019" or _SHARED.search(text, found.start()) is not None


def hint_punctuation(root: etree._Element) -> bool:
    """Hints every run below ``root`` that holds such a sign; whether there was one."""
    changed = False
    for run in root.iter(f"{W}r"):
        if any(wants_hint(text.text or "") for text in run.findall(f"{W}t")):
            fonts = property_of(properties(run, "rPr"), "rFonts")
            fonts.set(f"{W}hint", "eastAsia")
            changed = True
    return changed
