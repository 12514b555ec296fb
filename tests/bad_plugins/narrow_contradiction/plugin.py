"""A rule for one county names a row that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from disclosure_kit import hookimpl
from disclosure_kit.contributions import Scope, SectionParts
from disclosure_kit.editions.loader import load_parts

RULE = """
[[identities]]
code = "narrow_contradiction-one"
title = "一条"
table = "applications"
per = "column"
left = ["recieved"]
right = ["carried_in"]
basis = "示例"
"""


@hookimpl
def disclosure_sections() -> Iterator[SectionParts]:
    yield SectionParts("county", Scope("5331", ("2021",)), load_parts(RULE, "county"))
