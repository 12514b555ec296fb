"""What is left for one part of a template: no file may keep the machine busy for hours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Final

# Characters of the template that loops may repeat, and turns and calls; a long report of a
# thousand paragraphs takes a tenth.
MAX_REPEATED: Final = 100_000_000
MAX_TURNS: Final = 200_000

# The name of the filter around what a loop goes through; no template can write it.
TURNS: Final = "turns of a loop"


class Turns:
    """The turns of loops, and calls."""

    none_left: ClassVar[type[Exception]] = RuntimeError

    def __init__(self) -> None:
        self.turns = MAX_TURNS
        self.repeated = MAX_REPEATED

    def spend(self, characters: int = 0, turns: int = 1) -> None:
        """Pay for turns of a loop that has so many characters, or for a call.

        Raises:
            none_left: nothing is.
        """
        self.turns -= turns
        self.repeated -= turns * characters
        if self.turns < 0 or self.repeated < 0:
            raise self.none_left("循环或宏重复的次数太多")

    def loop(self, items: Iterable[Any], characters: int) -> Iterable[Any]:
        """``items``, each turn paid for: the loop's own text has so many characters."""
        if type(items) is not tuple:
            return self._turns(items, characters)
        self.spend(characters, len(items))  # what a report gives is of known length: paid at once
        return items

    def _turns(self, items: Iterable[Any], characters: int) -> Iterator[Any]:
        for item in items:
            self.spend(characters)
            yield item
