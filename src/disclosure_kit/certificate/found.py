"""What a finished file shows, whatever kind it is of: paragraphs, tables and pictures in order."""

from __future__ import annotations

from collections.abc import Iterable
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

    def saying(self, texts: tuple[str, ...]) -> FoundRow:
        """The same with other words."""
        return FoundRow(texts, self.frames)

    def printed(self) -> Iterable[tuple[str, Frame]]:
        """The cells that do not continue the one above."""
        cells = zip(self.texts, self.frames, strict=True)
        return ((text, frame) for text, frame in cells if not frame.continues)


@frozen
class FoundTable:
    """The printed rows of a table in the file, and the number of columns of its grid."""

    columns: int
    rows: tuple[FoundRow, ...]


@frozen
class FoundPicture:
    """A picture that is shown whole: the digest of its bytes."""

    digest: str


Found: TypeAlias = FoundParagraph | FoundTable | FoundPicture
