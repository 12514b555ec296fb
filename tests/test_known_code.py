"""What an earlier run compiled: the same patterns and methods, or compiled as ever."""

from __future__ import annotations

import ast
import marshal
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from attr import _make
from attrs import frozen

from disclosure_kit import known_code
from disclosure_kit.cache import VARIABLE, Cache
from disclosure_kit.known_code import know

TEXTS = [rf"(?P<year{n}>[一二三四五六七八九十]+)年|[\u4e00-\u9fff]{{{n}}}(x)" for n in range(20)]


@pytest.fixture(autouse=True)
def starting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has compiled nothing, and a cache of its own."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    fresh(monkeypatch)


def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(re, "_cache", {})
    monkeypatch.setattr(re, "_cache2", {}, raising=False)  # of Python 3.12


def compiled() -> list[re.Pattern[Any]]:
    every: list[str | bytes] = [*TEXTS, rb"[a-z]+\d"]
    return [re.compile(text, re.MULTILINE) for text in every]


@contextmanager
def running(command: str) -> Iterator[None]:
    keep = know(command)
    try:
        yield
    finally:
        keep()


def kept_of(command: str) -> None:
    with running(command):
        compiled()


def recorded(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The texts that ``re`` itself compiles from now on."""
    texts: list[Any] = []
    compiler = import_module("re._compiler")
    compile_text = compiler.compile

    def recording(text: Any, flags: int = 0) -> Any:
        texts.append(text)
        return compile_text(text, flags)

    monkeypatch.setattr(compiler, "compile", recording)
    return texts


def test_what_one_run_compiled_the_next_one_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    first = compiled()
    fresh(monkeypatch)
    kept_of("render")
    fresh(monkeypatch)
    anew = recorded(monkeypatch)
    with running("render"):
        second = compiled()
    assert not {*anew} & {*TEXTS}
    assert second == first
    found = second[3].search("二〇二四年，那三年一二三x")
    assert found is not None
    assert (found["year3"], found.groups(), found.span()) == ("二四", ("二四", None), (2, 5))
    assert second[-1].search(b"ab7") is not None
    fresh(monkeypatch)
    compiled()
    assert {*anew} >= {*TEXTS}  # after its end


def test_each_command_has_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    kept_of("render")
    fresh(monkeypatch)
    anew = recorded(monkeypatch)
    with running("check"):
        compiled()
    assert {*anew} >= {*TEXTS}


def test_few_new_ones_are_no_reason_to_write(tmp_path: Path) -> None:
    with running("render"):
        re.compile("一二三")
    assert not (tmp_path / "cache").exists()


def test_an_interruption_when_all_is_done_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(known_code, "_WORTH", 0.0)
    with monkeypatch.context() as patched:
        patched.setattr(Cache, "put", interrupted)
        kept_of("render")


def test_the_newest_stay_where_they_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_code, "_MOST", 30)
    monkeypatch.setattr(known_code, "_WORTH", 0.0)
    kept_of("render")
    others = [f"其他{n}" for n in range(20)]
    for again in (others, []):
        fresh(monkeypatch)
        with running("render"):
            list(map(re.compile, again))
    fresh(monkeypatch)
    anew = recorded(monkeypatch)
    with running("render"):
        list(map(re.compile, others))
        compiled()
    assert not {*anew} & {*others}
    assert len({*anew} & {*TEXTS}) == len(TEXTS) - 9  # and the pattern of bytes


@pytest.mark.parametrize(
    "content", [b"", b"x", marshal.dumps(([("一", 0, 32, b"\x00" * 64, 0, {}, (None,))], {}))]
)
def test_what_cannot_be_used_is_compiled(content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Cache, "get", lambda *_: content)
    with running("render"):
        assert re.search("一", "十一") is not None


def test_a_process_that_has_long_begun_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    kept_of("render")
    fresh(monkeypatch)
    for number in range(known_code._STARTING):
        re.compile(f"{number}年")
    anew = recorded(monkeypatch)
    with running("render"):
        compiled()
    assert {*anew} >= {*TEXTS}


def made() -> type:
    @frozen
    class Place:
        name: str
        number: int = 0

    return Place


def test_the_methods_of_a_class_are_known_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_code, "_WORTH", 0.0)
    before = dict(vars(_make))
    with running("render"):
        first = made()("一", 2)
    with running("render"):
        monkeypatch.setattr("builtins.compile", lambda *_: pytest.fail("compiled"))
        second, other = made()("一", 2), made()("一", 2)
        monkeypatch.undo()
    assert vars(_make) == before
    assert repr(second) == repr(first)
    assert (second == other, second == type(second)("一", 2)) == (False, True)
    assert hash(second) == hash(type(second)("一", 2))


def test_methods_are_known_in_a_process_that_salts_otherwise() -> None:
    def digests(seed: str) -> bytes:
        words = [sys.executable, "-c", _DIGESTS]
        seeded = os.environ | {"PYTHONHASHSEED": seed}
        return subprocess.run(words, env=seeded, capture_output=True, check=True).stdout

    assert digests("1") == digests("2") != b""


_DIGESTS = """
from disclosure_kit.known_code import Methods
known = Methods()
known.put_in()
from disclosure_kit.model import finding
assert known.new
print([digest.hex() for digest in known.new])
assert len({hash(finding.NotAssessed("a", "b")), hash(finding.NotAssessed("a", "c"))}) == 2
"""


def test_other_methods_are_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_code, "_WORTH", 0.0)
    with running("render"):
        made()
    with running("render"):

        @frozen
        class Place:
            name: str
            other: int = 1

    assert Place("一").other == 1


def test_attrs_of_another_make_compile_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_code, "_WORTH", 0.0)
    with running("render"):
        tree = vars(_make)["compile"]("1 + 1", "here", "eval", flags=ast.PyCF_ONLY_AST)
        assert isinstance(tree, ast.Expression)
        text = "def f(one, two):\n    return hash((\n        one, two))"
        code = vars(_make)["compile"](text, "here", "exec")
    names: dict[str, Any] = {}
    exec(code, names)
    assert names["f"](1, 2) != names["f"](2, 2)  # it begins with no number
    monkeypatch.delitem(sys.modules, "attr._make")
    with running("render"):
        assert re.search("一", "十一") is not None
