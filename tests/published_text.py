"""Helpers: forms by hand, documents of a few lines, and what a report left out of its source."""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from pathlib import Path

from frozendict import frozendict

from disclosure_kit import Loaded
from disclosure_kit.builtin.readers import text
from disclosure_kit.editions.loader import load_edition, load_outline, load_scoped
from disclosure_kit.model.edition import Outline
from disclosure_kit.model.form import Form
from disclosure_kit.model.raw import RawDocument, RawParagraph, Source
from disclosure_kit.model.report import Report
from disclosure_kit.model.table import Table
from disclosure_kit.structure.document import (
    opening,
    structure_document,
)
from disclosure_kit.structure.structured import Structured
from disclosure_kit.structure.table_words import labels_of
from disclosure_kit.structure.wording import bare

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "tests" / "corpus"
TEXT = (p for p in CORPUS.iterdir() if p.suffix in {".txt", ".md"} and p.name != "README.md")
FILES = sorted(p.name for p in TEXT)
EARLY = [name for name in FILES if "-2013." in name]  # before the first edition
NO_YEAR = ["guanzhou-street-2023.txt"]  # the text does not state it, so it is refused


@cache
def form(edition_id: str, year: int, yunnan: bool = False) -> Form:
    file = ROOT / "src/disclosure_kit/editions" / f"{edition_id}.toml"
    edition = load_edition(file.read_text(encoding="utf-8"), edition_id)
    parts = [edition.parts]
    outline: Outline | None = None
    if yunnan:
        folder = ROOT / "plugins/yunnan"
        outline = load_outline((folder / "outline.toml").read_text(encoding="utf-8"), "outline")
        for part in sorted((folder / "sections").glob("*.toml")):
            narrowing, found = load_scoped(part.read_text(encoding="utf-8"), part.name)
            if edition.edition.id in narrowing.editions:
                parts.append(found)
    tables = {
        t.id: t for part in parts for t in (*part.tables, *part.views, *part.repeating_tables)
    }
    return Form(
        edition=edition.edition,
        year=year,
        region="53" if yunnan else None,
        outline=outline,
        sections=outline.sections if outline else edition.parts.sections,
        tables=frozendict(tables),
        identities=tuple(i for part in parts for i in part.identities),
        shares=(),
        figures=frozendict({f.key: f for part in parts for f in part.figures}),
        mentions=tuple(m for part in parts for m in part.mentions),
        statutory_tables=frozenset(t.id for t in edition.parts.tables),
    )


def form_for(name: str, year: int) -> Form:
    if name == "mangshi-mengga-2018.txt":
        return form("2014", 2018, yunnan=True)
    return form("2014" if year < 2019 else "2019" if year < 2021 else "2021", year)


def raw_of(name: str) -> RawDocument:
    return text.read(Source(name, (CORPUS / name).read_bytes()))


def read(name: str) -> Structured:
    raw = raw_of(name)
    head = opening(raw)
    return structure_document(raw, form_for(name, head.year or 2023), head)


def document(*lines: str) -> RawDocument:
    return RawDocument(
        "年报.txt", tuple(RawParagraph(t, f"第 {n} 行", n) for n, t in enumerate(lines, 1))
    )


def structured(*lines: str, of: Form | None = None) -> Structured:
    raw = document(*lines)
    return structure_document(raw, of or form("2021", 2024), opening(raw))


def letters(value: str) -> str:
    return re.sub(r"\s", "", value)


def pieces(report: Report) -> list[tuple[str, int]]:
    """What the report says, in reading order, with the line where each block stood (0: a title).
    Without the signature, whose date is rewritten."""
    found = [(report.title or "", 0)]
    parts = {"preamble": ("", report.preamble)}
    parts |= {key: (n.title, n.body) for key, n in report.sections.items()}
    for key, (title, body) in parts.items():
        found.append((title, 0))
        for index, block in enumerate(body):
            place = re.search(r"第 (\d+)", report.sources[f"{key}[{index}]"])
            assert place is not None
            found.append((getattr(block, "text", ""), int(place[1])))
    return [(letters(piece), line) for piece, line in found if piece]


def gaps(raw: RawDocument, report: Report) -> list[tuple[str, int]]:
    """What of the source is not in the report: each stretch of a line, with its line."""
    return missing(raw, pieces(report))


def missing(raw: RawDocument, said: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """What of the source is not among ``said``, which must stand in it in this order."""
    source = "".join(letters(p.text) for p in raw.paragraphs)
    lines = [p.line for p in raw.paragraphs for _ in letters(p.text)]
    kept = [False] * len(source)
    at = 0
    for piece, line in said:
        where = source.find(piece, max(at, lines.index(line) if line else 0))
        assert where >= 0, f"not in the source at its place: {piece[:60]}"
        at = where + len(piece)
        kept[where:at] = [True] * len(piece)
    left = [(char, line) for char, line, keep in zip(source, lines, kept, strict=True) if not keep]
    return [("".join(c for c, _ in g), line) for line, g in groupby(left, key=lambda pair: pair[1])]


def assert_nothing_lost(
    raw: RawDocument,
    result: Structured | Loaded,
    of: Form,
    known_labels: bool = True,
    said: list[tuple[str, int]] | None = None,
) -> None:
    """What is left out of a line is quoted in a notice, is the signature, or lies in lines named
    as a table and is no sentence; run together with prose, it is labels and figures. ``said`` is
    what a document says, in the place of the report."""
    told = letters("".join(result.notices))
    zones = [
        (int(m[1]), int(m[2] or m[1]))
        for notice in result.notices
        if (m := re.search(r"第 (\d+)(?:—(\d+))? 行中?是“.*”表，", notice))
    ]
    tables = [t for t in of.tables.values() if isinstance(t, Table)]
    labels = sorted({bare(label) for t in tables for label in labels_of(t)}, key=len, reverse=True)
    signature = result.report.signature
    signed = [letters(signature.agency or "")] if signature else []
    for gap, line in missing(raw, pieces(result.report) if said is None else said):
        rest = gap
        for words in [letters(p.text) for p in raw.paragraphs if p.line == line] + signed:
            if f"“{words}”" in told or words in signed:
                rest = rest.replace(words, "", 1)
        if signature and signature.date:
            rest = re.sub(r"\d{4}年\d+月\d+日$", "", rest)
        if not rest.strip("|") or rest in told:
            continue
        assert any(a <= line <= b for a, b in zones), f"lost: {rest[:100]}"
        assert "。" not in rest
        if len(rest) > 100 and known_labels:
            remains = bare(rest)
            for label in labels:
                remains = remains.replace(label, "")
            assert len(re.sub(r"\d|万元|元", "", remains)) <= len(rest) // 10
