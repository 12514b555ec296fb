"""The places of many keys, found together, are those that are found one by one."""

from __future__ import annotations

import gc
import json
import weakref
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure_kit.builtin.readers.json import read
from disclosure_kit.builtin.readers.json_lines import lines_of_keys
from disclosure_kit.model.raw import KeyPath, Source

KEYS = st.text('甲"\\:,{}[]\n 1', max_size=3)
SCALARS = st.none() | st.integers(0, 99) | st.text('a"\\:,{}[]\n', max_size=4)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3)
)
SEPARATORS = st.sampled_from([(", ", ": "), (",", ":"), (" ,\n", " \t:\r\n"), ("\n,", "\n:")])


def paths(value: Any, above: KeyPath = ()) -> Iterator[KeyPath]:
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for step, held in members:
        yield (*above, step)
        if isinstance(held, dict | list):
            yield from paths(held, (*above, step))


@given(
    tree=st.dictionaries(KEYS, VALUES, min_size=1, max_size=4),
    indent=st.none() | st.integers(0, 2),
    separators=SEPARATORS,
    ascii_=st.booleans(),
)
def test_together_and_one_by_one(
    tree: dict[str, Any], indent: int | None, separators: tuple[str, str], ascii_: bool
) -> None:
    text = json.dumps(tree, ensure_ascii=ascii_, indent=indent, separators=separators)
    raw = read(Source("甲.json", f"\n{text}\n".encode()))
    wanted = list(paths(tree))
    missing = [(*path, "没有") for path in wanted]
    assert raw.all_places(wanted + missing) == [raw.place(path) for path in wanted + missing]


@pytest.mark.parametrize(
    "text",
    [
        '{\n"tables": {\n"a": 1},\n"b": 2}',
        '{\n"b": {\n"tables": {\n"a": 3}},\n"tables": {\n"a": 1}}',  # a key of that name inside
        '{\n"b": {\n"tables": {\n"a": 3}},\n"t\\u0061bles": {\n"a": 1}}',
        '{\n"b": "tables",\n"t\\u0061bles": {\n"a": 1}}',
        '{\n"b": "\\"tables",\n"tables"\n:\n{\n"a": 1}}',
        '{\n"b": {\n"tables": {\n"a": 3}}}',
        '{\n"b": "tables"}',
    ],
)
def test_what_only_looks_like_a_part_is_none(text: str) -> None:
    raw = read(Source("甲.json", text.encode()))
    wanted: list[KeyPath] = [("tables", "a"), ("tables",), ("b",)]
    assert raw.all_places(wanted) == [raw.place(path) for path in wanted]
    assert raw.all_places(wanted[:1]) == [raw.place(("tables", "a"))]


def test_lines_of_keys() -> None:
    text = '{\n "甲": 1,\n "乙": [\n  {"丙": "\\":"}]}'
    tree = json.loads(text)
    assert lines_of_keys(text, 5, ("t",), tree) == {
        ("t", "甲"): 6,
        ("t", "乙"): 7,
        ("t", "乙", 0, "丙"): 8,
    }


def test_places_that_were_asked_for_wait_for_no_look_for_cycles() -> None:
    gc.disable()
    try:
        raw = read(Source("a.json", b'{"a": {"b": [1, 2]}}'))
        assert raw.place(("a", "b", 1)) == "第 1 行"
        held = weakref.ref(raw.place)
        del raw
        assert held() is None
    finally:
        gc.enable()
