"""The standard library and our own scan read the same values of the same text, or neither does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_kit.builtin.readers.admission import place_in
from disclosure_kit.builtin.readers.json import read
from disclosure_kit.builtin.readers.json_scan import Scan
from disclosure_kit.errors import SourceError
from disclosure_kit.model.raw import Source

SCALARS = st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.text(max_size=8)
TREES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner)
)


def both(text: str) -> tuple[Any, Any]:
    """What ``read`` and the scan alone make of a text: the values, or what is wrong."""

    def tried(make: Any) -> Any:
        try:
            return make()
        except SourceError as error:
            return list(error.problems)

    content = text.encode("utf-8", "surrogatepass")
    read_here = tried(lambda: read(Source("a.json", content)).data)
    return read_here, tried(lambda: Scan("a.json", text).read())


@given(TREES, st.sampled_from([None, 0, 2]), st.booleans())
@settings(max_examples=60, deadline=None)
def test_values_are_those_of_the_scan(tree: Any, indent: int | None, escaped: bool) -> None:
    text = json.dumps({"a": tree}, indent=indent, ensure_ascii=escaped)
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        return  # not UTF-8
    mine, other = both(text)
    assert mine == other == {"a": tree}


@given(st.dictionaries(st.text(max_size=4), TREES, min_size=1), st.sampled_from([None, 0, 2]))
@settings(max_examples=60, deadline=None)
def test_lines_are_those_of_the_scan(tree: Any, indent: int | None) -> None:
    text = json.dumps(tree, indent=indent)
    scan = Scan("a.json", text)
    scan.read()
    place, wanted = read(Source("a.json", text.encode())).place, place_in(scan.lines)
    for path in scan.lines:
        for asked in (path, (*path, "nowhere"), (*path, 99, "nowhere")):
            assert place(asked) == wanted(asked)


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "a": 2}', '{"a": NaN}', '{"a": -Infinity}', '{"a": 1e3}', '{"a": 1.5}',
        '{"a": 01}', '{"a": 1.}', '{"a": -}', '{"a": "\t"}', '{"a": 1} x', '{"a": [1,]}',
        '{"a": %s}' % ("9" * 31), '{"a": 0.%s}' % ("9" * 31), '{"a": tru}', "[" * 41 + "]" * 41,
        *(f"[{sign}{'9' * digits}]" for sign in ("", "-") for digits in (29, 30, 31, 5_000)),
        '{"a": ' * 40 + "{}" + "}" * 40, '{"a": ' * 41 + "{}" + "}" * 41, f"[{'1,' * 49_999}1]",
        "[" * 40 + "1" + "]" * 40, "[" * 40 + "]" * 40, "[" * 20_000, "7", '"x"', "{}", "",
    ],
)  # fmt: skip
def test_what_is_refused_is_told_by_the_scan(text: str) -> None:
    mine, other = both(text or " {")
    assert mine == other


WORDS = st.text('a:\\"', max_size=3)


@st.composite
def members(draw: st.DrawFn) -> str:
    """An object as somebody writes it: few names, so that one may come twice, some in escapes, and
    colons in names and words."""
    pairs = draw(st.lists(st.tuples(WORDS, WORDS | st.integers(0, 9)), max_size=5))
    blank = draw(st.sampled_from(["", " ", "\n"]))

    def written(word: str | int) -> str:
        plain = json.dumps(word)
        return plain.replace(":", "\\u003a") if draw(st.booleans()) else plain

    return f"{{{','.join(f'{written(k)}{blank}:{written(v)}' for k, v in pairs)}}}"


@given(members())
@settings(max_examples=200, deadline=None)
def test_no_key_given_twice_is_lost_among_colons(text: str) -> None:
    pairs: list[Any] = json.loads(text, object_pairs_hook=list)
    mine, scanned = both(text)
    assert mine == scanned
    assert (mine == dict(pairs)) is (len(pairs) == len(dict(pairs)))


@pytest.mark.parametrize(
    "text",
    ['{"a": 1, "a": ":"}', '{"a": 1, "a": "\\u003a"}', '{"a": "\\u003A", "b": 1, "b": 2}'],
)
def test_a_colon_makes_up_for_no_key(text: str) -> None:
    mine, scanned = both(text)
    assert mine == scanned
    assert "重复" in mine[0]


@pytest.mark.parametrize(
    "text", ['{"a": "http://a.cn:80/"}', '{"a": "\\u6c49"}', '{"a:b": ["1:2", {"c": "\\n:"}]}']
)
def test_words_with_colons_are_read_without_the_scan(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "a:b" not in text:  # a name with a colon is rare, and leaves it in doubt
        monkeypatch.delattr(Scan, "read")
    assert read(Source("a.json", text.encode())).data == json.loads(text)
