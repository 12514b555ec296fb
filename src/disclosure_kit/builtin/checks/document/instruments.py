"""The regulations and notices a report cites: by their right number, and those now in force."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from attrs import frozen

from ....contributions import Check
from ....model.case import Case
from ....model.example import PREAMBLE, saying
from ....model.finding import Outcome, Severity
from ....model.first_look import holds_any
from ....model.form import Form
from ....model.prose import Passage, prose
from ....structure.wording import normal
from ..told import told

_OPEN: Final = "《〈<"
_CLOSE: Final = "》〉>"
_LONGEST_TITLE: Final = 120
_CLOSED: Final = "》>"
_IN_BRACKETS: Final = re.compile(r"[》>]\s*[（(]([^（）()]{3,40})[）)，,]?")
_ORDER: Final = re.compile(r"第\s*(\d{1,5})\s*号")
_NUMBER: Final = re.compile(
    r"(?P<code>[\u4e00-\u9fff]{3,12})\s*[〔\[［【﹝(（]\s*(?P<year>\d{4})\s*[〕\]］】﹞)）]\s*(?P<serial>\d{1,5})\s*号"
)
# What stands behind the code of a number, as the signs of a text have it.
_NUMBERED: Final = re.compile(r"[〔\[［【﹝(（]\s*\d{4}\s*[〕\]］】﹞)）]\s*\d{1,5}\s*字")
_LONG_CODE: Final = (
    5  # 国办公开办函: one character wrong can still be told from another body's code
)


@frozen
class _Number:
    """A document number in its parts; an order (令第711号) has neither code nor year."""

    code: str
    year: str
    serial: str


@frozen
class _Known:
    """A notice as it is compared: its titles, and its numbers as written and in their parts."""

    titles: frozenset[str]
    numbers: tuple[str, ...]
    parsed: tuple[_Number | None, ...]
    instead: str


def _known(form: Form) -> tuple[_Known, ...]:
    return tuple(
        _Known(
            frozenset(filter(None, map(normal, one.titles))),
            one.numbers,
            tuple(map(_parsed, one.numbers)),
            one.instead,
        )
        for one in form.usage.instruments
    )


@frozen(eq=False)
class _Superseded:
    """The notices that no longer serve, ``old``: all their ``titles``, those of them that a newer
    one ``shared``; and, for each sign that closes a title, where one of theirs may end: a character
    of Chinese is then the last of one."""

    old: tuple[_Known, ...]
    titles: frozenset[str]
    shared: frozenset[str]
    ends: tuple[re.Pattern[str], ...]


def _superseded(form: Form) -> _Superseded:
    known = form.kept(_known)
    old = tuple(one for one in known if one.instead)
    titles = frozenset(title for one in old for title in one.titles)
    shared = frozenset(title for one in known if not one.instead for title in one.titles)
    last = "".join(sorted({re.escape(title[-1]) for title in titles}))
    other = rf"(?![{last}])[\u4e00-\u9fff]" if last else "."
    return _Superseded(
        old, titles, shared, tuple(re.compile(f"{sign}(?<!{other}.)") for sign in _CLOSED)
    )


@frozen
class _Citation:
    """A title in 《》 that ends ``at``, and the number in the brackets behind it, if any."""

    title: str
    at: int
    number: _Number | None
    brackets: tuple[int, int] | None


def instruments_cited(case: Case) -> Iterator[Outcome]:
    """A known title with another number; the number of a known notice with a letter or the year
    wrong; a notice that this edition's own has replaced."""
    known = case.form.kept(_known)
    words = prose(case.report)
    numbered = words.signs.showing(_NUMBERED)
    for at in sorted(numbered | words.words.holding(("令",))):
        passage = words.passages[at]
        done: set[int] = set()
        for match in _IN_BRACKETS.finditer(passage.text):
            number = _parsed(match[1])
            title = _title_before(passage.text, match.start()) if number else ""
            named = [one for one in known if title in one.titles]
            if not named or number is None:
                continue
            done.add(match.start(1))
            yield from _of_title(named, number, passage, match.span(1))
        for match in _NUMBER.finditer(passage.text) if at in numbered else ():
            if match.start() in done:
                continue
            yield from _near(
                known, _Number(match["code"], match["year"], match["serial"]), passage, match
            )


def instruments_in_force(case: Case) -> Iterator[Outcome]:
    """A cited notice or regulation that no longer serves reports of this edition."""
    superseded = case.form.kept(_superseded)
    everything = prose(case.report)
    ends = (everything.words.showing(end) for end in superseded.ends)
    for passage in everything.at(set[int]().union(*ends)):
        cited = tuple(_citations(passage.text, superseded))
        for instrument in superseded.old if cited else ():
            span = _cited(instrument, superseded.shared, cited)
            if span is not None:
                yield told(
                    "instrument-superseded",
                    Severity.WARNING,
                    passage,
                    span,
                    f"本版报告的依据已改为{instrument.instead}",
                    f"请改引{instrument.instead}",
                    instrument.instead,
                )


