"""A format made from one that is itself made from another."""

from __future__ import annotations

from collections.abc import Iterator

from disclosure_kit import hookimpl
from disclosure_kit.contributions import Format


@hookimpl
def disclosure_formats() -> Iterator[Format]:
    yield Format("scan", "扫描", ".scan", lambda _: (), derives_from="docx")
    yield Format("print", "打印", ".print", lambda _: (), derives_from="scan")
