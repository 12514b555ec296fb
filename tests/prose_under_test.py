"""A body with filled tables, saying some sentences: what the checks of prose make of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from conftest import TODAY
from forms_under_test import session
from frozendict import frozendict
from ruamel.yaml import YAML

from disclosure_kit.checking.examples import case_of
from disclosure_kit.model.case import Case
from disclosure_kit.model.example import Example
from disclosure_kit.model.finding import Finding, Outcome
from disclosure_kit.model.form import Form

HERE = Path(__file__).parent / "checking" / "prose"
CODES = ("text-figure", "text-claim", "text-sum", "text-share", "text-growth")


def load(name: str) -> Any:
    return YAML(typ="safe", pure=True).load((HERE / name).read_text("utf-8"))


BODY = load("body.yaml")


def form_for(edition: str, year: int, region: str | None) -> Form:
    registry = session().registry
    return registry.form(registry.editions[edition], region, year, None)


def case(*paragraphs: str, section: str = "overview", **changes: Any) -> Case:
    """The body's report with these paragraphs, and with cells changed (or these ``only``)."""
    cells = {**({} if changes.pop("only", False) else BODY["cells"]), **changes.pop("cells", {})}
    previous = Example(
        cells=frozendict(BODY["previous"]), agency=BODY["agency"], year=BODY["year"] - 1
    )
    given: dict[str, Any] = {"agency": BODY["agency"], "year": BODY["year"], "previous": previous}
    example = Example(
        texts=frozendict({section: paragraphs}), cells=frozendict(cells), **{**given, **changes}
    )
    return case_of(example, form_for, session().settings, TODAY)


def outcomes(of: Case) -> list[Outcome]:
    checks = session().registry.checks
    return [outcome for code in CODES for outcome in checks[code].run(of)]


def findings(of: Case) -> list[Finding]:
    return [outcome for outcome in outcomes(of) if isinstance(outcome, Finding)]
