"""A compiled template: what is kept of it, and how a report is put in."""

from __future__ import annotations

import marshal
import re
import threading
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property, lru_cache
from typing import Any, Final

from attrs import astuple, define, field, frozen
from frozendict import frozendict
from markupsafe import escape

from ...layouts.loader import national
from ...model.clean import clean
from ...model.picture import NO_PICTURES, Drawn
from ...model.profile import Override
from ...view import View
from ..context import context
from ..finish.signature import Rules
from ..measures import Measures
from .closing import Closing
from .deflate import DATA_LEVEL
from .package import Member, Package
from .part import Filling, Part, Running
from .placed import Placed
from .running import Lean
from .runs import Run

# What stands in the properties of the file until a report is known.
TITLE, AUTHOR = "\ue000title\ue000", "\ue000author\ue000"
_PLACES: Final = re.compile(f"({TITLE}|{AUTHOR})")
_CORE: Final = b"docProps/core.xml"
_LONGEST: Final = 255  # of a property, in characters: Word's


@frozen
class Filled:
    """A Word file, and what of the report is printed in it, with markup around it; None: that is
    not known."""

    content: bytes
    words: str | None = None


class _Own(threading.local):
    """The parts at work with their names, for each thread its own; ``lean``: Jinja was not needed
    yet."""

    lean = True

    def __init__(self) -> None:
        self.fillings: dict[type[Running], tuple[tuple[bytes, Filling], ...]] = {}


@define(frozen=True, slots=False)
class Compiled:
    """``parts`` with tags, the document first; ``plain`` and ``carrying`` are the package without
    and with a place for the report's data (``item``); ``core`` are the file's properties;
    ``styles`` is the part of that name, ``width`` that of the text; ``names_of_styles`` has what
    Word calls them, for no id the usual one. ``placed`` are signatures of documents before."""

    parts: tuple[Part, ...]
    plain: Package
    carrying: Package
    item: str
    core: str
    styles: bytes
    width: int | None
    names_of_styles: Mapping[str, str]
    placed: Placed = field(factory=Placed, eq=False)

    def render(
        self,
        view: View,
        media: Mapping[str, bytes] = frozendict(),
        drawn: Drawn = NO_PICTURES,
        carried: bytes | None = None,
    ) -> Filled:
        """The Word file of ``view``, as ``filling.filled`` has it; with ``carried`` as its custom
        part, as ``custom_xml.with_part`` has it.

        Raises:
            Refusal: the report holds what is not known here; or anything that a template, or its
                names, may raise: ``filling.filled`` raises the same, in words.
        """
        names = context(view, media, drawn, self._names)
        figures = {**view.cells, **view.figures}
        said: list[str] = []
        members: list[Member] = []
        for name, content, words in self._parts(names, figures):
            if not members:
                content = self._closing.finished(content, _rules(view.layout, view.sealed))
            members.append(Member(name, content))
            said.append(words)
        members.append(Member(_CORE, self._properties(view)))
        package = self.plain
        if carried is not None:
            package = self.carrying
            members.append(Member(self.item.encode(), carried, DATA_LEVEL))
        return Filled(package.with_members(members), "".join(said))

    def _properties(self, view: View) -> bytes:
        """Title and who signs, as ``filling`` writes them."""
        said = {TITLE: view.title, AUTHOR: view.signature_agency}
        pieces = list(self._core)
        pieces[1::2] = [str(escape(clean(said[place])[:_LONGEST])) for place in pieces[1::2]]
        return "".join(pieces).encode()

    def _parts(
        self, names: Mapping[str, Any], figures: Mapping[str, str]
    ) -> list[tuple[bytes, bytes, str]]:
        """Of each part its name, what it is, and what of the report stands in it."""
        if self._own.lean:
            with suppress(Exception):  # the template asks for more; or it fails there, too
                return self._filled(Lean, names, figures)
        made = self._filled(_in_jinja(), names, figures)
        self._own.lean = False
        return made

    def _filled(
        self, running: type[Running], names: Mapping[str, Any], figures: Mapping[str, str]
    ) -> list[tuple[bytes, bytes, str]]:
        known = self._own.fillings
        if running not in known:
            known[running] = tuple((p.name.encode(), Filling(p, running())) for p in self.parts)
        return [(name, *part.filled(names, figures)) for name, part in known[running]]

    @cached_property
    def _core(self) -> tuple[str, ...]:
        return tuple(_PLACES.split(self.core))

    @cached_property
    def _own(self) -> _Own:
        return _Own()

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(name for part in self.parts for name in part.names)

    @cached_property
    def _closing(self) -> Closing:
        return Closing(self)

    def to_bytes(self) -> bytes:
        """For a cache that only the user could have written: it holds code."""
        return marshal.dumps(astuple(self, filter=lambda one, _: one.name != "placed"))

    @classmethod
    def from_bytes(cls, kept: bytes, placed: Placed | None = None) -> Compiled:
        """What ``to_bytes`` gave, by the same versions of everything.

        Raises:
            ValueError, EOFError, TypeError: it is something else.
        """
        parts, plain, carrying, item, core, styles, width, names = marshal.loads(kept)
        every = tuple(_part(*part) for part in parts)
        packages = Package(*plain), Package(*carrying)
        return cls(every, *packages, item, core, styles, width, names, placed or Placed())


def _in_jinja() -> type[Running]:
    from .in_jinja import InJinja  # heavy, and few templates ask for it

    return InJinja


def _part(*kept: Any) -> Part:
    *others, runs, figures = kept
    every = [*others, tuple(Run(*run) for run in runs), figures]
    return Part(*every)


@lru_cache(maxsize=16)
def _rules(layout: frozendict[str, Override], sealed: bool) -> Rules:
    return Rules.of(Measures(national().with_overrides(layout)), sealed=sealed)
