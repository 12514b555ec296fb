"""Yields the format that its twin yields."""

from __future__ import annotations

from collections.abc import Iterator

from disclosure_kit import hookimpl
from disclosure_kit.contributions import Format


@hookimpl
def disclosure_formats() -> Iterator[Format]:
    yield Format("twin", "孪生", ".twin", lambda _: ())
