"""Each check's own two examples: it is silent on the one and speaks on the other."""

from __future__ import annotations

import pytest
from conftest import TODAY
from forms_under_test import session

from disclosure_kit.checking.examples import case_of
from disclosure_kit.contributions import Check
from disclosure_kit.model.finding import Finding
from disclosure_kit.model.form import Form

SHOWN = [check for check in session().registry.checks.values() if check.passing and check.failing]


def form_for(edition: str, year: int, region: str | None) -> Form:
    registry = session().registry
    known = registry.editions[edition]
    outline = registry.outline_for(known, region, year) if region else None
    return registry.form(known, region, year, outline)


@pytest.mark.parametrize("check", SHOWN, ids=lambda check: check.code)
def test_a_check_tells_its_examples_apart(check: Check) -> None:
    told = []
    for example in (check.passing, check.failing):
        case = case_of(example, form_for, session().settings, TODAY)
        told.append([o for o in check.run(case) if isinstance(o, Finding)])
    assert told[0] == []
    assert told[1] != []
    assert all(finding.code == check.code for finding in told[1])
