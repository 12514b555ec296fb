"""Yields a check that shows neither what it passes nor what it finds."""

from __future__ import annotations

from collections.abc import Iterator

from disclosure_kit import hookimpl
from disclosure_kit.contributions import Check, Scope
from disclosure_kit.model.finding import Severity


@hookimpl
def disclosure_checks() -> Iterator[Check]:
    yield Check("no_examples-one", "一项", Severity.WARNING, lambda _: (), Scope("53"))
