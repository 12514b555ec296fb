"""Tables of known rows: where their cells stand follows from the shapes of these, so it is worked
out once, and such a table is filled with its words all at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TypeAlias

from attrs import frozen

from ...model.raw import Columns, RawCell, Stand
from .word_seen import ENDS
from .word_shapes import Parted, Shape, ShapedCell

# A cell of a shape, and the position of its row.
_Placed: TypeAlias = tuple[int, ShapedCell]


@frozen
class Whole:
    """A table of rows of certain shapes: where its cells stand, and of each which of all the words
    it is (-1 where it is blank). ``composed`` are those, by their positions, that are more than one
    stretch of words; ``covered`` those that merge with the cell above and may have words."""

    stands: tuple[Stand, ...]
    places: tuple[str, ...]
    words: tuple[int, ...]
    composed: tuple[tuple[int, _Placed], ...]
    covered: tuple[_Placed, ...]

    @classmethod
    def of(cls, cells: Sequence[RawCell], shapes: Sequence[Shape], rows: Sequence[Parted]) -> Whole:
        """The table whose ``cells`` were read of ``rows``, which have these ``shapes``."""
        first = [0, *accumulate(len(row.texts) for row in rows)]
        shaped = {
            (row, cell.column): cell for row, shape in enumerate(shapes) for cell in shape.cells
        }
        seen = [(cell.row, shaped.pop((cell.row, cell.column))) for cell in cells]
        words = (
            first[row] + cell.one_sign if cell.is_one_sign and cell.text else -1
            for row, cell in seen
        )
        columns = Columns.of(cells)
        return cls(
            columns.stands,
            columns.places,
            tuple(words),
            tuple((at, placed) for at, placed in enumerate(seen) if not placed[1].is_one_sign),
            tuple((row, cell) for (row, _), cell in shaped.items() if cell.text),
        )

    def filled(self, rows: Sequence[Parted]) -> Columns | None:
        """The cells with the words of these rows; None where words of a covered cell have to be
        told, or words are to be looked at letter by letter."""
        if not all(row.printable for row in rows):
            return None
        if any(cell.filled(rows[row].words) for row, cell in self.covered):
            return None
        words = [text.strip(ENDS) for row in rows for text in row.texts]
        words.append("")  # of cells that are blank
        texts = [words[at] for at in self.words]
        for at, (row, cell) in self.composed:
            texts[at] = cell.filled(rows[row].words)
        return Columns(tuple(texts), self.stands, self.places)
