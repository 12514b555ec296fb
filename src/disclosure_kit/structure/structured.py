"""What structuring starts from, and what it gives."""

from __future__ import annotations

from attrs import field, frozen
from frozendict import frozendict

from ..model.difference import Difference
from ..model.report import Report
from .of_plugins import Part


@frozen
class Facts:
    """What a source says of itself. ``titles`` are its top-level headings, where it has them."""

    name: str
    year: int | None
    edition: str | None = None
    region: str | None = None
    titles: tuple[str, ...] = ()


@frozen
class Structured:
    """The report, and what had to be normalised or could not be read; ``of_tables`` are those
    of the notices that tell of tables, ``left_out`` those of them that tell what was not read.
    ``differences``: where data beside the text say another thing than the text. ``media`` are
    the pictures that the source itself brings, by path, as found. ``apart``: parts of plugins that
    the user declined; they are not in the report."""

    report: Report
    notices: tuple[str, ...] = ()
    of_tables: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    media: frozendict[str, bytes] = field(factory=frozendict, repr=False)
    apart: tuple[Part, ...] = ()
