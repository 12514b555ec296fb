"""One body: its units are added and their figures written beside it, in one pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import define, field, frozen

from ..model.form import Form
from .adding import Adding, adding
from .body import Body, Member
from .changes import Change, Comparison, mark_of
from .provenance import FORMAT, Writer
from .row import Row, Shape, line, quoted
from .taking import Taker
from .tally import BLANK, Tally, Total, total_row
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
        lists: Callable[[Made], Mapping[str, Any]],
        before: Comparison | None = None,
    ) -> Made:
        """Add ``body`` up and write its provenance to ``path``; ``report`` is the name of its file
        and ``lists`` gives what the provenance tells besides, once the totals are known."""
        found = adding(form)
        tally = Tally(found)
        with open(path, "wb") as file:
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
            writer.rows("totals", (line(total_row(total)).encode() for total in ordered))
            changes = tuple(before.changes(ordered)) if before is not None else None
            made = self.made[body] = Made(body, form, found, ordered, path, report, changes)
            for name, value in lists(made).items():
                writer.key(name, value)
            writer.end()
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

    def rows(self, body: Body) -> Iterator[bytes]:
        taker = self.writing.taker
        for member in body.members:
            if member.unit is not None:
                number, *figures, places = taker.spool.get(member.unit.number)
                row, shape = Row(number, *figures), taker.flattener.shapes[number]
                told = self._unit(member.unit, places)
                yield self._row(member, shape, row, member.unit.digest, told)
            else:
                assert member.body is not None
                yield self._body(member, self.writing.made[member.body])

    def _unit(self, unit: Unit, places: int | str) -> str:
        """What is told of a unit besides its figures, as keys of JSON."""
        if isinstance(places, int):
            if places not in self._places:
                self._places[places] = len(self.places)
                self.places.append(self.writing.taker.flattener.places[places])
            places = self._places[places]
        else:
            places = line(places)
        told = f'"file":{quoted(unit.file)},"places":{places}'
        if unit.errors:
            told += f',"errors":{unit.errors}'
        if unit.number in self.writing.late:
            told += ',"late":true'
        if unit.rollup:
            told += f',"rollup":{line(unit.rollup)}'
        return told

    def _body(self, member: Member, made: Made) -> bytes:
        shape = self.writing.taker.flattener.shape(made.form)
        totals = {total.address: total.value for total in made.totals}
        row = shape.row(
            [totals.get(address) for address in shape.counts],
            [totals.get(address) for address in shape.amounts],
        )
        told = f'"file":{line(made.report)},"places":"","units":{made.body.units}'
        return self._row(member, shape, row, mark_of(row.text), told, "下级的合计不完整")

    def _row(
        self, member: Member, shape: Shape, row: Row, mark: bytes, told: str, blank: str = BLANK
    ) -> bytes:
        self.tally.add(member.name, shape, row, blank)
        form = self._shapes.get(shape.number)
        if form is None:
            form = self._shapes[shape.number] = len(self.shapes)
            self.shapes.append(shape)
        if self.before is not None:
            given = [*shape.counts_of(row), *row.amounts]
            self.before.unit(member.id, member.name, mark, shape.addresses, given)
        head = (
            f'{{"id":{quoted(member.id)},"name":{quoted(member.name)},"code":{line(member.code)},'
            f'"form":{form},"mark":"{mark.hex()}",{told},"values":'
        )
        return b"%b%b}" % (head.encode(), row.text)
