"""What a file of sections declares: parts that join a form."""

from __future__ import annotations

from typing import TypeAlias

from attrs import field, frozen

from .addition import Addition, UnitColumn
from .edition import Section, SubSection
from .rules import Claim, DerivedShare, Identity, Mention, ShareRule, StatedFigure
from .table import AnyTable, RepeatingTable, Table, TableView
from .text_rules import (
    ForbiddenText,
    ItemisedTotal,
    LengthLimit,
    RequiredFigures,
    RequiredText,
    TextRule,
)
from .usage import Instrument, Slip

Rule: TypeAlias = Identity | ShareRule | TextRule


@frozen
class Parts:
    """What one file declares, each in the order of the file."""

    sections: tuple[Section, ...] = ()
    subsections: tuple[SubSection, ...] = ()
    tables: tuple[Table, ...] = ()
    repeating_tables: tuple[RepeatingTable, ...] = ()
    views: tuple[TableView, ...] = ()
    identities: tuple[Identity, ...] = ()
    shares: tuple[ShareRule, ...] = ()
    figures: tuple[StatedFigure, ...] = ()
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()
    words: dict[str, tuple[str, ...]] = field(factory=dict)
    derived: tuple[DerivedShare, ...] = ()
    required_texts: tuple[RequiredText, ...] = ()
    forbidden_texts: tuple[ForbiddenText, ...] = ()
    length_limits: tuple[LengthLimit, ...] = ()
    required_figures: tuple[RequiredFigures, ...] = ()
    itemised_totals: tuple[ItemisedTotal, ...] = ()
    slips: tuple[Slip, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    template_text: tuple[str, ...] = ()
    former_terms: tuple[str, ...] = ()
    other_heads: tuple[str, ...] = ()
    additions: tuple[Addition, ...] = ()
    unit_columns: tuple[UnitColumn, ...] = ()

    @property
    def all_tables(self) -> tuple[AnyTable, ...]:
        return (*self.tables, *self.repeating_tables, *self.views)

    @property
    def rules(self) -> tuple[Rule, ...]:
        return (*self.identities, *self.shares, *self.text_rules)

    @property
    def text_rules(self) -> tuple[TextRule, ...]:
        return (
            *self.required_texts,
            *self.forbidden_texts,
            *self.length_limits,
            *self.required_figures,
            *self.itemised_totals,
        )
