"""Half-width punctuation beside Chinese, full-width figures, marks one after another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from ....contributions import Check
from ....model.case import Case
from ....model.example import saying
from ....model.finding import Finding, Outcome, Severity
from ....model.prose import Passage, all_prose
from ..told import excerpt, told

_HAN: Final = r"[\u4e00-\u9fff”》）〕]"
_HALF: Final = re.compile(
    rf"(?<={_HAN})[,;:?!\"](?![\d/])|(?<={_HAN})[,;:](?=\d)|(?<=\d)[,;](?=[\u4e00-\u9fff“《])"
    rf"|[,;:?!\"](?=[\u4e00-\u9fff“《（])|(?<={_HAN})\.(?=\s|$|[\u4e00-\u9fff“《])"
)
_HALF_MARK: Final = re.compile(r'[,;:?!".]')
# In the signs of a text each of these has Chinese beside it.
_BESIDE: Final = re.compile(r'[,;:?!".](?:(?<=[字”》）〕].)|(?=[字“《（]))')
_BRACKETS: Final = re.compile(r"\([^（）()\n]{1,60}）|（[^（）()\n]{1,60}\)")
_FULL: Final = re.compile(r"[，；：？！]")
_WIDE_SIGN: Final = re.compile(r"[０-９Ａ-Ｚａ-ｚ％]")
_WIDE: Final = re.compile(f"{_WIDE_SIGN.pattern}+")
_SHOWN: Final = 3
_QUOTED: Final = 100  # places that an acknowledgement holds to
_ARTEFACT: Final = 5  # half-width marks, and not one full-width comma: a conversion, no slip

_TWO_STOPS: Final = re.compile("[，、；：。][，、；：。]")
_RUN: Final = re.compile(
    r"([，、；：])\1|(?<![。.])。。(?![。.])|[，、；：][。，、；：]|。[，、；：]"
)


def half_width(case: Case) -> Iterator[Outcome]:
    """Half-width punctuation beside Chinese characters, told once for the report."""
    places = _places(all_prose(case.report).signed(_BESIDE), _HALF_MARK, _HALF)
    yield from _brackets(case)
    if not places:
        return
    if len(places) >= _ARTEFACT and not _FULL.search(all_prose(case.report).words.whole):
        yield _once(
            "half-width",
            places,
            f"全文的逗号、冒号等 {len(places)} 处都是半角，多半是网页转换所致",
            "如原稿也是半角，请全部改为全角",
        )
    else:
        yield _once(
            "half-width",
            places,
            f"汉字旁用了半角标点，共 {len(places)} 处：{_examples(places)}",
            "请改为全角标点",
        )


def _brackets(case: Case) -> Iterator[Finding]:
    """A bracket of one width closed by one of the other: (四）."""
    everything = all_prose(case.report)
    likely = everything.at(everything.signs.holding("()"))
    places = [(passage, m.span()) for passage in likely for m in _BRACKETS.finditer(passage.text)]
    if places:
        yield _once(
            "half-width",
            places,
            f"括号一半全角、一半半角，共 {len(places)} 处：{_examples(places)}",
            "请都改为全角括号",
        )


def full_width(case: Case) -> Iterator[Outcome]:
    """Full-width figures and letters, told once for the report."""
    places = _places(all_prose(case.report).signed(_WIDE_SIGN), _WIDE, _WIDE)
    if places:
        yield _once(
            "full-width",
            places,
            f"数字或字母用了全角，共 {len(places)} 处：{_examples(places)}",
            "请改为半角",
        )


def marks_in_a_row(case: Case) -> Iterator[Outcome]:
    """Two stops one after the other, of which one is too many: ，， or 、。"""
    for passage in all_prose(case.report).signed(_TWO_STOPS):
        for match in _RUN.finditer(passage.text):
            yield told(
                "marks-in-a-row",
                Severity.WARNING,
                passage,
                match.span(),
                f"标点“{match[0]}”重叠",
                "请删去多余的一个",
                "GB/T 15834-2011《标点符号用法》",
            )


def _places(
    likely: Iterable[Passage], first: re.Pattern[str], pattern: re.Pattern[str]
) -> list[tuple[Passage, tuple[int, int]]]:
    """Where ``pattern`` stands, which begins as ``first`` does."""
    return [
        (passage, found.span())
        for passage in likely
        for place in first.finditer(passage.text)
        if (found := pattern.match(passage.text, place.start()))
    ]


def _once(
    code: str, places: list[tuple[Passage, tuple[int, int]]], message: str, advice: str
) -> Finding:
    return Finding(
        code=code,
        severity=Severity.INFO,
        message=message,
        addresses=tuple(dict.fromkeys(passage.address for passage, _ in places)),
        advice=advice,
        clause="GB/T 15834-2011《标点符号用法》；GB/T 15835-2011《出版物上数字用法》",
        source=places[0][0].source,
        quote="；".join(excerpt(p.text, *span, around=2) for p, span in places[:_QUOTED]),
    )


def _examples(places: list[tuple[Passage, tuple[int, int]]]) -> str:
    shown = [f"“{excerpt(p.text, *span, around=6)}”" for p, span in places[:_SHOWN]]
    return "、".join(shown) + ("等" if len(places) > _SHOWN else "")


CHECKS = (
    Check(
        "half-width",
        "汉字旁的标点为全角",
        Severity.INFO,
        half_width,
        purpose="半角逗号、冒号夹在汉字之间，排出来疏密不一。全文都是半角的，多是网页转换所致，只提一次。",
        basis="GB/T 15834-2011《标点符号用法》",
        passing=saying("共12,345条：其中，网站10:30发布，见https://www.example.gov.cn/，3.5万元。"),
        failing=saying("共收到申请3件，其中,予以公开2件。"),
    ),
    Check(
        "full-width",
        "数字和字母为半角",
        Severity.INFO,
        full_width,
        purpose="全角数字排出来过宽，也难以检索。",
        basis="GB/T 15835-2011《出版物上数字用法》",
        passing=saying("2024年共12条，占50%。"),
        failing=saying("２０２４年共１２条。"),
    ),
    Check(
        "marks-in-a-row",
        "标点不重叠",
        Severity.WARNING,
        marks_in_a_row,
        purpose="删改句子时留下了多余的标点。",
        basis="GB/T 15834-2011《标点符号用法》",
        passing=saying("坚持“公开为常态、不公开为例外”，成效明显……"),
        failing=saying("共收到申请3件，，均已办结。"),
    ),
)
