"""Prose made to be slow: each check stays linear in the length of a paragraph."""

from __future__ import annotations

import time

import pytest
from prose_under_test import case, outcomes

LENGTH = 99_000
PIECES = [
    "，", "，共", "，共收到", "，收到政府信息公开申请", "，收到政府信息公开申请12件", "1", "12件",
    "12件、", "其中12件，", "，全年共", "行政复议", "行政诉讼，", "行政复议维持", "未", "，未发生",
    "因", "占", "占12%", "12件占12%、", "（", "（）", "12件（", "一", "二十", "百分之", "上年",
    "全省，", "，1,234", "12件，较上年", "12件，同比增长", "公开", "申请、", "件、", "。其中12件",
    "12件，其中甲1件、乙", "12件（甲1件、乙）", "\n",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_a_paragraph_of_a_hundred_thousand_letters(piece: str) -> None:
    paragraph = piece * (LENGTH // len(piece))
    of = case(paragraph)
    start = time.process_time()
    outcomes(of)
    assert time.process_time() - start < 20  # linear: a second or two; a power of it: hours


def test_a_longer_paragraph_is_told() -> None:
    assert outcomes(case("全年收到政府信息公开申请1件。" * 10_000)) != []
