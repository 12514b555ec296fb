"""The figures of tables that the prose mentions, by the wordings that the form declares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from attrs import frozen

from ..model.first_look import holds_any
from ..model.form import Form
from ..model.formula import Worth, readings, worth
from ..model.mention import Sought, Wordings, fields_of
from ..model.numerals import Numeral, index_of
from ..model.report import Report
from ..model.rules import Claim, Mention
from .quantities import QUANTITY
from .statements import Statement, Statements, statements

_BACK: Final = 300  # characters in which a word makes it another thing; a sentence has fewer
_CASES: Final = frozenset(["件", "件次", "宗", "份", "例", "起", "条"])


@frozen(slots=False)
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
        return tuple(self._readings(report, form))

    def holds(self, report: Report, form: Form) -> bool:
        """Whether one of them is what the sentence says."""
        for found in self._readings(report, form):
            if found.value is not None and self.number.states(found.value):
                return True
        return False

    def _readings(self, report: Report, form: Form) -> Iterator[Worth]:
        for formula in self.formulas:
            for reading in readings(formula):
                yield worth(reading, report, form)


def mentions(report: Report, form: Form) -> tuple[Mentioned, ...]:
    """Each number of ``report`` that a wording of ``form`` names, in order."""
    return statements(report).kept(_mentions, wordings_of(form))


def _mentions(among: Statements, wordings: Wordings) -> tuple[Mentioned, ...]:
    return tuple(m for one, likely in among.with_wordings(wordings) for m in _named(one, likely))


def wordings_of(form: Form) -> Wordings:
    """The wordings that speak of cells."""
    return form.kept(_wordings)


def _wordings(form: Form) -> Wordings:
    ours = (one for one in form.mentions if form.figures.keys().isdisjoint(fields_of(one)))
    return Wordings(map(Sought.of, ours))


def _named(statement: Statement, wordings: Iterable[Sought]) -> Iterator[Mentioned]:
    """Each number of ``statement`` that one of ``wordings``, which may stand there, names; one that
    several name may be what any of them says."""
    found: dict[int, list[str]] = {}
    parts: set[int] = set()
    known: dict[tuple[str, ...], bool] = {}  # by the words that are needed: many need the same
    for sought in wordings:
        mention = sought.wording
        assert isinstance(mention, Mention)  # claims have no numbers
        if mention.section not in (None, statement.passage.section):
            continue
        if mention.needs not in known:
            known[mention.needs] = fits(mention, statement)
        if not known[mention.needs]:
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
    for match in QUANTITY.finditer(statement.full):
        if match["unit"] in _CASES:
            return index_of(match["mark"])
    return None


def contradicted(statement: Statement, report: Report, form: Form) -> frozenset[Decimal]:
    """The numbers of ``statement`` that are another than the tables say, which is told elsewhere:
    what follows from them need not be told again."""
    likely = [one for one in wordings_of(form).every if one.may_stand_in(statement.full)]
    return frozenset(
        mentioned.number.value
        for mentioned in _named(statement, likely)
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
