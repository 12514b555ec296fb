"""Stretches of a report as the checks of prose read them: how it calls itself and its year, and
the numbers in them.

All stretches that are asked for are read together, as one text in which each is parted from the
next by a sign that no text holds: what looks through a text costs by the call. Nothing that is
looked for can stand across that sign, so each is read as if it stood alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, TypeAlias

from attrs import frozen

from ..model.numerals import (
    NUMBER,
    PARTING,
    Numeral,
    compact,
    mark_of,
    numeral,
    without_asides,
)
from ..model.report import Report
from .own import PERIOD, Whose, own_area

_WE: Final = "我本"
_OURS: Final = re.compile(rf"[{_WE}](?:[局厅委办院校镇乡]|单位|部门|街道|中心)")
OWN_NAME: Final = "本机关"

# A stretch with its numbers as marks (``numerals.marked``), and the numbers.
Marked: TypeAlias = tuple[str, tuple[Numeral, ...]]


@frozen
class Read:
    """What stretches say. ``words``: of each, the report's year and name as 本年 and 本机关;
    ``numbered``: by its place among them, each that has numbers."""

    words: list[str]
    numbered: dict[int, Marked]


class Stretches:
    """How a report calls itself and its year."""

    def __init__(self, report: Report) -> None:
        self.whose = Whose.of(report)
        self._names = _by_sign(_names(compact(report.agency.name)))
        self._years = _years(report.year)

    def read(self, texts: Sequence[str]) -> Read:
        """What each of ``texts``, which are compact, says."""
        if not texts:
            return Read([], {})
        words = self._own(PARTING.join(texts))
        return Read(words.split(PARTING), _numbered(words))

    def _own(self, words: str) -> str:
        """``words`` with the report's year and body as 本年 and 本机关."""
        for year, pattern, said in self._years:
            if year in words:
                words = pattern.sub(said, words)
        words = self._named(words.replace("本年度", "本年"))
        return PERIOD.sub("", words) if "月" in words else words

    def _named(self, words: str) -> str:
        """``words`` with every name of the body, and several on end, as 本机关. Of those that begin
        together the longest is the name. No pattern is made of them: it would serve one report;
        where a name may begin is found by its first sign."""
        spans: list[tuple[int, int]] = []
        for sign, names in self._names.items():
            for at in _places(sign, words):
                name = next((name for name in names if words.startswith(name, at)), "")
                if name:
                    spans.append((at, at + len(name)))
                elif ours := _OURS.match(words, at):
                    spans.append(ours.span())
        pieces: list[str] = []
        done = -1
        for start, end in sorted(spans):
            if start > done:
                pieces += words[max(done, 0) : start], OWN_NAME
            if start >= done:
                done = end
        return "".join((*pieces, words[max(done, 0) :])) if pieces else words


def _by_sign(names: Iterable[str]) -> dict[str, list[str]]:
    """``names`` by the sign each begins with, the longest first; and the signs of 我局 and 本局."""
    found: dict[str, list[str]] = {sign: [] for sign in _WE}
    for name in sorted(names, key=len, reverse=True):
        found.setdefault(name[0], []).append(name)
    return found


def _places(sought: str, words: str) -> Iterator[int]:
    at = words.find(sought)
    while at >= 0:
        yield at
        at = words.find(sought, at + 1)


def _numbered(words: str) -> dict[int, Marked]:
    """By its place among the stretches of ``words``, each that has numbers."""
    marked: dict[int, Marked] = {}
    at = begin = done = 0
    end = -1  # of the stretch that is looked at
    pieces: list[str] = []
    found: list[Numeral] = []
    for match in NUMBER.finditer(words):
        start = match.start()
        if start > end:
            if found:
                marked[at] = _marked(pieces, words[done:end], found)
            at += words.count(PARTING, max(end, 0), start)
            begin = done = words.rfind(PARTING, max(end, 0), start) + 1
            end = words.find(PARTING, start)
            end = len(words) if end < 0 else end
            pieces, found = [], []
        index = len(found)
        number = numeral(match, index, begin)
        pieces.append(words[done:start])
        pieces.append(mark_of(number, index))
        found.append(number)
        done = begin + number.end
    if found:
        marked[at] = _marked(pieces, words[done:end], found)
    return marked


def _marked(pieces: list[str], rest: str, found: list[Numeral]) -> Marked:
    pieces.append(rest)
    return without_asides("".join(pieces)), tuple(found)


@lru_cache(maxsize=32)  # a batch is of one year, or of a few
def _years(year: int) -> tuple[tuple[str, re.Pattern[str], str], ...]:
    """How this year, the last and the next are written, where they stand, and what is said then.
    Each begins with its figures: what a pattern begins with is found at once."""
    following = f"(?=继续|办理|答复|处理|[,;。、){PARTING}]|$)"
    return tuple(
        (str(year + ahead), re.compile(rf"{year + ahead}(?<!\d{year + ahead})年度?{behind}"), said)
        for ahead, said, behind in (
            (0, "本年", ""),
            (-1, "上年", "(?=结转|转结|转入|遗留|未办结)"),
            (1, "下年", following),
        )
    )


def _names(name: str) -> tuple[str, ...]:
    """What the body ``name``, compact, may be called by itself."""
    area = own_area(name)
    brief = name.replace("人民政府", "政府")
    names = {name, brief}
    if area:
        names.add(name.removesuffix("政府").removesuffix("人民"))
        names |= {f"全{area}", f"我{area}", f"本{area}"}
    else:  # 省教育厅 and 教育厅 for 河北省教育厅
        names.add(name.removesuffix("办事处"))
        names |= {full[at:] for full in (name, brief) for at in range(1, len(full) - 2)}
    if area in ("镇", "乡"):  # of a city, 市政府 is but a part
        names |= {f"{area}政府", f"{area}人民政府"}
    return tuple(one for one in names if len(one) > 1)
