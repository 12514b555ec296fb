"""``editions``, ``plugins``, ``formats``, ``readers`` and ``schema``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import EXAMPLES
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

Command = Callable[..., Any]


@pytest.mark.parametrize(
    ("name", "key", "expected"),
    [
        ("editions", "id", ["2014", "2019", "2021"]),
        (
            "plugins",
            "name",
            ["builtin", "yunnan", "beijing", "hebei", "shanghai", "suqian", "wuwei"],
        ),
        ("formats", "name", ["docx", "html", "json", "yaml", "xlsx", "csv"]),
        ("readers", "name", ["json", "yaml", "docx", "html", "xlsx", "text"]),
    ],
)
def test_a_listing_in_words_and_as_json(
    command: Command, name: str, key: str, expected: list[str]
) -> None:
    ran = command(name, "--json")
    assert (ran.status, ran.err) == (0, "")
    assert [row[key] for row in json.loads(ran.out)] == expected
    words = command(name)
    assert words.status == 0
    lines = [line for line in words.out.splitlines() if not line.startswith(" ")]
    assert len(lines) == len(expected)
    assert all(id in line for id, line in zip(expected, lines, strict=True))


def test_one_edition(command: Command) -> None:
    tree = json.loads(command("editions", "2021", "--json").out)
    assert [section["id"] for section in tree["sections"]][:2] == ["overview", "proactive"]
    assert {t["id"]: t["figures"] for t in tree["tables"]} == {
        "proactive": 10, "applications": 175, "remedies": 15,
    }  # fmt: skip
    assert {rule["severity"] for rule in tree["identities"]} == {"error", "warning"}
    assert "第一项加第二项之和" in command("editions", "2021").out
    ran = command("editions", "1999")
    assert (ran.status, ran.err) == (4, "× 没有版本 1999。已有版本：2014、2019、2021\n")


def test_a_plugin_that_does_not_load_is_listed(command: Command, tmp_path: Path) -> None:
    ran = command("plugins", "--json", plugins=(tmp_path,))
    assert ran.status == 0
    lost = json.loads(ran.out)[-1]
    assert (lost["name"], lost["state"]) == (tmp_path.name, "left_out")
    assert lost["problem"]


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.yaml")), ids=lambda file: file.stem)
def test_the_examples_are_valid_against_their_schema(command: Command, file: Path) -> None:
    tree = YAML(typ="safe").load(file.read_text("utf-8"))
    ran = command("schema", "--edition", tree["edition"], "--json")
    assert ran.status == 0
    schema = json.loads(ran.out)
    Draft202012Validator.check_schema(schema)
    assert list(Draft202012Validator(schema).iter_errors(tree)) == []


def test_the_schema_of_a_region(command: Command) -> None:
    schema = json.loads(command("schema", "--region", "533103", "--edition", "2014").out)
    assert "yunnan.news" in schema["properties"]["figures"]["properties"]
    assert len(schema["properties"]["sections"]["properties"]) == 14
    assert "yunnan.applications_2018" not in schema["properties"]["tables"]["properties"]


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("--edition", "1999"), 4, "没有版本 1999"),
        (("--year", "1990"), 4, "没有适用于 1990 年度报告的版本"),
        (("--year", "abc"), 2, "--year 的值不对：'abc'"),
        (("--region", "x"), 2, "区划代码 'x' 不正确"),
    ],
)
def test_a_schema_of_nothing(
    command: Command, words: tuple[str, ...], status: int, told: str
) -> None:
    ran = command("schema", *words)
    assert ran.status == status
    assert told in ran.err
    assert ran.out == ""
