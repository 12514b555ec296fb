"""Checks in a plugin's code, run in a child process under a deadline: one that hangs, exits or
crashes costs only itself.

It guards against faults, not against malice: the plugin's code was already run here when it was
loaded, so its answers are trusted as far as it is.
"""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import frozen

from ..apart.kept import Kept
from ..apart.silence import Silence
from ..model.case import Case
from ..model.finding import Outcome

if TYPE_CHECKING:
    from ..apart.child import Child

WORKER: Final = "disclosure_kit.check_worker"
# An answer is at most 10 MB; the worker sees to it, and this to the worker.
_MOST: Final = 11_000_000
_GONE: Final = "没有完成：它使子进程中途退出"
_LONGEST: Final = 300  # letters of what an exception says of itself


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


class Apart(Kept):
    """The child process. ``hello`` is what it needs to build the same kit (a picklable value)."""

    def __init__(self, hello: Any) -> None:
        super().__init__(WORKER, pickle.dumps(hello), _MOST)

    def run(self, case: Case, codes: Sequence[str], seconds: float) -> Mapping[str, Answer]:
        """What each of ``codes`` says of ``case``; each has ``seconds``."""
        answers: dict[str, Answer] = {}
        while waiting := tuple(code for code in codes if code not in answers):
            child = self.started()
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


def _ask(
    child: Child, case: Case, codes: Sequence[str], seconds: float, answers: dict[str, Answer]
) -> Failure | None:
    """Fill in ``answers`` in the order of ``codes``, until one does not come."""
    if not child.send(pickle.dumps((case, codes))):
        return Failure("没有运行：子进程已退出")
    for _ in codes:
        said = child.answer(seconds)
        if said is Silence.LATE:
            return Failure(f"超过 {seconds:g} 秒没有完成，已中止")
        if said is Silence.GONE:
            return Failure(_GONE)
        try:
            code, answer = pickle.loads(said)
        except Exception:  # what cannot be taken from the line: of any kind
            return Failure(_GONE)
        answers[code] = answer
    return None
