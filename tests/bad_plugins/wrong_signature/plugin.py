"""Asks for an argument that no hook has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from disclosure_kit import hookimpl
from disclosure_kit.contributions import Check


@hookimpl
def disclosure_checks(kit: Any) -> Iterator[Check]:
    yield from kit.checks
