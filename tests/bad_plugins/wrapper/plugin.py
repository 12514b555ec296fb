"""Wants to wrap what others answer."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from disclosure_kit import hookimpl


@hookimpl(wrapper=True)
def disclosure_checks() -> Generator[None, Any, Any]:
    answer = yield
    return answer
