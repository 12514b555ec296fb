"""Word lists: how they are read, whose they are; and how long the checks on words take."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import ON_WORDS, TODAY
from forms_under_test import session
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from on_words import form_for, told

from disclosure_kit import KitSpec, load_kit
from disclosure_kit.builtin.checks.listed import own_slips
from disclosure_kit.checking.examples import case_of
from disclosure_kit.editions.words import MOST_WORDS, load_slips
from disclosure_kit.errors import EditionError
from disclosure_kit.model.example import Example, saying
from disclosure_kit.model.usage import Slip


def test_a_word_list_is_one_entry_a_line() -> None:
    text = "\ufeff# 说明\n\n己经 → 已经 ｜ 不算：自己经、知己经 # 旁注\n 布署→部署 \n"
    assert load_slips(text, "w") == (
        Slip("己经", "已经", ("自己经", "知己经")),
        Slip("布署", "部署"),
    )


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("己经", "应写作“错词 → 正词”"),
        ("己经 → ", "应写作“错词 → 正词”"),
        ("己经 → 已经 → 又", "应写作“错词 → 正词”"),
        ("己 → 已", "词应有 2 到 40 个字"),
        ("己经 → 己经", "错词和正词相同"),
        ("己经 → 已经 ｜ 不算：别的", "应包含错词“己经”"),
        ("己经 → 已经\n己经 → 已经", "列了两次"),
        ("\n".join(f"错{n:04} → 对" for n in range(MOST_WORDS + 1)), "超过上限"),
    ],
)
def test_a_wrong_line_is_told_with_its_number(line: str, problem: str) -> None:
    with pytest.raises(EditionError, match=problem):
        load_slips(line, "words.txt")


def test_every_own_entry_is_found_and_its_right_word_is_not() -> None:
    listed = own_slips()
    assert len(listed) > 60
    for slip in listed:
        assert told("wrong-word", saying(f"我局{slip.wrong}。")), slip
        right = [f.message for f in told("wrong-word", saying(f"我局{slip.right}。"))]
        assert right == [], slip
        for word in slip.unless:
            assert told("wrong-word", saying(f"我局{word}。")) == [], word


PLUGIN = """
[plugin]
name = "example"
title = "示例"
version = "1.0"
api = 1
region = "99"
editions = ["2021"]
"""


def test_a_region_s_word_list_serves_the_region_alone(tmp_path: Path) -> None:
    folder = tmp_path / "example"
    (folder / "checks").mkdir(parents=True)
    (folder / "plugin.toml").write_text(PLUGIN, "utf-8")
    (folder / "checks" / "words.txt").write_text("东街阵 → 东街镇\n", "utf-8")
    kit = load_kit(KitSpec(plugins=(str(folder),), installed=False), today=TODAY)
    assert not kit.registry.faults
    edition = kit.registry.editions["2021"]
    example = Example(texts=frozendict({"overview": ("东街阵共公开20条。",)}))
    for region, count in (("99", 1), (None, 0), ("53", 0)):
        form = kit.registry.form(edition, region, 2024)
        case = case_of(example, lambda *_, form=form: form, kit.settings, TODAY)
        assert len(list(kit.registry.checks["wrong-word"].run(case))) == count


def test_what_the_core_lists_too_is_told_once_and_a_region_may_leave_more_out(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "example"
    (folder / "checks").mkdir(parents=True)
    (folder / "plugin.toml").write_text(PLUGIN, "utf-8")
    words = "己经 → 已经 ｜ 不算：修己经历\n"
    assert "己经" in {slip.wrong for slip in own_slips()}
    (folder / "checks" / "words.txt").write_text(words, "utf-8")
    kit = load_kit(KitSpec(plugins=(str(folder),), installed=False), today=TODAY)
    form = kit.registry.form(kit.registry.editions["2021"], "99", 2024)
    for text, count in (("己经公开。", 1), ("谈修己经历。", 0), ("由自己经办。", 0)):
        example = Example(texts=frozendict({"overview": (text,)}))
        case = case_of(example, lambda *_: form, kit.settings, TODAY)
        assert len(list(kit.registry.checks["wrong-word"].run(case))) == count


def test_a_mistake_in_a_word_list_costs_its_plugin(tmp_path: Path) -> None:
    folder = tmp_path / "example"
    (folder / "checks").mkdir(parents=True)
    (folder / "plugin.toml").write_text(PLUGIN, "utf-8")
    (folder / "checks" / "words.txt").write_text("东街阵\n", "utf-8")
    kit = load_kit(KitSpec(plugins=(str(folder),), installed=False), today=TODAY)
    (fault,) = kit.registry.faults
    assert "words.txt 第 1 行：应写作“错词 → 正词”" in fault.problem


PAIRS = ("“”", "《》", "（）", "〔〕", "【】")


def _balanced() -> st.SearchStrategy[str]:
    words = st.text("公开信息工作年报，、一二三", max_size=8)
    return st.recursive(
        words,
        lambda inner: st.one_of(
            st.tuples(st.sampled_from(PAIRS), inner).map(lambda t: t[0][0] + t[1] + t[0][1]),
            st.lists(inner, max_size=3).map("".join),
        ),
        max_leaves=12,
    )


@given(_balanced())
def test_balanced_quotes_and_brackets_never_fire(text: str) -> None:
    assert told("unbalanced", saying(f"{text}。")) == []


@given(_balanced(), st.sampled_from(PAIRS), st.booleans())
def test_one_quote_or_bracket_too_many_always_fires(text: str, pair: str, opens: bool) -> None:
    one = pair[0] if opens else pair[1]
    written = f"公开{one}{text}。" if opens else f"{text}公开{one}。"
    assert told("unbalanced", saying(written)) != []


@given(st.lists(st.sampled_from("一二三四五六七八九"), min_size=1, max_size=9))
def test_numbers_fire_exactly_where_they_do_not_run(marks: list[str]) -> None:
    order = "一二三四五六七八九"
    numbers = [order.index(mark) + 1 for mark in marks]
    if numbers[0] != 1:
        return  # a series that does not begin with 1 may be a citation
    # One number that repeats the one before was meant for the next.
    wrong, again = 0, False
    for before, number in pairwise(numbers):
        wrong += number not in (before + 1, 1, *([before + 2] if again else []))
        again = number == before > 1
    found = told("numbering", saying(*(f"（{mark}）公开。" for mark in marks)))
    assert sum(len(finding.addresses) for finding in found) == wrong


@given(st.dates().filter(lambda day: day.year > 1900))
def test_a_day_that_exists_never_fires(day: object) -> None:
    written = f"{day.year}年{day.month}月{day.day}日召开会议。"  # type: ignore[attr-defined]
    assert told("date-impossible", saying(written)) == []


LONG = 100_000
HOSTILE = {
    "prose": "2024年，我镇共公开政府信息20条，其中“政策解读”3条（含转载），未收到申请。",
    "one word": "公开",
    "one character": "的",
    "digits": "2",
    "quotes": "“",
    "brackets": "（",
    "titles": "《〈",
    "reports": "报告包括",
    "numbers": "（一）",
    "points": "一是",
    "marks": "X",
    "blanks": " ",
    "braces": "{{",
    "jiang": "将公开将纳入",
    "years": "2024年1月1日至",
    "phones": "138 ",
    "until": "截止",
    "by": "由示例县人民政府",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_a_long_paragraph_takes_time_in_proportion(piece: str) -> None:
    """100 000 characters without a full stop: all checks on words within seconds, and twice
    as many within about twice the time."""
    checks = [c for code, c in session().registry.checks.items() if code in ON_WORDS]

    def seconds(length: int) -> float:
        text = (piece * (length // len(piece) + 1))[:length]
        texts = frozendict({"preamble": (text,), "overview": (text,)})
        case = case_of(Example(texts=texts), form_for, session().settings, TODAY)
        begin = time.process_time()
        for check in checks:
            for _ in check.run(case):
                pass
        return time.process_time() - begin

    half, whole = seconds(LONG // 2), seconds(LONG)
    assert whole < 10
    assert whole < 4 * half + 0.5
