"""A word list: a plain text file, ``错词 → 正词`` a line, that needs no more than Notepad."""

from __future__ import annotations

import re
from typing import Final

from ..errors import EditionError
from ..model.usage import Slip

_LINE: Final = re.compile(
    r"(?P<wrong>[^→]+?)\s*→\s*(?P<right>[^→｜|]+?)\s*(?:[｜|]\s*不算\s*[：:]?\s*(?P<unless>\S.*?)\s*)?"
)
_BETWEEN: Final = re.compile(r"[、，,\s]+")
MOST_WORDS: Final = 2000  # every word is looked for in every paragraph
LONGEST_WORD: Final = 40


def load_slips(text: str, where: str) -> tuple[Slip, ...]:
    """The entries of a word list, in their order.

    ``错词 → 正词 ｜ 不算：甲、乙`` leaves out the longer words 甲 and 乙, in which the same
    characters stand rightly. What follows ``#`` is a remark; blank lines do not count.

    Raises:
        EditionError: lines that say something else, each with its number; too many words.
    """
    slips: list[Slip] = []
    problems: list[str] = []
    lines: list[int | None] = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        entry = line.partition("#")[0].strip()
        if not entry:
            continue
        try:
            slips.append(_slip(entry))
        except ValueError as error:
            problems.append(f"{where} 第 {number} 行：{error}")
            lines.append(number)
    wrong = [slip.wrong for slip in slips]
    problems += [f"{where}：“{w}”列了两次" for w in dict.fromkeys(wrong) if wrong.count(w) > 1]
    lines += [None] * (len(problems) - len(lines))
    if len(slips) > MOST_WORDS:
        problems, lines = [f"{where}：有 {len(slips)} 个词，超过上限 {MOST_WORDS} 个"], []
    if problems:
        raise EditionError(problems, lines=lines)
    return tuple(slips)


def _slip(entry: str) -> Slip:
    match = _LINE.fullmatch(entry)
    if match is None:
        raise ValueError(f"应写作“错词 → 正词”，不能是“{entry[:LONGEST_WORD]}”")
    wrong, right = match["wrong"], match["right"]
    unless = tuple(word for word in _BETWEEN.split(match["unless"] or "") if word)
    if len(wrong) < 2 or max(map(len, (wrong, right))) > LONGEST_WORD:
        raise ValueError(f"词应有 2 到 {LONGEST_WORD} 个字：“{wrong[:LONGEST_WORD]}”")
    if wrong == right:
        raise ValueError(f"错词和正词相同：“{wrong}”")
    for word in unless:
        if wrong not in word or word == wrong:
            raise ValueError(f"“不算”之后的词应包含错词“{wrong}”，“{word}”不包含")
    return Slip(wrong, right, unless)
