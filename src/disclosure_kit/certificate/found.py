"""What a finished file shows, whatever kind it is of: paragraphs, tables and pictures in order."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple, TypeAlias

from attrs import frozen


@frozen
class FoundParagraph:
    """A paragraph: its words, and the name of what in it cannot be compared."""

    text: str
    unread: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.text,)

    @property
    def has_unread(self) -> bool:
        return bool(self.unread)

    def saying(self, texts: tuple[str, ...]) -> FoundParagraph:
        """The same with other words."""
        [text] = texts
        return FoundParagraph(text, self.unread)


class Frame(NamedTuple):
    """What of a printed cell is no words: its columns, whether it continues the cell above, and
    the name of what in it cannot be compared."""

    width: int
    continues: bool
    unread: str = ""


@frozen
class FoundRow:
    """A printed row, cell by cell: the words of each, and its frame. Rows of one look share their
    frames, so that whole rows are compared at once."""

    texts: tuple[str, ...]
    frames: tuple[Frame, ...]

    @classmethod
    def of(cls, cells: Iterable[tuple[str, Frame]]) -> FoundRow:
        """The row of these cells."""
        made = tuple(cells)
        return cls(tuple(text for text, _ in made), tuple(frame for _, frame in made))

    @property
    def has_unread(self) -> bool:
        return any(frame.unread for frame in self.frames)

    def saying(self, texts: tuple[str, ...]) -> FoundRow:
        """The same with other words."""
        return FoundRow(texts, self.frames)

    def printed(self) -> Iterable[tuple[str, Frame]]:
        """The cells that do not continue the one above."""
        cells = zip(self.texts, self.frames, strict=True)
        return ((text, frame) for text, frame in cells if not frame.continues)


@frozen
class FoundTable:
    """The printed cells of a table in the file, one row behind the other, their frames row by row,
    and the number of columns of its grid. As columns, so that whole tables are compared at once."""

    columns: int
    texts: tuple[str, ...]
    frames: tuple[tuple[Frame, ...], ...]

    @classmethod
    def of(cls, columns: int, rows: Iterable[FoundRow]) -> FoundTable:
        """The table of these rows."""
        made = tuple(rows)
        texts = tuple([text for row in made for text in row.texts])
        return cls(columns, texts, tuple([row.frames for row in made]))

    @property
    def rows(self) -> tuple[FoundRow, ...]:
        texts = iter(self.texts)
        return tuple(FoundRow(tuple(islice(texts, len(row))), row) for row in self.frames)

    @property
    def has_unread(self) -> bool:
        return any(frame.unread for row in self.frames for frame in row)

    def saying(self, texts: tuple[str, ...]) -> FoundTable:
        """The same with other words."""
        return FoundTable(self.columns, texts, self.frames)


@frozen
class FoundPicture:
    """A picture that is shown whole: the digest of its bytes."""

    digest: str


Found: TypeAlias = FoundParagraph | FoundTable | FoundPicture
