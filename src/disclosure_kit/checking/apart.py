"""Checks in a plugin's code, run in a child process under a deadline: one that hangs, exits or
crashes costs only itself.

It guards against faults, not against malice: the plugin's code was already run here when it was
loaded, so its answers are trusted as far as it is.
"""

from __future__ import annotations

import json
import pickle
import queue
import subprocess
import sys
import threading
import traceback
import weakref
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import IO, Any, Final, TypeAlias

from attrs import frozen

from ..model.case import Case
from ..model.finding import Outcome

STARTING: Final = 60.0  # seconds for Python and the plugins to load
# The child imports from where we import, and nothing from the folder that the user stands in (-P).
_CHILD: Final = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from disclosure_kit.check_worker import main
main()
"""
_LONGEST: Final = 300  # letters of what an exception says of itself
LATE: Final = "late"
GONE: Final = "gone"


@frozen
class Failure:
    """A check that failed itself: why, in plain words, and the traceback for its author."""

    reason: str
    trace: str = ""

    @classmethod
    def of(cls, error: BaseException) -> Failure:
        """What a check raised."""
        said = repr(error)
        said = said if len(said) <= _LONGEST else f"{said[:_LONGEST]}……"
        trace = "".join(traceback.format_exception(error))
        return cls(f"自身出错，没有完成：{said}", trace)


Answer: TypeAlias = tuple[Outcome, ...] | Failure


class Apart:
    """The child process: started at the first need, used again, replaced after one that hung.

    ``hello`` is what the worker needs to build the same kit (a picklable value).
    """

    def __init__(self, hello: Any) -> None:
        self._hello = hello
        self._child: _Child | None = None

    def run(self, case: Case, codes: Sequence[str], seconds: float) -> Mapping[str, Answer]:
        """What each of ``codes`` says of ``case``; each has ``seconds``."""
        answers: dict[str, Answer] = {}
        while waiting := tuple(code for code in codes if code not in answers):
            child = self._started()
            if child is None:
                return answers | dict.fromkeys(waiting, Failure("没有运行：子进程没有启动"))
            try:
                failure = _ask(child, case, waiting, seconds, answers)
            except BaseException:  # interrupted: what it would answer yet is of another report
                self.close()
                raise
            if failure is not None:
                # The first without an answer is the one that hung or took the process with it.
                stuck = next(code for code in codes if code not in answers)
                answers[stuck] = failure
                self.close()
        return answers

    def _started(self) -> _Child | None:
        """The child, ready to be asked; None where none can be had."""
        if self._child is not None and self._child.ended:
            self.close()  # whatever ended it between two reports, no check did
        if self._child is None:
            try:
                self._child = _Child(self._hello)
            except OSError:
                return None
            if self._child.answer(STARTING) in (LATE, GONE):
                self.close()
        return self._child

    def close(self) -> None:
        """End the child; the next ``run`` starts another."""
        if self._child is not None:
            self._child.kill()
            self._child = None


def _ask(
    child: _Child, case: Case, codes: Sequence[str], seconds: float, answers: dict[str, Answer]
) -> Failure | None:
    """Fill in ``answers`` in the order of ``codes``, until one does not come."""
    if not child.send((case, codes)):
        return Failure("没有运行：子进程已退出")
    for _ in codes:
        said = child.answer(seconds)
        if said == LATE:
            return Failure(f"超过 {seconds:g} 秒没有完成，已中止")
        if said == GONE:
            return Failure("没有完成：它使子进程中途退出")
        code, answer = said
        answers[code] = answer
    return None


class _Child:
    """A process of ``check_worker``; its answers arrive through a thread, so they can be late."""

    def __init__(self, hello: Any) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _CHILD, json.dumps(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.kill = weakref.finalize(self, _end, self._process)
        self._answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        assert self._process.stdout is not None  # asked for above
        reading = threading.Thread(
            target=_listen, args=(self._process.stdout, self._answers), daemon=True
        )
        reading.start()
        self.send(hello)

    @property
    def ended(self) -> bool:
        return self._process.poll() is not None

    def send(self, message: Any) -> bool:
        """Whether the child could still be told."""
        assert self._process.stdin is not None  # asked for above
        try:
            pickle.dump(message, self._process.stdin)
            self._process.stdin.flush()
        except OSError:
            return False
        return True

    def answer(self, seconds: float) -> Any:
        """The next answer, or ``LATE``, or ``GONE``."""
        try:
            return self._answers.get(timeout=seconds)
        except queue.Empty:
            return LATE


def _listen(stream: IO[bytes], answers: queue.SimpleQueue[Any]) -> None:
    try:
        while True:
            answers.put(pickle.load(stream))
    except Exception:  # the end of the line, or what cannot be taken from it: of any kind
        answers.put(GONE)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):  # what could not be sent any more
                stream.close()
