"""Each check's own two examples: it is silent on the one and speaks on the other."""

from __future__ import annotations

import pytest
from conftest import TODAY
from forms_under_test import session

from disclosure_kit.catalogue import Entry, catalogue
from disclosure_kit.checking.examples import case_of
from disclosure_kit.checking.run import assess
from disclosure_kit.model.example import Example
from disclosure_kit.model.form import Form

ENTRIES = catalogue(session().registry)
# What evaluates declared rules, and has no code of its own.
EVALUATORS = {"identities", "text-rules"}


def form_for(edition: str, year: int, region: str | None) -> Form:
    registry = session().registry
    known = registry.editions[edition]
    outline = registry.outline_for(known, region, year) if region else None
    return registry.form(known, region, year, outline)


def told(example: Example) -> set[str]:
    case = case_of(example, form_for, session().settings, TODAY)
    return {outcome.code for outcome in assess(case, session().registry.checks).outcomes}


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=lambda entry: entry.code)
def test_a_check_tells_its_examples_apart(entry: Entry) -> None:
    assert entry.purpose
    assert entry.basis
    assert entry.code not in told(entry.passing)
    assert entry.code in told(entry.failing)


def test_every_check_in_use_shows_itself() -> None:
    assert set(session().registry.checks) - set(ENTRIES) == EVALUATORS
