"""Readers that fail when they are to look at a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Any

from disclosure_kit import hookimpl
from disclosure_kit.contributions import Reader


def raises(_: bytes) -> bool:
    raise LookupError("找不到")


def leaves(_: bytes) -> bool:
    sys.exit(3)


def dies(_: bytes) -> bool:
    os._exit(3)


def wrong(_: bytes) -> Any:
    return "yes"


def never(_: Any) -> Any:
    raise AssertionError


@hookimpl
def disclosure_readers() -> Iterator[Reader]:
    for sniff in (raises, leaves, dies, wrong):
        yield Reader(f"blind-{sniff.__name__}", "", (), sniff, never)
