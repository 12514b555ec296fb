"""Figures of many units, waiting on the disk until it is known which of them count."""

from __future__ import annotations

import marshal
import tempfile
from typing import IO, Any, Final, TypeAlias

from attrs import define, field

Place: TypeAlias = tuple[int, int]  # where it begins, its size
_BUFFER: Final = 1 << 15  # a dozen units: few writes, and little read in vain out of order
_PLAIN: Final = 2  # the form of marshal that keeps no account of what stands there twice


def _temporary() -> IO[bytes]:
    # Nobody else can read or change it: it has no name.
    return tempfile.TemporaryFile(buffering=_BUFFER)


@define
class Spool:
    """Values are written one after another, and read again by their place."""

    _file: IO[bytes] = field(factory=_temporary, init=False)
    _end: int = field(default=0, init=False)

    def put(self, value: Any) -> Place:
        """Keep a value (plain data)."""
        data = marshal.dumps(value, _PLAIN)
        at, self._end = self._end, self._end + len(data)
        self._file.write(data)
        return at, len(data)

    def get(self, place: Place) -> Any:
        """What was put there."""
        at, size = place
        self._file.seek(at)
        return marshal.loads(self._file.read(size))

    def close(self) -> None:
        self._file.close()
