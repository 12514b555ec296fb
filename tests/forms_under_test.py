"""The forms that round trips are tried with: each edition, and 云南's outline.

Not fixtures: Hypothesis would print them whole.
"""

from __future__ import annotations

from functools import cache

from conftest import TODAY, YUNNAN

from disclosure_kit import KitSpec, Session, load_kit
from disclosure_kit.model.form import Form

YEARS = {"2014": 2016, "2019": 2019, "2021": 2024, "yunnan": 2018}


@cache
def session() -> Session:
    """The core and 云南."""
    return load_kit(KitSpec(plugins=(str(YUNNAN),), installed=False), today=TODAY)


@cache
def form_of(name: str) -> Form:
    """The form of an edition, or of ``yunnan``."""
    registry = session().registry
    region = "533103" if name == "yunnan" else None
    edition = registry.edition_for(YEARS[name])
    outline = registry.outline_for(edition, region, YEARS[name]) if region else None
    return registry.form(edition, region, YEARS[name], outline)
