"""Figures of many units, waiting on the disk until it is known which of them count."""

from __future__ import annotations

import marshal
import tempfile
from typing import Any, BinaryIO

from attrs import define, field


def _temporary() -> BinaryIO:
    # Nobody else can read or change it: it has no name.
    return tempfile.TemporaryFile()


@define
class Spool:
    """Values are written one after another, and read again by their place."""

    _file: BinaryIO = field(factory=_temporary, init=False)
    _end: int = field(default=0, init=False)

    def put(self, first: Any, second: Any) -> tuple[int, int, int, bytes]:
        """Keep two values (plain data): their place, the size of each, the bytes of the first."""
        one, two = marshal.dumps(first), marshal.dumps(second)
        at, self._end = self._end, self._end + len(one) + len(two)
        self._file.write(one)
        self._file.write(two)
        return at, len(one), len(two), one

    def get(self, at: int, one: int, two: int) -> tuple[Any, Any]:
        """What was put at ``at``."""
        self._file.seek(at)
        data = self._file.read(one + two)
        return marshal.loads(data[:one]), marshal.loads(data[one:])

    def close(self) -> None:
        self._file.close()
