"""A child process that is started at the first need and used again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .silence import Silence

if TYPE_CHECKING:
    from .child import Child


class Kept:
    """The process of ``worker``, which is told ``hello`` first; replaced where it has ended."""

    def __init__(self, worker: str, hello: bytes, most: int) -> None:
        self._worker = worker
        self._hello = hello
        self._most = most
        self._child: Child | None = None

    def started(self) -> Child | None:
        """The child, ready to be asked; None where none can be had."""
        if self._child is not None and self._child.ended:
            self.close()  # whatever ended it between two questions, none of them did
        if self._child is None:
            from .child import STARTING, Child  # few runs have one

            try:
                self._child = Child(self._worker, most=self._most)
            except OSError:
                return None
            self._child.send(self._hello)
            if isinstance(self._child.answer(STARTING), Silence):
                self.close()
        return self._child

    def close(self) -> None:
        """End the child; the next question starts another."""
        if self._child is not None:
            self._child.kill()
            self._child = None
