"""What checks say: findings, and what could not be assessed."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from attrs import frozen


class Severity(StrEnum):
    """``error`` forbids publishing; the others never change the exit code."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        return list(Severity).index(self)


Part: TypeAlias = str | int | Decimal


@frozen
class Proposal:
    """A cell that is likely wrong, what stands in it and what would make the sums hold.

    Cells of one ``group`` must change together; the groups are alternatives, the likeliest
    first. Group 0 is no wrong cell: what the sums leave to a blank one. ``label`` names the
    cell in the words of the form, ``source`` where it stood in the file.
    """

    address: str
    current: Part | None
    proposed: Part
    why: str
    group: int = 1
    label: str = ""
    source: str = ""


@frozen
class Finding:
    """One fault of a report.

    ``message`` says what is wrong in the labels of the form, ``advice`` what to do;
    severity, place and figures are worded by ``present``. ``quote`` is the sentence that a
    finding on words speaks of, whole and as printed: an acknowledgement lasts as long as it does.
    """

    code: str
    severity: Severity
    message: str
    addresses: tuple[str, ...] = ()
    expected: Part | None = None
    actual: Part | None = None
    advice: str = ""
    clause: str = ""
    proposals: tuple[Proposal, ...] = ()
    source: str = ""
    quote: str = ""


@frozen
class NotAssessed:
    """A check that could not be carried out, with the reason in plain words.

    ``statutory``: a statutory figure is not filled or not proven because of it, so
    the report is not complete.
    """

    code: str
    reason: str
    addresses: tuple[str, ...] = ()
    statutory: bool = True


def without_last_year(code: str) -> NotAssessed:
    """What a check across years says where last year's report is not at hand, or does not fit."""
    return NotAssessed(code, "没有上一年的报告可供核对", statutory=False)


Outcome: TypeAlias = Finding | NotAssessed
