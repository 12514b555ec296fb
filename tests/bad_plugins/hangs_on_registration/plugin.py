"""Never yields."""

from __future__ import annotations

from collections.abc import Iterator

from disclosure_kit import hookimpl
from disclosure_kit.contributions import Check


@hookimpl
def disclosure_checks() -> Iterator[Check]:
    while True:
        pass
    yield
