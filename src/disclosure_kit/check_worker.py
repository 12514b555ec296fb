"""The child process in which checks of plugins run.

It is given the kit to build, then cases and codes; it answers one code at a time. See
``checking.apart`` for the other side.
"""

from __future__ import annotations

import os
import pickle
import signal
from typing import IO, Final

from .app import Session
from .checking.apart import Failure
from .checking.run import outcomes_of
from .host import load_kit
from .model.case import Case

MOST_BYTES: Final = 10_000_000  # of one answer


def main() -> None:
    """Serve until the parent closes the line."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends us
    requests, answers = _own_streams()
    spec, today = pickle.load(requests)
    session = load_kit(spec, today)
    _send(answers, pickle.dumps(True))
    while True:
        try:
            case, codes = pickle.load(requests)
        except EOFError:
            return
        for code in codes:
            _send(answers, _answer(session, case, code))


def _own_streams() -> tuple[IO[bytes], IO[bytes]]:
    """The line to the parent; what a check reads or prints, from C too, goes elsewhere."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    return requests, answers


def _answer(session: Session, case: Case, code: str) -> bytes:
    """The code and what its check says, pickled here: what cannot be is the check's fault too."""
    try:
        content = pickle.dumps((code, tuple(outcomes_of(session.registry.checks[code], case))))
    except (Exception, SystemExit) as error:
        return pickle.dumps((code, Failure.of(error)))
    if len(content) > MOST_BYTES:
        return pickle.dumps((code, Failure("没有完成：结果太长")))
    return content


def _send(answers: IO[bytes], content: bytes) -> None:
    answers.write(content)
    answers.flush()
