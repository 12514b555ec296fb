"""Where in a template each datum is printed, by what its tags say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve, frozen

from .fault import Place
from .walk import Read


@frozen
class Places:
    """The places of the tags of each datum, by its full name."""

    prints: Mapping[str, tuple[Place, ...]]

    @classmethod
    def of(cls, reads: Iterable[Read]) -> Places:
        prints: dict[str, tuple[Place, ...]] = {}
        for read in reads:
            if read.prints:
                known = prints.get(read.prints, ())
                prints[read.prints] = (*known, read.tag.paragraph.place)
        return cls(prints)

    def all(self, name: str) -> tuple[Place, ...]:
        """Every place at which a datum is printed; else the one where it should be."""
        return self.prints.get(name) or (self.near(name),)

    def near(self, name: str) -> Place:
        """Where a datum should stand: in the row of its row, else in its table or section."""
        table, _, rest = name.partition(".")
        row = rest.rpartition(".")[0]
        for place in self._below(f"{table}.{row}."):
            if place.table is not None:
                return evolve(place, column=None, text="")
        return self.table(table)

    def table(self, name: str) -> Place:
        """The table of the template that holds most data of a table of the form."""
        held = [place for place in self._below(f"{name}.") if place.table is not None]
        counts = [(p.part, p.table) for p in held]
        if not held:
            return Place()
        part, number = max(counts, key=counts.count)
        inside = (p.paragraph for p in held if (p.part, p.table) == (part, number))
        return Place(part, min(n for n in inside if n is not None), number)

    def section(self, name: str) -> Place:
        """Where a section begins."""
        return next(iter(self.prints.get(f"sections.{name}.title", ())), Place())

    def _below(self, begin: str) -> Iterator[Place]:
        for name, places in self.prints.items():
            if name.startswith(begin):
                yield from places
