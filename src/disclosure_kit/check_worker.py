"""The child process in which checks of plugins run: ``python -m disclosure_kit.check_worker``.

It is given the kit to build, then cases and codes; it answers one code at a time. See
``checking.apart`` for the other side.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import traceback
from typing import IO

from .app import Session
from .checking.apart import Answer, Failure
from .checking.run import outcomes_of
from .host import load_kit
from .model.case import Case


def main() -> None:
    """Serve until the parent closes the line."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends us
    requests, answers = _own_streams()
    path, (spec, today) = pickle.load(requests)
    sys.path[:] = path
    session = load_kit(spec, today)
    _send(answers, True)
    while True:
        try:
            case, codes = pickle.load(requests)
        except EOFError:
            return
        for code in codes:
            _send(answers, (code, _answer(session, case, code)))


def _own_streams() -> tuple[IO[bytes], IO[bytes]]:
    """The line to the parent; what a check reads or prints, from C too, goes elsewhere."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    return requests, answers


def _answer(session: Session, case: Case, code: str) -> Answer:
    try:
        return tuple(outcomes_of(session.registry.checks[code], case))
    except (Exception, SystemExit) as error:
        return Failure(f"自身出错，没有完成：{error!r}", traceback.format_exc())


def _send(answers: IO[bytes], message: object) -> None:
    pickle.dump(message, answers)
    answers.flush()


if __name__ == "__main__":
    main()
