"""The mark behind the number of a heading: 一、 （一） 1. （1）."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ....contributions import Check
from ....model.case import Case
from ....model.example import saying
from ....model.finding import Outcome, Severity
from ....model.prose import all_passages
from ..told import told

_N: Final = "[一二三四五六七八九十]{1,3}"
_WRONG: Final = (
    (re.compile(rf"[（(]\s*{_N}\s*[）)]\s*[、．.,，:：](?=\s*\S)"), "（一）之后不加标点"),
    (re.compile(r"[（(]\s*\d{1,2}\s*[）)]\s*[、．.,，:：](?=\s*\S)"), "（1）之后不加标点"),
    (re.compile(rf"{_N}\s*[．.，,](?=\s*[\u4e00-\u9fff])"), "汉字序号之后用顿号，写作“一、”"),
)


def heading_marks(case: Case) -> Iterator[Outcome]:
    """A paragraph or heading that begins with a number and the wrong mark."""
    for passage in all_passages(case.report):
        for pattern, rule in _WRONG:
            match = pattern.match(passage.text)
            if match:
                yield told(
                    "heading-mark",
                    Severity.INFO,
                    passage,
                    match.span(),
                    rule,
                    "请改正序号后的标点",
                    "GB/T 9704-2012《党政机关公文格式》7.3.3；GB/T 15834-2011 附录 B",
                )


CHECKS = (
    Check(
        "heading-mark",
        "序号后的标点",
        Severity.INFO,
        heading_marks,
        purpose="层次序数依次为“一、”“（一）”“1.”“（1）”，带括号的序号之后不再加标点。",
        basis="GB/T 9704-2012《党政机关公文格式》7.3.3；GB/T 15834-2011 附录 B",
        passing=saying("（一）主动公开。", "1.主动公开。", "（1）发布。"),
        failing=saying("（一）、主动公开。"),
    ),
)
