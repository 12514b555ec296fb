"""The contract of every hook: documented alike, its example runs, its page is its docstring."""

from __future__ import annotations

import doctest
import importlib.util
import inspect
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any, get_args, get_origin, get_type_hints

import attrs
import pytest
from conftest import ROOT

from disclosure_kit import hookspecs

HEADINGS = ["Purpose:", "When:", "Yields:", "Order:", "Errors:", "Example:"]
HOOKS: dict[str, Callable[[], Any]] = {
    name: value for name, value in vars(hookspecs).items() if name.startswith("disclosure_")
}

every_hook = pytest.mark.parametrize("name", HOOKS)


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_hooks_are_specifications() -> None:
    assert [name for name, _ in generator().hooks()] == list(HOOKS)


@every_hook
def test_docstring_has_every_heading_in_order(name: str) -> None:
    lines = inspect.cleandoc(HOOKS[name].__doc__ or "").splitlines()
    assert [line for line in lines if line.endswith(":") and line[0].isupper()] == HEADINGS
    filled = [lines[lines.index(heading) + 1].strip() for heading in HEADINGS]
    assert all(filled)


@every_hook
def test_example_runs(name: str) -> None:
    (example,) = doctest.DocTestFinder(recurse=False).find(HOOKS[name], name, globs={})
    assert any(name in step.source for step in example.examples)
    assert example.examples[-1].want
    assert doctest.DocTestRunner().run(example).failed == 0


@every_hook
def test_takes_nothing_and_yields_what_the_host_checks(name: str) -> None:
    assert not inspect.signature(HOOKS[name]).parameters
    answer = get_type_hints(HOOKS[name])["return"]
    assert get_origin(answer) is Iterable
    assert get_args(answer) == (hookspecs.YIELDS[name],)


def test_every_hook_yields_a_kind_of_its_own() -> None:
    assert list(hookspecs.YIELDS) == list(HOOKS)
    assert len(set(hookspecs.YIELDS.values())) == len(HOOKS)


@pytest.mark.parametrize("kind", hookspecs.YIELDS.values(), ids=lambda kind: kind.__name__)
def test_contributions_are_frozen(kind: type) -> None:
    assert attrs.has(kind)
    (first, *_) = attrs.fields(kind)
    made = object.__new__(kind)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(made, first.name, None)


def test_reference_page_is_what_the_docstrings_say() -> None:
    page = (ROOT / "docs" / "reference" / "hooks.md").read_text("utf-8")
    assert page == generator().hooks_page(), "run: python docs/generate.py"
    for name, kind in hookspecs.YIELDS.items():
        assert f"def {name}() -> Iterable[{kind.__name__}]\n" in page


def test_the_page_of_checks_is_what_the_checks_say() -> None:
    page = (ROOT / "docs" / "reference" / "checks.md").read_text("utf-8")
    assert page == generator().checks_page(), "run: python docs/generate.py"


def test_the_page_of_looks_is_what_the_profile_says() -> None:
    page = (ROOT / "docs" / "reference" / "layout.md").read_text("utf-8")
    assert page == generator().layout_page(), "run: python docs/generate.py"