def _citations(text: str, superseded: _Superseded) -> Iterator[_Citation]:
    """Where ``text`` cites by title what is superseded."""
    numbered = {match.start(): match for match in _IN_BRACKETS.finditer(text)}
    for at in sorted(match.start() for end in superseded.ends for match in end.finditer(text)):
        title = _title_before(text, at)
        if title in superseded.titles:
            brackets = numbered.get(at)
            number = _parsed(brackets[1]) if brackets else None
            yield _Citation(title, at, number, brackets.span(1) if brackets else None)


def _cited(
    old: _Known, shared: frozenset[str], cited: tuple[_Citation, ...]
) -> tuple[int, int] | None:
    """Where ``old`` is cited: by number, or by a title that no newer one shares."""
    mine = [one for one in cited if one.title in old.titles]
    for one in mine:
        if one.number is not None and one.number in old.parsed:
            return one.brackets
    for one in mine:
        if one.title not in shared:
            return max(0, one.at - len(one.title)), one.at + 1
    return None


def _of_title(
    named: list[_Known], number: _Number, passage: Passage, span: tuple[int, int]
) -> Iterator[Outcome]:
    if any(number in one.parsed for one in named):
        return
    right = next((i for i in named if not i.instead), named[0]).numbers[0]
    yield _wrong(passage, span, right)


def _near(
    known: tuple[_Known, ...], number: _Number, passage: Passage, match: re.Match[str]
) -> Iterator[Outcome]:
    for instrument in known:
        for text, right in zip(instrument.numbers, instrument.parsed, strict=True):
            if right is None or len(right.code) < _LONG_CODE:
                continue
            code = number.code[-len(right.code) :]
            differ = sum(a != b for a, b in zip(code, right.code, strict=False))
            # Another first letter is another body: 冀办公开办函.
            one_letter = len(code) == len(right.code) and differ == 1 and code[0] == right.code[0]
            other_year = code == right.code and number.serial == right.serial
            if one_letter or (other_year and number.year != right.year):
                yield _wrong(passage, match.span(), text)
                return


def _wrong(passage: Passage, span: tuple[int, int], right: str) -> Outcome:
    return told(
        "document-number",
        Severity.WARNING,
        passage,
        span,
        f"文号不对，应为“{right}”",
        f"请改为“{right}”",
        right,
    )


def _title_before(text: str, close: int) -> str:
    """The title, as titles are compared, whose 》 stands at ``close``."""
    low = max(0, close - _LONGEST_TITLE + 1)
    start = max(text.rfind(opening, low, close) for opening in _OPEN)
    if start >= 0 and not holds_any(text[start:close], _CLOSE):  # none stands inside it
        return normal(text[start + 1 : close])
    depth = 0
    for at in range(close, max(-1, close - _LONGEST_TITLE), -1):
        if text[at] in _CLOSE:
            depth += 1
        elif text[at] in _OPEN:
            depth -= 1
            if depth == 0:
                return normal(text[at + 1 : close])
    return ""


def _parsed(text: str) -> _Number | None:
    """The number that ``text`` begins with: 国务院令第711号，以下简称… or 国办函〔2020〕109号."""
    if match := _NUMBER.match(text.strip()):
        return _Number(match["code"], match["year"], match["serial"])
    if (match := _ORDER.search(text[:20])) and "令" in text[:20]:
        return _Number("", "", match[1])
    return None


_RIGHT: Final = (
    "根据《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）编制。"
)

CHECKS = (
    Check(
        "document-number",
        "所引文件的文号",
        Severity.WARNING,
        instruments_cited,
        purpose="开头所引的依据，文号错一个字就是另一份文件；“函”误作“涵”、年份误作本年最为常见。",
        basis="各版本所列文件的原文",
        passing=saying(_RIGHT, section=PREAMBLE),
        failing=saying(_RIGHT.replace("函", "涵").replace("2021", "2022"), section=PREAMBLE),
    ),
    Check(
        "instrument-superseded",
        "所引文件现行有效",
        Severity.WARNING,
        instruments_in_force,
        purpose="依据旧格式、旧条例编制的句子，说明报告由旧稿改成，表格也可能是旧的。",
        basis="适用版本的格式及其通知",
        passing=saying(_RIGHT, section=PREAMBLE),
        failing=saying(
            "根据《关于政府信息公开工作年度报告有关事项的通知》（国办公开办函〔2019〕60号）编制。",
            section=PREAMBLE,
        ),
    ),
)
