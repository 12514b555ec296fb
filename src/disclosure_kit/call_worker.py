"""The child process in which plugins read, write and compute; ``foreign.calls`` is the other side.

It is given the kit to build, then calls, one at a time.
"""

from __future__ import annotations

import pickle
from typing import Any

from attrs import evolve

from .apart.line import Line
from .app import Session
from .contributions import Contribution
from .foreign.calling import performed
from .foreign.calls import Call, Given, Refused
from .host import kit_here
from .plugin import key_of
from .registry import Registry
from .view import Publication


def main() -> None:
    """Serve until the parent closes the line."""
    line = Line.own()
    hello = line.request()
    if hello is None:
        return
    session = kit_here(*pickle.loads(hello))
    known = _contributions(session.registry)
    line.answer(b"ready")
    while (request := line.request()) is not None:
        line.answer(_answer(session, known, pickle.loads(request)))


def _contributions(registry: Registry) -> dict[tuple[str, str], Any]:
    held: tuple[Contribution, ...] = (
        *registry.readers.values(),
        *registry.formats.values(),
        *registry.templates,
        *registry.figures,
    )
    return {key_of(one): one for one in held}


def _answer(session: Session, known: dict[tuple[str, str], Any], call: Call) -> bytes:
    """What the call gives, pickled here: what cannot be is the plugin's fault too."""
    arguments = call.arguments
    if call.fills:
        arguments = tuple(
            evolve(one, fill=session.fill) if isinstance(one, Publication) else one
            for one in arguments
        )
    try:
        code = getattr(known[call.key], call.part)
        return pickle.dumps(Given(performed(call.key[0], call.part, code, arguments)))
    except (Exception, SystemExit) as error:
        return pickle.dumps(Refused.of(error))
