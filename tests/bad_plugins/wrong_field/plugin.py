"""Yields the right type, wrongly filled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from disclosure_kit import hookimpl
from disclosure_kit.contributions import Check, Scope

SEVERITY: Any = "warning"


@hookimpl
def disclosure_checks() -> Iterator[Check]:
    yield Check("wrong_field-one", "一项", SEVERITY, lambda _: (), Scope("53"))
