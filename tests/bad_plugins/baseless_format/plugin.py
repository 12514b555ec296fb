"""A format made from one that nobody has."""

from __future__ import annotations

from collections.abc import Iterator

from disclosure_kit import hookimpl
from disclosure_kit.contributions import Format


@hookimpl
def disclosure_formats() -> Iterator[Format]:
    yield Format("baseless", "无源", ".x", lambda _: (), derives_from="dcox")
