"""The bodies of a roll-up, from the lowest up: each adds the units and bodies right below it."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define, field, frozen

from ..model.agency_names import bare
from .roster import Entry, Roster
from .sorting import Left, Sorted
from .unit import Fate, Unit

OPEN_FATES = frozenset({Fate.ERRORS, Fate.CONFLICT, Fate.FORM, Fate.NAMELESS, Fate.ABOVE_SOME})


@define(eq=False)  # each is itself: it is a key
class Body:
    """One body. ``members`` are units, and bodies made before; ``missing`` are those right below
    it of which nothing counts; ``whole``: nothing is missing here or further below."""

    code: str
    name: str
    members: list[Member] = field(factory=list)
    missing: list[Entry] = field(factory=list)
    whole: bool = True

    @property
    def units(self) -> int:
        """How many units' own files are in it."""
        return sum(m.body.units if m.body else 1 for m in self.members)

    @property
    def errors(self) -> int:
        """How many of them have errors."""
        return sum(
            m.body.errors if m.body else bool(m.unit and m.unit.errors) for m in self.members
        )


@frozen
class Member:
    """A unit under the name by which the body calls it, or a body made of units."""

    id: str
    name: str
    unit: Unit | None = None
    body: Body | None = None
    listed: str | None = None  # its code on the roster

    @property
    def code(self) -> str | None:
        """The code that its report gives, else the roster."""
        return (self.unit.code if self.unit else None) or self.listed


def bodies(
    found: Sorted, roster: Roster | None, name: str, code: str, *, unread: int, listed: bool
) -> list[Body]:
    """Every body to be made, those below before those above; the last is the one asked for.
    ``listed``: the roster says who should report; else a file that does not count is a loss."""
    top = Body(code, name)
    if not listed:
        names = {bare(unit.name) for unit in found.counted} if found.left else set()
        top.whole = not unread and not any(_lacks(left, names) for left in found.left)
    if roster is None:
        # Bodies of one county often give its code as theirs: only with the name it is one's own.
        top.members = [
            Member(f"{unit.code or ''}{bare(unit.name)}", unit.name, unit) for unit in found.counted
        ]
        top.whole = top.whole and not _unfinished(top)
        return [top]
    made: list[Body] = []
    _fill(top, "", roster, found, made)
    for body in made:  # whose it is that is missing, nobody knows
        body.whole = body.whole and (listed or top.whole)
    return [*made, top]


def _lacks(left: Left, names: set[str]) -> bool:
    """Whether a unit is missing because this file does not count: last year's file of one that
    counts (by its name in ``names``) is no loss."""
    return left.fate in OPEN_FATES and bare(left.unit.name) not in names


def _fill(body: Body, parent: str, roster: Roster, found: Sorted, made: list[Body]) -> None:
    for entry in roster.children.get(parent, ()):
        unit = found.by_entry.get(entry.code)
        if unit is not None:
            body.members.append(Member(entry.code, entry.name, unit, listed=entry.code))
            continue
        if entry.code not in roster.children:
            body.missing.append(entry)
            continue
        below = Body(entry.code, entry.name)
        _fill(below, entry.code, roster, found, made)
        if below.members:
            made.append(below)
            body.members.append(Member(entry.code, entry.name, body=below, listed=entry.code))
            body.whole = body.whole and below.whole
        else:
            body.missing += below.missing
    body.whole = body.whole and not body.missing and not _unfinished(body)


def _unfinished(body: Body) -> bool:
    return any(member.unit.unfinished for member in body.members if member.unit)


def units_of(body: Body) -> Iterator[Unit]:
    """The units that are in it, also those of bodies below."""
    for member in body.members:
        if member.unit is not None:
            yield member.unit
        elif member.body is not None:
            yield from units_of(member.body)


def missing_of(body: Body) -> Iterator[tuple[Body, Entry]]:
    """Who is missing, with the body that lacks it, from the top down."""
    for entry in body.missing:
        yield body, entry
    for member in body.members:
        if member.body is not None:
            yield from missing_of(member.body)
