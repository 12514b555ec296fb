"""The figures of tables that the prose mentions, by the wordings that the form declares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from attrs import frozen

from ..model.first_look import holds_any
from ..model.form import Form
from ..model.formula import Worth, readings, worth
from ..model.mention import Sought, fields_of
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


def wordings_of(form: Form) -> tuple[Sought, ...]:
    """The wordings that speak of cells."""
    return form.kept(_wordings)


def _wordings(form: Form) -> tuple[Sought, ...]:
    ours = (one for one in form.mentions if form.figures.keys().isdisjoint(fields_of(one)))
    return tuple(map(Sought.of, ours))


def mentioned_in(statement: Statement, wordings: Iterable[Sought]) -> Iterator[Mentioned]:
    """Each number of ``statement`` that a wording names, in order; one that several wordings
    name may be what any of them says."""
    found: dict[int, list[str]] = {}
    parts: set[int] = set()
    full, section = statement.full, statement.passage.section
    for sought in wordings:
        if not sought.may_stand_in(full):
            continue
        mention = sought.wording
        assert isinstance(mention, Mention)  # claims have no numbers
        if mention.section not in (None, section) or not fits(mention, statement):
            continue
        for indexes in sought.marks_in(statement.own):
            end = statement.numbers[indexes[-1]].end
            above = statement.words[max(0, end - _BACK) : end]
            if not holds_any(above, mention.unless):
                for index, formula in zip(indexes, sought.fields, strict=True):
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
    needs = wording.needs
    return not needs or holds_any(statement.words, needs) or holds_any(statement.context, needs)


def nearest_to(number: Decimal, known: list[Worth]) -> Worth:
    """The reading that a mistaken number most likely meant; of equals, the first."""
    return min(known, key=lambda w: abs((w.value or Decimal(0)) - number))
