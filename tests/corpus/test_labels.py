"""What is wrong in each report (`labels/`): the labels point at what really stands there."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

HERE = Path(__file__).parent
LABELS = HERE / "labels"
ARTEFACTS = {
    "ascii_punctuation",
    "cells_run_together",
    "cut_off",
    "lost_characters",
    "ocr",
    "page_furniture",
    "run_together",
    "shortened",
    "table_lines",
    "table_lost",
    "wrapped_lines",
}
LABEL = {"kind": str, "line": int, "quote": str, "should": str, "sure": bool}
OPTIONAL = {"artefact": bool, "note": str}
SILENT = {"kind": str, "line": int, "quote": str, "reason": str}
load = YAML(typ="safe", pure=True).load


def reports() -> dict[str, Path]:
    ends = (".txt", ".md", ".html")
    return {f.stem: f for f in sorted(HERE.iterdir()) if f.suffix in ends and f.stem != "README"}


REPORTS = reports()
KINDS = set(load((LABELS / "kinds.yaml").read_text("utf-8")))


def labelled(stem: str) -> dict[str, Any]:
    tree: dict[str, Any] = load((LABELS / f"{stem}.yaml").read_text("utf-8"))
    return tree


def test_every_report_is_labelled_and_nothing_else() -> None:
    assert {f.stem for f in LABELS.glob("*.yaml")} - {"kinds"} == set(REPORTS)


def test_the_explanation_of_the_artefacts_is_complete() -> None:
    text = (LABELS / "README.md").read_text("utf-8")
    assert {a for a in ARTEFACTS if f"| `{a}` |" in text} == ARTEFACTS


@pytest.mark.parametrize("stem", REPORTS)
def test_the_schema_is_closed(stem: str) -> None:
    tree = labelled(stem)
    assert list(tree) == ["file", "artefacts", "labels", "silent"]
    assert tree["file"] == REPORTS[stem].name
    assert set(tree["artefacts"]) <= ARTEFACTS
    for label in tree["labels"]:
        assert {k: type(v) for k, v in label.items() if k not in OPTIONAL} == LABEL
        extra = {k: type(v) for k, v in label.items() if k in OPTIONAL}
        assert extra.items() <= OPTIONAL.items()
    for entry in tree["silent"]:
        assert {k: type(v) for k, v in entry.items()} == SILENT
    assert {e["kind"] for e in tree["labels"] + tree["silent"]} <= KINDS


@pytest.mark.parametrize("stem", REPORTS)
def test_each_quote_stands_in_its_line(stem: str) -> None:
    tree = labelled(stem)
    lines = REPORTS[stem].read_text("utf-8").split("\n")
    entries = tree["labels"] + tree["silent"]
    assert [e for e in entries if e["quote"] not in lines[e["line"] - 1]] == []
    assert [e for e in entries if not e["quote"].strip()] == []


@pytest.mark.parametrize("stem", REPORTS)
def test_no_place_is_both_wrong_and_right_in_the_same_way(stem: str) -> None:
    tree = labelled(stem)
    places = Counter((e["kind"], e["line"], e["quote"]) for e in tree["labels"] + tree["silent"])
    assert [place for place, times in places.items() if times > 1] == []
