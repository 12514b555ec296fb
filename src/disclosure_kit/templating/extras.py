"""What a form's plugins add to the names that a template may use."""

from __future__ import annotations

from attrs import field, frozen
from frozendict import frozendict


@frozen
class Extras:
    """Stated and derived figures, and pictures, by their names, each with its title."""

    figures: frozendict[str, str] = field(factory=frozendict)
    pictures: frozendict[str, str] = field(factory=frozendict)
