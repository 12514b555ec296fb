"""The stretch of a text that holds one table: its paragraphs, and the lines they were made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from attrs import frozen

from ..model.raw import RawGrid, RawLine, RawParagraph
from ..model.rules import Identity
from ..model.table import Table
from .matched import MatchedTable


@frozen
class Passage:
    """A table in text. ``at`` is the position of its first paragraph in the document.

    ``lines`` has the blank lines too, those behind the last paragraph included; a paragraph that
    is only part of a line of the file stands there as a line of its own.
    """

    paragraphs: tuple[RawParagraph, ...]
    lines: tuple[RawLine, ...]
    at: int


Strategy: TypeAlias = Callable[[Passage, Table, Sequence[Identity]], RawGrid | MatchedTable | None]
"""Reads a table out of a passage, by the identities of that table where they decide: a grid to be
matched by its labels, what the table says, or None where the passage is not printed so."""
