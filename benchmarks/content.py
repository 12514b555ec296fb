"""The one report that speed is measured on: a real one of the form of 2021, three tables and about
3,000 characters of prose."""

from __future__ import annotations

import datetime
from typing import Final

from attrs import evolve
from frozendict import frozendict

from disclosure_kit import Loaded, Session, Source, read
from disclosure_kit.app import data_format, publish
from disclosure_kit.checking.run import Assessment
from disclosure_kit.model.prose import all_prose
from disclosure_kit.model.report import Report, Signature

from .reports import ROOT

EXAMPLE: Final = ROOT / "examples" / "suqian-city-2024.yaml"
NAME: Final = "宿迁"  # as the report calls its area
CHARACTERS: Final = 3_000  # of prose


def report(kit: Session) -> Loaded:
    """宿迁市's report of 2024, signed. Its prose has 3,913 characters: the last paragraphs of its
    longest section are left out while that brings it nearer to what is asked for."""
    loaded = read(kit, Source(EXAMPLE.name, EXAMPLE.read_bytes()))
    made = loaded.report
    signed = Signature(made.agency.name, datetime.date(made.year + 1, 1, 22))
    made = evolve(made, signature=signed)
    while abs(letters(less := _shorter(made)) - CHARACTERS) < abs(letters(made) - CHARACTERS):
        made = less
    return evolve(loaded, report=made)


def _shorter(made: Report) -> Report:
    key = max(made.sections, key=lambda name: len(made.sections[name].body))
    section = made.sections[key]
    return evolve(
        made,
        sections=frozendict({**made.sections, key: evolve(section, body=section.body[:-1])}),
    )


def letters(made: Report) -> int:
    """How many characters of prose it has."""
    return sum(len(passage.text) for passage in all_prose(made).passages)


def as_json(kit: Session, loaded: Loaded) -> bytes:
    """A report as the file of data that the kit writes of it."""
    to = data_format(kit, ".json", "x.json")
    [artifact] = to.write(publish(kit, loaded, Assessment(), to))
    return artifact.content
