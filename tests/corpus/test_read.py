"""The figures that the readers take from the corpus, against those keyed by hand: zero wrong.

What is read of each file, and why the rest is not, is published in docs/reference/corpus.md. After
a wanted change, write it anew with ``DISCLOSURE_KIT_GOLDEN=write pytest tests/corpus/test_read.py``
and read the difference.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from forms_under_test import session
from ruamel.yaml import YAML

from disclosure_kit import Source, Wishes, read
from disclosure_kit.errors import SourceError
from disclosure_kit.structure.plain import to_plain

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "reference" / "corpus.md"

UNSTATED = {"guanzhou-street-2023": 2023, "hangzhou-city-2025-tables": 2025}  # given by option

# Marked ``full`` by the collector, and with tables in the text.
FULL = {
    "hebei-jyt-2018-stat", "hebei-jyt-2019", "hebei-jyt-2022", "hebei-kjt-2020", "hebei-kjt-2021",
    "hebei-kjt-2022", "hebei-kjt-2023", "huaian-city-2024", "shanghai-office-2019",
    "shuyang-county-2025", "suqian-city-2023", "suqian-city-2024",
}  # fmt: skip

# Why a legible figure is not read: each refusal has one of these.
REASONS = {
    "像是其他版本的表|不全是表式的表头": "heads of another edition than the report year's",
    "连在一起|连写|格子没有间隔": "cells run together, and more than one reading is left",
    "表内数据未读": "no cell can be told from the next",
    "格子与表头对不上": "a row with fewer cells than columns, broken off",
}


@frozen
class Figures:
    """The cells of one file: how many show a figure, and what became of them."""

    stem: str
    file: str
    legible: int
    blank: int
    illegible: int
    right: int
    wrong: tuple[str, ...]
    notices: tuple[str, ...]

    @property
    def refused(self) -> int:
        return self.legible - self.right

    @property
    def reason(self) -> str:
        told = "\n".join(self.notices)
        return next((why for words, why in REASONS.items() if re.search(words, told)), "")


def expected() -> dict[str, Any]:
    load = YAML(typ="safe", pure=True).load
    files = {f.stem: load(f.read_text("utf-8")) for f in (HERE / "expected").glob("*.yaml")}
    return {
        stem: tree
        for stem, tree in sorted(files.items())
        if (HERE / tree["file"]).is_file() and tree["edition"] is not None
    }


EXPECTED = expected()


@cache
def figures_of(stem: str) -> Figures:
    tree = EXPECTED[stem]
    file = HERE / tree["file"]
    source = Source(file.name, file.read_bytes())
    if stem in UNSTATED:
        with pytest.raises(SourceError, match="找不到报告年度"):
            read(session(), source)
    loaded = read(session(), source, Wishes(year=UNSTATED.get(stem)))
    found = to_plain(loaded.report, loaded.form)["tables"]
    values = {
        f"{table}.{row}.{column}": (value, found.get(table, {}).get(row, {}).get(column))
        for table, rows in tree["tables"].items()
        for row, cells in rows.items()
        for column, value in cells.items()
    }
    return Figures(
        stem,
        file.name,
        sum(value not in (None, "illegible") for value, _ in values.values()),
        sum(value is None for value, _ in values.values()),
        sum(value == "illegible" for value, _ in values.values()),
        sum(got is not None and got == value for value, got in values.values()),
        tuple(name for name, (value, got) in values.items() if got not in (None, value)),
        tuple(loaded.notices),
    )


@pytest.mark.parametrize("stem", EXPECTED)
def test_no_figure_is_wrong(stem: str) -> None:
    assert figures_of(stem).wrong == ()


@pytest.mark.parametrize("stem", EXPECTED)
def test_each_refusal_has_a_reason(stem: str) -> None:
    figures = figures_of(stem)
    assert bool(figures.reason) or not figures.refused


def page() -> Iterator[str]:
    """docs/reference/corpus.md."""
    yield "# What is read of real reports"
    yield ""
    yield "Every published report of `tests/corpus` that shows a table, against figures keyed by"
    yield "hand before there was a reader. *Blank* cells and *illegible* ones (figures run together"
    yield "that nothing decides, not even for a person) show no figure, and none may be read there."
    yield "Made by `tests/corpus/test_read.py`; the test compares."
    yield ""
    yield "| file | whole | figures | read | refused | wrong | blank | illegible | why refused |"
    yield "|---|---|---|---|---|---|---|---|---|"
    every = [figures for stem in EXPECTED if (figures := figures_of(stem)).legible + figures.blank]
    for f in every:
        why = f.reason if f.refused else ""
        counts = (f.legible, f.right, f.refused, len(f.wrong), f.blank, f.illegible)
        full = "yes" if f.stem in FULL else "no"
        yield f"| `{f.file}` | {full} | {' | '.join(map(str, counts))} | {why} |"
    yield ""
    whole = [figures for figures in every if figures.stem in FULL]
    for what, files in (("all files", every), ("the whole ones", whole)):
        right, legible = sum(f.right for f in files), sum(f.legible for f in files)
        wrong = sum(len(f.wrong) for f in files)
        share = f"{100 * right / legible:.1f}%"
        yield f"Of {what}: {right} of {legible} figures read ({share}), {wrong} wrong.  "


def test_the_published_table() -> None:
    text = "\n".join(page()) + "\n"
    if os.environ.get("DISCLOSURE_KIT_GOLDEN") == "write":
        PAGE.write_text(text, "utf-8", newline="\n")
    assert text == PAGE.read_text("utf-8")
