"""Works, but prints on import and when asked."""

from __future__ import annotations

from collections.abc import Iterator

from disclosure_kit import hookimpl
from disclosure_kit.contributions import Check, Scope
from disclosure_kit.model.example import Example
from disclosure_kit.model.finding import Severity

SHOWN = {"passing": Example(), "failing": Example()}

print("noisy：正在载入")


@hookimpl
def disclosure_checks() -> Iterator[Check]:
    print("noisy：正在列出检查")
    yield Check("noisy-one", "一项", Severity.WARNING, lambda _: (), Scope("53"), **SHOWN)
