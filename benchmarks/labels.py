"""What is wrong in each report of the corpus (tests/corpus/labels), and what a finding says."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path

from attrs import frozen
from ruamel.yaml import YAML

from .reports import CORPUS

LABELS = CORPUS / "labels"


@frozen
class Label:
    """A fault, or with ``reason`` what only looks like one."""

    kind: str
    line: int
    quote: str
    should: str = ""
    sure: bool = False
    artefact: bool = False
    reason: str = ""


@frozen
class Labelled:
    """One report and what was seen in it by reading."""

    file: Path
    artefacts: frozenset[str]
    wrong: tuple[Label, ...]
    silent: tuple[Label, ...]


def labelled() -> Iterator[Labelled]:
    load = YAML(typ="safe", pure=True).load
    for file in sorted(LABELS.glob("*.yaml")):
        if file.name == "kinds.yaml":
            continue
        tree = load(file.read_text("utf-8"))
        yield Labelled(
            CORPUS / tree["file"],
            frozenset(tree["artefacts"]),
            tuple(_label(entry) for entry in tree["labels"]),
            tuple(_label(entry) for entry in tree["silent"]),
        )


def _label(entry: dict[str, object]) -> Label:
    known = {"kind", "line", "quote", "should", "sure", "artefact", "reason"}
    return Label(**{k: v for k, v in entry.items() if k in known})  # type: ignore[arg-type]


@cache
def kinds_of_codes() -> dict[str, frozenset[str]]:
    """The kinds of fault that a code may speak of."""
    tree = tomllib.loads((Path(__file__).parent / "codes.toml").read_text("utf-8"))
    return {code: frozenset(kinds) for code, kinds in tree["codes"].items()}


@cache
def artefact_kinds() -> dict[str, frozenset[str]]:
    """The kinds of fault that the way into text may bring about."""
    tree = tomllib.loads((Path(__file__).parent / "codes.toml").read_text("utf-8"))
    return {artefact: frozenset(kinds) for artefact, kinds in tree["artefacts"].items()}


def kinds_of(code: str) -> frozenset[str]:
    """By the code, or the longest beginning of it that is listed with ``*``."""
    known = kinds_of_codes()
    starts = [c for c in known if c.endswith("*") and code.startswith(c[:-1])]
    return known.get(code) or (known[max(starts, key=len)] if starts else frozenset())


@cache
def text_of(file: Path) -> str:
    """The words of a report, squeezed."""
    return squeezed(file.read_text("utf-8"))


def squeezed(text: str) -> str:
    """Without blanks, line ends and HTML, which the reading of a file may move or resolve."""
    return re.sub(r"\s+", "", unescape(re.sub(r"</?[a-z][^<>]*>", "", text)))
