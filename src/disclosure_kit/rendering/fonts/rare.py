"""Characters that not every Chinese font has: most documents hold none, which is soon known."""

from __future__ import annotations

import re
from typing import Final

# Ideographs and those.
_LOOKED_AT: Final = re.compile(
    "[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
    "\ue000-\uf8ff\U000f0000-\U0010fffd]+"
)
# Every font in question has these.
_COMMON: Final = "gb2312"


def holds_rare(text: str) -> bool:
    """Whether one of its characters is not in all Chinese fonts."""
    left = text
    while True:
        try:
            left.encode(_COMMON)
        except UnicodeEncodeError as error:
            character = left[error.start]
            if _LOOKED_AT.match(character):
                return True
            left = left[error.start :].replace(character, "")
        else:
            return False
