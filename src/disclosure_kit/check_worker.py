"""The child process in which checks of plugins run.

It is given the kit to build, then cases and codes; it answers one code at a time. See
``checking.apart`` for the other side.
"""

from __future__ import annotations

import pickle
from typing import Final

from .apart.line import Line
from .app import Session
from .checking.apart import Failure
from .checking.run import outcomes_of
from .host import kit_here
from .model.case import Case

MOST_BYTES: Final = 10_000_000  # of one answer


def main() -> None:
    """Serve until the parent closes the line."""
    line = Line.own()
    hello = line.request()
    if hello is None:
        return
    spec, today = pickle.loads(hello)
    session = kit_here(spec, today)
    line.answer(b"ready")
    while (request := line.request()) is not None:
        _, codes = pickle.loads(request)
        for code in codes:
            # Each gets the case as it was sent, whatever the check before has done to its own.
            case, _ = pickle.loads(request)
            line.answer(_answer(session, case, code))


def _answer(session: Session, case: Case, code: str) -> bytes:
    """The code and what its check says, pickled here: what cannot be is the check's fault too."""
    try:
        content = pickle.dumps((code, tuple(outcomes_of(session.registry.checks[code], case))))
    except (Exception, SystemExit) as error:
        return pickle.dumps((code, Failure.of(error)))
    if len(content) > MOST_BYTES:
        return pickle.dumps((code, Failure("没有完成：结果太长")))
    return content
