"""What a report should say and should not: slips of the pen, notices and their numbers, what a
template leaves behind. All of it data, of an edition or of a region."""

from __future__ import annotations

from attrs import field, frozen


@frozen
class Slip:
    """A word that is nearly always wrong, and the right one.

    ``unless`` are longer words in which the same characters stand rightly.
    """

    wrong: str
    right: str
    unless: tuple[str, ...] = ()


@frozen
class Instrument:
    """A regulation or notice that reports cite: its titles, and the numbers it goes by.

    ``instead``: it no longer serves reports of this edition; this one does.
    """

    titles: tuple[str, ...]
    numbers: tuple[str, ...]
    instead: str = ""


@frozen
class Usage:
    """``template_text`` is what a blank form says where a body must write; ``former_terms`` are
    the words of an older form that this one has given up; ``other_heads`` the heads of tables of
    other editions, which no table of this one has."""

    slips: tuple[Slip, ...] = field(factory=tuple)
    instruments: tuple[Instrument, ...] = field(factory=tuple)
    template_text: tuple[str, ...] = field(factory=tuple)
    former_terms: tuple[str, ...] = field(factory=tuple)
    other_heads: tuple[str, ...] = field(factory=tuple)
