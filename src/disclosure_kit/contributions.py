"""What plugins yield through the hooks: frozen values, the core's own included."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, TypeAlias

from attrs import frozen
from frozendict import frozendict

from .model.case import Case, Settings
from .model.edition import Edition, Outline, Years
from .model.example import Example
from .model.finding import Outcome, Severity
from .model.form import Form
from .model.parts import Parts
from .model.picture import Item, Subject
from .model.profile import Override
from .model.proof import Proof
from .model.raw import Raw, Source
from .model.report import Report
from .model.values import Value
from .view import Publication


@frozen
class Scope:
    """Where a contribution acts: bodies whose division code begins with ``region``
    (empty: everywhere), editions named in ``editions`` (empty: all), reports on ``years``
    (None: all)."""

    region: str = ""
    editions: tuple[str, ...] = ()
    years: Years | None = None

    @property
    def depth(self) -> tuple[int, bool]:
        """How narrow it is: of two that cover a report, the greater serves it."""
        return len(self.region), bool(self.editions)

    def covers(self, region: str | None, edition: str, year: int | None = None) -> bool:
        """Whether it acts on a report; without ``year``, on one of some year."""
        return (
            (region or "").startswith(self.region)
            and (not self.editions or edition in self.editions)
            and (year is None or self.years is None or year in self.years)
        )


EVERYWHERE: Final = Scope()


@frozen
class SectionParts:
    """Sections, tables, figures and rules that join the form where ``scope`` covers the report.

    Only the plugin that yields an edition may give it top-level sections. ``file`` is where its
    author finds them, for messages.
    """

    name: str
    scope: Scope
    parts: Parts
    file: str = ""


@frozen
class Check:
    """A check in code, for what declared arithmetic cannot say.

    ``run`` yields findings and what could not be assessed; it never changes the
    report, prints or raises for a bad report. ``severity`` is that of its worst finding.
    ``purpose`` and ``basis`` say why and by what clause; ``passing`` and ``failing`` are
    reports on which it finds nothing, and something.
    """

    code: str
    title: str
    severity: Severity
    run: Callable[[Case], Iterable[Outcome]]
    scope: Scope = EVERYWHERE
    purpose: str = ""
    basis: str = ""
    passing: Example | None = None
    failing: Example | None = None


@frozen
class Reader:
    """Reads one kind of file. ``sniff`` decides by the first 4096 bytes.

    ``read`` raises ``SourceError`` and nothing else. ``general``: takes any text, and is
    asked only where no other reader knows the content.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    sniff: Callable[[bytes], bool]
    read: Callable[[Source], Raw]
    general: bool = False


@frozen
class Artifact:
    """A finished file: the ending of its name, and its bytes. ``proof`` is set by ``app.write``,
    where the file was read again and compared with the report; ``notices`` are what whoever
    wrote it has to tell."""

    suffix: str
    content: bytes
    proof: Proof | None = None
    notices: tuple[str, ...] = ()


@frozen
class Format:
    """Writes a publication. ``carries_data``: a reader gets the whole report back from it.

    ``prove`` reads what was written and compares it with the report; ``measure`` says where its
    looks leave the profile of the report (a sentence each), which no proof depends on.
    ``derives_from`` names a format whose file, written and proven first, stands in
    ``Publication.original``: such a format turns that file into another kind.
    ``pictures``: it shows pictures, those that its template names, or without one all that
    serve the report.
    """

    name: str
    title: str
    suffix: str
    write: Callable[[Publication], Iterable[Artifact]]
    carries_data: bool = False
    needs_template: bool = False
    prove: Callable[[Artifact, Publication], Proof] | None = None
    measure: Callable[[Artifact, Publication], Iterable[str]] | None = None
    derives_from: str = ""
    pictures: bool = False


@frozen
class TemplatePack:
    """A Word template. ``content`` gives its bytes for a form; the narrowest scope wins. ``file``
    is where its author finds it, for messages."""

    name: str
    format: str
    scope: Scope
    content: Callable[[Form, Settings], bytes]
    file: str = ""


@frozen
class Layout:
    """How a region's documents look, where they leave the national profile: the parameters
    (docs/reference/layout.md) with their values, each with the document that says so."""

    name: str
    scope: Scope
    overrides: frozendict[str, Override]


@frozen
class DerivedFigure:
    """A figure computed from stated ones; None where an operand is missing."""

    key: str
    title: str
    scope: Scope
    compute: Callable[[Report], Value | None]


@frozen
class Picture:
    """A picture of a report, made of counts that stand at addresses.

    ``draw`` is given the figures of ``items`` alone and gives a PNG: same input, same bytes. A
    picture of several editions is several values of one key, each for its editions.
    ``last_year``: it shows the year before too, where that report's edition has the same items.
    """

    key: str
    title: str
    scope: Scope
    items: tuple[Item, ...]
    draw: Callable[[Subject, Settings], bytes]
    unit: str = "件"
    last_year: bool = False


@frozen
class Setting:
    """A setting a user may change: its key, its values, the default, and what it does."""

    key: str
    default: str
    help: str
    choices: tuple[str, ...] = ()


@frozen
class Command:
    """A command below the main group.

    ``command`` is a ``click.Command``, or the ``module:name`` of one, which is imported when the
    command is run: then ``summary`` is the line of ``--help``.
    """

    name: str
    summary: str
    command: Any


Contribution: TypeAlias = (
    Edition
    | Outline
    | SectionParts
    | Check
    | Reader
    | Format
    | TemplatePack
    | Layout
    | DerivedFigure
    | Picture
    | Setting
    | Command
)
