"""The child process in which a plugin is looked at for its author; see ``proving.asking``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from .apart.line import Line
from .authoring.conformance import proof
from .authoring.mistakes import mistakes
from .proving.asking import Said, said_as

_ANSWERS: Final[Mapping[str, Callable[[Path], Iterator[Said]]]] = {
    "check": mistakes,
    "test": proof,
}


def main() -> None:
    """Answer one question, value by value; nothing at the end."""
    line = Line.own()
    request = line.request()
    if request is None:
        return
    asked = json.loads(request)
    line.answer(b"ready")
    for value in _ANSWERS[asked["ask"]](Path(asked["folder"])):
        line.answer(said_as(value))
    line.answer(b"")
