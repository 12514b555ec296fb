"""Yields what another hook yields."""

from __future__ import annotations

from collections.abc import Iterator

from disclosure_kit import hookimpl
from disclosure_kit.contributions import Setting


@hookimpl
def disclosure_checks() -> Iterator[Setting]:
    yield Setting("wrong_type.one", "no", "一项")
