"""The figures of tables that the prose mentions, by the wordings that the form declares."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from attrs import frozen

from ..model.form import Form
from ..model.formula import Worth, readings, worth
from ..model.mention import fields_of, marks_in
from ..model.numerals import Numeral
from ..model.report import Report
from ..model.rules import Claim, Mention
from .quantities import quantities
from .statements import Statement

_BACK: Final = 300  # characters in which a word makes it another thing; a sentence has fewer
_CASES: Final = frozenset(["件", "件次", "宗", "份", "例", "起", "条"])


@frozen
class Mentioned:
    """A number of a sentence, and the formulas that it may be, by the wordings found there."""

    statement: Statement
    index: int
    formulas: tuple[str, ...]

    @property
    def number(self) -> Numeral:
        return self.statement.numbers[self.index]

    def readings(self, report: Report, form: Form) -> tuple[Worth, ...]:
        """What each reading comes to in ``report``; the first is the plainest."""
        return tuple(
            worth(reading, report, form)
            for formula in self.formulas
            for reading in readings(formula)
        )


def wordings_of(form: Form) -> tuple[tuple[Mention, tuple[str, ...]], ...]:
    """The wordings that speak of cells, each with its formulas."""
    found = ((mention, fields_of(mention)) for mention in form.mentions)
    return tuple((m, fields) for m, fields in found if not any(f in form.figures for f in fields))


def mentioned_in(
    statement: Statement, wordings: tuple[tuple[Mention, tuple[str, ...]], ...]
) -> Iterator[Mentioned]:
    """Each number of ``statement`` that a wording names, in order; one that several wordings
    name may be what any of them says."""
    found: dict[int, list[str]] = {}
    parts: set[int] = set()
    for mention, formulas in wordings:
        if mention.section not in (None, statement.passage.section) or not fits(mention, statement):
            continue
        for indexes in marks_in(mention, statement.own):
            end = statement.numbers[indexes[-1]].end
            above = statement.words[max(0, end - _BACK) : end]
            if not any(word in above for word in mention.unless):
                for index, formula in zip(indexes, formulas, strict=True):
                    found.setdefault(index, []).append(formula)
                parts.update(indexes if mention.part else ())
    first = _first_counted(statement) if parts else None
    for index, named in sorted(found.items()):
        if index not in parts or first is None or first >= index or first in found:
            yield Mentioned(statement, index, tuple(dict.fromkeys(named)))


def _first_counted(statement: Statement) -> int | None:
    """Which number of the sentence is the first that counts cases."""
    counted = ((start, number) for start, _, number in quantities(statement))
    first = next((q.number for _, q in counted if q.unit in _CASES), None)
    return None if first is None else statement.numbers.index(first)


def contradicted(statement: Statement, report: Report, form: Form) -> frozenset[Decimal]:
    """The numbers of ``statement`` that are another than the tables say, which is told elsewhere:
    what follows from them need not be told again."""
    return frozenset(
        mentioned.number.value
        for mentioned in mentioned_in(statement, wordings_of(form))
        if not any(
            found.value is None or mentioned.number.states(found.value)
            for found in mentioned.readings(report, form)
        )
    )


def fits(wording: Mention | Claim, statement: Statement) -> bool:
    """Whether the sentence, or what stands above it, has a word that the wording needs."""
    return not wording.needs or any(
        word in statement.words or word in statement.context for word in wording.needs
    )


def nearest_to(number: Decimal, known: list[Worth]) -> Worth:
    """The reading that a mistaken number most likely meant; of equals, the first."""
    return min(known, key=lambda w: abs((w.value or Decimal(0)) - number))
