"""Edition × outline × region × year, and the parts that join them → the form."""

from __future__ import annotations

from collections.abc import Iterable

from frozendict import frozendict

from .model.edition import Edition, Outline
from .model.form import Form
from .model.parts import Parts
from .model.table import AnyTable
from .model.usage import Usage


def assemble(
    edition: Edition,
    region: str | None,
    year: int,
    outline: Outline | None,
    parts: Iterable[tuple[str, Parts]],
    edition_owner: str,
) -> Form:
    """All that a report must fill. Each part comes with the plugin it is from."""
    parts = list(parts)
    own = tuple(s for _, p in parts for s in p.sections)
    tables: dict[str, AnyTable] = {}
    statutory: set[str] = set()
    for owner, part in parts:
        for table in part.all_tables:
            tables.setdefault(table.id, table)
            if owner == edition_owner:
                statutory.add(table.id)
    return Form(
        edition=edition,
        year=year,
        region=region,
        outline=outline,
        sections=own or (outline.sections if outline else ()),
        tables=frozendict(tables),
        identities=tuple(i for _, p in parts for i in p.identities),
        shares=tuple(s for _, p in parts for s in p.shares),
        figures=frozendict((f.key, f) for _, p in parts for f in p.figures),
        mentions=tuple(m for _, p in parts for m in p.mentions),
        claims=tuple(c for _, p in parts for c in p.claims),
        statutory_tables=frozenset(statutory),
        subsections=tuple(s for _, p in parts for s in p.subsections),
        text_rules=tuple(r for _, p in parts for r in p.text_rules),
        additions=tuple(a for _, p in parts for a in p.additions),
        unit_columns=tuple(c for _, p in parts for c in p.unit_columns),
        usage=Usage(
            slips=tuple(s for _, p in parts for s in p.slips),
            instruments=tuple(i for _, p in parts for i in p.instruments),
            template_text=tuple(t for _, p in parts for t in p.template_text),
            former_terms=tuple(t for _, p in parts for t in p.former_terms),
            other_heads=tuple(h for _, p in parts for h in p.other_heads),
        ),
    )
