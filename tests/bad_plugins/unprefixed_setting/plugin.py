"""Declares a setting that reads like the core's."""

from __future__ import annotations

from collections.abc import Iterator

from disclosure_kit import hookimpl
from disclosure_kit.contributions import Setting


@hookimpl
def disclosure_settings() -> Iterator[Setting]:
    yield Setting("document.seal", "no", "印章")
