"""Reading a declared wording: ``发文{yunnan.documents.total}[篇|件]`` against a sentence.

The wording is not a regular expression, so a county can write it, and neither gaps
nor blanks make reading slow: ``{key}`` is a number, ``[a|b]`` one of several words
(``[|a]``: perhaps none), ``…`` a short gap inside a sentence; all else stands for
itself. Blanks and the width of characters do not matter, and a paragraph begins
and ends as if at a full stop.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from .form import Mention

_FIELD = re.compile(r"\{(?P<key>[a-z0-9_.]+)\}|\[(?P<words>[^\[\]]+)\]|(?P<gap>…)")

_BLANK_RUN = re.compile(r"\s{2,}")
_BLANK = r"\s?+"  # runs are one blank by then, and what it took it never gives back

# A figure is never a piece of a longer number (1,124 is not 124), the end of a range or an ordinal.
_NOT_AFTER = (
    r"[\d.．]", r"\d\s", r"\d[,，]", r"\d\s[,，]", r"\d[,，]\s", r"\d\s[,，]\s",
    r"\d[-–—~～－至]", r"第", r"第\s",
)  # fmt: skip
_NOT_BEFORE = r"\s?\d|[.．]\d|\s?[,，]\s?\d{3}(?!\d)"
_NUMBER = "".join(
    (
        r"(?=\d)",
        *(f"(?<!{before})" for before in _NOT_AFTER),
        rf"(\d{{1,15}}(?:[.．]\d{{1,6}})?)(?!{_NOT_BEFORE})",
    )
)
# What is found is exact and its unit whole: neither 95%以上 nor 95%—98%, 1.2万 or 30人次.
_END = (
    r"(?!\s?(?:及?以上|及?以下|以内|左右|上下|[-–—~～－至]\s?\d))"
    r"(?!(?<=\d)\s?[余多百千万亿])(?!(?<!\d)\s?次)"
)
_GAP = r"[^。｡；！？;!?\n\r]{0,40}?"
_WIDER = ord("！") - ord("!")


def keys_of(mention: Mention) -> tuple[str, ...]:
    """The figure keys that the wording names, in order."""
    return tuple(match["key"] for match in _FIELD.finditer(mention.text) if match["key"])


@lru_cache(maxsize=1024)  # wordings are few and come from plugins, not from reports
def _compiled(text: str) -> re.Pattern[str]:
    # Between two gaps lies a stretch. Each is found at its first place and kept (atomic),
    # so that time grows with the length of the paragraph and not with a power of it.
    stretches: list[list[str]] = [[]]
    end = 0
    for match in _FIELD.finditer(text):
        stretches[-1] += _literal(text[end : match.start()])
        if match["key"]:
            stretches[-1].append(_NUMBER)
        elif match["gap"]:
            stretches.append([])
        else:
            words = match["words"].split("|")
            stretches[-1].append(f"(?:{'|'.join(_BLANK.join(_literal(word)) for word in words)})")
        end = match.end()
    stretches[-1] += _literal(text[end:])
    first, *others = (_BLANK.join(pieces) for pieces in stretches)
    return re.compile(first + "".join(f"(?>{_GAP}{stretch})" for stretch in others) + _END)


def _literal(text: str) -> list[str]:
    return [_either_width(character) for character in text if not character.isspace()]


def _either_width(character: str) -> str:
    if "!" <= character <= "~":
        other = chr(ord(character) + _WIDER)
    elif "！" <= character <= "～":
        other = chr(ord(character) - _WIDER)
    else:
        return re.escape(character)
    return f"[{re.escape(character)}{re.escape(other)}]"


def _one_blank(run: re.Match[str]) -> str:
    return "\n" if "\n" in run[0] or "\r" in run[0] else " "


def found_in(mention: Mention, paragraph: str) -> Iterator[tuple[str, str]]:
    """Each ``(key, number)`` that ``mention`` finds: decimals as printed, digits plain."""
    keys = keys_of(mention)
    text = f"。{_BLANK_RUN.sub(_one_blank, paragraph)}。"
    for match in _compiled(mention.text).finditer(text):
        numbers = (unicodedata.normalize("NFKC", number) for number in match.groups())
        yield from zip(keys, numbers, strict=True)
