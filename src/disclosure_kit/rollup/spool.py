"""Figures of many units, waiting on the disk until it is known which of them count."""

from __future__ import annotations

import marshal
import tempfile
from array import array
from typing import IO, Any, Final

from attrs import define, field

_BUFFER: Final = 1 << 15  # a dozen units: few writes, and little read in vain out of order
_PLAIN: Final = 2  # the form of marshal that keeps no account of what stands there twice


def _temporary() -> IO[bytes]:
    # Nobody else can read or change it: it has no name.
    return tempfile.TemporaryFile(buffering=_BUFFER)


@define
class Spool:
    """Values are written one after another, and read again by their number."""

    _file: IO[bytes] = field(factory=_temporary, init=False)
    _starts: array[int] = field(factory=lambda: array("Q", [0]), init=False)
    _at: int = field(default=0, init=False)  # where the file stands: in order nothing is sought

    def put(self, value: Any) -> int:
        """Keep a value (plain data): its number, counted from 0."""
        data = marshal.dumps(value, _PLAIN)
        end = self._starts[-1]
        if self._at != end:
            self._file.seek(end)
        self._at = end + self._file.write(data)
        self._starts.append(self._at)
        return len(self._starts) - 2

    def get(self, number: int) -> Any:
        """What was put as the value of this number."""
        start, end = self._starts[number], self._starts[number + 1]
        if self._at != start:
            self._file.seek(start)
        self._at = end
        return marshal.loads(self._file.read(end - start))

    def close(self) -> None:
        self._file.close()
