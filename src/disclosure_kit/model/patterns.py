"""What a declared wording looks like to the engine: a pattern for a sentence as it is printed, and
one for a sentence whose numbers are marks (``numerals.marked``)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeAlias

from frozendict import frozendict

from .numerals import BLOT, INEXACT, MARK, compact, compact_each

Words: TypeAlias = frozendict[str, tuple[str, ...]]

FIELD = re.compile(
    r"\{(?P<field>[^{}]*)\}"
    r"|(?:\[(?P<words>[^\[\]]+)\]|<(?P<name>[^<>]+)>)(?P<many>\*?)"
    r"|(?P<gap>…)"
)
_MANY = "{0,12}+"  # as many words as a phrase has; what they took they never give back
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
END = (
    r"(?!\s?(?:及?以上|及?以下|以内|左右|上下|[-–—~～－至]\s?\d))"
    r"(?!(?<=\d)\s?[余多百千万亿])(?!(?<!\d)\s?次)"
)
_GAP = r"[^。｡；！？;!?\n\r]{0,40}?"
_MARKED_GAP = rf"[^。;!?{BLOT}{INEXACT}]{{0,40}}?"
_WIDER = ord("！") - ord("!")


@lru_cache(maxsize=2048)  # wordings are few and come from plugins, not from reports
def compiled(text: str, words: Words, marked: bool, tail: str = "") -> re.Pattern[str]:
    """The pattern of the wording ``text``, a group for each of its braces, and ``tail`` behind."""
    # Between two gaps lies a stretch. Each is found at its first place and kept (atomic),
    # so that time grows with the length of the paragraph and not with a power of it.
    literal = _folded if marked else _literal
    joint, gap = ("", _MARKED_GAP) if marked else (_BLANK, _GAP)
    stretches: list[list[str]] = [[]]
    end = 0
    for match in FIELD.finditer(text):
        stretches[-1] += literal(text[end : match.start()])
        if match["field"] is not None:
            stretches[-1].append(f"({MARK})" if marked else _NUMBER)
        elif match["gap"]:
            stretches.append([])
        else:
            listed = words[match["name"]] if match["name"] else tuple(match["words"].split("|"))
            stretches[-1].append(_one_of(listed, bool(match["many"]), marked))
        end = match.end()
    stretches[-1] += literal(text[end:])
    first, *others = (joint.join(pieces) for pieces in stretches)
    pattern = first + "".join(f"(?>{gap}{stretch})" for stretch in others)
    return re.compile(pattern + tail)


@lru_cache(maxsize=2048)  # most wordings of a form name the same few groups of words
def _one_of(words: tuple[str, ...], many: bool, marked: bool) -> str:
    if many:  # the longest first, since the first that fits is kept
        words = tuple(sorted((word for word in words if word), key=len, reverse=True))
    if marked:
        folded = compact_each(list(words))
        either = _by_sign(folded) if many else "|".join(map(re.escape, folded))
    else:
        either = "|".join(_BLANK.join(_literal(word)) for word in words)
    return f"(?:{either}){_MANY}" if many else f"(?:{either})"


def _by_sign(words: list[str]) -> str:
    """One of ``words``, of which the first that fits is meant: where none begins, which is nearly
    everywhere, that is told by the sign alone, and not word by word."""
    behind: dict[str, list[str]] = {}
    for word in filter(None, words):
        behind.setdefault(re.escape(word[0]), []).append(re.escape(word[1:]))
    told = "|".join(f"{sign}(?:{'|'.join(rest)})" for sign, rest in behind.items())
    return f"(?=[{''.join(behind)}])(?:{told})" if behind else ""


def _folded(text: str) -> list[str]:
    return [re.escape(compact(text))] if text else []


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
