"""Which cells a finding speaks of, by the places that the report remembers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from ...model.finding import Finding
from ...model.form import Form
from ...model.report import Report
from ...model.rules import Identity
from ..cells import Spot, corner_of


@frozen
class Placed:
    """The findings of each cell, worst first, and those that no cell holds."""

    cells: dict[Spot, tuple[Finding, ...]]
    nowhere: tuple[Finding, ...]


def cells_of(name: str, places: Iterable[str]) -> tuple[Spot | None, ...]:
    """The cells of places as ``Report.sources`` writes them; None for a place that is none."""
    return tuple(_spot(name, place) for place in places)


def placed(name: str, report: Report, form: Form, findings: Iterable[Finding]) -> Placed:
    """``findings`` by the cells of the workbook ``name``.

    A figure stands in one cell; a finding on several figures is told at each of them. A
    figure of last year's report stands in no cell of this workbook. What is blank has no
    place, and so no colour.
    """
    rules = {identity.code: identity for identity in form.identities}
    cells: dict[Spot, list[Finding]] = {}
    nowhere: list[Finding] = []
    for finding in sorted(findings, key=lambda f: f.severity.rank):
        addresses = _this_year(finding, rules.get(finding.code))
        places = [report.sources.get(address, "") for address in addresses]
        spots = [spot for place in places if (spot := _spot(name, place))]
        if not spots and (spot := _spot(name, finding.source)):
            spots = [spot]
        for spot in dict.fromkeys(spots):
            cells.setdefault(spot, []).append(finding)
        if not spots:
            nowhere.append(finding)
    return Placed({spot: tuple(found) for spot, found in cells.items()}, tuple(nowhere))


def _this_year(finding: Finding, identity: Identity | None) -> Iterator[str]:
    """The addresses without those that an identity takes from last year's report alone."""
    terms = (*identity.left, *identity.right) if identity else ()
    last = {t.ref for t in terms if t.previous} - {t.ref for t in terms if not t.previous}
    for address in finding.addresses:
        if not any(_is_of(address, ref, identity) for ref in last):
            yield address


def _is_of(address: str, ref: str, identity: Identity | None) -> bool:
    if identity is None or identity.per == "figure":
        return address == ref
    inside = address.removeprefix(f"{identity.table}.")
    return inside.startswith(f"{ref}.") if identity.per == "column" else inside.endswith(f".{ref}")


def _spot(name: str, place: str) -> Spot | None:
    """``年报.xlsx!申请情况!J7`` as a cell; None for a place that is none."""
    sheet, mark, reference = place.removeprefix(f"{name}!").rpartition("!")
    corner = corner_of(reference)
    if not mark or corner is None or not place.startswith(f"{name}!"):
        return None
    return Spot(sheet, *corner)
