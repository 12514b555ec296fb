"""Every figure and every paragraph remembers where it stood, whatever kind of file it came from."""

from __future__ import annotations

import pytest
from attrs import evolve
from conftest import CORPUS
from forms_under_test import session

from disclosure_kit import Source, read
from disclosure_kit.model.report import Report, Text
from disclosure_kit.model.values import NOT_FILLED
from round_trips.test_documents import suqian, written

FILES = ["suqian-city-2024.txt", "shanghai-office-2019.html", "mangshi-mengga-2018.txt"]


def placeless(report: Report) -> set[str]:
    """The figures and blocks of which nobody said where they stood."""
    places = {
        f"{table}.{row}.{column}"
        for table, data in report.tables.items()
        for (row, column), value in data.cells.items()
        if value is not NOT_FILLED
    }
    places |= set(report.figures)
    places |= {f"preamble[{number}]" for number, _ in enumerate(report.preamble)}
    places |= {f"{s}[{n}]" for s, part in report.sections.items() for n, _ in enumerate(part.body)}
    assert places
    return places - {address for address, place in report.sources.items() if "!" in place}


@pytest.mark.parametrize("kind", ["json", "yaml", "xlsx", "docx", "html"])
def test_a_written_report(kind: str) -> None:
    loaded = suqian()
    report = evolve(loaded.report, preamble=(Text("前言一段。"),))
    content = written(loaded.form, report, kind)
    assert placeless(read(session(), Source(f"年报.{kind}", content)).report) == set()


@pytest.mark.parametrize("name", FILES)
def test_a_published_report(name: str) -> None:
    content = (CORPUS / name).read_bytes()
    assert placeless(read(session(), Source(name, content)).report) == set()


def test_the_place_of_one_paragraph_is_that_of_all() -> None:
    """In whatever order they are asked for."""
    loaded = suqian()
    report = evolve(loaded.report, preamble=(Text("一。"), Text("二。三。"), Text("四。")))
    content = written(loaded.form, report, "json").replace(
        "二。三。".encode(), "二。\\n三。".encode()
    )
    places = dict(read(session(), Source("年报.json", content)).report.sources)
    paragraphs = [address for address in places if address.endswith("]")]
    asked = [*paragraphs[::-2], *paragraphs]
    again = read(session(), Source("年报.json", content)).report.sources
    assert "preamble[3]" in asked
    assert [again[address] for address in asked] == [places[address] for address in asked]
    assert "preamble[4]" not in again
