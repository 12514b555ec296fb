"""Where each key of a TOML file stands."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure_kit.editions.lines import line_at, lines_of
from disclosure_kit.editions.loader import load_parts
from disclosure_kit.errors import EditionError
from disclosure_kit.model.raw import KeyPath

FILE = '''# a remark [not] = a key
title = "a # b"
[words]
"件 数" = ["件", # one
  "篇",
]
a.b = """x
[y]
"""
[[tables]]
id = 't'
columns = [
  { id = "c", label = "[[" },
  { id = "d", label = """]
"""},
]
[[tables]]
id = "u"
[[tables.rows]]
id = "r"
[[tables.rows]]
id = "s"
'''
LINES = {
    ("title",): 2,
    ("words",): 3,
    ("words", "件 数", 0): 4,
    ("words", "件 数", 1): 5,
    ("words", "a", "b"): 7,
    ("tables", 0): 10,
    ("tables", 0, "columns", 0, "label"): 13,
    ("tables", 0, "columns", 1): 14,
    ("tables", 1, "id"): 18,
    ("tables", 1, "rows", 1): 21,
    ("tables", 1, "rows", 1, "id"): 22,
}


def paths(value: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for step, inner in members:
        yield (*path, step)
        if isinstance(inner, dict | list):
            yield from paths(inner, (*path, step))


def test_each_key_has_its_line() -> None:
    found = lines_of(FILE)
    assert {path: found[path] for path in LINES} == LINES
    assert set(found) >= set(paths(tomllib.loads(FILE)))


OURS = [file for top in ("src", "plugins", "tests") for file in (ROOT / top).rglob("*.toml")]


@pytest.mark.parametrize("file", sorted(OURS), ids=lambda file: str(file.relative_to(ROOT)))
def test_every_key_of_every_file_here_is_found(file: Path) -> None:
    text = file.read_text("utf-8", "replace")
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return  # a bad plugin of the tests
    assert set(lines_of(text)) >= set(paths(data))


VALUES = st.sampled_from(['"a"', "'b#'", "1", "true", "1.5", '"""\n]"\n"""', "2024-01-01"])
INLINE = st.recursive(
    VALUES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.lists(inner, max_size=3).map(
            lambda items: "[\n" + "".join(f"{i},\n" for i in items) + "]"
        ),
        st.dictionaries(st.sampled_from("abc"), inner, max_size=2).map(
            lambda held: "{" + ", ".join(f"{k} = {v}" for k, v in held.items()) + "}"
        ),
    ),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["[[t]]", "[[u]]"]), INLINE), max_size=5))
def test_made_up_files(entries: list[tuple[str, str]]) -> None:
    text = "".join(f"{head}\n'k.k' = {value} # x\n" for head, value in entries)
    found = lines_of(text)
    assert set(found) == set(paths(tomllib.loads(text)))
    rows = text.splitlines()
    for path, line in found.items():
        if path[-1] == "k.k":
            assert rows[line - 1].startswith("'k.k'")


def test_steps_that_the_file_does_not_have_are_passed_over() -> None:
    places = lines_of(FILE)
    assert line_at(("parts", "tables", 0, "bands", 0, "columns", 1, "kind"), places) == 14
    assert line_at(("other",), places) is None


def test_the_loader_tells_the_line_of_each_problem() -> None:
    text = '\ufeff[[figures]]\nkey = 1\nlabel = "x"\nkind = "count"\nsection = "s"\nsecton = "s"\n'
    with pytest.raises(EditionError) as caught:
        load_parts(text, "f.toml")
    assert sorted(caught.value.lines) == [2, 6]
    with pytest.raises(EditionError) as caught:
        load_parts('a = 1\nb = "\n', "f.toml")
    assert caught.value.lines == (2,)


@pytest.mark.parametrize("text", ["a = " + "[" * 100_000, "a = " + "{b = " * 100_000])
def test_brackets_in_brackets_are_refused(text: str) -> None:
    with pytest.raises(EditionError, match="嵌套太深"):
        load_parts(text, "f.toml")
