"""YAML: each value with its line, nothing taken for something else, nothing constructed."""

from __future__ import annotations

import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_kit.builtin.readers.admission import MAX_BYTES, looks_like_yaml
from disclosure_kit.builtin.readers.yaml import read
from disclosure_kit.errors import SourceError
from disclosure_kit.model.raw import RawValues, Source


def reading(content: str | bytes) -> RawValues:
    raw = content if isinstance(content, bytes) else content.encode()
    return read(Source("年报.yaml", raw))


def refused(content: str | bytes) -> tuple[str, ...]:
    with pytest.raises(SourceError) as caught:
        reading(content)
    assert all(problem.startswith("年报.yaml") for problem in caught.value.problems)
    return caught.value.problems


TEXT = """\
format: x
agency:
  name: 某镇
tables:
  applications:
    received: {total: 1,
               business: 2}
preamble:
  - text: |
      一
      二
  - text: 三
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("format",), 1),
        (("agency",), 2),
        (("agency", "name"), 3),
        (("tables", "applications", "received", "total"), 6),
        (("tables", "applications", "received", "business"), 7),
        (("preamble", 0), 9),
        (("preamble", 1, "text"), 12),
        (("agency", "code"), 2),  # what is missing stands where its parent stands
        (("tables", "applications", "carried_in", "total"), 5),
        (("nothing",), 1),
        ((), 1),
    ],
)
def test_every_key_has_its_line(path: tuple[str | int, ...], line: int) -> None:
    assert reading(TEXT).place(path) == f"第 {line} 行"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("12", 12),
        ("-3", -3),
        ("0", 0),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("3.0", Decimal("3.0")),
        ("3.70", Decimal("3.70")),
        ("no", "no"),
        ("Yes", "Yes"),
        ("on", "on"),
        ("12:30", "12:30"),
        ("2025-01-15", "2025-01-15"),
        ("1,000", "1,000"),
        ("９", "９"),
        ("n/a", "n/a"),
        ("NaN", "NaN"),
        ("'012'", "012"),
        ('"1e3"', "1e3"),
        ('"null"', "null"),
        ("|\n  12\n", "12\n"),
        ("9" * 30, int("9" * 30)),
    ],
)
def test_a_value_is_what_it_looks_like(written: str, value: Any) -> None:
    read_back = reading(f"a: {written}").data["a"]
    assert read_back == value
    assert type(read_back) is type(value)


@pytest.mark.parametrize(
    "written",
    ["012", "+5", "1_000", "0x1F", "0o17", "0b11", "1e3", "1.5E-3", ".inf", "-.INF", ".nan",
     "1.", ".5", "007.5", "9" * 31, "9" * 5000, "1" * 50 + ".5"],
)  # fmt: skip
def test_a_doubtful_number_is_refused(written: str) -> None:
    (problem,) = refused(f"a: 1\nb: {written}\n")
    assert problem.startswith("年报.yaml 第 2 行：b ")
    assert "写法不明" in problem or "过长" in problem


def test_yaml_1_1_does_not_come_in_by_the_back_door() -> None:
    assert reading("%YAML 1.1\n---\na: no\nb: 12:30\n").data == {"a": "no", "b": "12:30"}


def test_a_key_given_twice_names_both_lines() -> None:
    problems = refused("a: 1\nb:\n  c: 1\n  c: 2\n'a': 3\n1: x\n'1': y\n")
    assert problems == (
        "年报.yaml 第 4 行：b.c 重复（第 3 行已有），不知以哪个为准",
        "年报.yaml 第 5 行：a 重复（第 1 行已有），不知以哪个为准",
        "年报.yaml 第 7 行：1 重复（第 6 行已有），不知以哪个为准",
    )


def test_anchors_aliases_and_merge_keys_are_refused_where_they_stand() -> None:
    problems = refused("a: &x {b: 1}\nc:\n  <<: *x\nd: *x\n")
    assert [problem.split("，")[0] for problem in problems] == [
        "年报.yaml 第 1 行：a 用了锚点（&x）",
        "年报.yaml 第 3 行：c.<< 用了别名（*x）",
        "年报.yaml 第 4 行：d 用了别名（*x）",
    ]


def test_a_billion_laughs_are_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    began = time.monotonic()
    assert len(refused("\n".join(lines))) > 29
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "written",
    ["!!python/object:os.system x", "!!python/object/apply:os.system [x]", "!!binary aGk=",
     "!!int '5'", "!!str 5", "!foo 5", "!!set {x, y}", "! 5"],
)  # fmt: skip
def test_tags_are_refused_and_nothing_is_constructed(written: str) -> None:
    (problem,) = refused(f"a: {written}\n")
    assert problem.startswith("年报.yaml 第 1 行：a 用了标记（!")


def test_several_documents_are_refused() -> None:
    assert refused("a: 1\n---\nb: 2\n") == (
        "年报.yaml 第 2 行：文件里有几份文档（---），请分成几个文件",
    )
    assert reading("---\na: 1\n...\n").data == {"a": 1}


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_deep_nesting_is_refused(opening: str) -> None:
    (problem,) = refused(opening * 3000)
    assert problem == "年报.yaml 第 1 行：嵌套超过 40 层"


def test_a_key_that_is_no_word_is_refused() -> None:
    assert refused("a:\n  ? [b, c]\n  : 1\nd: 1\n") == ("年报.yaml 第 2 行：a 的键应是一个词",)


@pytest.mark.parametrize(
    ("content", "where", "words"),
    [
        ("a:\n\tb: 1\n", "第 2 行第 1 列", "制表符（Tab）"),
        ("a:\t1\n", "第 1 行第 3 列", "制表符（Tab）"),
        ("a: b: c\n", "第 1 行第 5 列", "冒号"),
        ("a: 'x\nb: 1\n", "第 3 行第 1 列", "引号没有配对，从第 1 行起"),
        ("a: {b: 1\nc: 2\n", "第 2 行第 2 列", "花括号 {} 没有配对，或少了逗号，从第 1 行起"),
        ("a: [1, 2\n", "第 2 行第 1 列", "方括号 [] 没有配对，或少了逗号，从第 1 行起"),
        ("a: @x\n", "第 1 行第 4 列", "请把这段文字加上引号"),
        ("a: - b\n", "第 1 行第 4 列", "“-”的位置不对"),
        ("a: 1\n  b: 2\n", "第 2 行第 4 列", "冒号的位置不对"),
        ("a:\n    b: 1\n  c: 2\n", "第 3 行第 3 列", "缩进没有对齐"),
        ('a: "x\\q"\n', "第 1 行第 7 列", "双引号里的"),
    ],
)
def test_what_is_no_yaml_is_told_in_chinese_with_its_place(
    content: str, where: str, words: str
) -> None:
    (problem,) = refused(content)
    assert problem.startswith(f"年报.yaml {where}：不是有效的 YAML（")
    assert words in problem
    assert not any("a" <= c <= "z" for c in problem.replace("年报.yaml", "").replace("Tab", ""))


def test_a_control_character_is_named_with_its_line() -> None:
    assert refused("a: 1\nb: \x07\n") == ("年报.yaml 第 2 行：有不可见的控制字符，请删去",)


def test_gbk_is_read_with_a_notice() -> None:
    raw = reading("agency: {name: 芒市勐戛镇人民政府}\n".encode("gbk"))
    assert raw.data == {"agency": {"name": "芒市勐戛镇人民政府"}}
    assert raw.notices == ("年报.yaml：不是 UTF-8，按 GB18030 读取",)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-8"])
def test_other_encodings(encoding: str) -> None:
    raw = reading("a: 测试\r\nb: 2\r\n".encode(encoding))
    assert raw.data == {"a": "测试", "b": 2}
    assert raw.place(("b",)) == "第 2 行"
    assert len(raw.notices) == (encoding == "utf-16")


@pytest.mark.parametrize("content", ["", " \n\t\n", "# 只有注释\n", "---\n", "\ufeff", "null"])
def test_an_empty_file_is_refused(content: str) -> None:
    assert refused(content) == ("年报.yaml：文件是空的",)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04" + bytes(30), "Word、Excel"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\xd0\xcf\x11\xe0" + bytes(20), "旧版 Word"),
        (b"\x89PNG\r\n", "图片"),
        (b"\xff\xd8\xff\xe0", "图片"),
        (b"{\\rtf1 x}", "RTF"),
        (b"a: 1\0", "不是文本文件"),
        (b"a: \xff\xff\xfe\n", "既不是 UTF-8 也不是 GB18030"),
        (b"\xff\xfea", "不是 UTF-16"),
        (b"a" * (MAX_BYTES + 1), "超过上限"),
    ],
)
def test_what_is_no_text_is_refused_by_its_kind(content: bytes, words: str) -> None:
    (problem,) = refused(content)
    assert words in problem


@pytest.mark.parametrize(
    ("head", "known"),
    [
        ('format: "x"\n', True),
        ("# 注\nyear: 2024\r\n", True),
        ("edition:\n", True),
        ("报告的 format: x", False),
        ("format：x", False),
        ("  year: 2024\n", False),
    ],
)
def test_a_report_is_known_by_its_keys(head: str, known: bool) -> None:
    assert looks_like_yaml(head.encode()) is known


@given(st.binary(max_size=200))
@settings(deadline=None)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        raw = reading(content)
    except SourceError:
        return
    assert raw.data is not None


@given(st.text("ab:-?[]{}&*!|>'\"%@`#, \n\t~01.e\\<=\u2028测", max_size=60))
@settings(deadline=None, max_examples=500)
def test_any_yaml_like_text_is_read_or_refused(content: str) -> None:
    try:
        raw = reading(content)
    except SourceError:
        return
    assert raw.place(()).startswith("第 ")
