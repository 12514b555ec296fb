"""A child process that answers messages: late, gone, or with so many bytes at most."""

from __future__ import annotations

import json
import queue
import sys
import threading
import weakref
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Final

from .line import put, take
from .silence import Silence

if TYPE_CHECKING:
    import subprocess

STARTING: Final = 60.0  # seconds for Python and what the child imports to load
# The child imports from where we import, and nothing from the folder that the user stands in (-P).
_CHILD: Final = """
import importlib, json, sys
sys.path[:] = json.loads(sys.argv[1])
importlib.import_module(sys.argv[2]).main()
"""


class Child:
    """A process that runs ``main`` of the module ``worker``.

    Its answers arrive through a thread, so they can be late; one of more than ``most`` bytes
    counts as gone. ``quiet`` where nothing that it says on standard error is for the user.

    Raises:
        OSError: it could not be started.
    """

    def __init__(self, worker: str, *, most: int, quiet: bool = False) -> None:
        import subprocess  # few runs have a child

        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _CHILD, json.dumps(sys.path), worker],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if quiet else None,
        )
        self.kill = weakref.finalize(self, _end, self._process)
        self._answers: queue.SimpleQueue[bytes | Silence] = queue.SimpleQueue()
        assert self._process.stdout is not None  # asked for above
        listening = threading.Thread(
            target=_listen, args=(self._process.stdout, self._answers, most), daemon=True
        )
        listening.start()

    @property
    def ended(self) -> bool:
        return self._process.poll() is not None

    def send(self, message: bytes) -> bool:
        """Whether the child could still be told."""
        assert self._process.stdin is not None  # asked for above
        try:
            put(self._process.stdin, message)
        except OSError:
            return False
        return True

    def answer(self, seconds: float) -> bytes | Silence:
        """The next answer, if it comes within ``seconds``."""
        try:
            return self._answers.get(timeout=seconds)
        except queue.Empty:
            return Silence.LATE


def _listen(stream: IO[bytes], answers: queue.SimpleQueue[bytes | Silence], most: int) -> None:
    with suppress(OSError, ValueError):  # closed while we read: the child was ended
        while (message := take(stream, most)) is not None:
            answers.put(message)
    answers.put(Silence.GONE)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):  # what could not be sent any more
                stream.close()
