"""Tables of a known shape: where their cells stand is worked out once, and such a table is filled
with its words all at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import field, frozen

from ...model.raw import Columns, RawCell, Stand
from .word_seen import ENDS
from .word_shapes import Parted, number_of_sign, of_cell

_MOST_NAMES: Final = 4  # of one table, with which its places are kept; most have one


@frozen(eq=False)
class Whole:
    """The shape of a table: where its cells stand, and of each which of all its words it is (-1
    where it is blank). ``composed`` are those, by their positions, that are more than one stretch
    of words, with signs; ``cells_read`` counts those that merge apart."""

    stands: tuple[Stand, ...]
    words: tuple[int, ...]
    composed: tuple[tuple[int, str], ...]
    cells_read: int
    _places: tuple[str, ...]
    _named: dict[str, tuple[str, ...]] = field(factory=dict, init=False)

    @classmethod
    def of(cls, cells: Sequence[RawCell], cells_read: int) -> Whole:
        """The table whose ``cells`` were read with signs in the place of words, and called by no
        name."""
        columns = Columns.of(cells)
        signs = [number_of_sign(text) for text in columns.texts]
        return cls(
            columns.stands,
            tuple(-1 if sign is None else sign for sign in signs),
            tuple((at, columns.texts[at]) for at, sign in enumerate(signs) if sign is None),
            cells_read,
            columns.places,
        )

    def filled(self, name: str, table: Parted) -> Columns:
        """The cells of ``table``, which is called ``name``, and whose words are printable."""
        words = [text.strip(ENDS) for text in table.texts]
        words.append("")  # of cells that are blank
        texts = [words[at] for at in self.words]
        for at, text in self.composed:
            texts[at] = of_cell(text, table)
        return Columns(tuple(texts), self.stands, self._called(name))

    def _called(self, name: str) -> tuple[str, ...]:
        """The places of the cells; the same for all tables that stand as the n-th of a file."""
        if (places := self._named.get(name)) is None:
            if len(self._named) >= _MOST_NAMES:
                self._named.clear()
            self._named[name] = places = tuple(name + place for place in self._places)
        return places
