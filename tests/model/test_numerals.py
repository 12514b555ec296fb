"""Numbers of Chinese sentences: what they are worth, and which are exact."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from numbers_in_text import numerals

from disclosure_kit.model import numerals as rules
from disclosure_kit.model.numerals import BLOT, FIRST_MARK, chinese, compact, marked


def exact(text: str) -> list[str]:
    return [f"{n.value:f}" for n in numerals(compact(text)) if n.exact]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("收到12件", ["12"]),
        ("收到１２件", ["12"]),
        ("收到 1 2 件", []),
        ("收到3,119件", ["3119"]),
        ("收到3，119件", ["3119"]),
        ("收到二十三件、两件、零件", ["23", "2", "0"]),
        ("一百零三件，一千二百件，一万二千三百件", ["103", "1200", "12300"]),
        ("1.2万件，0.5亿元", ["12000.0", "50000000.0"]),
        ("占百分之三十五点二，百分之12.5", ["35.2", "12.5"]),
        ("占37.50%", ["37.50"]),
        ("约12件、近12件、超过12件、不足12件、至少12件", []),
        ("12余件、12多件、12件以上、12件左右、12来件、十余件、几十件", []),
        ("10—12件、10至12件、10-12件", []),
        ("第12件、第三件、〔2021〕30号", ["2021"]),
        ("每一件、这一件、同一件、任何一件、某一项", []),
        ("三安全一稳定，一是，二是", []),
        ("1234567890123456件", []),
    ],
)
def test_numbers(text: str, values: list[str]) -> None:
    assert exact(text) == values


@pytest.mark.parametrize(
    ("text", "true", "states"),
    [
        ("1.2万件", 12034, True), ("1.2万件", 11960, True), ("1.2万件", 12299, True),
        ("1.2万件", 13000, False), ("1.2万件", 11499, False), ("12件", 12, True),
        ("12件", 13, False), ("7270.12万元", 72701234, True),
    ],
)  # fmt: skip
def test_a_number_states_what_it_may_be_rounded_from(text: str, true: int, states: bool) -> None:
    (number,) = numerals(text)
    assert number.states(Decimal(true)) is states


@given(st.integers(0, 9999))
def test_chinese_numerals(number: int) -> None:
    digits = "零一二三四五六七八九"
    places = [(1000, "千"), (100, "百"), (10, "十"), (1, "")]
    words, gap = "", False
    for worth, name in places:
        digit = number // worth % 10
        if digit:
            words += ("零" if gap and words else "") + digits[digit] + name
        gap = not digit
    assert chinese(words or "零") == number


def test_no_blank_is_left() -> None:
    blanks = [chr(code) for code in range(0x10000) if chr(code).isspace()] + ["\u200b", "\ufeff"]
    assert {compact(f"收到{blank}，{blank}件") for blank in blanks} == {"收到,件"}
    assert compact("1\u20032") == "1\u20032"


def test_marks_keep_their_numbers() -> None:
    text = compact("收到12件（含撤回），约3件，答复5件（另2件）")
    found = tuple(numerals(text))
    marks = [ord(c) - FIRST_MARK for c in marked(text, found) if 0 <= ord(c) - FIRST_MARK < 100]
    assert [found[mark].printed for mark in marks] == ["12", "5", "2"]
    assert "撤回" not in marked(text, found)
    blotted = marked(text.replace("12", BLOT * 2), found)
    assert BLOT in blotted


@given(st.text(alphabet="12,，.件万约余（）()%百分之十 \u3000", max_size=40))
def test_any_text_can_be_read(text: str) -> None:
    words = compact(text)
    found = tuple(numerals(words))
    assert all(words[n.start : n.end] == n.printed for n in found)
    marked(words, found)


AROUND = st.lists(
    st.sampled_from(
        [*"约近超逾第每不过足到接少多于低高-—~至余来几号以上下左右内及次.,% 百分之件共", "12"]
    ),
    max_size=4,
).map("".join)


@given(AROUND, AROUND)
def test_exact_at_first_sight_is_exact_at_the_second(before: str, behind: str) -> None:
    text = compact(f"{before}12件{behind}，7条")
    found = list(rules.NUMBER.finditer(text))
    assert any(number.lastgroup for number in found)  # 7条 is
    for start, end in (number.span() for number in found if number.lastgroup):
        assert not rules._BEFORE.search(text, max(0, start - 3), start)
        assert not rules._AFTER.match(text, end)
