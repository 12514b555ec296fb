"""What one report must fill: edition × outline × region × year."""

from __future__ import annotations

from functools import cached_property

from attrs import define, evolve, field
from frozendict import frozendict

from .addition import Addition, UnitColumn
from .edition import Edition, Outline, OutlineKind, Section, SubSection
from .kept import Keeping
from .profile import Override
from .rules import Claim, Identity, Mention, ShareRule, StatedFigure
from .table import AnyTable, Column, Table
from .text_rules import TextRule
from .usage import Usage
from .values import Address


@define(frozen=True, slots=False)
class Form(Keeping):
    """Edition × outline × region × year: all that one report must fill.

    ``layout`` are the region's own parameters of looks, by id.
    """

    edition: Edition
    year: int
    region: str | None
    outline: Outline | None
    sections: tuple[Section, ...]
    tables: frozendict[str, AnyTable]
    identities: tuple[Identity, ...]
    shares: tuple[ShareRule, ...]
    figures: frozendict[str, StatedFigure]
    mentions: tuple[Mention, ...]
    statutory_tables: frozenset[str]
    claims: tuple[Claim, ...] = ()
    usage: Usage = field(factory=Usage)
    layout: frozendict[str, Override] = field(factory=frozendict)
    text_rules: tuple[TextRule, ...] = ()
    subsections: tuple[SubSection, ...] = ()
    additions: tuple[Addition, ...] = ()
    unit_columns: tuple[UnitColumn, ...] = ()

    @cached_property
    def cells(self) -> frozendict[str, tuple[Address, Column]]:
        """Every figure address of the fixed tables, by its dotted text."""
        return frozendict(
            (str(address), (address, column))
            for table in self.tables.values()
            if isinstance(table, Table)
            for address, column in table.cells.items()
        )

    @cached_property
    def annexes(self) -> tuple[Table, ...]:
        """Tables that stand behind the last section."""
        return tuple(
            t for t in self.tables.values() if isinstance(t, Table) and t.place.section is None
        )

    def tables_in(self, section_id: str) -> tuple[AnyTable, ...]:
        """The tables that stand inside a section, in order of declaration."""
        return tuple(t for t in self.tables.values() if t.place.section == section_id)

    def subsections_in(self, section_id: str) -> tuple[SubSection, ...]:
        """The sub-sections that a region prescribes inside a section, in order."""
        return self._subsections.get(section_id, ())

    @cached_property
    def _subsections(self) -> dict[str, tuple[SubSection, ...]]:
        found: dict[str, tuple[SubSection, ...]] = {}
        for part in self.subsections:
            found[part.section] = (*found.get(part.section, ()), part)
        return found

    def section(self, section_id: str) -> Section | None:
        return next((s for s in self.sections if s.id == section_id), None)

    @property
    def as_found(self) -> bool:
        """Whether the sections are those of the report: neither edition nor outline fixes any."""
        return self.outline is None and self.edition.outline is not OutlineKind.FIXED

    @cached_property
    def before_sections(self) -> Form:
        """The same form while the sections of its report are not known: what is kept of it looks at
        no section, and serves every report whose sections are its own."""
        return evolve(self, sections=()) if self.sections else self

    def with_sections(self, sections: tuple[Section, ...]) -> Form:
        """The form of a report with sections of its own, this one being without."""
        made = evolve(self, sections=sections)
        made.__dict__.update(before_sections=self, cells=self.cells, annexes=self.annexes)
        return made

    def in_region(self, region: str | None) -> Form:
        """The same form for a report of ``region``. The two share what is kept of them, so nothing
        is kept of a form that looks at its region."""
        shared = {"cells": self.cells, "annexes": self.annexes}
        return self.sharing(region=region, **shared)
