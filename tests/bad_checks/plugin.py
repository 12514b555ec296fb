"""Checks that hang, leave, die, raise, print, never end, say too much, or yield what is no outcome
or only looks like one; one that changes the report; and one that works."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from disclosure_kit import hookimpl
from disclosure_kit.contributions import Check, Scope
from disclosure_kit.model.case import Case
from disclosure_kit.model.example import Example
from disclosure_kit.model.finding import Finding, Severity

SHOWN = {"passing": Example(), "failing": Example()}


def hangs(_: Case) -> Iterator[Finding]:
    yield Finding("unruly-hangs", Severity.WARNING, "以后不来了")
    while True:
        time.sleep(1)


def leaves(_: Case) -> Iterator[Finding]:
    yield sys.exit(0)


def dies(_: Case) -> Iterator[Finding]:
    yield os._exit(3)


def raises(_: Case) -> Iterator[Finding]:
    yield Finding("unruly-raises", Severity.WARNING, "先说一句")
    raise LookupError("找不到")


def prints(_: Case) -> Iterator[Finding]:
    print("喧哗")
    os.write(1, b"noise\n")
    yield Finding("unruly-prints", Severity.WARNING, f"读到{sys.stdin.read()!r}")


def wrong(_: Case) -> Iterator[Any]:
    yield {"code": "unruly-wrong"}


class Odd(str):
    """Can be sent, but not received."""

    def __reduce__(self) -> Any:
        return len, (0,)


def garbles(_: Case) -> Iterator[Finding]:
    yield Finding("unruly-garbles", Severity.WARNING, Odd("乱码"))


def floods(_: Case) -> Iterator[Finding]:
    while True:
        yield Finding("unruly-floods", Severity.WARNING, "又一处")


def swells(_: Case) -> Iterator[Finding]:
    yield Finding("unruly-swells", Severity.WARNING, "长" * 20_000_000)


def shouts(_: Case) -> Iterator[Finding]:
    yield from ()
    raise ValueError("啊" * 1_000_000)


def disguised(_: Case) -> Iterator[Finding]:
    class Mine(Finding):
        pass

    yield Mine("unruly-disguised", Severity.WARNING, "像")


def edits(case: Case) -> Iterator[Finding]:
    object.__setattr__(case.report, "year", 1999)
    yield Finding("unruly-edits", Severity.WARNING, f"{case.report.year} 年")


def works(case: Case) -> Iterator[Finding]:
    yield Finding("unruly-works", Severity.WARNING, f"{case.report.year} 年")


CHECKS: tuple[Callable[[Case], Iterator[Any]], ...] = (
    hangs, leaves, dies, raises, prints, wrong, garbles, floods, swells, shouts, disguised, edits,
    works,
)  # fmt: skip


@hookimpl
def disclosure_checks() -> Iterator[Check]:
    for run in CHECKS:
        code = f"unruly-{run.__name__}"
        yield Check(code, run.__name__, Severity.WARNING, run, Scope("53"), **SHOWN)
