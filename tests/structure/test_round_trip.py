"""Write → read is the identity, and the schema says what the reader takes."""

from __future__ import annotations

import copy
import json
from functools import cache
from typing import Any

import pytest
from attrs import evolve
from conftest import CORPUS, EXAMPLES, YUNNAN
from forms_under_test import YEARS, form_of, session
from frozendict import frozendict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from published_text import EARLY, FILES, NO_YEAR
from strategies import WORDS, reports

from disclosure_kit import Loaded, Source, app, read
from disclosure_kit.checking.run import Assessment
from disclosure_kit.errors import SourceError
from disclosure_kit.model.edition import OutlineKind, Section
from disclosure_kit.model.form import Form
from disclosure_kit.model.report import Report
from disclosure_kit.schema import json_schema

KINDS = ("json", "yaml")
CHECKS = (HealthCheck.too_slow, HealthCheck.data_too_large)
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=CHECKS)
MANY = settings(max_examples=60, deadline=None, suppress_health_check=CHECKS)


@cache
def validator(form: Form) -> Draft202012Validator:
    schema = json_schema(form)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


FORMS = {name: form_of(name) for name in YEARS}


@st.composite
def filled(draw: st.DrawFn, name: str) -> tuple[Form, Report]:
    form = FORMS[name]
    if form.edition.outline is not OutlineKind.FIXED and form.outline is None:
        words = WORDS.map(lambda text: "".join(text.split())).filter(bool)
        ids = draw(st.lists(words, max_size=3, unique=True))
        form = evolve(form, sections=tuple(Section(n, n) for n in ids))
        report = draw(reports(form))
        return form, report
    return form, draw(reports(form))


def written(form: Form, report: Report, kind: str) -> bytes:
    to = session().registry.formats[kind]
    loaded = Loaded("年报", report, form, ())
    (artifact,) = to.write(app.publish(session(), loaded, Assessment(), to))
    assert artifact.suffix == f".{kind}"
    return artifact.content


def read_back(content: bytes, kind: str) -> Report:
    report = read(session(), Source(f"年报.{kind}", content)).report
    return evolve(report, sources=frozendict())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", FORMS)
@SLOW
@given(data=st.data())
def test_what_is_written_is_read_back(name: str, kind: str, data: st.DataObject) -> None:
    form, report = data.draw(filled(name))
    content = written(form, report, kind)
    assert read_back(content, kind) == report
    assert written(form, read_back(content, kind), kind) == content  # decimals too
    assert written(form, report, kind) == content


@pytest.mark.parametrize("name", FORMS)
@SLOW
@given(data=st.data())
def test_what_is_written_is_valid(name: str, data: st.DataObject) -> None:
    form, report = data.draw(filled(name))
    tree = json.loads(written(form, report, "json"))
    assert [error.message for error in validator(FORMS[name]).iter_errors(tree)] == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.yaml")), ids=lambda file: file.stem)
def test_the_examples_come_back(file: Any, kind: str) -> None:
    loaded = read(session(), Source(file.name, file.read_bytes()))
    content = written(loaded.form, loaded.report, kind)
    assert read_back(content, kind) == evolve(loaded.report, sources=frozendict())


def test_the_figures_of_a_published_text_are_data() -> None:
    file = YUNNAN / "examples" / "mangshi-mengga-2018.txt"
    loaded = read(session(), Source(file.name, file.read_bytes()))
    assert len(loaded.report.figures) > 10


@pytest.mark.parametrize("name", sorted({*FILES} - {*EARLY} - {*NO_YEAR}))
def test_the_published_text_comes_back_as_data(name: str) -> None:
    loaded = read(session(), Source(name, (CORPUS / name).read_bytes()))
    for kind in KINDS:
        content = written(loaded.form, loaded.report, kind)
        assert read_back(content, kind) == evolve(loaded.report, sources=frozendict())


def test_yaml_takes_one_line_for_a_row() -> None:
    file = EXAMPLES / "suqian-city-2024.yaml"
    loaded = read(session(), Source(file.name, file.read_bytes()))
    lines = written(loaded.form, loaded.report, "yaml").decode().splitlines()
    assert "    licences: {decisions: 1573179}" in lines
    assert any(line.startswith("    received: {natural_person: 3440, ") for line in lines)


JUNK: tuple[Any, ...] = (
    None, True, 3.7, 5, -1, 10**15, "", "x", "n/a", "5", "5.5", [], [1], {}, {"text": "甲"},
    {"unknown": 1}, {"value": "5", "unit": "元"},
)  # fmt: skip


def paths(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a tree of JSON, but for what only decides which form is meant."""
    if path in (("region",), ("agency", "code"), ("edition",), ("year",), ("sources",)):
        return []
    children: list[tuple[Any, Any]] = []
    if isinstance(tree, dict):
        children = list(tree.items())
    elif isinstance(tree, list):
        children = list(enumerate(tree))
    return [path, *(found for key, child in children for found in paths(child, (*path, key)))]


def mutated(data: st.DataObject, tree: Any) -> Any:
    tree = copy.deepcopy(tree)
    path = data.draw(st.sampled_from(paths(tree)[1:]))
    parent = tree
    for key in path[:-1]:
        parent = parent[key]
    how = data.draw(st.sampled_from(["replace", "remove", "add"]))
    if how == "replace":
        parent[path[-1]] = data.draw(st.sampled_from(JUNK))
    elif how == "remove":
        del parent[path[-1]]
    elif isinstance(parent, dict):
        parent["unknown"] = data.draw(st.sampled_from(JUNK))
    else:
        parent.append(data.draw(st.sampled_from(JUNK)))
    return tree


# A lead's end, a table twice, a key twice; levels without an item, rows of another length, a
# table without a word, more heads than rows.
INEXPRESSIBLE = (
    "字数", "已经放过", "不重复的文字", "一一对应", "各行应一样多", "各格都是空的", "与行数",
)  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
@MANY
@given(data=st.data())
def test_the_schema_and_the_reader_agree(name: str, data: st.DataObject) -> None:
    form, report = data.draw(filled(name))
    tree = mutated(data, json.loads(written(form, report, "json")))
    errors = [error.message for error in validator(FORMS[name]).iter_errors(tree)]
    told: tuple[str, ...] = ()
    try:
        read_back(json.dumps(tree).encode(), "json")
    except SourceError as refusal:
        told = refusal.problems
    expressible = [
        p for p in told if p.endswith("不能是 -1") or not any(word in p for word in INEXPRESSIBLE)
    ]
    assert bool(expressible) == bool(errors), (told, errors)
