"""``convert``: a readable file as data."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from conftest import CORPUS, EXAMPLES, YUNNAN
from forms_under_test import session
from frozendict import frozendict

from disclosure_kit import Source, Wishes, read
from disclosure_kit.model.report import Report

Command = Callable[..., Any]


def test_there_and_back(command: Command, suqian: Path, tmp_path: Path) -> None:
    first, yaml, second = tmp_path / "a.json", tmp_path / "b.yaml", tmp_path / "c.json"
    assert command("convert", suqian, "-o", first).out == f"{first}\n"
    assert command("convert", first, "-o", yaml).status == 0
    assert command("convert", yaml, "-o", second).status == 0
    trees = [json.loads(path.read_text("utf-8")) for path in (first, second)]
    sources = [tree.pop("sources") for tree in trees]
    assert trees[0] == trees[1]
    assert sources[0]["applications.received.total"] == "suqian.yaml!第 74 行"
    assert list(trees[0])[:5] == ["format", "edition", "region", "year", "agency"]


def test_published_text_as_data(command: Command, tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    ran = command("convert", YUNNAN / "examples" / "mangshi-mengga-2018.txt", "-o", target)
    assert ran.status == 0
    assert "说明" in ran.err
    tree = json.loads(target.read_text("utf-8"))
    assert (tree["edition"], tree["region"], tree["year"]) == ("2014", "53", 2018)
    assert tree["figures"]["yunnan.documents.total"] == 157
    assert command("check", target).status == 0


def test_an_unknown_ending_is_wrong_usage(command: Command, suqian: Path, tmp_path: Path) -> None:
    ran = command("convert", suqian, "-o", tmp_path / "a.pdf")
    assert ran.status == 2
    assert "不能转成这种格式。可以转成：.json、.yaml" in ran.err
    ran = command("convert", suqian)
    assert (ran.status, ran.err) == (
        2,
        "× 用法不对：缺少 -o（请看 disclosure-kit convert --help）\n",
    )


def test_nothing_is_overwritten_unasked(command: Command, suqian: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    target.write_text("old")
    assert command("convert", suqian, "-o", target).status == 6
    assert target.read_text() == "old"
    assert command("convert", suqian, "-o", target, "--force").status == 0
    assert json.loads(target.read_text("utf-8"))["year"] == 2024


def test_a_source_that_cannot_be_read_writes_nothing(command: Command, tmp_path: Path) -> None:
    source = tmp_path / "a.yaml"
    source.write_text("a: [")
    ran = command("convert", source, "-o", tmp_path / "b.json")
    assert ran.status == 3
    assert not (tmp_path / "b.json").exists()


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("forms/gov-annual-report-blank-template.docx", 2025),
        ("hangzhou-city-2025-tables.html", 2025),
        ("shanghai-office-2019.html", None),
        ("huaian-city-2024.txt", None),
        ("shuyang-county-2025.md", None),
    ],
)
def test_a_filled_workbook_of_any_file(
    command: Command, tmp_path: Path, name: str, year: int | None
) -> None:
    source, out = CORPUS / name, tmp_path / "年报.xlsx"
    words = ("--year", str(year), "--agency", "某某局") if year else ()
    assert command("convert", source, "-o", out, *words, plugins=()).status == 0
    given = read_file(source, Wishes(year=year, agency="某某局" if year else None))
    assert read_file(out) == given


def test_a_filled_workbook_of_a_rendered_document(command: Command, tmp_path: Path) -> None:
    source, word, out = EXAMPLES / "suqian-city-2024.yaml", tmp_path / "a.docx", tmp_path / "b.xlsx"
    for words in (("render", source, "-o", word), ("convert", word, "-o", out)):
        assert command("--no-plugins", *words, plugins=()).status == 0
    made, given = read_file(out), read_file(source)
    assert made == read_file(word)
    assert made.tables == given.tables
    assert made.sections == given.sections


def read_file(path: Path, asked: Wishes = Wishes()) -> Report:  # noqa: B008  # frozen
    report = read(session(), Source(path.name, path.read_bytes()), asked).report
    return evolve(report, sources=frozendict(), unread=frozenset())
