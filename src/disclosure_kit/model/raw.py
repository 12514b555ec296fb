"""What a reader gives: values by key, or blocks in order; each knows where it stood."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import define, field, frozen

from .titles import normal

KeyPath: TypeAlias = tuple[str | int, ...]


# The bytes of a file that lies in the folder of a source, by its path there; raises
# ``media.picture.PictureError`` where it cannot be had.
Beside: TypeAlias = Callable[[str], bytes]


@frozen
class Source:
    """The bytes of one file (or of standard input) and the name to call it by. ``beside`` gives
    the pictures that lie in its folder, where it has one."""

    name: str
    content: bytes
    beside: Beside | None = field(default=None, eq=False, repr=False)


@frozen
class RawValues:
    """A tree of mappings, lists and scalars as JSON knows them (a fraction is a Decimal).

    ``place`` words where a key stands (``第 12 行``); ``places`` those of many keys, where that is
    less work than one by one. Duplicate keys never get here.
    """

    name: str
    data: Any
    place: Callable[[KeyPath], str]
    notices: tuple[str, ...] = ()
    places: Callable[[Iterable[KeyPath]], list[str]] | None = None

    def all_places(self, paths: Iterable[KeyPath]) -> list[str]:
        """Where each of these keys stands."""
        return list(map(self.place, paths)) if self.places is None else self.places(paths)


@frozen
class RawParagraph:
    """One paragraph as found, white space at its ends removed, and its place."""

    text: str
    place: str
    line: int

    @cached_property
    def title(self) -> str:
        """The text as titles are compared."""
        return normal(self.text)


@frozen
class RawLine:
    """One line as it stood in the file, blank or not, and its number. ``new_page``: a page begins
    here or on the blank lines before."""

    text: str
    number: int
    new_page: bool = False


@frozen
class RawCell:
    """One cell of a table as found: its text, its corner, the rows and columns it covers."""

    text: str
    row: int
    column: int
    place: str
    height: int = 1
    width: int = 1


# Where a cell stands, and what it covers: row, column, height, width.
Stand: TypeAlias = tuple[int, int, int, int]


@frozen
class Columns:
    """The cells of a table, what is said of them side by side, in their order."""

    texts: tuple[str, ...]
    stands: tuple[Stand, ...]
    places: tuple[str, ...]

    @classmethod
    def of(cls, cells: Iterable[RawCell]) -> Columns:
        """Those of ``cells``."""
        found = tuple(cells)
        return cls(
            tuple(cell.text for cell in found),
            tuple((cell.row, cell.column, cell.height, cell.width) for cell in found),
            tuple(cell.place for cell in found),
        )

    def cells(self) -> tuple[RawCell, ...]:
        """The cells themselves."""
        return tuple(
            RawCell(text, row, column, place, height, width)
            for text, (row, column, height, width), place in zip(
                self.texts, self.stands, self.places, strict=True
            )
        )


@define(frozen=True, slots=False)
class RawGrid:
    """A table as found. ``after`` counts the paragraphs of the document that stand before it.

    It may be made of ``columns``: then there are no cells until somebody asks for them, and of a
    table of a known layout nobody does.
    """

    cells: tuple[RawCell, ...]
    place: str
    after: int

    @classmethod
    def of_columns(cls, columns: Columns, place: str, after: int) -> RawGrid:
        """The grid that ``RawGrid(columns.cells(), place, after)`` is."""
        grid = cls.__new__(cls)
        vars(grid).update(columns=columns, place=place, after=after)
        return grid

    @cached_property
    def columns(self) -> Columns:
        """Its cells side by side."""
        return Columns.of(self.cells)

    if not TYPE_CHECKING:  # which knows ``cells`` as a field

        def __getattr__(self, name: str) -> tuple[RawCell, ...]:
            columns = vars(self).get("columns") if name == "cells" else None
            if columns is None:
                raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")
            cells = vars(self)["cells"] = columns.cells()
            return cells


@frozen
class RawPicture:
    """A picture as found, PNG or JPEG by its beginning, and its place. ``after`` counts the
    paragraphs of the document that stand before it, ``grids`` the tables."""

    content: bytes = field(repr=False)
    place: str
    after: int
    grids: int


@frozen
class RawDocument:
    """A text in reading order: paragraphs, and tables and pictures between them.

    ``carried`` are the data that a file of ours has beside its text; nobody has looked whether
    they are a report. ``lines`` are those that the paragraphs of a text file were made of: where a
    table is printed with blanks alone, its blank lines and inner widths say where each cell stands.
    """

    name: str
    paragraphs: tuple[RawParagraph, ...]
    notices: tuple[str, ...] = ()
    grids: tuple[RawGrid, ...] = ()
    carried: RawValues | None = None
    lines: tuple[RawLine, ...] = ()
    pictures: tuple[RawPicture, ...] = ()


Raw: TypeAlias = RawValues | RawDocument
