"""Last year's report of each body, out of a folder of many."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import field, frozen

from ..app import Loaded, Session, read
from ..files import read_source
from ..previous import Shelf
from ..recognise import Wishes


@frozen
class LastYear:
    """The reports of last year at hand: ``alone``, the one in the file ``name``; or those in the
    folder ``name``, chosen by body. Of these only names are held: one is read again when needed."""

    name: str | None = None
    alone: Loaded | None = None
    shelf: Shelf = field(factory=lambda: Shelf.of(()))
    asked: Wishes = field(factory=Wishes)

    @property
    def folder(self) -> str | None:
        """Where the reports of many bodies are."""
        return self.name if self.alone is None else None

    @property
    def files(self) -> Iterator[str]:
        """The files that hold them."""
        if self.alone is not None and self.name is not None:
            yield self.name
        for files in self.shelf.files.values():
            yield from files

    @property
    def notices(self) -> tuple[str, ...]:
        """What reading the one report given normalised or lacked."""
        return tuple(f"上年报告：{notice}" for notice in self.alone.notices) if self.alone else ()

    def of(self, session: Session, loaded: Loaded) -> tuple[Loaded | None, tuple[str, ...]]:
        """Last year's report of the same body, and a notice where there is not just one.

        Raises:
            DisclosureError: it can be read no more.
        """
        if self.folder is None:
            return self.alone, ()
        names = self.shelf.last_of(loaded.report)
        if len(names) == 1:
            last = read(session, read_source(names[0]), self.asked)
            return last, (f"上年报告：{names[0]}",)
        body = f"“{loaded.report.agency.name}”{loaded.report.year - 1} 年度的报告"
        if not names:
            return None, (f"文件夹 {self.folder} 里没有{body}",)
        listed = "、".join(names)
        return None, (f"文件夹 {self.folder} 里有几份{body}，没有采用：{listed}",)

    def files_for(self, loaded: Loaded) -> tuple[str, ...]:
        """The file of the report that ``of`` gives."""
        if self.name is None or self.alone is not None:
            return () if self.name is None else (self.name,)
        return self.shelf.last_of(loaded.report)
