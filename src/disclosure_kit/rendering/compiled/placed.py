"""Where signatures stand in the documents of one template, found before: between runs, too."""

from __future__ import annotations

import marshal
from collections.abc import Callable
from contextlib import suppress
from typing import Final, TypeAlias

from attrs import astuple

from ...cache import Cache
from ..finish.signature import Rules

_MOST: Final = 32  # kept on the disk: names of bodies have not many widths

Pieces: TypeAlias = tuple[bytes, ...]


class Placed:
    """What ``place`` gave for paragraphs, which hold letters as wide as their words and no words,
    by ``Rules``. Without a cache nothing is kept."""

    def __init__(self, cache: Cache | None = None, key: str = "") -> None:
        self._cache, self._key = cache, key
        self._known: dict[tuple[bytes, tuple[float | bool, ...]], Pieces] | None = None

    def of(
        self, paragraphs: bytes, rules: Rules, place: Callable[[bytes, Rules], Pieces]
    ) -> Pieces:
        """What ``place`` gives, or gave."""
        if self._cache is None:
            return place(paragraphs, rules)
        if self._known is None:
            self._known = {}
            with suppress(Exception):  # of another make, for all that its key says
                self._known = dict(marshal.loads(self._cache.get(self._key) or b""))
        asked = paragraphs, astuple(rules)
        if (found := self._known.get(asked)) is None:
            found = place(paragraphs, rules)
            if len(self._known) < _MOST:
                self._known[asked] = found
                self._cache.put(self._key, marshal.dumps(self._known))
        return found
