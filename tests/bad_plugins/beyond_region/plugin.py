"""Acts outside the region that its plugin.toml declares."""

from __future__ import annotations

from collections.abc import Iterator

from disclosure_kit import hookimpl
from disclosure_kit.contributions import Check
from disclosure_kit.model.finding import Severity


@hookimpl
def disclosure_checks() -> Iterator[Check]:
    yield Check("beyond_region-one", "一项", Severity.WARNING, lambda _: ())
