"""One body: its units are added and their figures written beside it, in one pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import define, field, frozen

from ..model.form import Form
from .adding import Adding, adding
from .body import Body, Member
from .changes import Change, Comparison, mark_of
from .flat import Amount, Count, Shape, all_numbers
from .provenance import FORMAT, Writer, line
from .taking import Taker
from .tally import BLANK, Tally, Total, plain_value, total_row
from .unit import Unit


@frozen
class Made:
    """A body that is added up: its totals in the order of the form, and its provenance, which
    waits at ``path``. ``changes`` are those since the run before, None where there was none."""

    body: Body
    form: Form
    adding: Adding
    totals: tuple[Total, ...]
    path: Path
    report: str
    changes: tuple[Change, ...] | None = None


@define
class Writing:
    """Adds bodies up, those below first. ``late`` are the units that signed too late."""

    taker: Taker
    late: frozenset[int]
    partial: bool
    made: dict[Body, Made] = field(factory=dict)

    def write(
        self,
        body: Body,
        form: Form,
        report: str,
        path: Path,
        lists: Mapping[str, Any],
        before: Comparison | None = None,
    ) -> Made:
        """Add ``body`` up and write its provenance to ``path``; ``report`` is the name of its file
        and ``lists`` what the provenance tells besides."""
        found = adding(form)
        tally = Tally(found)
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            writer = Writer(file)
            writer.key("format", FORMAT)
            writer.key("report", report)
            writer.key("agency", {"name": body.name, "code": body.code or None})
            writer.key("edition", form.edition.id)
            writer.key("year", form.year)
            writer.key("region", form.region)
            writer.key("whole", body.whole)
            rows = _Rows(self, tally, before)
            writer.rows("units", rows.rows(body))
            writer.key("forms", [list(shape.addresses) for shape in rows.shapes])
            writer.key("places", list(rows.places))
            totals = {
                total.address: total
                for total in tally.totals(whole=body.whole, partial=self.partial)
            }
            ordered = tuple(totals[address] for address in found.labels)
            writer.rows("totals", (line(total_row(total)) for total in ordered))
            for name, value in lists.items():
                writer.key(name, value)
            writer.end()
        changes = tuple(before.changes(ordered)) if before is not None else None
        made = Made(body, form, found, ordered, path, report, changes)
        self.made[body] = made
        return made


@define
class _Rows:
    """The units of one body as lines of its provenance; each is added on the way."""

    writing: Writing
    tally: Tally
    before: Comparison | None
    _shapes: dict[int, int] = field(factory=dict, init=False)
    _places: dict[int, int] = field(factory=dict, init=False)
    shapes: list[Shape] = field(factory=list, init=False)
    places: list[str] = field(factory=list, init=False)

    def rows(self, body: Body) -> Iterator[str]:
        taker = self.writing.taker
        for member in body.members:
            if member.unit is not None:
                (shape, counts, amounts), places = taker.spool.get(*member.unit.at)
                yield self._row(
                    member,
                    taker.flattener.shapes[shape],
                    counts,
                    amounts,
                    self._unit(member.unit, places),
                )
            else:
                assert member.body is not None
                yield self._body(member, self.writing.made[member.body])

    def _unit(self, unit: Unit, places: int | str) -> dict[str, Any]:
        if isinstance(places, int):
            if places not in self._places:
                self._places[places] = len(self.places)
                self.places.append(self.writing.taker.flattener.places[places])
            places = self._places[places]
        told: dict[str, Any] = {"file": unit.file, "places": places}
        if unit.errors:
            told |= {"errors": unit.errors}
        if unit.number in self.writing.late:
            told |= {"late": True}
        if unit.rollup:
            told |= {"rollup": unit.rollup}
        return told

    def _body(self, member: Member, made: Made) -> str:
        shape = self.writing.taker.flattener.shape(made.form)
        totals = {total.address: plain_value(total.value) for total in made.totals}
        counts = tuple(totals.get(address) for address in shape.counts)
        amounts = tuple(totals.get(address) for address in shape.amounts)
        told = {"file": made.report, "places": "", "units": made.body.units}
        return self._row(member, shape, counts, amounts, told, "下级的合计不完整")

    def _row(
        self,
        member: Member,
        shape: Shape,
        counts: tuple[Count, ...],
        amounts: tuple[Amount, ...],
        told: dict[str, Any],
        blank: str = BLANK,
    ) -> str:
        self.tally.add(member.name, shape, counts, amounts, blank)
        if shape.number not in self._shapes:
            self._shapes[shape.number] = len(self.shapes)
            self.shapes.append(shape)
        values = _values(counts, amounts)
        mark = mark_of(values)
        if self.before is not None:
            given = [*counts, *amounts]
            self.before.unit(member.id, member.name, mark, shape.addresses, given)
        head = line(
            {
                "id": member.id,
                "name": member.name,
                "code": member.unit.code if member.unit else member.id,
                "form": self._shapes[shape.number],
                "mark": mark.hex(),
                **told,
            }
        )
        return f'{head[:-1]},"values":{values}}}'


def _values(counts: tuple[Count, ...], amounts: tuple[Amount, ...]) -> str:
    if not all_numbers(counts):  # whole numbers alone print as JSON does
        return line([*counts, *amounts])
    rest = line(amounts)[1:-1]
    return f"[{str(counts)[1:-1].rstrip(',')}{',' if rest and counts else ''}{rest}]"
