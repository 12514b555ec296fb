"""Quotes and brackets: each opened one closed; document numbers in 〔〕."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from attrs import frozen

from ....contributions import Check
from ....model.case import Case
from ....model.example import saying
from ....model.finding import Outcome, Severity
from ....model.first_look import holds_any
from ....model.prose import Passage, Prose, all_prose
from ..told import told

_PAIRS: Final = (("“", "”"), ("《", "》"), ("（", "）"), ("〔", "〕"), ("【", "】"))
_NAMES: Final = {"“": "引号", "《": "书名号", "（": "括号", "〔": "六角括号", "【": "方括号"}
_WRITTEN: Final = {pair: (*pair, *("()" if pair == ("（", "）") else "")) for pair in _PAIRS}
_EACH: Final = {pair: re.compile("[" + "".join(pair) + "。]") for pair in _PAIRS}
# Plainly whole: each is closed in its sentence and on its line, and none stands inside another of
# its kind.
_PLAIN: Final = {
    (a, b): re.compile(f"[^{a}{b}]*+(?:{a}[^{a}{b}。\n]*+{b}[^{a}{b}]*+)*+") for a, b in _PAIRS
}
# 1） and a) number an item, and close nothing.
_ITEM: Final = re.compile(
    r"(?:^|[\s，,。；;：:、])(?:\d{1,2}|[a-zA-Z]|[一二三四五六七八九十]{1,2})$"
)
_LONGEST_ITEM: Final = 3
_MOST: Final = 3  # of one pair in one paragraph
_STOPS: Final = "。！？；：.!?;:"

_MIXED: Final = re.compile(r"(?P<open>[‹〈<])[^‹›〈〉<>《》\n]{2,60}(?P<close>[›〉>》])(?![=\d])")
_TITLE_PAIRS: Final = ("‹›", "〈〉", "<>")

_IN_BRACKETS: Final = (
    r"[﹝\[［【(（「](?<={han}.)\s*(?P<year>(?:19|20)\d{{2}})\s*[﹞\]］】)）」]"
    r"\s*(?P<serial>\d{{1,5}})\s*"
)
_NUMBER: Final = re.compile(_IN_BRACKETS.format(han="[\u4e00-\u9fff]") + "号")
_SIGNED: Final = re.compile(_IN_BRACKETS.format(han="字") + "字")


@frozen
class _Left:
    """What a passage leaves over of one pair: where it opened, where it closed, unmatched."""

    opened: tuple[int, ...]
    closed: tuple[int, ...]


_NOTHING: Final = _Left((), ())


def unbalanced(case: Case) -> Iterator[Outcome]:
    """A paragraph with a quote or bracket opened and not closed, or the reverse.

    Not in a last sentence that breaks off, where the next paragraph closes it or the text ends.
    """
    everything = all_prose(case.report)
    signs = _evenly(everything.signs.whole)
    for pair in _PAIRS:
        if not holds_any(signs, pair) or _PLAIN[pair].fullmatch(signs):
            continue
        held: tuple[Passage, int] | None = None
        likely = _likely(everything, pair)
        for number, passage in enumerate(everything.passages):
            if number not in likely and held is None:
                continue
            text = _evenly(passage.text)
            left = _left_over(text, pair) if number in likely else _NOTHING
            if held is not None and not left.closed:
                yield _told(*held, pair)
            elif held is None and left.closed:
                yield _told(passage, left.closed[0], pair)
            last = text.rfind("。") if _breaks_off(passage) else len(text)
            held = next(((passage, at) for at in left.opened if at > last), None)
            for at in left.opened[:_MOST]:
                if at < last:
                    yield _told(passage, at, pair)


def title_marks(case: Case) -> Iterator[Outcome]:
    """A title mark closed by another kind of mark: ‹某某>, 〈某某》."""
    for passage in all_prose(case.report).holding(*"‹〈<"):
        for match in _MIXED.finditer(passage.text):
            if match["open"] + match["close"] not in _TITLE_PAIRS:
                yield told(
                    "unbalanced",
                    Severity.WARNING,
                    passage,
                    match.span(),
                    f"书名号“{match['open']}”和“{match['close']}”不成一对",
                    "请改为一对书名号；书名号里面再用书名号，写作〈〉",
                    "GB/T 15834-2011《标点符号用法》",
                )


def marks_paired(case: Case) -> Iterator[Outcome]:
    """Both: each opened one closed, and by the mark of its kind."""
    yield from unbalanced(case)
    yield from title_marks(case)


def _likely(everything: Prose, pair: tuple[str, str]) -> set[int]:
    """The passages that hold one of ``pair`` and are not plainly whole: their signs say it."""
    signs = everything.signs
    holding = signs.holding(_WRITTEN[pair])
    return {n for n in holding if not _PLAIN[pair].fullmatch(_evenly(signs.text(n)))}


def _evenly(text: str) -> str:
    """``text`` with round brackets of one width."""
    return text.replace("(", "（").replace(")", "）")


def _left_over(text: str, pair: tuple[str, str]) -> _Left:
    """A pair stands in one sentence, or spans several without another of its kind between: so of
    two slips far apart, one cannot hide the other."""
    opened: list[int] = []  # of this sentence
    carried: int | None = None  # of one before
    left: list[int] = []
    closed: list[int] = []
    for match in _EACH[pair].finditer(text):
        at = match.start()
        if match[0] == "。":
            if opened:
                *inner, carried = opened
                left += inner
                opened = []
        elif match[0] == pair[0]:
            if carried is not None:
                left.append(carried)
                carried = None
            opened.append(at)
        elif opened:
            opened.pop()
        elif carried is not None:
            carried = None
        elif not _ITEM.search(text[max(0, at - _LONGEST_ITEM) : at]):
            closed.append(at)
    left += [carried] if carried is not None else []
    return _Left(tuple(sorted([*left, *opened])), tuple(closed))


def _breaks_off(passage: Passage) -> bool:
    return not passage.heading and passage.text.rstrip()[-1:] not in _STOPS


def _told(passage: Passage, at: int, pair: tuple[str, str]) -> Outcome:
    opens = passage.text[at] in (pair[0], "(")
    name = _NAMES[pair[0]]
    return told(
        "unbalanced",
        Severity.WARNING,
        passage,
        (at, at + 1),
        f"前{name}没有配上后{name}" if opens else f"后{name}之前没有前{name}",
        f"请补上{'后' if opens else '前'}{name}，或删去多余的一个",
        "GB/T 15834-2011《标点符号用法》",
    )


def number_brackets(case: Case) -> Iterator[Outcome]:
    """A document number whose year stands in other brackets than 〔〕."""
    for passage in all_prose(case.report).signed(_SIGNED):
        for match in _NUMBER.finditer(passage.text):
            right = f"〔{match['year']}〕{match['serial']}号"
            yield told(
                "number-brackets",
                Severity.WARNING,
                passage,
                match.span(),
                "文号的年份应放在六角括号里",
                f"请改为“{right}”",
                "GB/T 9704-2012《党政机关公文格式》7.2.5",
            )


CHECKS = (
    Check(
        "unbalanced",
        "引号和括号成对",
        Severity.WARNING,
        marks_paired,
        purpose="少一个引号或括号，读者分不清引用到哪里为止。",
        basis="GB/T 15834-2011《标点符号用法》",
        passing=saying("推进“互联网+政务服务”（含“一网通办”）。1）公开；2）解读。"),
        failing=saying("形成了“主要领导亲自抓，职能部门重落实的“互联网+政务服务”新机制。"),
    ),
    Check(
        "number-brackets",
        "文号用六角括号",
        Severity.WARNING,
        number_brackets,
        purpose="发文字号的年份用六角括号〔〕，不用方括号、圆括号或别的括号。",
        basis="GB/T 9704-2012《党政机关公文格式》7.2.5",
        passing=saying("按照国办公开办函〔2021〕30号和（2023）京01行初12号判决执行。"),
        failing=saying("按照国办公开办函﹝2021﹞30号执行。"),
    ),
)
