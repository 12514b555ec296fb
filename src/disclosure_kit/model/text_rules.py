"""What an edition or a region declares of the words of a report: rules without arithmetic.

``section`` is a section's id, or ``preamble``; without it the whole report is meant. A ``text`` is
a wording (``model/mention.py``), in which a pair of braces stands for any number.
"""

from __future__ import annotations

from typing import TypeAlias

from attrs import field, frozen
from frozendict import frozendict

from .finding import Severity


@frozen
class RequiredText:
    """Words that the prose must hold."""

    code: str
    title: str
    text: str
    basis: str
    section: str | None = None
    severity: Severity = Severity.WARNING
    advice: str = ""
    words: frozendict[str, tuple[str, ...]] = field(factory=frozendict)


@frozen
class ForbiddenText:
    """Words that the prose must not hold; ``unless`` are longer words in which they stand
    rightly."""

    code: str
    title: str
    text: str
    basis: str
    section: str | None = None
    severity: Severity = Severity.WARNING
    advice: str = ""
    unless: tuple[str, ...] = ()
    words: frozendict[str, tuple[str, ...]] = field(factory=frozendict)


@frozen
class LengthLimit:
    """How long the prose may be, in 字 as Word counts them: tables do not count."""

    code: str
    title: str
    basis: str
    section: str | None = None
    at_least: int | None = None
    at_most: int | None = None
    severity: Severity = Severity.WARNING
    advice: str = ""


@frozen
class RequiredFigures:
    """Stated figures, each of which the prose must state."""

    code: str
    title: str
    figures: tuple[str, ...]
    basis: str
    severity: Severity = Severity.WARNING
    advice: str = ""


@frozen
class ItemisedTotal:
    """A total that the prose states, and behind it in the same paragraph the items it is made of.

    Each of ``totals`` (the first that fits is taken) and ``item`` is a wording; the numbers whose
    braces hold one word (``{件}``, ``{元}``) must add up. Where a word of ``unless`` stands
    between the total and the end of the sentence of its last item (等), the list does not claim
    to be complete, and nothing is told; nor where no item follows.
    """

    code: str
    title: str
    totals: tuple[str, ...]
    item: str
    basis: str
    section: str | None = None
    severity: Severity = Severity.WARNING
    advice: str = ""
    unless: tuple[str, ...] = ()
    words: frozendict[str, tuple[str, ...]] = field(factory=frozendict)

    @property
    def wordings(self) -> tuple[str, ...]:
        return (*self.totals, self.item)


Wording: TypeAlias = RequiredText | ForbiddenText
TextRule: TypeAlias = RequiredText | ForbiddenText | LengthLimit | RequiredFigures | ItemisedTotal
