"""Forgets to return."""

from __future__ import annotations

from disclosure_kit import hookimpl


@hookimpl
def disclosure_checks() -> None:
    pass
