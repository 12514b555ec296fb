"""Yields one code twice."""

from __future__ import annotations

from collections.abc import Iterator

from disclosure_kit import hookimpl
from disclosure_kit.contributions import Check, Scope
from disclosure_kit.model.example import Example
from disclosure_kit.model.finding import Severity

SHOWN = {"passing": Example(), "failing": Example()}


@hookimpl
def disclosure_checks() -> Iterator[Check]:
    for title in ("一项", "又一项"):
        yield Check("twice_itself-one", title, Severity.WARNING, lambda _: (), Scope("53"), **SHOWN)
