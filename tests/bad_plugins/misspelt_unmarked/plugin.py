"""A misspelt hook without its mark: pluggy would never see it."""

from __future__ import annotations

from collections.abc import Iterator

from disclosure_kit.contributions import Check


def disclosure_chekcs() -> Iterator[Check]:
    yield from ()
