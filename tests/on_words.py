"""One check on words, run over an example."""

from __future__ import annotations

from functools import cache

from conftest import TODAY
from forms_under_test import session

from disclosure_kit.checking.examples import case_of
from disclosure_kit.model.example import Example
from disclosure_kit.model.finding import Finding
from disclosure_kit.model.form import Form


@cache
def form_for(edition: str, year: int, region: str | None) -> Form:
    registry = session().registry
    known = registry.editions[edition]
    outline = registry.outline_for(known, region, year) if region else None
    return registry.form(known, region, year, outline)


def told(code: str, example: Example) -> list[Finding]:
    """What the check of this code finds in the example."""
    case = case_of(example, form_for, session().settings, TODAY)
    outcomes = session().registry.checks[code].run(case)
    return [o for o in outcomes if isinstance(o, Finding) and o.code == code]
