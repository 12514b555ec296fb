"""JSON: each value with its line; what the standard library lets pass is refused."""

from __future__ import annotations

import json
import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_kit.builtin.readers.json import read, sniff
from disclosure_kit.errors import SourceError
from disclosure_kit.model.raw import RawValues, Source


def reading(content: str | bytes) -> RawValues:
    raw = content if isinstance(content, bytes) else content.encode()
    return read(Source("年报.json", raw))


def refused(content: str | bytes) -> tuple[str, ...]:
    with pytest.raises(SourceError) as caught:
        reading(content)
    assert all(problem.startswith("年报.json") for problem in caught.value.problems)
    return caught.value.problems


def test_every_key_has_its_line() -> None:
    raw = reading('{\n  "a": 1,\n  "b": {"c": [1,\n    {"d": 2}]}\n}\n')
    assert raw.data == {"a": 1, "b": {"c": [1, {"d": 2}]}}
    places = {path: raw.place(path) for path in [("a",), ("b", "c"), ("b", "c", 1, "d")]}
    assert list(places.values()) == ["第 2 行", "第 3 行", "第 4 行"]
    assert raw.place(("b", "missing")) == "第 3 行"
    assert raw.place(("missing",)) == "第 1 行"


def test_a_key_given_twice_names_both_lines() -> None:
    assert refused('{"a": 1,\n "b": {"c": 1,\n "c": 2},\n "a": 3}') == (
        "年报.json 第 3 行：b.c 重复（第 2 行已有），不知以哪个为准",
        "年报.json 第 4 行：a 重复（第 1 行已有），不知以哪个为准",
    )


@pytest.mark.parametrize(
    ("content", "column", "words"),
    [
        ('{"a": NaN}', 7, "a 写法不明：NaN"),
        ('{"a": Infinity}', 7, "a 写法不明：Infinity"),
        ('{"a": -Infinity}', 7, "a 写法不明：-Infinity"),
        ('{"a": 1e3}', 7, "a 写法不明：1e3"),
        ('{"a": 1e-400000000000000000000}', 7, "a 写法不明：1e-"),
        ('{"a": 012}', 7, "a 写法不明：012"),
        ('{"a": 1.}', 7, "a 写法不明：1."),
        ('{"a": +1}', 7, "a 写法不明：+1"),
        ('{"a": True}', 7, "a 写法不明：True"),
        ('{"a": ' + "9" * 5000 + "}", 7, "a 的数过长"),
        ('{"a": 1,}', 9, "最后一项后面不能有逗号"),
        ('["a",]', 6, "这里缺少一个值"),
        ('{"a"}', 5, "键后面少了冒号"),
        ('{"a": }', 7, "这里缺少一个值"),
        ('{"a": 1 "b": 2}', 9, "这里应是逗号或 }"),
        ("[1 2]", 4, "这里应是逗号或 ]"),
        ("{'a': 1}", 2, "这里应是加双引号的键"),
        ("{a: 1}", 2, "这里应是加双引号的键"),
        ('{"a": "x', 7, "引号没有配对"),
        ('{"a": "x\ny"}', 9, "换行请写成"),
        ('{"a": "\\q"}', 8, "写法不对"),
        ('{"a": 1} x', 10, "后面还有多余的内容"),
        ("// 注\n{}", 1, "写法不明：//"),
    ],
)
def test_what_is_no_json_is_told_in_chinese_with_its_place(
    content: str, column: int, words: str
) -> None:
    (problem,) = refused(content)
    assert problem.startswith(f"年报.json 第 1 行第 {column} 列：不是有效的 JSON（")
    assert words in problem


@pytest.mark.parametrize("opening", ['{"a":', "["])
def test_deep_nesting_is_refused(opening: str) -> None:
    (problem,) = refused(opening * 100_000)
    assert "嵌套超过 40 层" in problem


def test_fractions_keep_their_decimals() -> None:
    data = reading('{"a": 3.0, "b": 3.70, "c": -0.5, "d": -0, "e": true, "f": null}').data
    assert [str(value) for value in data.values()] == ["3.0", "3.70", "-0.5", "0", "True", "None"]
    assert type(data["a"]) is Decimal
    assert type(data["d"]) is int


def test_gbk_utf16_and_a_byte_order_mark() -> None:
    assert reading('{"名": "测试"}'.encode("gbk")).notices == (
        "年报.json：不是 UTF-8，按 GB18030 读取",
    )
    assert reading('{"名": "测试"}'.encode("utf-16")).data == {"名": "测试"}
    assert reading('\ufeff{"a": 1}').data == {"a": 1}


@pytest.mark.parametrize("content", ["", "  \n", "\ufeff"])
def test_an_empty_file_is_refused(content: str) -> None:
    assert refused(content) == ("年报.json：文件是空的",)


@pytest.mark.parametrize("content", [b"PK\x03\x04" + bytes(9), b"%PDF-1.4", b'{"a": 1}\0'])
def test_binary_files_are_refused(content: bytes) -> None:
    assert len(refused(content)) == 1


def test_ten_megabytes_are_read_in_reasonable_time() -> None:
    text = "政府信息公开" * 60
    tree = {"a": [{"text": text} for _ in range(9_000)]}
    content = json.dumps(tree, ensure_ascii=False).encode()
    assert len(content) > 9_000_000
    began = time.monotonic()
    assert reading(content).data == tree
    assert time.monotonic() - began < 10


def test_a_file_beyond_all_measure_is_refused() -> None:
    (problem,) = refused(b'{"a": "' + b"x" * 20_000_000 + b'"}')
    assert "超过上限" in problem


@pytest.mark.parametrize(
    ("head", "known"),
    [(b'{"a": 1}', True), (b"\xef\xbb\xbf \n{", True), (b"[1]", False), (b"a: {}", False)],
)
def test_a_json_file_is_known_by_its_brace(head: bytes, known: bool) -> None:
    assert sniff(head) is known


TREES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(TREES, st.sampled_from([None, 2]), st.booleans())
@settings(deadline=None)
def test_what_json_writes_is_read_back(tree: Any, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(tree, indent=indent, ensure_ascii=ascii_only)
    assert reading(text.encode("utf-8")).data == tree


@given(st.binary(max_size=200) | st.text('{}[]",:0123.eE-+truefalsn\\ \n\ud800u', max_size=40))
@settings(deadline=None, max_examples=500)
def test_anything_is_read_or_refused(content: bytes | str) -> None:
    raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    try:
        found = reading(raw)
    except SourceError:
        return
    assert found.notices or found.data == json.loads(raw, parse_float=Decimal)
