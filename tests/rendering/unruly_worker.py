"""A child that fills no template, but does what the template's bytes name: a hole in the
sandbox, as it were."""

from __future__ import annotations

import os
import pickle
import time
from pathlib import Path

from disclosure_kit.apart.bounds import bind, bind_time
from disclosure_kit.apart.line import Line
from disclosure_kit.rendering.strangers import DOCUMENT


def main() -> None:
    line = Line.own()
    bind()
    line.answer(b"ready")
    while (request := line.request()) is not None:
        template, *_ = pickle.loads(request)
        line.answer(DEEDS[template.decode()]())


def sleeps() -> bytes:
    time.sleep(60)
    return b""


def spins() -> bytes:
    """Works on where the parent has forgotten it."""
    bind_time(1)
    while True:
        pass


def swells() -> bytes:
    return DOCUMENT + b"a" * 10**9


def dies() -> bytes:
    os._exit(0)


def babbles() -> bytes:
    return DOCUMENT + b"a" * 70_000_000


def garbles() -> bytes:
    return DOCUMENT + b"no Word file"


def writes() -> bytes:
    """Leaves a file."""
    Path(os.environ["UNRULY_FILE"]).write_bytes(b"written")
    return DOCUMENT


DEEDS = {act.__name__: act for act in (sleeps, spins, swells, dies, babbles, garbles, writes)}
