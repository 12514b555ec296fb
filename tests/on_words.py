"""One check on words, run over an example or a sentence of the tables (checking/sentences)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from conftest import TODAY
from forms_under_test import session
from frozendict import frozendict
from ruamel.yaml import YAML

from disclosure_kit.checking.examples import case_of
from disclosure_kit.model.example import Example
from disclosure_kit.model.finding import Finding
from disclosure_kit.model.form import Form

FOLDER = Path(__file__).parent / "checking" / "sentences"


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


def tables() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for file in sorted(FOLDER.glob("*.yaml")):
        found |= YAML(typ="safe").load(file.read_text("utf-8"))
    return found


TABLES = tables()


def found(code: str, text: str | list[str]) -> list[Finding]:
    table = TABLES[code]
    paragraphs = (text,) if isinstance(text, str) else tuple(text)
    example = Example(
        texts=frozendict({table.get("section", "overview"): paragraphs}),
        agency=table.get("agency", "示例县人民政府"),
    )
    return told(code, example)
