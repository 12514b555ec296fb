"""What is wrong with a TOML file is said in Chinese, with line and column."""

from __future__ import annotations

import tomllib

import pytest

from disclosure_kit.editions.loader import parse_toml
from disclosure_kit.editions.toml_faults import fault_of
from disclosure_kit.errors import EditionError


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a = 1\n= 2", "第 2 行第 1 列：这里应是"),
        ("a = 1 2", "第 1 行第 7 列：这一项后面多了内容"),
        ("a = 01", "以 0 开头的数"),
        ('a = "x', "第 1 行第 7 列：引号没有配对"),
        ('a = """x', "引号没有配对"),
        ('a = "x\ny"', "第 1 行第 7 列：引号在这一行没有配对"),
        ("a = 'x\n", "引号没有配对"),
        ('a = "\x01"', "控制字符"),
        ("[a]\n[a]", "第 2 行第 3 列：段 [a] 写了两次"),
        ("[[a]]\n[a]", "段 [a] 写了两次"),
        ("a = 1\na = 2\n", "第 2 行第 6 列：这个键在前面已经写过"),
        ("a = {b = 1}\na.c = 2", "“a”在前面已经写完"),
        ("[a\n", "段名的方括号没有配对"),
        ("[[a]", "段名的方括号没有配对"),
        ("a 1", "键的后面少了等号"),
        ("[]", "这里应是键名"),
        ("a = [1,\n", "第 1 行第 8 列：等号、逗号后面缺少内容，或括号没有配对"),
        ("a = [1\n", "第 1 行第 7 列：方括号没有配对"),
        ("a = {b = 1", "花括号没有在同一行配对"),
        ("a = {b = 1, b = 2}", "这组花括号里 b 写了两次"),
        ('a = "\\q"', "反斜杠 \\ 要写两个"),
        ('a = "\\u12"', "反斜杠 u 后面"),
        ("a = 2025-02-30T00:00:00", "没有这一天"),
        ("a = \n", "第 1 行第 5 列：等号后面的值写法不明"),
        ("a = 费", "等号后面的值写法不明"),
    ],
)
def test_each_kind_is_said_in_chinese(text: str, told: str) -> None:
    with pytest.raises(EditionError) as caught:
        parse_toml(text, "x.toml")
    [problem] = caught.value.problems
    assert told in problem
    head, _, said = problem.partition("（")
    assert head == "x.toml：不是有效的 TOML"
    assert not [word for word in ("at line", "Expected", "Invalid", "Un") if word in said]
    assert caught.value.lines == (int(said.split(" ")[1]),)


def test_what_is_not_known_is_quoted() -> None:
    told = fault_of(tomllib.TOMLDecodeError("Never seen (at line 2, column 1)"), "a = 1\nb")
    assert str(told) == "第 2 行第 1 列：写法不对（Never seen）"
