"""Messages over a pipe, each with its length before it; and the child's end of the line."""

from __future__ import annotations

import os
import struct
from typing import IO, Final

from attrs import frozen

_HEAD: Final = struct.Struct(">Q")


def put(stream: IO[bytes], message: bytes) -> None:
    """Send one message."""
    stream.write(_HEAD.pack(len(message)))
    stream.write(message)
    stream.flush()


def take(stream: IO[bytes], most: int) -> bytes | None:
    """The next message; None where the line ended, or where it is longer than ``most`` bytes."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    (length,) = _HEAD.unpack(head)
    message = stream.read(length) if length <= most else b""
    return message if len(message) == length else None


@frozen
class Line:
    """The child's end."""

    requests: IO[bytes]
    answers: IO[bytes]

    @classmethod
    def own(cls) -> Line:
        """The line to the parent; what work reads or prints, from C too, goes elsewhere."""
        import signal

        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends us
        line = cls(os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb"))
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.dup2(2, 1)
        return line

    def request(self) -> bytes | None:
        """What the parent asks next; None where it has gone. Its word is trusted."""
        return take(self.requests, 1 << 62)

    def answer(self, message: bytes) -> None:
        put(self.answers, message)
