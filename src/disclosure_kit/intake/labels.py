"""How labels of tables are compared: by their letters, and by the number they begin with."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from attrs import field, frozen

from ..model.widths import folded, is_common

_NOT_WORD: Final = re.compile(r"[\W_]+")
_WIDE: Final = re.compile("[\uff01-\uff5e]")
_BLANK: Final = re.compile(r"[\s\u200b\u200c\u200d\ufeff]+")
_CHINESE: Final = "[一二三四五六七八九十]{1,3}"
_NUMBER: Final = re.compile(
    rf"[/·]?(?:\((?P<part>{_CHINESE})\)|(?P<top>{_CHINESE})[、.,:]|(?P<item>\d{{1,2}})[、.,](?!\d)"
    rf"|\((?P<bracketed>\d{{1,2}})\))"
)
_LONGEST: Final = 200  # characters of a label that is known again
_REMARK: Final = re.compile(r"(?<=.)\([^()]*\)?$")


def bare(text: str) -> str:
    """Only the letters and digits of ``text``: labels of tables are compared like this."""
    if text.isascii() and text.isalnum():
        return text
    if is_common(text):
        # Of these only letters and digits become others, and only such.
        words = _NOT_WORD.sub("", text)
        return folded(words) if _WIDE.search(words) else words
    return _NOT_WORD.sub("", folded(text))


@frozen
class Label:
    """A label taken apart: its number (``part一``, ``item3``; may be empty), its words, and the
    words without a remark in brackets behind them; ``whole`` is its number and words."""

    number: str
    words: str
    short: str
    whole: str = field(init=False, eq=False, repr=False)

    @whole.default
    def _together(self) -> str:
        return self.number + self.words


def label_of(text: str) -> Label:
    """``text`` as a label."""
    return _label_of(text) if len(text) <= _LONGEST else _label_of.__wrapped__(text)


@lru_cache(maxsize=4096)  # the labels of a form stand in the tables of all that fill it
def _label_of(text: str) -> Label:
    flat = _BLANK.sub("", folded(text)).replace("本年度", "本年")
    number = ""
    if match := _NUMBER.match(flat):
        kind = match.lastgroup or ""
        number = ("item" if kind == "bracketed" else kind) + match[kind]
        flat = flat[match.end() :]
    return Label(number, bare(flat), bare(_REMARK.sub("", flat)) or bare(flat))
